"""Cards of children under 6: validity, number, state."""

from datetime import date

import pytest

from lienthong_emulator.insurance.cards.domain import (
    Card,
    State,
    card_number,
    five_year_date,
    last_day_of_child_card,
)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        pytest.param(date(2021, 1, 1), date(2027, 9, 30), id="the first day of the year"),
        pytest.param(date(2021, 9, 29), date(2027, 9, 30), id="the eve of 30/9"),
        pytest.param(date(2021, 9, 30), date(2027, 9, 30), id="30/9 itself"),
        pytest.param(date(2021, 10, 1), date(2027, 10, 31), id="the day after: the last day of October"),
        pytest.param(date(2021, 11, 15), date(2027, 11, 30), id="a month of thirty days"),
        pytest.param(date(2021, 12, 31), date(2027, 12, 31), id="the last day of the year"),
        pytest.param(date(2016, 2, 29), date(2022, 9, 30), id="a leap day"),
    ],
)
def test_a_childs_card_ends_before_school_or_with_the_month_of_72_months(born: date, last: date) -> None:
    assert last_day_of_child_card(born) == last


def test_a_card_number_has_group_level_province_and_si_number() -> None:
    assert card_number("TE", 1, "01", "0122900000") == "TE1010122900000"


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(date(2021, 12, 27), State.NOT_YET_VALID, id="the eve"),
        pytest.param(date(2021, 12, 28), State.VALID, id="the first day"),
        pytest.param(date(2027, 12, 31), State.VALID, id="the last day"),
        pytest.param(date(2028, 1, 1), State.EXPIRED, id="the day after"),
    ],
)
def test_a_card_is_valid_on_both_of_its_days(today: date, state: State) -> None:
    khois = Card(
        card_id="khoi",
        card_number="TE1010122900000",
        participant_id="khoi",
        si_number="0122900000",
        object_code="TE",
        benefit_level=1,
        province_code="01",
        valid_from=date(2021, 12, 28),
        valid_to=date(2027, 12, 31),
        initial_facility="01019",
        issue_date=date(2022, 1, 5),
    )

    assert khois.state_on(today) is state


@pytest.mark.parametrize(
    ("first", "reached"),
    [
        pytest.param(date(2021, 12, 28), date(2026, 12, 28), id="an ordinary day"),
        pytest.param(date(2020, 2, 29), date(2025, 3, 1), id="a leap day"),
    ],
)
def test_five_years_without_a_break_are_reached_on_a_day(first: date, reached: date) -> None:
    assert five_year_date(first) == reached
