"""What is told of facilities, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.edge.hospital import md5

from lienthong.insurance.v1 import facility_service_pb2 as pb

if TYPE_CHECKING:
    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("caller", "account", "officers"),
    [
        pytest.param("testers/lienthong", "lienthong-01999", 2, id="who tests"),
        pytest.param("facilities/01999", "", 2, id="the facility itself"),
        pytest.param("facilities/01001", "", 0, id="another facility"),
        pytest.param("agencies/population", "", 0, id="a ministry"),
    ],
)
async def test_a_facility_is_told_with_as_much_as_the_caller_may_know(
    house: House, caller: str, account: str, officers: int
) -> None:
    async with house.client(caller=caller) as client:
        told = await client.facilities.GetFacility(pb.GetFacilityRequest(facility_code="01999"))

    assert (told.name, told.province_code, told.account.password) == ("facilities/01999", "01", account)
    assert len(told.officers) == officers
    assert [officer.HasField("account") for officer in told.officers] == [bool(account)] * officers


async def test_facilities_are_listed_page_by_page(whole_house: House, refusal: Refusing) -> None:
    request = pb.ListFacilitiesRequest(province_code="04", page_size=60)
    async with whole_house.client() as client:
        first = await client.facilities.ListFacilities(request)
        request.page_token = first.next_page_token
        second = await client.facilities.ListFacilities(request)
        everywhere = await client.facilities.ListFacilities(pb.ListFacilitiesRequest(page_size=10_000))
        request.page_token = "60-x"
        no = await refusal(client.facilities.ListFacilities(request))

    codes = [facility.code for page in (first, second) for facility in page.facilities]
    assert codes == [f"04{serial:03}" for serial in range(1, 71)]
    assert (second.next_page_token, len(everywhere.facilities)) == ("", 500)
    assert no.reason == "MALFORMED_PAGE_TOKEN"


async def test_a_facility_that_there_is_not_is_refused(whole_house: House, refusal: Refusing) -> None:
    async with whole_house.client() as client:
        refusals = [
            await refusal(client.facilities.GetFacility(pb.GetFacilityRequest(facility_code="99001"))),
            await refusal(client.facilities.CheckOfficer(pb.CheckOfficerRequest(facility_code="99001"))),
        ]

    assert [(no.reason, no.field) for no in refusals] == [("FACILITY_NOT_FOUND", "facility_code")] * 2


async def test_signing_in_is_answered_and_tells_the_account_as_it_is_registered(whole_house: House) -> None:
    async with whole_house.client() as client:
        told = await client.facilities.SignIn(
            pb.SignInRequest(username="01999_bv", password_md5=md5("lienthong-01999").upper())
        )

    assert told == pb.SignInResponse(result=pb.SIGN_IN_RESULT_ACCEPTED, facility_code="01999", username="01999_BV")
