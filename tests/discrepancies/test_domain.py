"""From the report of a difference to its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lienthong_emulator.discrepancies.domain import (
    WORKING_DAYS,
    WORKING_DAYS_FORWARDED,
    Discrepancy,
    State,
    due_time,
)
from lienthong_emulator.discrepancies.errors import DiscrepancyStateForbids
from lienthong_emulator.runtime.clock import HANOI

NOW = datetime(2022, 1, 5, 9, tzinfo=HANOI)
LATER = NOW + timedelta(days=1)
LANS = Discrepancy(
    position=1,
    discrepancy_id="lan",
    subject_key=1,
    person="citizens/lan",
    number_kind=1,
    number="901193000017",
    field="full_name",
    reporter="agencies/insurance",
    reporter_discrepancy="discrepancies/theirs",
    reported_value="Nguyễn Thị Lân",
    outcome="MISMATCH",
    subject="FOUND",
    reasons="",
    state=State.OPEN,
    due_time=due_time(NOW.date(), WORKING_DAYS),
    reported_to="",
    forwarded_to="",
    change_event="",
    note="",
    create_time=NOW,
    update_time=NOW,
    case_id="case",
    revision=1,
)
ALLOWED = {
    (State.OPEN, State.ACKNOWLEDGED),
    (State.OPEN, State.FORWARDED),
    (State.OPEN, State.CORRECTED),
    (State.OPEN, State.UPHELD),
    (State.OPEN, State.WITHDRAWN),
    (State.ACKNOWLEDGED, State.FORWARDED),
    (State.ACKNOWLEDGED, State.CORRECTED),
    (State.ACKNOWLEDGED, State.UPHELD),
    (State.ACKNOWLEDGED, State.WITHDRAWN),
    (State.FORWARDED, State.CORRECTED),
    (State.FORWARDED, State.UPHELD),
    (State.FORWARDED, State.WITHDRAWN),
}


@pytest.mark.parametrize("wanted", State)
@pytest.mark.parametrize("state", State)
def test_every_move_is_allowed_or_refused(state: State, wanted: State) -> None:
    stands = replace(LANS, state=state)

    if (state, wanted) in ALLOWED:
        assert stands.moved(wanted, LATER).state is wanted
    else:
        with pytest.raises(DiscrepancyStateForbids):
            stands.moved(wanted, LATER)


def test_a_move_is_a_new_revision_at_its_time() -> None:
    moved = LANS.moved(State.ACKNOWLEDGED, LATER, note="we look at it")

    assert moved == replace(LANS, state=State.ACKNOWLEDGED, update_time=LATER, note="we look at it", revision=2)


@pytest.mark.parametrize(
    ("day", "working_days", "due"),
    [
        pytest.param(date(2022, 1, 5), WORKING_DAYS, date(2022, 1, 13), id="a Wednesday: to the next one's end"),
        pytest.param(date(2022, 1, 28), WORKING_DAYS, date(2022, 2, 12), id="over Tết, which takes five days"),
        pytest.param(date(2022, 1, 5), WORKING_DAYS_FORWARDED, date(2022, 1, 15), id="forwarded: seven days"),
    ],
)
def test_it_is_due_at_the_end_of_the_last_working_day(day: date, working_days: int, due: date) -> None:
    assert due_time(day, working_days) == datetime(due.year, due.month, due.day, tzinfo=HANOI)


def test_who_passes_it_on_gives_it_seven_days_more() -> None:
    acknowledged = LANS.moved(State.ACKNOWLEDGED, LATER)

    assert acknowledged.due_time == LANS.due_time
    assert acknowledged.moved(State.FORWARDED, LATER).due_time == due_time(LATER.date(), WORKING_DAYS_FORWARDED)


def test_it_is_overdue_while_it_is_open_after_its_due_time() -> None:
    due = LANS.due_time

    assert not LANS.is_overdue(due - timedelta(seconds=1))
    assert LANS.is_overdue(due)
    assert not LANS.moved(State.UPHELD, LATER).is_overdue(due)
