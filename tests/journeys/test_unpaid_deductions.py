"""The tax service finds what employers deducted and insurance has not received, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.filings import DECEMBER, JANUARY, Offices, offices_in

from lienthong.filing.v1.annex_pb2 import ANNEX_KIND_PERSONS
from lienthong.insurance.v1.contribution_service_pb2 import ListPersonStatementsRequest
from lienthong.tax.v1.taxpayer_service_pb2 import ListIncomePaymentsRequest
from lienthong.tax.v1.unpaid_deduction_service_pb2 import ListUnpaidDeductionsRequest, UnpaidDeduction

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def listed(offices: Offices, month: Date = DECEMBER) -> list[UnpaidDeduction]:
    await offices.published(ANNEX_KIND_PERSONS, month)
    request, found = ListUnpaidDeductionsRequest(month=month), list[UnpaidDeduction]()
    while True:
        page = await offices.tax.unpaid_deductions.ListUnpaidDeductions(request)
        found += page.deductions
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


async def expected(offices: Offices) -> dict[str, int]:
    """By unit, what was kept back of people for whom insurance waits: from its own statements and from payments."""
    request, kept = ListPersonStatementsRequest(month=DECEMBER, page_size=2_000), dict[str, int]()
    while True:
        page = await offices.insurance.contributions.ListPersonStatements(request)
        for one in page.statements:
            if one.remaining and one.tax_code:
                asked = ListIncomePaymentsRequest(person_tax_code=one.tax_code, month=DECEMBER)
                paid = (await offices.tax.taxpayers.ListIncomePayments(asked)).payments
                own = [each.insurance_deducted for each in paid if each.employer_tax_code == one.unit_tax_code]
                if any(own):
                    kept[one.unit_code] = kept.get(one.unit_code, 0) + min(own[0], one.remaining)
        if not page.next_page_token:
            return kept
        request.page_token = page.next_page_token


@pytest.mark.parametrize("seed", [1, 20, 300])
async def test_what_units_in_debt_kept_back_is_found_and_nothing_else(whole_house: House, seed: int) -> None:
    async with offices_in(whole_house, f"unpaid-{seed}", people=10_000, seed=seed) as offices:
        found = await listed(offices)

        assert {one.unit_code: one.kept_back for one in found} == await expected(offices)
    assert found
    assert all(one.people and one.kept_back <= min(one.deducted, one.remaining) for one in found)


@pytest_asyncio.fixture(loop_scope="session")
async def offices(house: House, world: str) -> AsyncGenerator[Offices]:
    async with offices_in(house, world) as offices:
        yield offices


async def test_both_find_the_same_units(offices: Offices) -> None:
    assert {one.unit_code: one.kept_back for one in await listed(offices)} == await expected(offices)


async def test_what_was_deducted_last_stands_for_the_months_that_follow(offices: Offices) -> None:
    december = await listed(offices)
    await offices.advance(days=28)
    january = await listed(offices, JANUARY)

    assert december
    assert [(one.unit_code, one.deducted) for one in january] == [(one.unit_code, one.deducted) for one in december]


async def test_what_cannot_be_asked_is_refused(offices: Offices, refusal: Refusing) -> None:
    desk = offices.tax.unpaid_deductions
    december, no_month = ListUnpaidDeductionsRequest(month=DECEMBER), ListUnpaidDeductionsRequest(month=Date(year=2021))

    assert (await refusal(desk.ListUnpaidDeductions(december))).reason == "ANNEX_NOT_RECEIVED"
    assert (await refusal(desk.ListUnpaidDeductions(no_month))).reason == "IMPOSSIBLE_PERIOD"
    by_insurance = offices.insurance.unpaid_deductions.ListUnpaidDeductions(december)
    assert (await refusal(by_insurance)).reason == "ACCESS_NOT_PERMITTED"
