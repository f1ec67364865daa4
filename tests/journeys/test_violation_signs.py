"""Insurance tells which units show signs of violation: over the wire, in one process and split."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.duration_pb2 import Duration
from tests.journeys.collecting import IN_DEBT, month
from tests.journeys.filings import Offices, offices_in
from tests.journeys.test_tax_reconciling_key import reconciled

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.insurance.v1 import tax_reconciliation_service_pb2 as tax
from lienthong.insurance.v1 import violation_sign_service_pb2 as pb
from lienthong.tax.v1 import taxpayer_pb2
from lienthong.tax.v1.taxpayer_change_service_pb2 import ChangeTaxpayerStatusRequest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

OF_FINDINGS = {
    "TAX_CODE_UNKNOWN": tax.TAX_FINDING_KIND_TAX_CODE_UNKNOWN,
    "HEADCOUNT_ABOVE_INSURED": tax.TAX_FINDING_KIND_HEADCOUNT_HIGHER,
    "PAYROLL_ABOVE_INSURED": tax.TAX_FINDING_KIND_INCOME_ABOVE_INSURED,
    "PAID_NOT_INSURED": tax.TAX_FINDING_KIND_NOT_INSURED,
    "DEDUCTED_NOT_PAID_IN": tax.TAX_FINDING_KIND_NOT_PAID_IN,
    "ACTIVE_THOUGH_CLOSED": tax.TAX_FINDING_KIND_CLOSED_FOR_TAX,
}
PLANTED = OF_FINDINGS.keys() | {"INSURED_TWICE", "DECLARED_LATE", "LATE_TO_NEW_MINIMUM"}
"""What a nation has by planted mistakes, by what somebody declares, or not at all."""


@pytest_asyncio.fixture(loop_scope="session")
async def offices(house: House, world: str) -> AsyncGenerator[Offices]:
    async with offices_in(house, world) as offices:
        yield offices


async def signs(offices: Offices, **query: Any) -> list[pb.ViolationSign]:
    """Page after page."""
    request, found = pb.ListViolationSignsRequest(**query), list[pb.ViolationSign]()
    while True:
        page = await offices.insurance.violation_signs.ListViolationSigns(request)
        found += page.signs
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


async def test_who_is_in_debt_has_its_sign(offices: Offices) -> None:
    """La Rách has not paid since September: on 5 January that fell due three whole months ago."""
    found = {sign.rule.code: sign for sign in await signs(offices, unit_code=IN_DEBT)}

    assert found.keys() == {"LATE_3_MONTHS", "OWES_A_PAYROLL"}
    late = found["LATE_3_MONTHS"]
    assert (late.first_month, late.last_month, late.tax_code) == (month(202109), month(202112), "9990000071")
    # Of 6,200,000 đồng 31.5 % in September and 30.5 % in each month after it.
    assert late.amount == 1_953_000 + 3 * 1_891_000
    assert late.rule.severity == pb.SIGN_SEVERITY_MEDIUM
    assert late.rule.legal_source == "Law 58/2014/QH13, article 122, clause 3"


async def test_what_was_told_to_tax_shows_after_reconciling(offices: Offices) -> None:
    assert OF_FINDINGS.keys().isdisjoint({sign.rule.code for sign in await signs(offices)})

    await reconciled(offices)

    found = Counter((sign.unit_code, sign.rule.code) for sign in await signs(offices))
    assert found == Counter(
        [
            (IN_DEBT, "LATE_3_MONTHS"),
            (IN_DEBT, "OWES_A_PAYROLL"),
            (IN_DEBT, "DEDUCTED_NOT_PAID_IN"),
            ("ZZ0008A", "ACTIVE_THOUGH_CLOSED"),
            ("ZZ0010A", "HEADCOUNT_ABOVE_INSURED"),
            ("ZZ0010A", "PAYROLL_ABOVE_INSURED"),
            ("ZZ0010A", "PAID_NOT_INSURED"),
        ]
    )


async def test_who_closes_in_debt_has_a_sign_and_one_who_is_suspended_has_not(offices: Offices) -> None:
    for status, code in (
        (taxpayer_pb2.TAXPAYER_STATUS_SUSPENDED, "ACTIVE_THOUGH_CLOSED"),
        (taxpayer_pb2.TAXPAYER_STATUS_AWAITING_BANKRUPTCY, "CLOSED_IN_DEBT"),
    ):
        request = ChangeTaxpayerStatusRequest(tax_code="9990000071", status=status)
        await offices.tax.taxpayer_changes.ChangeTaxpayerStatus(request)
        await offices.tax.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))

        found = {sign.rule.code for sign in await signs(offices, unit_code=IN_DEBT)}
        assert found - {"LATE_3_MONTHS", "OWES_A_PAYROLL"} == {code}


async def test_signs_are_asked_for_by_rule_and_by_weight(offices: Offices) -> None:
    await reconciled(offices)
    whole = await signs(offices)

    for rule in {sign.rule.code for sign in whole}:
        assert await signs(offices, rule_code=rule) == [sign for sign in whole if sign.rule.code == rule]
    heavy = await signs(offices, least_severity=pb.SIGN_SEVERITY_HIGH)
    assert heavy == [sign for sign in whole if sign.rule.severity == pb.SIGN_SEVERITY_HIGH] != []
    assert await signs(offices, page_size=1) == whole


async def test_what_cannot_be_is_refused(offices: Offices, refusal: Refusing) -> None:
    desk = offices.insurance.violation_signs

    by_tax = offices.tax.violation_signs.ListViolationSigns(pb.ListViolationSignsRequest())
    assert (await refusal(by_tax)).reason == "ACCESS_NOT_PERMITTED"
    rules_for_tax = offices.tax.violation_signs.ListViolationRules(pb.ListViolationRulesRequest())
    assert (await refusal(rules_for_tax)).reason == "ACCESS_NOT_PERMITTED"
    unknown = pb.ListViolationSignsRequest(rule_code="NONE")
    assert (await refusal(desk.ListViolationSigns(unknown))).reason == "VIOLATION_RULE_NOT_FOUND"
    nobody = pb.ListViolationSignsRequest(unit_code="AA0000A")
    assert (await refusal(desk.ListViolationSigns(nobody))).reason == "EMPLOYER_NOT_FOUND"
    torn = pb.ListViolationSignsRequest(page_token="1-2-3")
    assert (await refusal(desk.ListViolationSigns(torn))).reason == "MALFORMED_PAGE_TOKEN"


async def test_every_rule_is_told_in_both_languages_with_its_source(offices: Offices) -> None:
    rules = (await offices.insurance.violation_signs.ListViolationRules(pb.ListViolationRulesRequest())).rules

    assert len({rule.code for rule in rules}) == len(rules) >= 20
    assert all(rule.english and rule.vietnamese and rule.legal_source and rule.severity for rule in rules)


async def test_where_nothing_was_planted_nothing_is_told_of_tax(whole_house: House) -> None:
    async with offices_in(whole_house, "signs-clean", people=3_000, differing=0) as offices:
        await reconciled(offices)
        found = await signs(offices)

    assert {sign.unit_code[:2] for sign in found if sign.rule.code in PLANTED} <= {"ZZ"}


async def test_what_was_planted_at_tax_is_told_to_the_dong(whole_house: House) -> None:
    async with offices_in(whole_house, "signs-planted", people=10_000, seed=1) as offices:
        run = await reconciled(offices)
        found = await signs(offices)

    at_stake = Counter[int]()
    for sign in found:
        at_stake[OF_FINDINGS.get(sign.rule.code, 0)] += sign.amount
    identity = (tax.TAX_FINDING_KIND_NAME_DIFFERS, tax.TAX_FINDING_KIND_NUMBER_DIFFERS)
    assert {kind: at_stake[kind] for kind in at_stake if kind} == {
        count.kind: count.amount for count in run.counts if count.kind not in identity
    }
    assert any(sign.unit_code[:2] != "ZZ" for sign in found if sign.rule.code == "PAID_NOT_INSURED")
