"""What a marriage at justice leads to: each is the other's spouse in group a."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.insurance.changes.domain import Confirmation
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.registry.domain import SPOUSE, Relative, is_same_person
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.matching import compare_names
from lienthong_emulator.wire import kind_of_number, partial_date

if TYPE_CHECKING:
    from lienthong.justice.v1.marriage_pb2 import MarriageParty, MarriageRegistered
    from lienthong_emulator.runtime.kit import Tx


async def take_marriage(tx: Tx, event: MarriageRegistered) -> None:
    """Hold each beside the other, where insurance knows them."""
    record = event.record
    for person in (record.husband, record.wife):
        await _part(tx, person)
    for person, spouse in ((record.husband, record.wife), (record.wife, record.husband)):
        for key in await _keys_of(tx, person):
            await _hold_beside(tx, key, spouse)
            tx.step("spouse-held", "Insurance holds the spouse", came_from=tx.context.caller)


async def _keys_of(tx: Tx, person: MarriageParty) -> list[int]:
    """Every record of this one person; whoever else is held under the number is left alone."""
    registry, number = RegistryStore(tx.db), person.identity_number
    keys = await registry.keys_of_carriers(kind_of_number(number), number.value)
    found = [held for key in keys if (held := await registry.find(key))]
    born = partial_date(person.birth_date)
    return [
        held.participant_key
        for held in found
        if born is not None and is_same_person((person.full_name, born), (held.full_name, held.birth))
    ]


async def _part(tx: Tx, person: MarriageParty) -> None:
    """Whoever marries is nobody else's spouse any more: a widow of a person whose death is revoked later, too."""
    registry, number = RegistryStore(tx.db), person.identity_number
    for copy in await registry.copies_under(kind_of_number(number), number.value):
        if copy.kind == SPOUSE and compare_names(copy.full_name, person.full_name).outcome.is_positive:
            registry.drop_relative(copy.participant_key, SPOUSE)


async def _hold_beside(tx: Tx, key: int, spouse: MarriageParty) -> None:
    registry, number = RegistryStore(tx.db), spouse.identity_number
    relative = Relative(
        participant_key=key,
        kind=SPOUSE,
        full_name=spouse.full_name,
        number_kind=kind_of_number(number),
        number=number.value,
    )
    if any(known.kind == SPOUSE for known in await registry.relatives_of(key)):
        registry.keep_relative(relative)
    else:
        registry.add_relative(relative)
    ChangeStore(tx.db).confirm(Confirmation(participant_key=key, field="spouse", confirm_date=tx.now.date()))
