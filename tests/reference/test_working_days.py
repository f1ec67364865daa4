"""Working days and deadlines counted in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong_emulator.reference.working_days import UncoveredYear, add_working_days, is_working_day

days = st.dates(date(2018, 1, 1), date(2029, 12, 31))
counts = st.integers(min_value=0, max_value=60)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2022, 1, 5), True, id="a Wednesday"),
        pytest.param(date(2022, 1, 8), False, id="a Saturday"),
        pytest.param(date(2022, 1, 9), False, id="a Sunday"),
        pytest.param(date(2022, 1, 3), False, id="in lieu of New Year on a Saturday"),
        pytest.param(date(2022, 1, 4), True, id="after the day in lieu"),
        pytest.param(date(2022, 1, 28), True, id="the eve of the Tết of 2022"),
        pytest.param(date(2022, 1, 31), False, id="the first day off of the Tết of 2022"),
        pytest.param(date(2022, 2, 4), False, id="the last day off of the Tết of 2022"),
        pytest.param(date(2022, 2, 7), True, id="after the Tết of 2022"),
        pytest.param(date(2022, 4, 11), False, id="in lieu of Hùng Kings on a Sunday"),
        pytest.param(date(2022, 5, 2), False, id="in lieu of 30 April on a Saturday"),
        pytest.param(date(2022, 5, 3), False, id="in lieu of 1 May on a Sunday"),
        pytest.param(date(2020, 9, 3), True, id="3 September while National Day had one day"),
        pytest.param(date(2021, 9, 3), False, id="3 September as the second day"),
        pytest.param(date(2022, 9, 1), False, id="1 September as the second day"),
        pytest.param(date(2019, 4, 29), False, id="a Monday exchanged"),
        pytest.param(date(2019, 5, 4), True, id="the Saturday worked for it"),
        pytest.param(date(2018, 1, 1), False, id="the first day known"),
        pytest.param(date(2030, 12, 31), True, id="the last day known"),
    ],
)
def test_offices_rest_on_weekends_and_holidays(day: date, expected: bool) -> None:
    assert is_working_day(day) is expected


@pytest.mark.parametrize("year", range(2018, 2031))
def test_tet_takes_five_weekdays_in_every_year(year: int) -> None:
    weekdays = (date(year, 1, 20) + timedelta(days=n) for n in range(34))
    off = [day for day in weekdays if day.weekday() < 5 and not is_working_day(day)]

    assert len(off) == 5


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2022, 1, 5), 0, date(2022, 1, 5), id="none"),
        pytest.param(date(2022, 1, 5), 2, date(2022, 1, 7), id="within a week"),
        pytest.param(date(2022, 1, 5), 3, date(2022, 1, 10), id="over a weekend"),
        pytest.param(date(2022, 1, 8), 1, date(2022, 1, 10), id="from a Saturday"),
        pytest.param(date(2022, 1, 5), 15, date(2022, 1, 26), id="birth and card under TTLT 05/2015"),
        pytest.param(date(2022, 1, 5), 20, date(2022, 2, 9), id="the group under TTLT 05/2015, over Tết"),
        pytest.param(date(2023, 8, 31), 2, date(2023, 9, 6), id="Decision 976/2023, over 2 September"),
        pytest.param(date(2024, 4, 26), 4, date(2024, 5, 6), id="over a Saturday worked"),
        pytest.param(date(2017, 12, 29), 0, date(2017, 12, 29), id="none in an unknown year"),
    ],
)
def test_a_deadline_counts_from_the_next_working_day(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected


@settings(deadline=None)
@given(day=days, count=counts.filter(bool))
def test_a_deadline_is_the_working_day_that_makes_the_count_full(day: date, count: int) -> None:
    due = add_working_days(day, count)
    passed = (day + timedelta(days=n) for n in range(1, (due - day).days + 1))

    assert is_working_day(due)
    assert sum(map(is_working_day, passed)) == count


@settings(deadline=None)
@given(day=days, first=counts, second=counts)
def test_two_deadlines_in_a_row_are_one_long_deadline(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


def test_a_year_before_the_known_holidays_is_refused() -> None:
    with pytest.raises(UncoveredYear, match="holidays of 2017 are not known, only of 2018 to 2030"):
        is_working_day(date(2017, 12, 31))


@pytest.mark.parametrize(("day", "expected"), [(date(2031, 1, 1), True), (date(2038, 1, 23), False)])
def test_after_the_known_years_every_weekday_is_a_working_day(day: date, expected: bool) -> None:
    assert is_working_day(day) is expected


def test_a_deadline_does_not_begin_before_the_known_years() -> None:
    with pytest.raises(UncoveredYear):
        add_working_days(date(2017, 12, 29), 1)


def test_a_deadline_that_ends_after_the_known_years_counts_weekdays() -> None:
    assert add_working_days(date(2030, 12, 30), 5) == date(2031, 1, 6)


def test_a_deadline_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="cannot add -1 working days"):
        add_working_days(date(2022, 1, 5), -1)
