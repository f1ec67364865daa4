"""The timers of a dossier: what it waits for, and by when something must be done."""

from datetime import date

from lienthong_emulator.justice.civil_status.domain import Dossier, Step
from lienthong_emulator.runtime.clock import end_of
from lienthong_emulator.runtime.kit import Tx

SUPPLEMENT_DUE = "supplement-due"
NOTICE_ENDS = "public-notice-ends"
DESK_READY = "desk-ready"
NUMBER_ASKED_AGAIN = "number-asked-again"
RESULT_HANDED_OVER = "result-handed-over"
DEADLINE = "deadline"
ALL_TIMERS = (SUPPLEMENT_DUE, NOTICE_ENDS, DESK_READY, NUMBER_ASKED_AGAIN, RESULT_HANDED_OVER, DEADLINE)


def watch_wait(tx: Tx, dossier: Dossier) -> None:
    """Have the desk look at a dossier again when its step can go on."""
    if dossier.waits_until is not None:
        kind = NOTICE_ENDS if dossier.step is Step.PUBLIC_NOTICE else DESK_READY
        tx.set_timer(kind, dossier.dossier_id, dossier.waits_until)


def watch_deadline(tx: Tx, dossier: Dossier) -> None:
    """One timer for all deadlines of a dossier, set to the next of them: most dossiers end before the first."""
    ahead = [day for day in _deadlines(dossier) if end_of(day) > tx.now]
    if ahead:
        tx.set_timer(DEADLINE, dossier.dossier_id, end_of(min(ahead)))


def missed(dossier: Dossier, today: date) -> tuple[str, str] | None:
    """What a dossier has missed with the deadline that ended before this day: a kind of step and its title."""
    ended = [day for day in _deadlines(dossier) if day < today]
    if not ended:
        return None
    last = max(ended)
    if last == dossier.due_date:
        return "dossier-overdue", f"Birth dossier {dossier.called} was due by {last}"
    if last == dossier.card_due_date:
        return "card-overdue", f"The card of birth dossier {dossier.called} was due by {last}"
    return "registration-overdue", f"The birth of dossier {dossier.called} was to be registered by {last}"


def _deadlines(dossier: Dossier) -> list[date]:
    registered = bool(dossier.record_id)
    return [*([] if registered else [dossier.registration_due_date]), dossier.card_due_date, dossier.due_date]
