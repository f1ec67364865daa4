"""Insurance holds a month against the tax service; who closes there while in debt here is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.duration_pb2 import Duration
from google.type.date_pb2 import Date
from tests.journeys.filings import DECEMBER, JANUARY, Offices, offices_in
from tests.journeys.test_tax_reconciling_key import findings, reconciled

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.insurance.v1 import tax_reconciliation_service_pb2 as pb
from lienthong.insurance.v1.contribution_service_pb2 import ListUnitStatementsRequest
from lienthong.tax.v1 import taxpayer_pb2
from lienthong.tax.v1.taxpayer_change_service_pb2 import ChangeTaxpayerStatusRequest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def offices(house: House, world: str) -> AsyncGenerator[Offices]:
    async with offices_in(house, world) as offices:
        yield offices


async def test_the_personas_differ_as_their_stories_say(offices: Offices) -> None:
    run = await reconciled(offices)
    found = {pb.TaxFindingKind.Name(one.kind): one for one in await findings(offices, run.name)}

    closed = found["TAX_FINDING_KIND_CLOSED_FOR_TAX"]
    assert (closed.employer_tax_code, closed.held_there, closed.amount > 0) == ("9990000089", "01", True)
    more = found["TAX_FINDING_KIND_HEADCOUNT_HIGHER"]
    assert (more.employer_tax_code, more.held_here, more.held_there) == ("9990000106", "1", "2")
    above = found["TAX_FINDING_KIND_INCOME_ABOVE_INSURED"]
    assert (above.held_here, above.held_there) == ("5000000", "15000000")
    assert above.amount == 10_000_000 * 305 // 1_000  # 20 + 10.5 % of what is not insured, December 2021
    absent = found["TAX_FINDING_KIND_NOT_INSURED"]
    assert (absent.held_there, absent.amount) == ("9000000", 9_000_000 * 305 // 1_000)


async def test_incomes_that_were_told_last_stand_for_the_months_that_follow(offices: Offices) -> None:
    december = await reconciled(offices)
    await offices.advance(days=28)
    january = await reconciled(offices, JANUARY)

    kinds = (pb.TAX_FINDING_KIND_INCOME_ABOVE_INSURED, pb.TAX_FINDING_KIND_NOT_INSURED)
    before, after = ([one for one in run.counts if one.kind in kinds] for run in (december, january))
    assert after == before != []


async def _debtor(offices: Offices) -> tuple[str, str, int]:
    request = ListUnitStatementsRequest(month=DECEMBER, page_size=1_000)
    listed = await offices.insurance.contributions.ListUnitStatements(request)
    return next((one.unit_code, one.tax_code, one.remaining) for one in listed.statements if one.remaining)


async def _debtors(offices: Offices) -> list[pb.ClosedDebtor]:
    listed = await offices.insurance.tax_reconciliation.ListClosedDebtors(pb.ListClosedDebtorsRequest())
    return list(listed.debtors)


@pytest.mark.parametrize(
    ("status", "code"),
    [(taxpayer_pb2.TAXPAYER_STATUS_AWAITING_BANKRUPTCY, "07"), (taxpayer_pb2.TAXPAYER_STATUS_ENDED, "01")],
    ids=["goes bankrupt", "closes"],
)
async def test_who_closes_while_in_debt_is_listed(offices: Offices, status: Any, code: str) -> None:
    unit_code, tax_code, owed = await _debtor(offices)
    assert await _debtors(offices) == []

    request = ChangeTaxpayerStatusRequest(tax_code=tax_code, status=status)
    await offices.tax.taxpayer_changes.ChangeTaxpayerStatus(request)
    await offices.tax.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))

    (debtor,) = await _debtors(offices)
    assert (debtor.unit_code, debtor.status, debtor.since) == (unit_code, code, Date(year=2022, month=1, day=5))
    assert (debtor.last_month, debtor.owed >= owed) == (DECEMBER, True)


async def test_who_is_only_suspended_or_owes_nothing_is_not(offices: Offices) -> None:
    _, in_debt, _ = await _debtor(offices)
    for tax_code, status in (
        (in_debt, taxpayer_pb2.TAXPAYER_STATUS_SUSPENDED),
        ("0100000317", taxpayer_pb2.TAXPAYER_STATUS_ENDED),
    ):
        request = ChangeTaxpayerStatusRequest(tax_code=tax_code, status=status)
        await offices.tax.taxpayer_changes.ChangeTaxpayerStatus(request)
    await offices.tax.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))

    assert await _debtors(offices) == []


async def test_what_cannot_be_is_refused(offices: Offices, refusal: Refusing) -> None:
    desk = offices.insurance.tax_reconciliation
    asked = pb.ReconcileTaxRequest(month=DECEMBER)

    assert (await refusal(desk.ReconcileTax(asked))).reason == "ANNEX_NOT_RECEIVED"
    no_month = pb.ReconcileTaxRequest(month=Date(year=2021, month=13))
    assert (await refusal(desk.ReconcileTax(no_month))).reason == "IMPOSSIBLE_MONTH"
    unknown = pb.GetTaxReconciliationRequest(name="taxReconciliations/none")
    assert (await refusal(desk.GetTaxReconciliation(unknown))).reason == "RECONCILIATION_NOT_FOUND"
    by_tax = offices.tax.tax_reconciliation.ReconcileTax(asked)
    assert (await refusal(by_tax)).reason == "ACCESS_NOT_PERMITTED"


async def test_a_page_ends_where_the_next_begins(offices: Offices) -> None:
    run = await reconciled(offices)
    whole = await findings(offices, run.name)
    request, paged = pb.ListTaxFindingsRequest(reconciliation=run.name, page_size=3), list[pb.TaxFinding]()
    while not paged or request.page_token:
        page = await offices.insurance.tax_reconciliation.ListTaxFindings(request)
        paged += page.findings
        request.page_token = page.next_page_token

    assert paged == whole
    kind = whole[0].kind
    of_kind = pb.ListTaxFindingsRequest(reconciliation=run.name, kind=kind)
    listed = await offices.insurance.tax_reconciliation.ListTaxFindings(of_kind)
    assert list(listed.findings) == [one for one in whole if one.kind == kind]
