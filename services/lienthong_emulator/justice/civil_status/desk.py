"""Carrying a dossier on: parents verified, number issued, birth registered, card asked for, answer noted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration
from lienthong.justice.v1.dossier_status_pb2 import PORTAL_STATUS_IN_PROCESS
from lienthong.population.v1.citizen_service_pb2 import IssuePersonalNumberResponse, VerifyCitizenRequest
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong.type.v1.person_pb2 import SEX_UNDETERMINED
from lienthong_emulator.desks import desk_done
from lienthong_emulator.justice.civil_status.ages import whole
from lienthong_emulator.justice.civil_status.card_request import ask_for_card
from lienthong_emulator.justice.civil_status.convert import declaration_in
from lienthong_emulator.justice.civil_status.deceased import objection_of_death
from lienthong_emulator.justice.civil_status.domain import (
    Declaration,
    Dossier,
    Record,
    RegistrationKind,
    State,
    Step,
    place_in_book,
    registered_kind,
)
from lienthong_emulator.justice.civil_status.errors import (
    ChildAlreadyRegistered,
    PersonalNumberObstacle,
    SexUndetermined,
)
from lienthong_emulator.justice.civil_status.history import accepted, noted
from lienthong_emulator.justice.civil_status.outcomes import context_of, meet_obstacle, refuse, send_back
from lienthong_emulator.justice.civil_status.questions import (
    claim_about,
    claim_about_child,
    number_request,
    verdict_from_proto,
)
from lienthong_emulator.justice.civil_status.rules import Verdict, can_be_asked_about, objection_to, objection_to_child
from lienthong_emulator.justice.civil_status.store import CivilStatusQuestions, CivilStatusStore
from lienthong_emulator.justice.civil_status.timers import watch_deadline, watch_wait
from lienthong_emulator.runtime.clock import opening_of
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal, Refusal, refusal_to_proto

if TYPE_CHECKING:
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong.type.v1.refusal_pb2 import Refusal as RefusalMessage
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Moment, Tx


class Objection(Exception):
    """Why a birth is not registered now, and what becomes of its dossier; usually the family can mend it."""

    def __init__(self, refusal: Refusal, leads_to: Callable[[Tx, Dossier, RefusalMessage], None] = send_back) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.leads_to = leads_to


def _obstacle(no: PeerRefusal) -> Objection:
    return Objection(PersonalNumberObstacle(field="declaration.child", peer_reason=no.reason), meet_obstacle)


class Desk:
    """The registrar's desk, one for each process."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def advance(self, kit: Kit, dossier_id: str) -> bool:
        """Take the next step of a dossier. Returns whether another can follow at once."""
        dossier = await CivilStatusQuestions(kit.lookups).find_dossier(dossier_id)
        if dossier is None or dossier.state is not State.IN_PROCESS or dossier.has_to_wait(kit.now()):
            return False
        try:
            return await self._step(kit, dossier)
        except AgencyUnavailable:
            await _note_attempt(kit, dossier)
            raise

    async def _step(self, kit: Kit, dossier: Dossier) -> bool:
        match dossier.step:
            case Step.PUBLIC_NOTICE:
                return await _end_notice(kit, dossier)
            case Step.RECEIVE | Step.REGISTER:
                return await self._verify(kit, dossier)
            case _:
                return False

    async def _verify(self, kit: Kit, dossier: Dossier) -> bool:
        """Ask the population database, then accept the dossier at the reception or register the birth."""
        found = BirthDeclaration.FromString(dossier.declaration)
        declaration = declaration_in(dossier.declaration)
        context = context_of(kit, dossier)
        try:
            await self._verify_parents(kit, context, declaration)
            verified = kit.moment()
            number = await self._number(kit, context, dossier, declaration)
        except Objection as objection:
            return await _note_objection(kit, dossier, objection)
        reach("justice.verified")
        async with kit.write(context) as tx:
            if not await _is_still(tx, dossier):
                return True
            _note_parents(tx, declaration, verified)
            if dossier.step is Step.RECEIVE:
                _accept(tx, dossier)
                return False
            await _register(tx, dossier, declaration, found, number, verified)
            reach("justice.register.before-commit")
        reach("justice.register.committed")
        return False

    async def _verify_parents(self, kit: Kit, context: Context, declaration: Declaration) -> None:
        """Raises `Objection` where the population database does not confirm one, or one had died."""
        if declaration.child_sex == SEX_UNDETERMINED:
            raise Objection(SexUndetermined(field="declaration.child.sex"))
        parents = {role: parent for role, parent in declaration.parents().items() if can_be_asked_about(parent)}
        claims = (claim_about(role, parent) for role, parent in parents.items())
        verdicts = await asyncio.gather(*(self._verdict(kit, context, claim) for claim in claims))
        for (role, parent), verdict in zip(parents.items(), verdicts, strict=True):
            if refusal := objection_to(role, parent, verdict):
                raise Objection(refusal)
        born = whole(declaration.child_birth_date)
        for role, parent in declaration.parents().items():
            if refusal := await objection_of_death(kit.lookups, role, parent, born):
                raise Objection(refusal)

    async def _verdict(self, kit: Kit, context: Context, claim: VerifyCitizenRequest) -> Verdict:
        verify = self._citizens().VerifyCitizen
        try:
            return verdict_from_proto(await ask(verify, claim, kit=kit, context=context, agency="population"))
        except PeerRefusal as no:
            raise _obstacle(no) from no

    async def _number(self, kit: Kit, context: Context, dossier: Dossier, declaration: Declaration) -> str:
        """The number that the child shows, else a new one: the same, however often it is asked for in this round."""
        if declaration.child_number:
            verdict = await self._verdict(kit, context, claim_about_child(declaration))
            if refusal := objection_to_child(verdict):
                raise Objection(refusal)
            return declaration.child_number
        try:
            answer = await self._issue(kit, context, declaration, dossier, dossier.round)
        except PeerRefusal as no:
            raise _obstacle(no) from no
        number = answer.citizen.personal_number
        held = answer.already_held and declaration.registration_kind != RegistrationKind.AGAIN
        if held and not await self._is_left_over(kit, context, dossier, declaration, number):
            raise Objection(ChildAlreadyRegistered(field="declaration.child.full_name"), refuse)
        return number

    async def _issue(
        self, kit: Kit, context: Context, declaration: Declaration, dossier: Dossier, in_round: int
    ) -> IssuePersonalNumberResponse:
        request = number_request(declaration, kit.derived_uuid("number", f"{dossier.dossier_id}/{in_round}"))
        issue = self._citizens().IssuePersonalNumber
        return await ask(issue, request, kit=kit, context=context, agency="population")

    async def _is_left_over(
        self, kit: Kit, context: Context, dossier: Dossier, declaration: Declaration, number: str
    ) -> bool:
        """Whether we had a number issued for this child and never registered the birth.

        The family withdrew or supplemented meanwhile. Population remembers what it answered: it is asked once more.
        """
        questions = CivilStatusQuestions(kit.lookups)
        if await questions.is_registered(number):
            return False
        for earlier in await questions.unregistered_of(dossier.child_key):
            said = declaration_in(earlier.declaration)
            same_child = said.child_sex == declaration.child_sex  # of another, to ask would be to have a number issued
            if same_child and await self._was_issued_to(kit, context, said, earlier):
                return True
        return False

    async def _was_issued_to(self, kit: Kit, context: Context, said: Declaration, dossier: Dossier) -> bool:
        """Whether one of a dossier's rounds was answered with a new number."""
        for in_round in range(1, dossier.round + 1):
            try:
                answer = await self._issue(kit, context, said, dossier, in_round)
            except PeerRefusal as no:
                if no.reason != "REQUEST_ID_REUSED":
                    raise _obstacle(no) from no
                return True  # for what was said before a supplement; a number that is held would have ended the dossier
            if not answer.already_held:
                return True
        return False

    def _citizens(self) -> CitizenServiceAsyncStub:
        return self._peers.stub(CitizenServiceStub, "population")  # type: ignore[return-value] # typed for sync


async def pending(reader: Reader) -> Sequence[str]:
    """The dossiers that an earlier process left under way."""
    return await CivilStatusQuestions(reader).under_way()


async def _is_still(tx: Tx, dossier: Dossier) -> bool:
    """Nobody changed the dossier while peers were asked."""
    return await CivilStatusStore(tx.db).revision_of(dossier.dossier_id) == dossier.revision


async def _note_objection(kit: Kit, dossier: Dossier, objection: Objection) -> bool:
    """Return the dossier, or refuse it for good. Returns whether it has changed and must be looked at anew."""
    async with kit.write(context_of(kit, dossier)) as tx:
        if not await _is_still(tx, dossier):
            return True
        objection.leads_to(tx, dossier, refusal_to_proto(objection.refusal))
    return False


async def _note_attempt(kit: Kit, dossier: Dossier) -> None:
    async with kit.write(context_of(kit, dossier)) as tx:
        if await _is_still(tx, dossier):
            CivilStatusStore(tx.db).keep_dossier(dossier.tried_in_vain())
            tx.changed(dossier.name)


async def _end_notice(kit: Kit, dossier: Dossier) -> bool:
    async with kit.write(context_of(kit, dossier)) as tx:
        if await _is_still(tx, dossier):
            noticed = _at_registrar(tx, dossier)
            CivilStatusStore(tx.db).keep_dossier(noticed)
            tx.step("public-notice-ended", "Nobody claimed the child within seven days")
            watch_wait(tx, noticed)
            tx.changed(dossier.name)
    return True


def _accept(tx: Tx, dossier: Dossier) -> None:
    """The papers are in order: the registrar is next."""
    waiting = noted(accepted(_at_registrar(tx, dossier), tx.now), PORTAL_STATUS_IN_PROCESS, tx.now)
    CivilStatusStore(tx.db).keep_dossier(waiting)
    tx.step("dossier-accepted", f"Birth dossier {dossier.called} accepted")
    watch_wait(tx, waiting)
    tx.changed(dossier.name)


def _at_registrar(tx: Tx, dossier: Dossier) -> Dossier:
    """What came too late in the day to be registered on it, the registrar takes up when the office opens again."""
    taken_up = max(tx.now, opening_of(dossier.registration_due_date))
    return dossier.at(Step.REGISTER, until=desk_done(tx.kit, "registrar", taken_up))


def _note_parents(tx: Tx, declaration: Declaration, verified: Moment) -> None:
    """As of when population had answered: the number was asked for after that."""
    parents = ", ".join(declaration.parents()) or "none known"
    tx.step("parents-verified", f"Parents verified: {parents}", came_from="agencies/population", taken=verified)


async def _register(
    tx: Tx, dossier: Dossier, declaration: Declaration, found: BirthDeclaration, number: str, verified: Moment
) -> None:
    store = CivilStatusStore(tx.db)
    record = await _entry(tx, dossier, declaration, number)
    waiting = _registered_at_portal(tx, dossier.at(Step.AWAIT_CARD, record_id=record.record_id), record, verified)
    store.add_record(record)
    store.keep_dossier(waiting)
    if dossier.waits_until is not None:
        watch_deadline(tx, waiting)  # at once, as days may pass until the card; else usually nothing does
    tx.step(
        "birth-registered",
        f"Birth registered as {record.number} in book {record.book}, page {record.page}",
        details={"personal_number": number, "record": record.name},
    )
    ask_for_card(tx, waiting, record, declaration, found)


def _registered_at_portal(tx: Tx, dossier: Dossier, record: Record, verified: Moment) -> Dossier:
    """Accepted with the answer of the population database, in process with the entry."""
    note = f"Đã đăng ký khai sinh số {record.number}, quyển {record.book}"
    return noted(accepted(dossier, verified.world), PORTAL_STATUS_IN_PROCESS, tx.now, note=note)


async def _entry(tx: Tx, dossier: Dossier, declaration: Declaration, number: str) -> Record:
    today = tx.now.date()
    count = await tx.next_number(f"birth-register/{declaration.registration_commune}/{today.year}")
    entry, book, page = place_in_book(count, today.year)
    return Record(
        record_id=tx.kit.opaque_id("birth-record", dossier.dossier_id),
        number=entry,
        book=book,
        page=page,
        registration_date=today,
        registration_commune=declaration.registration_commune,
        personal_number=number,
        full_name=declaration.child_name,
        birth_date=declaration.child_birth_date,
        sex=declaration.child_sex,
        registration_kind=registered_kind(declaration.registration_kind, declaration.child_birth_date, today),
        dossier_id=dossier.dossier_id,
    )
