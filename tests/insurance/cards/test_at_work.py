"""Cards of staff: what becomes of them when an employer begins or ends to pay."""

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.insurance.cards.at_work import Staff, begun, ended
from lienthong_emulator.insurance.cards.domain import Card, Ending, Wallet
from lienthong_emulator.insurance.employers.domain import EmployerType

TODAY, YESTERDAY = date(2022, 1, 5), date(2022, 1, 4)
MUI = Staff(
    participant_key=2708000353,
    si_number="2708000353",
    employer=EmployerType.LIMITED_LIABILITY,
    province_code="27",
    facility="27001",
)
OF_HOUSEHOLD = Card(
    participant_key=2708000353,
    serial=1,
    card_number="GD4272708000353",
    valid_from=date(2021, 6, 1),
    valid_to=date(2022, 5, 31),
    initial_facility="27019",
    living_area=1,
    five_year_date=date(2024, 6, 1),
    issue_date=date(2021, 5, 20),
    confirm_date=date(2021, 5, 20),
)
AT_WORK = replace(OF_HOUSEHOLD, card_number="DN4272708000353", valid_to=date(2022, 12, 31))
CARD_OF_MUI = Card(
    participant_key=2708000353,
    serial=1,
    card_number="DN4272708000353",
    valid_from=TODAY,
    valid_to=date(2023, 12, 31),
    initial_facility="27001",
    five_year_date=date(2027, 1, 5),
    issue_date=TODAY,
    confirm_date=TODAY,
)


def test_who_never_had_a_card_gets_one_from_the_day_of_the_declaration() -> None:
    assert begun(Wallet(), MUI, TODAY) == [CARD_OF_MUI]


def test_a_card_of_staff_takes_the_place_of_the_households() -> None:
    old, new = begun(Wallet([OF_HOUSEHOLD]), MUI, TODAY)

    assert old == replace(OF_HOUSEHOLD, ending=Ending.SUPERSEDED, end_date=YESTERDAY, confirm_date=TODAY)
    assert new == replace(
        CARD_OF_MUI, serial=2, initial_facility="27019", living_area=1, five_year_date=OF_HOUSEHOLD.five_year_date
    )


@pytest.mark.parametrize(
    ("employer", "code"),
    [
        (EmployerType.STATE_BODY, "HC"),
        (EmployerType.PUBLIC_UNIT, "CH"),
        (EmployerType.ARMED_FORCES, "CH"),
        (EmployerType.STATE_ENTERPRISE, "DN"),
        (EmployerType.JOINT_STOCK, "DN"),
        (EmployerType.PRIVATE, "DN"),
        (EmployerType.FOREIGN_INVESTED, "NN"),
        (EmployerType.COOPERATIVE, "HX"),
        (EmployerType.HOUSEHOLD_BUSINESS, "TK"),
        (EmployerType.OTHER, "TK"),
    ],
    ids=lambda value: value.name if isinstance(value, EmployerType) else value,
)
def test_the_object_code_follows_from_what_the_employer_is(employer: EmployerType, code: str) -> None:
    [card] = begun(Wallet(), replace(MUI, employer=employer), TODAY)

    assert card.card_number == f"{code}4272708000353"


@pytest.mark.parametrize(
    ("held", "number"),
    [
        pytest.param("HN2272708000353", "DN2272708000353", id="the poor keep 100 %"),
        pytest.param("CN3272708000353", "DN3272708000353", id="the near-poor keep 95 %"),
        pytest.param("QN5272708000353", "DN4272708000353", id="who served does not"),
    ],
)
def test_the_better_level_of_two_entitlements_stands_on_the_card(held: str, number: str) -> None:
    """Decree 146/2018, article 14, clause 2."""
    _, new = begun(Wallet([replace(OF_HOUSEHOLD, card_number=held)]), MUI, TODAY)

    assert new.card_number == number


def test_what_an_expired_card_gave_is_over() -> None:
    expired = replace(OF_HOUSEHOLD, card_number="HN2272708000353", valid_to=date(2021, 8, 31))
    old, new = begun(Wallet([expired]), MUI, TODAY)

    assert old == replace(expired, ending=Ending.EXPIRED, end_date=date(2021, 8, 31), confirm_date=TODAY)
    assert (new.card_number, new.five_year_date) == ("DN4272708000353", date(2027, 1, 5))


def test_a_gap_of_three_months_breaks_no_five_years() -> None:
    """Decree 146/2018, article 12, clause 5."""
    expired = replace(OF_HOUSEHOLD, valid_to=date(2021, 10, 5))

    assert begun(Wallet([expired]), MUI, TODAY)[1].five_year_date == OF_HOUSEHOLD.five_year_date


def test_a_card_of_the_same_group_stays() -> None:
    assert begun(Wallet([AT_WORK]), MUI, TODAY) == []


def test_who_goes_from_one_unit_to_another_keeps_the_card() -> None:
    [cut] = ended(Wallet([AT_WORK]), TODAY)
    assert cut == replace(AT_WORK, valid_to=date(2022, 1, 31), confirm_date=TODAY)

    assert begun(Wallet([cut]), MUI, TODAY) == [replace(cut, valid_to=date(2023, 12, 31))]


def test_nobody_else_pays_less_because_work_ends() -> None:
    assert ended(Wallet([OF_HOUSEHOLD]), TODAY) == []
    assert ended(Wallet(), TODAY) == []


def test_a_card_that_ends_within_the_month_is_cut_no_further() -> None:
    assert ended(Wallet([replace(AT_WORK, valid_to=date(2022, 1, 20))]), TODAY) == []


def test_a_locked_card_is_followed_by_none() -> None:
    locked = replace(AT_WORK, ending=Ending.LOCKED, end_date=YESTERDAY)

    assert begun(Wallet([locked]), MUI, TODAY) == []
    assert ended(Wallet([locked]), TODAY) == []
