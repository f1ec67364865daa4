"""The funeral allowance: whose death makes it due, how much, and by when."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lienthong_emulator.insurance.benefits.domain import Claim, ClaimState, FuneralClass, class_of, law_on
from lienthong_emulator.insurance.contributions.domain import (
    GOES_ON,
    Benefit,
    BenefitKind,
    Contribution,
    Fund,
    History,
    Month,
)
from lienthong_emulator.runtime.clock import HANOI

DIED = date(2022, 1, 4)
LAW = law_on(DIED)


def paid(first: int, last: int, unit: str = "TA0001A", funds: Fund = Fund.SOCIAL) -> Contribution:
    return Contribution(
        participant_key=1,
        first_month=Month(first),
        last_month=Month(last),
        funds=funds,
        unit_code=unit,
        salary=5_000_000,
    )


def drawn(kind: BenefitKind, first: int, last: int = GOES_ON) -> Benefit:
    return Benefit(
        participant_key=1, first_month=Month(first), last_month=Month(last), kind=kind, amount=1_000_000, days=0
    )


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        pytest.param(History([], [drawn(BenefitKind.OLD_AGE, 201508)]), FuneralClass.PENSIONER, id="pensioner"),
        pytest.param(
            History([], [drawn(BenefitKind.ACCIDENT, 201804)]), FuneralClass.MONTHLY_BENEFICIARY, id="accident"
        ),
        pytest.param(
            History([], [drawn(BenefitKind.LOSS_OF_CAPACITY, 199001)]),
            FuneralClass.MONTHLY_BENEFICIARY,
            id="loss of capacity",
        ),
        pytest.param(History([], [drawn(BenefitKind.SURVIVOR, 201804)]), None, id="a survivor is not insured"),
        pytest.param(History([], [drawn(BenefitKind.OLD_AGE, 201508, 202112)]), None, id="a pension that had ended"),
        pytest.param(History([paid(202102, GOES_ON)]), FuneralClass.CONTRIBUTOR, id="twelve months"),
        pytest.param(History([paid(202103, GOES_ON)]), None, id="eleven months"),
        pytest.param(History([paid(202103, GOES_ON), paid(202105, GOES_ON, "TA0002B")]), None, id="two units at once"),
        pytest.param(
            History([paid(201801, 202001), paid(201801, GOES_ON, "")]), FuneralClass.MIXED, id="both at once, enough"
        ),
        pytest.param(
            History([paid(202106, GOES_ON), paid(201703, GOES_ON, "")]), None, id="both at once, fifty-nine months"
        ),
        pytest.param(History([paid(201001, 201012)]), FuneralClass.RESERVING, id="reserved"),
        pytest.param(History([paid(201702, GOES_ON, "")]), FuneralClass.VOLUNTARY, id="sixty months voluntary"),
        pytest.param(History([paid(201703, GOES_ON, "")]), None, id="fifty-nine months voluntary"),
        pytest.param(
            History([paid(201001, 201012), paid(202112, GOES_ON, "")]), FuneralClass.MIXED, id="both, twelve compulsory"
        ),
        pytest.param(
            History([paid(201001, 201006), paid(201708, GOES_ON, "")]), FuneralClass.MIXED, id="both, sixty together"
        ),
        pytest.param(History([paid(201001, 201006), paid(202001, GOES_ON, "")]), None, id="both, too little"),
        pytest.param(
            History([paid(201001, 201912)], [drawn(BenefitKind.LUMP_SUM, 202011, 202011)]), None, id="paid out at once"
        ),
        pytest.param(
            History([paid(201001, 201912), paid(202101, GOES_ON)], [drawn(BenefitKind.LUMP_SUM, 202011, 202011)]),
            FuneralClass.CONTRIBUTOR,
            id="paid anew since",
        ),
        pytest.param(History([paid(201001, 201912, "", Fund.HEALTH)]), None, id="health insurance alone"),
        pytest.param(History([paid(202202, GOES_ON)]), None, id="paid after the death"),
    ],
)
def test_the_class_follows_from_what_was_paid_and_drawn(history: History, expected: FuneralClass | None) -> None:
    assert class_of(history, DIED, LAW) is expected


@pytest.mark.parametrize(
    ("died", "amount"),
    [
        pytest.param(date(2019, 6, 30), 13_900_000, id="the eve"),
        pytest.param(date(2019, 7, 1), 14_900_000, id="the day"),
        pytest.param(date(2024, 7, 1), 23_400_000, id="2024"),
    ],
)
def test_ten_base_salaries_of_the_day_of_death_are_due(died: date, amount: int) -> None:
    assert law_on(died).amount(died) == amount


def test_it_is_paid_within_ten_working_days_over_tet() -> None:
    assert LAW.due(date(2022, 1, 25)) == date(2022, 2, 15)


def test_a_death_before_the_first_law_we_have_goes_by_that() -> None:
    assert law_on(date(1999, 1, 1)) == LAW


def test_what_is_paid_is_recovered_and_what_is_open_withdrawn() -> None:
    now = datetime(2022, 1, 5, 9, tzinfo=HANOI)
    claim = Claim(
        position=1,
        claim_id="one",
        participant_key=1,
        record="deathRecords/one",
        funeral_class=FuneralClass.PENSIONER,
        amount=14_900_000,
        death_date=DIED,
        open_time=now,
        due_date=date(2022, 1, 19),
        parties=b"",
    )

    assert claim.taken_back(now).state is ClaimState.WITHDRAWN
    assert claim.paid(now).taken_back(now).state is ClaimState.TO_RECOVER
    assert [claim.stands, claim.paid(now).stands, claim.taken_back(now).stands] == [True, True, False]
    assert [claim.is_overdue(date(2022, 1, day)) for day in (19, 20)] == [False, True]
