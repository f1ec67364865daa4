"""A world's time."""

from datetime import UTC, date, datetime, timedelta
from math import inf

import pytest

from lienthong_emulator.runtime.clock import FIRST_MOMENT, HANOI, LAST_MOMENT, Clock, clock_starting, end_of

WALL = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)


def clock(rate: float) -> Clock:
    return clock_starting(date(2022, 1, 5), WALL, rate)


def test_a_world_starts_at_nine_in_ha_noi() -> None:
    assert clock(1) == Clock(revision=1, anchor=NINE, anchor_wall=WALL, rate=1)
    assert clock(1).at(WALL) == datetime(2022, 1, 5, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "rate", "start"),
    [
        pytest.param(NINE + timedelta(hours=6), 1, NINE + timedelta(hours=6), id="in the afternoon"),
        pytest.param(NINE - timedelta(hours=1), 1, NINE, id="before the offices open"),
        pytest.param(NINE + timedelta(hours=6), 0, NINE, id="standing still"),
        pytest.param(NINE + timedelta(hours=15), 1, NINE, id="at midnight"),
    ],
)
def test_a_clock_that_runs_from_today_goes_with_the_wall(wall: datetime, rate: float, start: datetime) -> None:
    assert clock_starting(date(2022, 1, 5), wall.astimezone(UTC), rate).at(wall) == start


@pytest.mark.parametrize(
    ("rate", "gone"),
    [
        pytest.param(0, timedelta(0), id="stands still"),
        pytest.param(1, timedelta(hours=1), id="ticks"),
        pytest.param(24, timedelta(days=1), id="a day an hour"),
        pytest.param(0.5, timedelta(minutes=30), id="half as fast"),
    ],
)
def test_a_clock_goes_at_its_rate(rate: float, gone: timedelta) -> None:
    assert clock(rate).at(WALL + timedelta(hours=1)) == NINE + gone


@pytest.mark.parametrize(
    ("anchor", "rate", "wall", "end"),
    [
        pytest.param(NINE, 1e300, WALL + timedelta(hours=1), LAST_MOMENT, id="faster than anything"),
        pytest.param(NINE, inf, WALL, LAST_MOMENT, id="infinitely fast"),
        pytest.param(NINE, 1e9, WALL + timedelta(days=9_000), LAST_MOMENT, id="beyond all days"),
        pytest.param(NINE, 1e9, WALL - timedelta(days=9_000), FIRST_MOMENT, id="a wall clock that was set back"),
        pytest.param(NINE, -1e9, WALL + timedelta(days=9_000), FIRST_MOMENT, id="backwards"),
        pytest.param(LAST_MOMENT, 1, WALL + timedelta(hours=1), LAST_MOMENT, id="at the end already"),
        pytest.param(FIRST_MOMENT, 0, WALL, FIRST_MOMENT, id="at the beginning"),
    ],
)
def test_a_clock_stands_still_at_the_ends_of_the_calendar(
    anchor: datetime, rate: float, wall: datetime, end: datetime
) -> None:
    moment = Clock(revision=1, anchor=anchor, anchor_wall=WALL, rate=rate).at(wall)

    assert moment == end
    assert moment.astimezone(UTC).astimezone(HANOI) == moment


def test_the_day_is_that_of_ha_noi() -> None:
    moved = clock(0).moved_to(datetime(2022, 1, 5, 17, 0, tzinfo=UTC), WALL)

    assert moved.at(WALL).date() == date(2022, 1, 6)


def test_a_change_of_the_clock_is_a_higher_revision_that_goes_on_at_the_same_rate() -> None:
    later = WALL + timedelta(hours=1)
    moved = clock(2).moved_to(NINE + timedelta(days=1), later)

    assert (moved.revision, moved.rate) == (2, 2)
    assert moved.at(later + timedelta(hours=1)) == NINE + timedelta(days=1, hours=2)


@pytest.mark.parametrize(
    ("rate", "moment", "seconds"),
    [
        pytest.param(1, NINE + timedelta(seconds=8), 8.0, id="ticking"),
        pytest.param(4, NINE + timedelta(seconds=8), 2.0, id="ticking faster"),
        pytest.param(0, NINE + timedelta(seconds=8), None, id="standing still before it"),
        pytest.param(0, NINE, 0.0, id="now"),
        pytest.param(0, NINE - timedelta(seconds=8), 0.0, id="passed"),
    ],
)
def test_the_wait_for_a_moment_is_in_seconds_of_the_wall(rate: float, moment: datetime, seconds: float | None) -> None:
    assert clock(rate).wall_seconds_until(moment, WALL) == seconds


def test_a_day_ends_at_midnight_in_ha_noi() -> None:
    assert end_of(date(2022, 1, 31)) == datetime(2022, 1, 31, 17, 0, tzinfo=UTC)
