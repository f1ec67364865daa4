"""Cards of children under 6: validity, number, state."""

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.insurance.cards.domain import (
    Card,
    Ending,
    State,
    Wallet,
    card_number,
    five_year_date,
    last_day_of_child_card,
)

KHOIS = Card(
    participant_key=122900000,
    serial=2,
    card_number="TE1010122900000",
    valid_from=date(2021, 12, 28),
    valid_to=date(2027, 12, 31),
    initial_facility="01019",
    five_year_date=date(2026, 12, 28),
    issue_date=date(2022, 1, 5),
    confirm_date=date(2022, 1, 5),
)
FIRST = replace(KHOIS, serial=1, card_number="TE1790122900000", ending=Ending.SUPERSEDED, end_date=date(2022, 1, 5))


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
    assert KHOIS.state_on(today) is state


@pytest.mark.parametrize(
    ("ending", "state", "code"),
    [
        pytest.param(Ending.EXPIRED, State.EXPIRED, 0, id="followed by the next"),
        pytest.param(Ending.SUPERSEDED, State.SUPERSEDED, 0, id="another in its place"),
        pytest.param(Ending.LOCKED, State.LOCKED, 0, id="its holder died"),
        pytest.param(Ending.REVOKED, State.REVOKED, 110, id="revoked"),
        pytest.param(Ending.REDUCED, State.REDUCED, 120, id="a decrease"),
        pytest.param(Ending.MOVED_OUT_OF_PROVINCE, State.REDUCED, 121, id="moved away"),
        pytest.param(Ending.MOVED_WITHIN_PROVINCE, State.REDUCED, 122, id="moved nearby"),
        pytest.param(Ending.INCREASED_AGAIN, State.REDUCED, 123, id="reported again"),
        pytest.param(Ending.STOPPED, State.REDUCED, 124, id="takes part no more"),
    ],
)
def test_a_card_of_the_past_says_why(ending: Ending, state: State, code: int) -> None:
    card = replace(KHOIS, ending=ending, end_date=date(2022, 1, 4))

    assert (card.state_on(date(2022, 1, 5)), card.ending.gateway_code) == (state, code)


def test_a_card_number_tells_group_level_province_and_holder() -> None:
    assert (KHOIS.object_code, KHOIS.benefit_level, KHOIS.province_code, KHOIS.si_number) == (
        "TE",
        1,
        "01",
        "0122900000",
    )


def test_among_the_cards_of_a_person_the_current_one_goes_first() -> None:
    wallet = Wallet([KHOIS, FIRST])

    assert wallet.find("0122900000") == KHOIS
    assert wallet.find("TE1790122900000") == FIRST
    assert wallet.find("TE1790122900001") is None
    assert (wallet.current, wallet.past, wallet.next_serial) == (KHOIS, [FIRST], 3)
    assert (wallet.successor_of(FIRST), wallet.successor_of(KHOIS)) == ("TE1010122900000", "")


def test_who_has_cards_of_the_past_only_is_found_by_the_latest() -> None:
    wallet = Wallet([FIRST])

    assert (wallet.find("0122900000"), wallet.current, wallet.successor_of(FIRST)) == (FIRST, None, "")
    assert (Wallet().find("0122900000"), Wallet().next_serial) == (None, 1)


@pytest.mark.parametrize(
    ("first", "reached"),
    [
        pytest.param(date(2021, 12, 28), date(2026, 12, 28), id="an ordinary day"),
        pytest.param(date(2020, 2, 29), date(2025, 3, 1), id="a leap day"),
    ],
)
def test_five_years_without_a_break_are_reached_on_a_day(first: date, reached: date) -> None:
    assert five_year_date(first) == reached


def test_a_card_took_the_place_of_the_latest_one_with_another_number() -> None:
    renewed = replace(KHOIS, serial=3, ending=Ending.NONE)
    wallet = Wallet([renewed, replace(KHOIS, ending=Ending.SUPERSEDED), FIRST])

    assert [wallet.number_before(card) for card in wallet.cards] == ["TE1790122900000", "TE1790122900000", ""]
