"""Carrying a dossier on: parents verified, number issued, birth registered, card asked for, answer noted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lienthong.insurance.v1.events_pb2 import (
    CARD_DECISION_ISSUED,
    CARD_DECISION_RETURNED,
    ChildCardDecided,
)
from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong.type.v1.person_pb2 import SEX_UNDETERMINED
from lienthong.type.v1.refusal_pb2 import Refusal as RefusalMessage
from lienthong_emulator.justice.civil_status.card_request import ask_for_card
from lienthong_emulator.justice.civil_status.convert import (
    child_card,
    claim_about,
    declaration_from_proto,
    number_request,
    verdict_from_proto,
)
from lienthong_emulator.justice.civil_status.domain import (
    Declaration,
    Dossier,
    Record,
    State,
    Step,
    deadlines_on,
    place_in_book,
    registered_kind,
)
from lienthong_emulator.justice.civil_status.errors import (
    PersonalNumberObstacle,
    SexUndetermined,
    SupplementOverdue,
)
from lienthong_emulator.justice.civil_status.filing import RESULT_DUE, SUPPLEMENT_DUE
from lienthong_emulator.justice.civil_status.rules import can_be_asked_about, objection_to
from lienthong_emulator.justice.civil_status.store import CivilStatusQuestions, CivilStatusStore
from lienthong_emulator.runtime.clock import end_of
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal, Refusal, refusal_to_proto

if TYPE_CHECKING:
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx


class Desk:
    """The registrar's desk, one for each process."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def advance(self, kit: Kit, dossier_id: str) -> bool:
        """Take the next step of a dossier. Returns whether another can follow at once."""
        dossier = await CivilStatusQuestions(kit.lookups).find_dossier(dossier_id)
        if dossier is None or dossier.state is not State.IN_PROCESS:
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
            case Step.REGISTER:
                return await self._verify_and_register(kit, dossier)
            case _:
                return False

    async def _verify_and_register(self, kit: Kit, dossier: Dossier) -> bool:
        found = BirthDeclaration.FromString(dossier.declaration)
        declaration = declaration_from_proto(found)
        context = _context(kit, dossier)
        objection = await self._objection(kit, context, declaration)
        number = None if objection else await self._number(kit, context, dossier, declaration, found)
        if isinstance(number, Refusal):
            objection = number
        reach("justice.verified")
        async with kit.write(context) as tx:
            if not await _is_still(tx, dossier):
                return True
            if objection is not None or not isinstance(number, str):
                assert objection is not None
                _send_back(tx, dossier, refusal_to_proto(objection))
            else:
                await _register(tx, dossier, declaration, found, number)
            reach("justice.register.before-commit")
        reach("justice.register.committed")
        return False

    async def _objection(self, kit: Kit, context: Context, declaration: Declaration) -> Refusal | None:
        """Why the dossier must go back to the family, None where it need not."""
        if declaration.child_sex == SEX_UNDETERMINED:
            return SexUndetermined(field="declaration.child.sex")
        roles = [role for role, parent in declaration.parents().items() if can_be_asked_about(parent)]
        citizens = self._citizens()
        answers = await asyncio.gather(
            *(
                ask(
                    citizens.VerifyCitizen,
                    claim_about(role, declaration.parents()[role]),
                    kit=kit,
                    context=context,
                    agency="population",
                )
                for role in roles
            )
        )
        verdicts = {role: verdict_from_proto(answer) for role, answer in zip(roles, answers, strict=True)}
        objections = (objection_to(role, declaration.parents()[role], verdicts[role]) for role in roles)
        return next((objection for objection in objections if objection is not None), None)

    async def _number(
        self, kit: Kit, context: Context, dossier: Dossier, declaration: Declaration, found: BirthDeclaration
    ) -> str | Refusal:
        """The child's personal number; the same one however often it is asked for in this round."""
        request_id = kit.derived_uuid("number-request", f"{dossier.dossier_id}/{dossier.round}")
        request = number_request(declaration, found.child, request_id)
        issue = self._citizens().IssuePersonalNumber
        try:
            answer = await ask(issue, request, kit=kit, context=context, agency="population")
        except PeerRefusal as no:
            return PersonalNumberObstacle(field="declaration.child", peer_reason=no.reason or str(no))
        return answer.citizen.personal_number

    def _citizens(self) -> CitizenServiceAsyncStub:
        return CitizenServiceStub(self._peers.channel("population"))  # type: ignore[return-value] # typed for sync


def _context(kit: Kit, dossier: Dossier) -> Context:
    return Context(
        world=kit.world.name,
        caller=f"agencies/{kit.agency}",
        on_behalf_of=dossier.on_behalf_of,
        case_id=dossier.case_id,
    )


async def pending(reader: Reader) -> Sequence[str]:
    """The dossiers that an earlier process left under way."""
    return await CivilStatusQuestions(reader).under_way()


async def _is_still(tx: Tx, dossier: Dossier) -> bool:
    """Nobody changed the dossier while peers were asked."""
    return await CivilStatusStore(tx.db).revision_of(dossier.dossier_id) == dossier.revision


async def _note_attempt(kit: Kit, dossier: Dossier) -> None:
    async with kit.write(_context(kit, dossier)) as tx:
        if await _is_still(tx, dossier):
            CivilStatusStore(tx.db).keep_dossier(dossier.tried_in_vain())
            tx.changed(dossier.name)


async def _end_notice(kit: Kit, dossier: Dossier) -> bool:
    if dossier.waits_until_date is not None and kit.today() < dossier.waits_until_date:
        return False
    async with kit.write(_context(kit, dossier)) as tx:
        if await _is_still(tx, dossier):
            CivilStatusStore(tx.db).keep_dossier(dossier.at(Step.REGISTER))
            tx.step("public-notice-ended", "Nobody claimed the child within seven days")
            tx.changed(dossier.name)
    return True


async def _register(tx: Tx, dossier: Dossier, declaration: Declaration, found: BirthDeclaration, number: str) -> None:
    store = CivilStatusStore(tx.db)
    record = await _entry(tx, dossier, declaration, number)
    waiting = dossier.at(Step.AWAIT_CARD, record_id=record.record_id)
    store.add_record(record)
    store.keep_dossier(waiting)
    parents = ", ".join(declaration.parents()) or "none known"
    tx.step("parents-verified", f"Parents verified: {parents}", came_from="agencies/population")
    tx.step(
        "birth-registered",
        f"Birth registered as {record.number} in book {record.book}, page {record.page}",
        details={"personal_number": number, "record": record.name},
    )
    ask_for_card(tx, waiting, record, declaration, found)


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


def _send_back(tx: Tx, dossier: Dossier, refusal: RefusalMessage) -> None:
    """Return a dossier to the family, with a day by which the supplement must come."""
    today = tx.now.date()
    due = deadlines_on(today).supplement_due(today)
    returned = dossier.ended(State.RETURNED, refusal=refusal.SerializeToString(), supplement_due_date=due)
    CivilStatusStore(tx.db).keep_dossier(returned)
    tx.step("dossier-returned", refusal.message, details={"reason": refusal.reason, "field": refusal.field})
    tx.set_timer(SUPPLEMENT_DUE, dossier.dossier_id, end_of(due))
    tx.changed(dossier.name)


async def note_card_decision(tx: Tx, event: ChildCardDecided, sender: str) -> None:
    """Note on the dossier what insurance decided."""
    dossier = await CivilStatusStore(tx.db).find_dossier(event.dossier.removeprefix("birthDossiers/"))
    if dossier is None or dossier.step is not Step.AWAIT_CARD:
        tx.step("card-answer-ignored", "No dossier waits for this answer", came_from=sender)
        return
    if event.decision == CARD_DECISION_RETURNED:
        _send_back(tx, dossier, event.refusal)
        return
    issued = event.decision == CARD_DECISION_ISSUED
    ended = (
        dossier.ended(State.CARD_ISSUED, card=child_card(event.card, event.household_code).SerializeToString())
        if issued
        else dossier.ended(State.REFUSED, refusal=event.refusal.SerializeToString())
    )
    CivilStatusStore(tx.db).keep_dossier(ended)
    title = f"Card {event.card.card_number} noted on the dossier" if issued else event.refusal.message
    tx.step("dossier-finished" if issued else "dossier-refused", title, came_from=sender)
    tx.clear_timer(RESULT_DUE, dossier.dossier_id)
    tx.changed(dossier.name)


# What happens when the world's clock comes to a day.


async def refuse_without_supplement(tx: Tx, dossier_id: str) -> None:
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is None or dossier.state is not State.RETURNED or dossier.supplement_due_date is None:
        return
    refusal = refusal_to_proto(SupplementOverdue(due_date=dossier.supplement_due_date.isoformat()))
    refused = dossier.ended(State.REFUSED, refusal=refusal.SerializeToString(), supplement_due_date=None)
    CivilStatusStore(tx.db).keep_dossier(refused)
    tx.context = _context(tx.kit, dossier)
    tx.step("dossier-refused", refusal.message, details={"reason": refusal.reason})
    tx.clear_timer(RESULT_DUE, dossier_id)
    tx.changed(dossier.name)


async def go_on_after_notice(tx: Tx, dossier_id: str) -> None:
    tx.wake(dossier_id)


async def note_overdue(tx: Tx, dossier_id: str) -> None:
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is not None and dossier.is_open:
        tx.context = _context(tx.kit, dossier)
        tx.step("dossier-overdue", f"Birth dossier {dossier.called} was due by {dossier.due_date}")
