"""Carrying a dossier on: who died verified, the death registered, the number locked; or unlocked after a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong.justice.v1.death_declaration_pb2 import DeathDeclaration
from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceStub
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong_emulator.justice.civil_status.convert import number_of
from lienthong_emulator.justice.civil_status.questions import verdict_from_proto
from lienthong_emulator.justice.deaths.convert import death_registered, declaration_in, survivors_in
from lienthong_emulator.justice.deaths.domain import Declaration, Dossier, Record, State, Step, registered_kind
from lienthong_emulator.justice.deaths.errors import PopulationObjects
from lienthong_emulator.justice.deaths.filing import person_in_registers, refuse_contradicted, watch_deadline
from lienthong_emulator.justice.deaths.outcomes import context_of, send_back
from lienthong_emulator.justice.deaths.questions import claim_about, lock_of, question_after, unlock_of
from lienthong_emulator.justice.deaths.rules import objection_to
from lienthong_emulator.justice.deaths.store import DeathQuestions, DeathStore
from lienthong_emulator.justice.registers.convert import numbers_of
from lienthong_emulator.justice.registers.domain import Place, Register
from lienthong_emulator.justice.registers.store import NOBODY, RegisterQuestions
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal, Refusal
from lienthong_emulator.wire import full_date

if TYPE_CHECKING:
    from datetime import date

    from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceAsyncStub
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.justice.registers.domain import CivilStatus, Death
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx


class Desk:
    """The registrar's desk for deaths, one for each process."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def advance(self, kit: Kit, dossier_id: str) -> bool:
        """Take the next step of a dossier. Returns whether another can follow at once."""
        dossier = await DeathQuestions(kit.lookups).find_dossier(dossier_id)
        if dossier is None:
            return False
        try:
            return await self._step(kit, dossier)
        except AgencyUnavailable:
            await _note_attempt(kit, dossier)
            raise

    async def _step(self, kit: Kit, dossier: Dossier) -> bool:
        match dossier.step:
            case Step.REGISTER:
                return await self._verify_and_register(kit, dossier)
            case Step.LOCK_NUMBER:
                return await self._lock(kit, dossier)
            case Step.UNLOCK_NUMBER:
                return await self._unlock(kit, dossier)
            case _:
                return False

    async def _verify_and_register(self, kit: Kit, dossier: Dossier) -> bool:
        declaration = declaration_in(dossier.declaration)
        objection = await self._objection(kit, dossier, declaration)
        reach("justice.death.verified")
        async with kit.write(context_of(kit, dossier)) as tx:
            if not await _is_still(tx, dossier):
                return True
            objection = objection or await _contradiction(tx.db, declaration)
            if objection is not None:
                send_back(tx, dossier, objection)
                return False
            await _register(tx, dossier, declaration)
            reach("justice.death.before-commit")
        reach("justice.death.committed")
        return True

    async def _objection(self, kit: Kit, dossier: Dossier, declaration: Declaration) -> Refusal | None:
        """Why the population database does not confirm who died; whom it cannot know, it is not asked about."""
        deceased = declaration.deceased
        if not deceased.is_known_to_population:
            return None
        stub: CitizenServiceAsyncStub = self._peers.stub(CitizenServiceStub, "population")  # type: ignore[assignment] # typed for sync
        context = context_of(kit, dossier)
        try:
            answer = await ask(stub.VerifyCitizen, claim_about(deceased), kit=kit, context=context, agency="population")
        except PeerRefusal as no:
            return PopulationObjects(field="declaration.deceased", peer_reason=no.reason)
        return objection_to(deceased, verdict_from_proto(answer))

    async def _lock(self, kit: Kit, dossier: Dossier) -> bool:
        """Have population record the death. The book decides: another day that population holds gives way to it."""
        record = await _record(kit.lookups, dossier)
        if record.number and await self._died(kit, dossier, record) not in (None, record.died):
            await self._revoke(kit, dossier, record, "another-day")
        obstacle = await self._record_death(kit, dossier, record, "registered") if record.number else ""
        reach("justice.death.locked")
        async with kit.write(context_of(kit, dossier)) as tx:
            if not await _is_still(tx, dossier):
                return True
            locked = dossier.ended(State.FINISHED) if dossier.allowance else dossier.at(Step.AWAIT_ALLOWANCE)
            DeathStore(tx.db).keep_dossier(locked)
            watch_deadline(tx, locked)
            if record.number:
                _note_lock(tx, obstacle)
            tx.changed(dossier.name)
        return False

    async def _died(self, kit: Kit, dossier: Dossier, record: Record) -> date | None:
        """The day of death that population holds; None where it holds none, or knows nobody."""
        stub: CitizenServiceAsyncStub = self._peers.stub(CitizenServiceStub, "population")  # type: ignore[assignment] # typed for sync
        context = context_of(kit, dossier)
        try:
            citizen = await ask(stub.GetCitizen, question_after(record), kit=kit, context=context, agency="population")
        except PeerRefusal as no:
            if no.reason not in ("CITIZEN_NOT_FOUND", "NUMBER_AMBIGUOUS"):
                raise
            return None
        return full_date(citizen.death_date) if citizen.HasField("death_date") else None

    async def _record_death(self, kit: Kit, dossier: Dossier, record: Record, why: str) -> str:
        """Why population does not hold the death now, empty where it does. The entry stands all the same."""
        request = lock_of(record, kit.derived_uuid("death-lock", f"{record.record_id}/{why}"))
        context = context_of(kit, dossier)
        try:
            await ask(self._changes().RecordDeath, request, kit=kit, context=context, agency="population")
        except PeerRefusal as no:
            if no.reason not in ("ALREADY_DEAD", "CITIZEN_NOT_FOUND", "NUMBER_AMBIGUOUS", "IMPOSSIBLE_DATE"):
                raise
            return "" if no.reason == "ALREADY_DEAD" else no.reason
        return ""

    async def _unlock(self, kit: Kit, dossier: Dossier) -> bool:
        record = await _record(kit.lookups, dossier)
        standing = await _standing(kit.lookups, record)
        unlocked = bool(record.number) and await self._hold(kit, dossier, record, standing)
        reach("justice.revocation.unlocked")
        async with kit.write(context_of(kit, dossier)) as tx:
            if not await _is_still(tx, dossier) or await _standing(tx.db, record) != standing:
                return True
            revoked = dossier.ended(State.REVOKED)
            DeathStore(tx.db).keep_dossier(revoked)
            watch_deadline(tx, revoked)
            if unlocked:
                tx.step("number-unlocked", "Population unlocked the number", came_from="agencies/population")
            tx.changed(dossier.name)
        return False

    async def _hold(self, kit: Kit, dossier: Dossier, record: Record, standing: Death | None) -> bool:
        """Have population hold the entry that stands beside one that was revoked; whether there is none any more."""
        if standing is None:
            return await self._revoke(kit, dossier, record, "revoked")
        if await self._died(kit, dossier, record) != standing.died:
            await self._revoke(kit, dossier, record, "another-stands")
            await self._record_death(kit, dossier, replace(record, died=standing.died), "another-stands")
        return False

    async def _revoke(self, kit: Kit, dossier: Dossier, record: Record, why: str) -> bool:
        """Whether population took a death back; where it holds none, there is nothing to take back."""
        request = unlock_of(record, kit.derived_uuid("death-unlock", f"{record.record_id}/{why}"))
        context = context_of(kit, dossier)
        try:
            await ask(self._changes().RevokeDeath, request, kit=kit, context=context, agency="population")
        except PeerRefusal as no:
            if no.reason not in ("NOT_DEAD", "CITIZEN_NOT_FOUND", "NUMBER_AMBIGUOUS"):
                raise
            return False
        return True

    def _changes(self) -> CitizenChangeServiceAsyncStub:
        return self._peers.stub(CitizenChangeServiceStub, "population")  # type: ignore[return-value] # typed for sync


async def pending(reader: Reader) -> Sequence[str]:
    """The dossiers that an earlier process left under way."""
    return await DeathQuestions(reader).under_way()


async def _record(db: Reader, dossier: Dossier) -> Record:
    record = await DeathQuestions(db).find_record(dossier.record_id)
    assert record is not None  # the step before made it
    return record


async def _standing(db: Reader, record: Record) -> Death | None:
    """Another entry of the same death: it was registered again, or stood before the world began."""
    return await RegisterQuestions(db).death_of(record.person_key, record.number)


async def _is_still(tx: Tx, dossier: Dossier) -> bool:
    """Nobody changed the dossier while peers were asked."""
    return await DeathStore(tx.db).revision_of(dossier.dossier_id) == dossier.revision


async def _note_attempt(kit: Kit, dossier: Dossier) -> None:
    async with kit.write(context_of(kit, dossier)) as tx:
        if await _is_still(tx, dossier):
            DeathStore(tx.db).keep_dossier(dossier.tried_in_vain())
            tx.changed(dossier.name)


def _note_lock(tx: Tx, obstacle: str) -> None:
    """Whom population does not know, or not as the book does, it cannot lock."""
    if obstacle:
        title, details = "Population cannot lock the number", {"reason": obstacle}
        tx.step("number-not-locked", title, came_from="agencies/population", details=details)
    else:
        tx.step("number-locked", "Population locked the number", came_from="agencies/population")


async def _contradiction(db: Reader, declaration: Declaration) -> Refusal | None:
    """What the registers have to say by now: another dossier of the same death may have been faster."""
    try:
        await refuse_contradicted(db, declaration)
    except Refusal as no:
        return no
    return None


async def _register(tx: Tx, dossier: Dossier, declaration: Declaration) -> None:
    store = DeathStore(tx.db)
    person = await person_in_registers(tx.db, declaration.deceased)
    status = await RegisterQuestions(tx.db).status_of(person) if person else None
    record = await _entry(tx, dossier, declaration, person.person_key if person else NOBODY)
    store.add_record(record)
    registered = dossier.at(Step.LOCK_NUMBER, record_id=record.record_id)
    store.keep_dossier(registered)
    watch_deadline(tx, registered)
    place = record.place
    tx.step(
        "death-registered",
        f"Death registered as {place.number} in book {place.book(Register.DEATHS)}, page {place.page}",
        came_from="agencies/population",
        details={"record": record.name},
    )
    await _tell_insurance(tx, dossier, record, declaration, status)
    tx.changed(dossier.name)


async def _entry(tx: Tx, dossier: Dossier, declaration: Declaration, person_key: int) -> Record:
    today, deceased, commune = tx.now.date(), declaration.deceased, declaration.registration_commune
    entry = await tx.next_number(f"death-register/{commune}/{today.year}")
    number = number_of(deceased)
    return Record(
        record_id=tx.kit.opaque_id("death-record", dossier.dossier_id),
        person_key=person_key,
        place=Place(entry=entry, registered_on=today, commune=commune),
        number_kind=number.type,
        number=number.value,
        full_name=deceased.full_name,
        birth=deceased.birth_date,
        sex=deceased.sex,
        died=deceased.death_date,
        registration_kind=registered_kind(declaration.registration_kind, deceased.death_date, today),
        dossier_id=dossier.dossier_id,
    )


async def _tell_insurance(
    tx: Tx, dossier: Dossier, record: Record, declaration: Declaration, status: CivilStatus | None
) -> None:
    """Each entry is told once."""
    own = number_of(declaration.deceased)
    others = numbers_of(status.person) if status else ()
    known_by: list[IdentityNumber] = [own, *(number for number in others if number.value != own.value)]
    survivors = [*survivors_in(status)] if status else []
    tx.step("allowance-asked-for", "Insurance told of the death", led_to="agencies/insurance")
    found = DeathDeclaration.FromString(dossier.declaration)
    tx.post(
        "insurance",
        subject=record.name,
        kind="justice.death-registered",
        key=record.record_id,
        body=death_registered(record, found, known_by, survivors),
    )
