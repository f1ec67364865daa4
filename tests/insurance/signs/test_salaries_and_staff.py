"""Each rule has a case that shows it and one that just does not: salaries and staff."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.insurance.signs.example import AN_PHAT, DECEMBER, LAN, MINIMUM, UNIT, of, shown, staff

from lienthong_emulator.insurance.collection.ledger import Books
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Month
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.months import after
from lienthong_emulator.insurance.signs.domain import DeclaredIn, Facts, Maternity, Overlap, Period, Shown

"""The minimum wage of region I rose to 4,680,000 đồng in July 2022."""


def test_a_salary_below_the_minimum_wage_shows_with_its_months() -> None:
    low = LAN._replace(participant_key=2, first_month=Month(202110), salary=MINIMUM - 1_000_000)

    assert shown(of(LAN, low)) == {"BELOW_MINIMUM_WAGE": Shown(Month(202110), DECEMBER, 3 * 305_000, [2])}
    assert shown(of(LAN, low._replace(salary=MINIMUM))) == {}
    assert shown(of(LAN, low._replace(salary=MINIMUM - 1))).keys() == {"BELOW_MINIMUM_WAGE"}


def test_the_state_does_not_pay_by_the_minimum_wage() -> None:
    commune = replace(UNIT, type=EmployerType.STATE_BODY)
    books = Books(unit=commune, engagements=[LAN._replace(salary=1_490_000)])

    assert shown(replace(AN_PHAT, books=books)) == {}


def raised(last: Month, salary: int = 4_680_000) -> Facts:
    """Lan was raised from the old minimum in the month after one; it is September 2022."""
    before = LAN._replace(salary=MINIMUM, last_month=last)
    return of(before, LAN._replace(salary=salary, first_month=after(last)), now=Month(202209))


def test_a_raise_to_a_new_minimum_wage_is_late_from_its_second_month_on() -> None:
    assert shown(raised(Month(202206))) == {}

    # 20.5 and 10.5 % of the 260,000 that were missing in July.
    assert shown(raised(Month(202207))) == {"LATE_TO_NEW_MINIMUM": Shown(Month(202207), Month(202207), 80_600, [1])}


def test_a_raise_that_stays_below_the_minimum_is_no_late_raise() -> None:
    assert shown(raised(Month(202207), 4_600_000)).keys() == {"BELOW_MINIMUM_WAGE"}


@pytest.mark.parametrize(
    ("count", "salary", "expected"),
    [
        (5, MINIMUM, {"EVERYBODY_AT_MINIMUM"}),
        (5, 4_729_400, {"EVERYBODY_AT_MINIMUM"}),
        (5, 4_773_600, set()),
        (4, MINIMUM, set()),
    ],
    ids=["at the minimum", "7 per cent above it", "8 per cent above it", "too few"],
)
def test_everybody_at_the_minimum_wage(count: int, salary: int, expected: set[str]) -> None:
    assert shown(of(*staff(count, salary=salary))).keys() == expected


def test_one_who_earns_more_is_enough_for_not_everybody() -> None:
    assert shown(of(LAN, *staff(6, salary=MINIMUM)[1:])) == {}


NOVEMBER = Month(202111)
BIRTH = Maternity(
    participant_key=1,
    first_month=NOVEMBER,
    last_month=Month(202204),
    amount=10_000_000,
    periods=[Period("TA0001A", Month(202001), GOES_ON)],
)


def mother(then: int, salary: int, since: Month) -> Facts:
    """Lan, who gave birth in November, and whose salary rose in some month before."""
    before = LAN._replace(salary=then, last_month=after(since, -1))
    return of(before, LAN._replace(salary=salary, first_month=since), maternities=[BIRTH])


def test_a_raise_by_half_in_the_half_year_before_a_maternity_benefit() -> None:
    found = shown(mother(10_000_000, 15_000_000, Month(202109)))

    assert found == {"RAISE_BEFORE_MATERNITY": Shown(Month(202109), Month(202204), 6 * 5_000_000, [1])}
    assert shown(mother(10_000_000, 14_999_999, Month(202109))) == {}


def test_a_raise_is_told_if_the_salary_before_it_is_within_the_half_year() -> None:
    assert shown(mother(10_000_000, 20_000_000, Month(202105))).keys() == {"RAISE_BEFORE_MATERNITY"}
    assert shown(mother(10_000_000, 20_000_000, Month(202104))) == {}


@pytest.mark.parametrize(("since", "shows"), [(202104, True), (202103, False)], ids=["7 months", "8 months"])
def test_a_benefit_after_hardly_as_many_months_as_it_takes(since: int, *, shows: bool) -> None:
    begun = replace(BIRTH, periods=[Period("TA0001A", Month(since), GOES_ON)])
    found = shown(of(LAN, maternities=[begun]))

    assert found == ({"SHORT_BEFORE_MATERNITY": Shown(NOVEMBER, Month(202204), 60_000_000, [1])} if shows else {})


def test_months_with_another_unit_count_before_a_benefit() -> None:
    periods = [Period("TA0001A", Month(202106), GOES_ON), Period("TB0002B", Month(202101), Month(202105))]

    assert shown(of(LAN, maternities=[replace(BIRTH, periods=periods)])) == {}


@pytest.mark.parametrize(
    ("here", "gone", "left", "shows"),
    [(10, 5, 202106, True), (10, 4, 202106, False), (9, 9, 202106, False), (10, 5, 202012, False)],
    ids=["half", "fewer", "too small a staff", "longer ago"],
)
def test_high_turnover(here: int, gone: int, left: int, *, shows: bool) -> None:
    former = [LAN._replace(participant_key=100 + key, last_month=Month(left)) for key in range(gone)]

    assert (shown(of(*staff(here), *former)).keys() == {"HIGH_TURNOVER"}) is shows


def test_who_was_away_and_came_back_has_not_left() -> None:
    away = staff(10, last_month=Month(202105))

    assert shown(of(*away, *staff(10, first_month=Month(202107)))) == {}


def test_who_is_declared_by_another_unit_for_the_same_months_is_insured_twice() -> None:
    twice = Overlap(1, Month(202111), Month(999912))

    assert shown(of(LAN, overlaps=[twice])) == {"INSURED_TWICE": Shown(NOVEMBER, DECEMBER, 2 * 3_050_000, [1])}
    assert shown(of(LAN, overlaps=[Overlap(1, Month(202201), Month(999912))])) == {}
    assert shown(of(LAN, overlaps=[Overlap(1, Month(201901), Month(202012))])) == {}


def test_what_is_declared_two_months_later_is_late() -> None:
    late, in_time = DeclaredIn(1, Month(202110), DECEMBER), DeclaredIn(1, NOVEMBER, DECEMBER)

    assert shown(of(LAN, declarations=[late])) == {"DECLARED_LATE": Shown(Month(202110), Month(202110), 3_050_000, [1])}
    assert shown(of(LAN, declarations=[in_time])) == {}
