"""How a dossier comes back or ends: by what the desk found, what insurance decided, what the calendar brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.justice.civil_status.deadlines import deadlines_on
from lienthong_emulator.justice.civil_status.errors import SupplementOverdue
from lienthong_emulator.justice.deaths.convert import allowance_from_event
from lienthong_emulator.justice.deaths.domain import Dossier, State, Step
from lienthong_emulator.justice.deaths.filing import SUPPLEMENT_DUE, watch_deadline
from lienthong_emulator.justice.deaths.store import DeathStore
from lienthong_emulator.runtime.clock import end_of
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.refusals import refusal_to_proto

if TYPE_CHECKING:
    from lienthong.insurance.v1.events_pb2 import FuneralAllowanceDecided
    from lienthong_emulator.runtime.kit import Kit, Tx
    from lienthong_emulator.runtime.refusals import Refusal


STEPS = {
    Step.REGISTER: "registered",
    Step.LOCK_NUMBER: "known to population",
    Step.AWAIT_ALLOWANCE: "answered by insurance",
    Step.UNLOCK_NUMBER: "revoked at population",
}


def context_of(kit: Kit, dossier: Dossier) -> Context:
    return Context(
        world=kit.world.name,
        caller=f"agencies/{kit.agency}",
        on_behalf_of=dossier.on_behalf_of,
        case_id=dossier.case_id,
    )


def send_back(tx: Tx, dossier: Dossier, objection: Refusal) -> None:
    """Return a dossier to the family, with a day by which the supplement must come."""
    today = tx.now.date()
    due, refusal = deadlines_on(today).supplement_due(today), refusal_to_proto(objection)
    returned = dossier.ended(State.RETURNED, refusal=refusal.SerializeToString(), supplement_due_date=due)
    DeathStore(tx.db).keep_dossier(returned)
    tx.step("death-dossier-returned", refusal.message, details={"reason": refusal.reason, "field": refusal.field})
    tx.set_timer(SUPPLEMENT_DUE, dossier.dossier_id, end_of(due))
    watch_deadline(tx, returned)
    tx.changed(dossier.name)


async def note_allowance(tx: Tx, event: FuneralAllowanceDecided) -> None:
    """Note on the dossier what insurance decided; it ends where nothing else is waited for."""
    sender = tx.context.caller
    dossier = await DeathStore(tx.db).find_dossier(event.dossier.removeprefix("deathDossiers/"))
    if dossier is None or dossier.step not in (Step.LOCK_NUMBER, Step.AWAIT_ALLOWANCE):
        tx.step("allowance-answer-ignored", "No dossier waits for this answer", came_from=sender)
        return
    allowance = allowance_from_event(event)
    told = dossier.at(dossier.step, allowance=allowance.SerializeToString())
    if dossier.step is Step.AWAIT_ALLOWANCE:
        told = told.ended(State.FINISHED)
    DeathStore(tx.db).keep_dossier(told)
    watch_deadline(tx, told)
    title = f"Funeral allowance of {allowance.amount:,} đồng" if allowance.claim else allowance.refusal.message
    tx.step("allowance-noted", title, came_from=sender)
    tx.changed(dossier.name)


# What happens when the world's clock comes to a day.


async def refuse_without_supplement(tx: Tx, dossier_id: str) -> None:
    dossier = await DeathStore(tx.db).find_dossier(dossier_id)
    if dossier is None or dossier.state is not State.RETURNED or dossier.supplement_due_date is None:
        return
    tx.context = context_of(tx.kit, dossier)
    refusal = refusal_to_proto(SupplementOverdue(due_date=dossier.supplement_due_date.isoformat()))
    refused = dossier.ended(State.REFUSED, refusal=refusal.SerializeToString(), supplement_due_date=None)
    DeathStore(tx.db).keep_dossier(refused)
    tx.step("death-dossier-refused", refusal.message, details={"reason": refusal.reason})
    tx.changed(dossier.name)


async def note_overdue(tx: Tx, dossier_id: str) -> None:
    dossier = await DeathStore(tx.db).find_dossier(dossier_id)
    if dossier is not None and dossier.is_overdue(tx.now.date()):
        tx.context = context_of(tx.kit, dossier)
        due = f"{STEPS[dossier.step]} by {dossier.step_due_date}"
        tx.step("death-dossier-overdue", f"Death dossier {dossier.called} was to be {due}")
