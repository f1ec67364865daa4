"""Who may see what the population database holds of a citizen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, HUNG, NOBODY = "901193000017", "901090000029", "901193999999"


async def seen_by(house: House, caller: str, number: str = LAN) -> Citizen:
    async with house.client(caller=caller) as client:
        return await client.citizens.GetCitizen(GetCitizenRequest(identity_number=IdentityNumber(value=number)))


@pytest.mark.parametrize("caller", ["agencies/insurance", "agencies/tax", "communes/00166"])
async def test_state_bodies_see_citizens(whole_house: House, caller: str) -> None:
    assert (await seen_by(whole_house, caller)).full_name == "Nguyễn Thị Lan"


@pytest.mark.parametrize("number", [LAN, NOBODY])
@pytest.mark.parametrize("caller", ["", "banks/970436", "facilities/01001", "agencies/information"])
async def test_others_are_refused_whether_or_not_there_is_somebody(
    whole_house: House, refusal: Refusing, caller: str, number: str
) -> None:
    no = await refusal(seen_by(whole_house, caller, number))

    assert no.reason == "ACCESS_NOT_PERMITTED"


async def test_a_citizen_sees_themself_and_to_them_others_are_nobody(whole_house: House, refusal: Refusing) -> None:
    lan = await seen_by(whole_house, "agencies/insurance")

    of_another = await refusal(seen_by(whole_house, lan.name, HUNG))
    of_nobody = await refusal(seen_by(whole_house, lan.name, NOBODY))

    assert (await seen_by(whole_house, lan.name)).full_name == lan.full_name
    assert of_another.reason == of_nobody.reason == "CITIZEN_NOT_FOUND"


# The record.


async def test_a_citizen_learns_who_asked_about_them(whole_house: House, refusal: Refusing) -> None:
    mai = await seen_by(whole_house, "agencies/tax", "979195000031")

    async with whole_house.client(caller=mai.name) as herself:
        request = _asked_about("979195000031")
        latest = (await herself.population_accesses.ListAccesses(request)).accesses[0]
        of_another = await refusal(herself.population_accesses.ListAccesses(_asked_about(HUNG)))
    async with whole_house.client(caller="agencies/tax") as tax:
        by_another = await refusal(tax.population_accesses.ListAccesses(request))
    async with whole_house.client(caller="agencies/population") as population:
        of_nobody = await refusal(population.population_accesses.ListAccesses(_asked_about(NOBODY)))

    assert (latest.caller, latest.method) == ("agencies/tax", "GetCitizen")
    assert (of_another.reason, by_another.reason) == ("NOT_ONES_OWN", "NOT_ONES_OWN")
    assert of_nobody.reason == "CITIZEN_NOT_FOUND"


def _asked_about(number: str) -> ListAccessesRequest:
    return ListAccessesRequest(identity_number=IdentityNumber(value=number))
