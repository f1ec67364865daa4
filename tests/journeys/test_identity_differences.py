"""Differences of identity go to the tax service as a list and come back corrected or upheld."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from tests.journeys.filings import Offices, offices_in
from tests.journeys.test_tax_reconciling_key import findings, reconciled

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.insurance.v1 import tax_reconciliation_service_pb2 as pb
from lienthong.tax.v1 import identity_difference_pb2 as states
from lienthong.tax.v1.identity_difference_service_pb2 import (
    ListIdentityDifferencesRequest,
    UpholdIdentityDifferenceRequest,
)
from lienthong.tax.v1.taxpayer_change_service_pb2 import CorrectTaxpayerRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import House, Refusing
    from lienthong.tax.v1.identity_difference_pb2 import IdentityDifference

pytestmark = pytest.mark.asyncio(loop_scope="session")

OPEN = states.IDENTITY_DIFFERENCE_STATE_OPEN
CORRECTED, UPHELD = states.IDENTITY_DIFFERENCE_STATE_CORRECTED, states.IDENTITY_DIFFERENCE_STATE_UPHELD
FIELDS = {
    pb.TAX_FINDING_KIND_NAME_DIFFERS: states.IDENTITY_FIELD_NAME,
    pb.TAX_FINDING_KIND_NUMBER_DIFFERS: states.IDENTITY_FIELD_NUMBER,
}


async def settled(offices: Offices) -> None:
    await offices.tax.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))


async def listed(offices: Offices, state: states.IdentityDifferenceState.ValueType = OPEN) -> list[IdentityDifference]:
    """Page after page."""
    request, found = ListIdentityDifferencesRequest(state=state, page_size=3), list["IdentityDifference"]()
    while True:
        page = await offices.tax.identity_differences.ListIdentityDifferences(request)
        found += page.differences
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


async def of_identity(offices: Offices, *, anew: bool = False) -> list[pb.TaxFinding]:
    """What a reconciliation finds of identities; `anew` of later versions of the annexes."""
    run = await reconciled(offices, anew=anew)
    await settled(offices)
    return [one for one in await findings(offices, run.name) if one.kind in FIELDS]


async def corrected(offices: Offices, one: IdentityDifference) -> bool:
    """The tax service takes over what insurance holds, unless it is another number of the person that it holds too."""
    request = CorrectTaxpayerRequest(tax_code=one.tax_code)
    if one.field == states.IDENTITY_FIELD_NAME:
        request.display_name = one.held_by_insurance
    else:
        request.identity_number.CopyFrom(IdentityNumber(value=one.held_by_insurance))
    try:
        await offices.tax.taxpayer_changes.CorrectTaxpayer(request)
    except grpc.aio.AioRpcError:
        return False
    return True


async def uphold(offices: Offices, one: IdentityDifference) -> None:
    request = UpholdIdentityDifferenceRequest(name=one.name, note="As on the ID card")
    assert (await offices.tax.identity_differences.UpholdIdentityDifference(request)).state == UPHELD


async def test_the_list_comes_back_and_only_what_was_upheld_is_found_again(house: House, world: str) -> None:
    async with offices_in(house, world, people=8_000, seed=20) as offices:
        found = await of_identity(offices)
        sent = await listed(offices)
        told = {(one.field, one.tax_code, one.held_by_insurance, one.held_by_tax) for one in sent}
        assert told == {
            (FIELDS[one.kind], one.person_tax_code or one.employer_tax_code, one.held_here, one.held_there)
            for one in found
        }
        assert len(sent) == len(told) > 3

        first, *others = sent
        upheld = [first, *[one for one in others if not await corrected(offices, one)]]
        for one in upheld:
            await uphold(offices, one)
        await settled(offices)
        assert await listed(offices) == []
        ended = {one.name: one for one in await listed(offices, CORRECTED)}
        assert {name: one.corrected_value for name, one in ended.items()} == {
            one.name: one.held_by_insurance for one in others if one not in upheld
        }
        assert len(ended) > 1

        again = await of_identity(offices, anew=True)
        assert {(one.held_here, one.held_there) for one in again} == {
            (one.held_by_insurance, one.held_by_tax) for one in upheld
        }
        assert {(one.state, one.answer) for one in again} == {(UPHELD, "As on the ID card")}
        assert await listed(offices) == []


async def test_what_waits_there_is_not_sent_twice(house: House, world: str) -> None:
    async with offices_in(house, world, people=8_000, seed=20) as offices:
        await of_identity(offices)
        first = await listed(offices)
        found = await of_identity(offices, anew=True)

        assert await listed(offices) == first
        assert {one.state for one in found} == {OPEN}


async def test_what_is_decided_stays_so(whole_house: House, world: str, refusal: Refusing) -> None:
    async with offices_in(whole_house, world, people=8_000, seed=20) as offices:
        await of_identity(offices)
        one, other, *_ = await listed(offices)
        desk = offices.tax.identity_differences
        request = UpholdIdentityDifferenceRequest(name=one.name, request_id=str(uuid4()))

        upheld = await desk.UpholdIdentityDifference(request)
        assert await desk.UpholdIdentityDifference(request) == upheld
        reused = UpholdIdentityDifferenceRequest(name=other.name, request_id=request.request_id)
        assert (await refusal(desk.UpholdIdentityDifference(reused))).reason == "REQUEST_ID_REUSED"
        anew = UpholdIdentityDifferenceRequest(name=one.name)
        assert (await refusal(desk.UpholdIdentityDifference(anew))).reason == "IDENTITY_DIFFERENCE_ENDED"
        none = UpholdIdentityDifferenceRequest(name="identityDifferences/none")
        assert (await refusal(desk.UpholdIdentityDifference(none))).reason == "IDENTITY_DIFFERENCE_NOT_FOUND"
        theirs = offices.insurance.identity_differences
        by_insurance = theirs.ListIdentityDifferences(ListIdentityDifferencesRequest())
        assert (await refusal(by_insurance)).reason == "ACCESS_NOT_PERMITTED"
        assert (await refusal(theirs.UpholdIdentityDifference(none))).reason == "ACCESS_NOT_PERMITTED"
        torn = ListIdentityDifferencesRequest(page_token="1-2")
        assert (await refusal(desk.ListIdentityDifferences(torn))).reason == "MALFORMED_PAGE_TOKEN"
