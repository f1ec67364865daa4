"""How a dossier comes back or ends: by what the desk found, what insurance decided, what the calendar brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1.events_pb2 import CARD_DECISION_ISSUED, CARD_DECISION_RETURNED, ChildCardDecided
from lienthong.justice.v1.dossier_status_pb2 import (
    PORTAL_STATUS_FINISHED,
    PORTAL_STATUS_IN_PROCESS,
    PORTAL_STATUS_NOT_ACCEPTED,
    PORTAL_STATUS_RESULT_RETURNED,
    PORTAL_STATUS_STOPPED,
    PORTAL_STATUS_SUPPLEMENT_REQUESTED,
)
from lienthong.type.v1.refusal_pb2 import Refusal as RefusalMessage
from lienthong_emulator.desks import desk_done
from lienthong_emulator.justice.civil_status.answers import child_card
from lienthong_emulator.justice.civil_status.deadlines import deadlines_on
from lienthong_emulator.justice.civil_status.domain import Dossier, State, Step
from lienthong_emulator.justice.civil_status.errors import SupplementOverdue
from lienthong_emulator.justice.civil_status.filing import DOSSIER
from lienthong_emulator.justice.civil_status.history import OFFICE, accepted, noted, was_accepted
from lienthong_emulator.justice.civil_status.store import CivilStatusStore
from lienthong_emulator.justice.civil_status.timers import (
    DEADLINE,
    NUMBER_ASKED_AGAIN,
    RESULT_HANDED_OVER,
    SUPPLEMENT_DUE,
    missed,
    watch_deadline,
)
from lienthong_emulator.reference.working_days import add_working_days
from lienthong_emulator.runtime.clock import end_of, opening_of
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.refusals import refusal_to_proto

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Kit, Tx


def context_of(kit: Kit, dossier: Dossier) -> Context:
    return Context(
        world=kit.world.name,
        caller=f"agencies/{kit.agency}",
        on_behalf_of=dossier.on_behalf_of,
        case_id=dossier.case_id,
    )


def send_back(tx: Tx, dossier: Dossier, refusal: RefusalMessage) -> None:
    """Return a dossier to the family, with a day by which the supplement must come."""
    today = tx.now.date()
    due = deadlines_on(today).supplement_due(today)
    returned = dossier.ended(State.RETURNED, refusal=refusal.SerializeToString(), supplement_due_date=due)
    status, note = PORTAL_STATUS_SUPPLEMENT_REQUESTED, refusal.message_vi
    CivilStatusStore(tx.db).keep_dossier(noted(returned, status, tx.now, note=note, until=due))
    tx.step("dossier-returned", refusal.message, details={"reason": refusal.reason, "field": refusal.field})
    tx.set_timer(SUPPLEMENT_DUE, dossier.dossier_id, end_of(due))
    tx.clear_timer(DEADLINE, dossier.dossier_id)
    tx.changed(dossier.name)


def meet_obstacle(tx: Tx, dossier: Dossier, refusal: RefusalMessage) -> None:
    """No number can be had: the family has nothing to mend, so the office asks again on the next working day."""
    again = opening_of(add_working_days(tx.now.date(), 1))
    held_up = dossier.ended(State.NUMBER_OBSTACLE, until=again, refusal=refusal.SerializeToString())
    held_up = noted(accepted(held_up, tx.now), PORTAL_STATUS_IN_PROCESS, tx.now, note=refusal.message_vi)
    CivilStatusStore(tx.db).keep_dossier(held_up)
    tx.step("number-obstacle", refusal.message, details={"reason": refusal.reason})
    tx.set_timer(NUMBER_ASKED_AGAIN, dossier.dossier_id, again)
    tx.changed(dossier.name)


def refuse(tx: Tx, dossier: Dossier, refusal: RefusalMessage, *, came_from: str = "") -> None:
    """End a dossier with a no."""
    refused = dossier.ended(State.REFUSED, refusal=refusal.SerializeToString(), supplement_due_date=None)
    status = PORTAL_STATUS_STOPPED if was_accepted(dossier) else PORTAL_STATUS_NOT_ACCEPTED
    note, by = refusal.message_vi, came_from or OFFICE
    CivilStatusStore(tx.db).keep_dossier(noted(refused, status, tx.now, by=by, note=note))
    tx.step("dossier-refused", refusal.message, came_from=came_from, details={"reason": refusal.reason})
    tx.clear_timer(DEADLINE, dossier.dossier_id)
    tx.changed(dossier.name)


async def note_card_decision(tx: Tx, event: ChildCardDecided) -> None:
    """Note on the dossier what insurance decided."""
    sender = tx.context.caller
    dossier = await CivilStatusStore(tx.db).find_dossier(event.dossier.removeprefix("birthDossiers/"))
    if dossier is None or dossier.step is not Step.AWAIT_CARD:
        tx.step("card-answer-ignored", "No dossier waits for this answer", came_from=sender)
    elif event.decision == CARD_DECISION_ISSUED:
        _finish(tx, dossier, event)
    elif event.decision == CARD_DECISION_RETURNED:
        send_back(tx, dossier, event.refusal)
    else:
        refuse(tx, dossier, event.refusal, came_from=sender)


def _finish(tx: Tx, dossier: Dossier, event: ChildCardDecided) -> None:
    card = child_card(event.card, event.household_code)
    finished = dossier.ended(State.CARD_ISSUED, card=card.SerializeToString())
    finished = noted(finished, PORTAL_STATUS_FINISHED, tx.now, by=tx.context.caller)
    handed_over = desk_done(tx.kit, "hand-over", tx.now)
    if handed_over is None:
        finished = noted(finished, PORTAL_STATUS_RESULT_RETURNED, tx.now)
    else:
        tx.set_timer(RESULT_HANDED_OVER, dossier.dossier_id, handed_over)
    CivilStatusStore(tx.db).keep_dossier(finished)
    tx.step("dossier-finished", f"Card {card.card_number} noted on the dossier", came_from=tx.context.caller)
    tx.clear_timer(DEADLINE, dossier.dossier_id)
    tx.changed(dossier.name)


# What happens when the world's clock comes to a day.


async def refuse_without_supplement(tx: Tx, dossier_id: str) -> None:
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is None or dossier.state is not State.RETURNED or dossier.supplement_due_date is None:
        return
    tx.context = context_of(tx.kit, dossier)
    refuse(tx, dossier, refusal_to_proto(SupplementOverdue(due_date=dossier.supplement_due_date.isoformat())))


async def go_on(tx: Tx, dossier_id: str) -> None:
    """A public notice has ended, or a desk has come to the dossier."""
    tx.wake(DOSSIER, dossier_id)


async def ask_for_number_again(tx: Tx, dossier_id: str) -> None:
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is None or dossier.state is not State.NUMBER_OBSTACLE:
        return
    tx.context = context_of(tx.kit, dossier)
    CivilStatusStore(tx.db).keep_dossier(dossier.at(Step.REGISTER, refusal=b""))
    tx.step("number-asked-again", "The population database is asked for the personal number again")
    tx.changed(dossier.name)
    tx.wake(DOSSIER, dossier_id)


async def hand_over(tx: Tx, dossier_id: str) -> None:
    """The result comes into the family's hands."""
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is None or dossier.state is not State.CARD_ISSUED:
        return
    tx.context = context_of(tx.kit, dossier)
    returned = noted(dossier.ended(State.CARD_ISSUED), PORTAL_STATUS_RESULT_RETURNED, tx.now)
    CivilStatusStore(tx.db).keep_dossier(returned)
    tx.step("result-returned", f"The result of birth dossier {dossier.called} is handed over")
    tx.changed(dossier.name)


async def note_missed_deadline(tx: Tx, dossier_id: str) -> None:
    """Note what is overdue, and look at the next deadline then."""
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is None or dossier.state not in (State.IN_PROCESS, State.NUMBER_OBSTACLE):
        return
    tx.context = context_of(tx.kit, dossier)
    if overdue := missed(dossier, tx.now.date()):
        tx.step(*overdue)
    watch_deadline(tx, dossier)
