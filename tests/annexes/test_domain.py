"""Periods of annexes, and when they fall due."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lienthong_emulator.annexes.domain import (
    HANOI,
    Annex,
    Kind,
    checked_period,
    due_at,
    first_month_due,
    month_before,
    next_month,
    periods_due,
    quarter_of,
)
from lienthong_emulator.annexes.errors import BeforeTheRegulation, ImpossiblePeriod, PeriodNotEnded

TODAY = date(2022, 1, 5)
MORNING = datetime(2022, 1, 9, 8, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        pytest.param(202201, [(1, 202112), (2, 202112), (3, 202110)], id="the first of a quarter"),
        pytest.param(202202, [(1, 202201), (2, 202201)], id="the second"),
        pytest.param(202204, [(1, 202203), (2, 202203), (3, 202201)], id="April"),
    ],
)
def test_tax_sends_two_annexes_a_month_and_one_a_quarter(month: int, expected: list[tuple[int, int]]) -> None:
    assert periods_due("tax", month) == expected


def test_insurance_sends_the_other_three() -> None:
    assert periods_due("insurance", 202201) == [(4, 202112), (5, 202112), (6, 202110)]


@pytest.mark.parametrize(("month", "following"), [(202112, 202201), (202201, 202202)])
def test_months_follow_each_other_over_the_year(month: int, following: int) -> None:
    assert (next_month(month), month_before(following)) == (following, month)


def test_a_quarter_has_three_months() -> None:
    assert [quarter_of(month) for month in (202201, 202203, 202204, 202212)] == [202201, 202201, 202204, 202210]


def test_annexes_leave_on_the_ninth_at_eight_in_ha_noi() -> None:
    assert due_at(first_month_due(date(2021, 12, 31))).isoformat() == "2022-01-09T08:00:00+07:00"


def test_an_annex_says_until_when_it_is_in_time() -> None:
    quarter = Annex(annex_id="a", kind=Kind.TAX_INSPECTIONS, period=202110, version=1, publish_time=MORNING)

    assert quarter.due_date == date(2022, 1, 9)


def test_a_period_that_has_ended_can_be_told_of() -> None:
    assert checked_period(Kind.UNITS, 2021, 12, 0, TODAY) == 202112
    assert checked_period(Kind.INSURANCE_INSPECTIONS, 2021, 10, 0, TODAY) == 202110


@pytest.mark.parametrize(
    ("kind", "year", "month", "day", "no"),
    [
        (Kind.UNITS, 2022, 1, 0, PeriodNotEnded),
        (Kind.TAX_INSPECTIONS, 2022, 1, 0, PeriodNotEnded),
        (Kind.TAX_INSPECTIONS, 2021, 12, 0, ImpossiblePeriod),
        (Kind.UNITS, 2021, 0, 0, ImpossiblePeriod),
        (Kind.UNITS, 2021, 12, 31, ImpossiblePeriod),
        (Kind.UNITS, 2021, 6, 0, BeforeTheRegulation),
    ],
)
def test_other_periods_are_refused(kind: Kind, year: int, month: int, day: int, no: type[Exception]) -> None:
    with pytest.raises(no):
        checked_period(kind, year, month, day, TODAY)


def test_the_last_day_of_a_month_is_not_after_it() -> None:
    with pytest.raises(PeriodNotEnded):
        checked_period(Kind.UNITS, 2021, 12, 0, date(2021, 12, 31))
