"""How a dossier comes back or ends: by what the desk found, what insurance decided, what the calendar brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1.events_pb2 import CARD_DECISION_ISSUED, CARD_DECISION_RETURNED, ChildCardDecided
from lienthong.type.v1.refusal_pb2 import Refusal as RefusalMessage
from lienthong_emulator.justice.civil_status.convert import child_card
from lienthong_emulator.justice.civil_status.domain import Dossier, State, Step, deadlines_on
from lienthong_emulator.justice.civil_status.errors import SupplementOverdue
from lienthong_emulator.justice.civil_status.filing import DOSSIER, RESULT_DUE, SUPPLEMENT_DUE
from lienthong_emulator.justice.civil_status.store import CivilStatusStore
from lienthong_emulator.runtime.clock import end_of
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
    CivilStatusStore(tx.db).keep_dossier(returned)
    tx.step("dossier-returned", refusal.message, details={"reason": refusal.reason, "field": refusal.field})
    tx.set_timer(SUPPLEMENT_DUE, dossier.dossier_id, end_of(due))
    tx.changed(dossier.name)


def refuse(tx: Tx, dossier: Dossier, refusal: RefusalMessage, *, came_from: str = "") -> None:
    """End a dossier with a no."""
    refused = dossier.ended(State.REFUSED, refusal=refusal.SerializeToString(), supplement_due_date=None)
    CivilStatusStore(tx.db).keep_dossier(refused)
    tx.step("dossier-refused", refusal.message, came_from=came_from, details={"reason": refusal.reason})
    tx.clear_timer(RESULT_DUE, dossier.dossier_id)
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
    CivilStatusStore(tx.db).keep_dossier(dossier.ended(State.CARD_ISSUED, card=card.SerializeToString()))
    tx.step("dossier-finished", f"Card {card.card_number} noted on the dossier", came_from=tx.context.caller)
    tx.clear_timer(RESULT_DUE, dossier.dossier_id)
    tx.changed(dossier.name)


# What happens when the world's clock comes to a day.


async def refuse_without_supplement(tx: Tx, dossier_id: str) -> None:
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is None or dossier.state is not State.RETURNED or dossier.supplement_due_date is None:
        return
    tx.context = context_of(tx.kit, dossier)
    refuse(tx, dossier, refusal_to_proto(SupplementOverdue(due_date=dossier.supplement_due_date.isoformat())))


async def go_on_after_notice(tx: Tx, dossier_id: str) -> None:
    tx.wake(DOSSIER, dossier_id)


async def note_overdue(tx: Tx, dossier_id: str) -> None:
    dossier = await CivilStatusStore(tx.db).find_dossier(dossier_id)
    if dossier is not None and dossier.is_overdue(tx.now.date()):
        tx.context = context_of(tx.kit, dossier)
        tx.step("dossier-overdue", f"Birth dossier {dossier.called} was due by {dossier.due_date}")
