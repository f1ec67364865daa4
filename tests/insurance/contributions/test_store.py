"""Groups d and e, contributions and benefits on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.insurance.kept import keep

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.contributions.domain import (
    GOES_ON,
    Benefit,
    BenefitKind,
    Contribution,
    Fund,
    History,
    Month,
    SocialInsurance,
    SocialInsuranceObject,
    UnemploymentInsurance,
)
from lienthong_emulator.insurance.contributions.store import ContributionQuestions, ContributionStore

if TYPE_CHECKING:
    from conftest import OpenTables

MAI = 122900001
SOCIAL = SocialInsurance(
    participant_key=MAI,
    managing_agency="00105",
    unit_code="AA0001A",
    object=SocialInsuranceObject.LABOUR_CONTRACT,
    payment_months=1,
    tax_code="8000000318",
    confirm_date=date(2022, 1, 4),
)
UNEMPLOYMENT = UnemploymentInsurance(participant_key=MAI, reserved_months=14, confirm_date=date(2022, 1, 3))
WORKED = Contribution(
    participant_key=MAI,
    first_month=Month(202011),
    funds=Fund.SOCIAL | Fund.HEALTH | Fund.UNEMPLOYMENT,
    last_month=GOES_ON,
    unit_code="AA0001A",
    salary=7_000_000,
)
HOUSEHOLD_CARD = Contribution(
    participant_key=MAI,
    first_month=Month(202001),
    funds=Fund.HEALTH,
    last_month=Month(202010),
    unit_code="",
    salary=0,
)
ILL = Benefit(
    participant_key=MAI,
    first_month=Month(202105),
    kind=BenefitKind.SICKNESS,
    last_month=Month(202105),
    amount=600_000,
    days=3,
)


async def test_what_was_paid_in_and_out_comes_back_in_the_order_of_time(open_tables: OpenTables) -> None:
    async with open_tables(AGENCY) as tables:
        async with tables.write() as transaction:
            ContributionStore(transaction).add_social_insurance(SOCIAL)
            keep(transaction, "unemployment_insurance", UNEMPLOYMENT)
            keep(transaction, "contribution", WORKED, HOUSEHOLD_CARD)
            keep(transaction, "benefit", ILL)

        found = ContributionQuestions(tables.lookups)
        assert await found.social_insurance(MAI) == SOCIAL
        assert await found.unemployment_insurance(MAI) == UNEMPLOYMENT
        assert await found.history(MAI) == History([HOUSEHOLD_CARD, WORKED], [ILL])
        assert await found.social_insurance(MAI + 1) is None
        assert await found.unemployment_insurance(MAI + 1) is None
        assert await found.history(MAI + 1) == History([], [])
