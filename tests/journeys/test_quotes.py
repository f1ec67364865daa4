"""What somebody hears who asks what would be due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.journeys.collecting import month

from lienthong.insurance.v1 import contribution_quote_pb2 as pb
from lienthong.insurance.v1.circumstances_pb2 import POVERTY_POOR
from lienthong.insurance.v1.contribution_service_pb2 import QuoteContributionRequest

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_each_line_says_why(commune: Commune) -> None:
    employee = pb.EmployeeToQuote(salary=40_000_000, kind=pb.INSURED_KIND_EMPLOYEE, wage_region=3)
    quote = await commune.client.contributions.QuoteContribution(
        QuoteContributionRequest(month=month(202107), employee=employee)
    )

    # Region III: 20 x 3,430,000 is above the salary; 20 x 1,490,000 is not.
    assert [(line.fund, line.payer, line.base, line.rate, line.amount) for line in quote.lines] == [
        (pb.CONTRIBUTION_FUND_SICKNESS, pb.CONTRIBUTION_PAYER_EMPLOYER, 29_800_000, 30, 894_000),
        (pb.CONTRIBUTION_FUND_PENSION, pb.CONTRIBUTION_PAYER_EMPLOYER, 29_800_000, 140, 4_172_000),
        (pb.CONTRIBUTION_FUND_PENSION, pb.CONTRIBUTION_PAYER_EMPLOYEE, 29_800_000, 80, 2_384_000),
        (pb.CONTRIBUTION_FUND_HEALTH, pb.CONTRIBUTION_PAYER_EMPLOYER, 29_800_000, 30, 894_000),
        (pb.CONTRIBUTION_FUND_HEALTH, pb.CONTRIBUTION_PAYER_EMPLOYEE, 29_800_000, 15, 447_000),
        (pb.CONTRIBUTION_FUND_UNEMPLOYMENT, pb.CONTRIBUTION_PAYER_EMPLOYER, 40_000_000, 10, 400_000),
        (pb.CONTRIBUTION_FUND_UNEMPLOYMENT, pb.CONTRIBUTION_PAYER_EMPLOYEE, 40_000_000, 10, 400_000),
        (pb.CONTRIBUTION_FUND_ACCIDENT, pb.CONTRIBUTION_PAYER_EMPLOYER, 29_800_000, 0, 0),
    ]
    assert "Resolution 68/NQ-CP" in quote.lines[-1].source
    assert (quote.due.employer.total, quote.due.employee.total) == (6_360_000, 3_231_000)
    assert (quote.total, quote.state_support, quote.to_pay) == (9_591_000, 0, 9_591_000)


async def test_every_kind_of_insured_has_a_quote(commune: Commune) -> None:
    totals: dict[str, int] = {}
    for kind in (value for value in pb.InsuredKind.values() if value):
        employee = pb.EmployeeToQuote(salary=10_000_000, kind=kind, safe_enterprise=True)
        request = QuoteContributionRequest(month=month(202210), employee=employee)
        quote = await commune.client.contributions.QuoteContribution(request)
        totals[pb.InsuredKind.Name(kind).removeprefix("INSURED_KIND_")] = quote.total

    # 32 % in all; 0.2 % less of a safe enterprise, 2 % less without unemployment insurance.
    assert totals == {
        "EMPLOYEE": 3_180_000,
        "STATE_PAID": 3_200_000,
        "CIVIL_SERVANT": 3_000_000,
        "COMMUNE_STAFF": 2_650_000,
        "FOREIGNER": 2_980_000,
    }


async def test_a_household_and_a_volunteer_are_quoted(commune: Commune) -> None:
    ask = commune.client.contributions.QuoteContribution
    household = await ask(
        QuoteContributionRequest(month=month(202112), household=pb.HouseholdToQuote(members=2, months=12))
    )
    poor = pb.VolunteerToQuote(income=1_500_000, poverty=POVERTY_POOR, months=3)
    volunteer = await ask(QuoteContributionRequest(month=month(202201), volunteer=poor))

    assert [line.member for line in household.lines] == [1, 2]
    assert (household.total, household.HasField("due")) == (1_367_820, False)
    assert (volunteer.total, volunteer.state_support, volunteer.to_pay) == (990_000, 297_000, 693_000)


async def test_an_income_below_the_poverty_line_is_refused(commune: Commune, refusal: Refusing) -> None:
    low = pb.VolunteerToQuote(income=600_000, months=1)
    request = QuoteContributionRequest(month=month(202112), volunteer=low)
    no = await refusal(commune.client.contributions.QuoteContribution(request))

    assert (no.reason, no.field) == ("INCOME_OUT_OF_RANGE", "volunteer.income")
