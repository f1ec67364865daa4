"""Entering a marriage in the register: what the registers themselves have to say, and who hears of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong.justice.v1.marriage_pb2 import MarriageRegistered
from lienthong_emulator.justice.marriages.convert import record_to_proto
from lienthong_emulator.justice.marriages.domain import SEX_OF, Party, Record, are_related, may_marry_from
from lienthong_emulator.justice.marriages.errors import PartiesRelated, PartyDeceased, PartyMarried, PartyUnderAge
from lienthong_emulator.justice.marriages.store import MarriageStore
from lienthong_emulator.justice.registers.domain import Place, Register
from lienthong_emulator.justice.registers.store import NOBODY, RegisterQuestions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx


async def register(tx: Tx, commune: str, declared: Mapping[str, Party]) -> Record:
    """Enter a marriage whose parties population has confirmed."""
    parties = {role: await _named(tx.db, party) for role, party in declared.items()}
    for role, party in parties.items():
        await _refuse_who_may_not(tx, role, party)
    await _refuse_related(tx, parties)
    record = await _entry(tx, commune, parties)
    MarriageStore(tx.db).add(record)
    place = record.place
    tx.context = tx.context.within(tx.context.case_id or f"marriage-{record.record_id}")
    title = f"Marriage registered as {place.number} in book {place.book(Register.MARRIAGES)}, page {place.page}"
    tx.step("marriage-registered", title, led_to="agencies/insurance", details={"record": record.name})
    tx.post(
        "insurance",
        subject=record.name,
        kind="justice.marriage-registered",
        key=record.record_id,
        body=MarriageRegistered(record=record_to_proto(record)),
    )
    return record


async def _named(db: Reader, party: Party) -> Party:
    """With the key under which the registers know them."""
    person = await RegisterQuestions(db).find(party.number_kind, party.number)
    return replace(party, person_key=person.person_key if person else NOBODY)


async def _refuse_who_may_not(tx: Tx, role: str, party: Party) -> None:
    registers, today = RegisterQuestions(tx.db), tx.now.date()
    if await registers.death_of(party.person_key, party.number):
        raise PartyDeceased(field=role)
    first = may_marry_from(party.birth, SEX_OF[role])
    if today < first:
        raise PartyUnderAge(field=f"{role}.birth_date", from_day=first.isoformat())
    if (place := await _marriage_that_stands(tx.db, party)) is not None:
        raise PartyMarried(field=role, number=place.number, book=place.book(Register.MARRIAGES))


async def _marriage_that_stands(db: Reader, party: Party) -> Place | None:
    """Where somebody is registered in a marriage that nothing has ended. Our choice: nobody is divorced here."""
    registers = RegisterQuestions(db)
    for marriage in await registers.marriages_of(party.person_key, party.number):
        if await registers.end_of(marriage) is None:
            return marriage.place
    return None


async def _refuse_related(tx: Tx, parties: Mapping[str, Party]) -> None:
    keys = [party.person_key for party in parties.values()]
    births = [await RegisterQuestions(tx.db).birth_of(key) if key else None for key in keys]
    if are_related(births, keys):
        raise PartiesRelated(field="wife")


async def _entry(tx: Tx, commune: str, parties: Mapping[str, Party]) -> Record:
    today = tx.now.date()
    entry = await tx.next_number(f"marriage-register/{commune}/{today.year}")
    return Record(
        record_id=tx.kit.opaque_id("marriage-record", f"{commune}/{today.year}/{entry}"),
        place=Place(entry=entry, registered_on=today, commune=commune),
        position=await tx.next_number("marriage"),
        **parties,
    )
