"""Reconciling with tax finds everything that was planted between the two, and nothing else."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import grpc
import pytest
from tests.journeys.filings import DECEMBER, Offices, offices_in

from lienthong.filing.v1.annex_pb2 import ANNEX_KIND_DEDUCTIONS, ANNEX_KIND_TAXPAYERS
from lienthong.insurance.v1 import tax_reconciliation_service_pb2 as pb
from lienthong.insurance.v1.contribution_service_pb2 import ListUnitStatementsRequest
from lienthong.tax.v1.taxpayer_service_pb2 import GetTaxpayerRequest, ListIncomePaymentsRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.people.mistakes.planted import everything_planted
from lienthong_emulator.runtime.recipe import Nation

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from google.type.date_pb2 import Date

    from conftest import House
    from lienthong_emulator.people.mistakes.difference import Difference

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 10_000


async def reconciled(offices: Offices, month: Date = DECEMBER, *, anew: bool = False) -> pb.TaxReconciliation:
    for kind in (ANNEX_KIND_TAXPAYERS, ANNEX_KIND_DEDUCTIONS):
        await offices.published(kind, month, correct=anew)
    desk = offices.insurance.tax_reconciliation
    run = await desk.ReconcileTax(pb.ReconcileTaxRequest(month=month))
    async with asyncio.timeout(120):
        while not run.done:
            await asyncio.sleep(0.1)
            run = await desk.GetTaxReconciliation(pb.GetTaxReconciliationRequest(name=run.name))
    return run


async def findings(offices: Offices, name: str) -> list[pb.TaxFinding]:
    request, found = pb.ListTaxFindingsRequest(reconciliation=name, page_size=500), list[pb.TaxFinding]()
    while True:
        page = await offices.insurance.tax_reconciliation.ListTaxFindings(request)
        found += page.findings
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


@pytest.mark.parametrize("seed", [1, 20, 300])
async def test_what_was_planted_is_found_and_nothing_else(whole_house: House, seed: int) -> None:
    async with offices_in(whole_house, f"tax-key-{seed}", people=PEOPLE, seed=seed) as offices:
        run = await reconciled(offices)
        found = await findings(offices, run.name)
        planted = everything_planted(Nation(seed=seed, people=PEOPLE))
        expected = Counter([one for row in planted async for one in _expected(offices, row)])
        expected.update([one async for one in _owed(offices)])

    assert Counter((one.kind, one.person_tax_code or one.employer_tax_code) for one in found) == expected
    assert {pb.TaxFindingKind.Name(one.kind) for one in found} >= {
        f"TAX_FINDING_KIND_{kind}" for kind in (*OF_EMPLOYERS.values(), *OF_PERSONS.values(), "NAME_DIFFERS")
    }
    assert Counter({count.kind: count.count for count in run.counts}) == Counter(one.kind for one in found)
    assert sum(count.amount for count in run.counts) == sum(one.amount for one in found)
    assert run.steps_done == run.total_steps


async def test_where_nothing_differs_only_the_personas_do(whole_house: House) -> None:
    async with offices_in(whole_house, "tax-key-clean", people=3_000, differing=0) as offices:
        run = await reconciled(offices)
        found = await findings(offices, run.name)

    assert {one.employer_tax_code[:2] for one in found if one.kind != NOT_PAID_IN} <= {"99", "01", "80"}
    assert len(found) < 15


Expected = tuple[int, str]
NOT_PAID_IN = pb.TAX_FINDING_KIND_NOT_PAID_IN
OF_EMPLOYERS = {"CLOSED_FOR_TAX": "CLOSED_FOR_TAX", "HEADCOUNT_ABOVE_INSURED": "HEADCOUNT_HIGHER"}
OF_PERSONS = {"ABSENT_FROM_INSURANCE": "NOT_INSURED", "SALARY_ABOVE_INSURED": "INCOME_ABOVE_INSURED"}
OF_FIELDS = {"full_name": "NAME_DIFFERS", "identity_number": "NUMBER_DIFFERS"}


async def _expected(offices: Offices, row: Difference) -> AsyncGenerator[Expected]:
    """What an entry of the answer key must come to between tax and insurance, if anything."""
    if row.agency not in ("tax", "insurance") or row.outcome == "MATCH_NORMALIZED":
        return
    if row.kind in OF_EMPLOYERS:
        yield pb.TaxFindingKind.Value(f"TAX_FINDING_KIND_{OF_EMPLOYERS[row.kind]}"), row.subject
        return
    told = OF_PERSONS.get(row.kind) or OF_FIELDS.get(row.field)
    paid = await _paid(offices, row) if told else None
    if paid:
        yield pb.TaxFindingKind.Value(f"TAX_FINDING_KIND_{told}"), paid


async def _paid(offices: Offices, row: Difference) -> str | None:
    """The tax code of who is meant, if somebody paid them in December."""
    for number in (row.subject, row.held if row.agency == "tax" else row.subject):
        request = GetTaxpayerRequest(identity_number=IdentityNumber(value=number))
        with suppress(grpc.aio.AioRpcError):
            code = (await offices.tax.taxpayers.GetTaxpayer(request)).tax_code
            asked = ListIncomePaymentsRequest(person_tax_code=code, month=DECEMBER)
            payments = (await offices.tax.taxpayers.ListIncomePayments(asked)).payments
            return code if payments else None
    return None


async def _owed(offices: Offices) -> AsyncGenerator[Expected]:
    """Units that owe insurance for December, where something was deducted for it."""
    request = ListUnitStatementsRequest(month=DECEMBER, page_size=1_000)
    for statement in (await offices.insurance.contributions.ListUnitStatements(request)).statements:
        if statement.remaining:
            asked = ListIncomePaymentsRequest(employer_tax_code=statement.tax_code, month=DECEMBER)
            paid = (await offices.tax.taxpayers.ListIncomePayments(asked)).payments
            if any(one.insurance_deducted for one in paid):
                yield NOT_PAID_IN, statement.tax_code
