"""Who may see what the population database holds of a citizen."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest

from lienthong.access.v1.access_pb2 import ListAccessesRequest
from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest, VerifyCitizensRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.person_pb2 import SEX_FEMALE
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN, HUNG, MAI, NOBODY = "901193000017", "901090000029", "979195000031", "901193999999"


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
    mai = await seen_by(whole_house, "agencies/tax", MAI)

    async with whole_house.client(caller=mai.name) as herself:
        request = _asked_about(MAI)
        latest = (await herself.population_accesses.ListAccesses(request)).accesses[0]
        of_another = await refusal(herself.population_accesses.ListAccesses(_asked_about(HUNG)))
    async with whole_house.client(caller="agencies/tax") as tax:
        by_another = await refusal(tax.population_accesses.ListAccesses(request))
    async with whole_house.client(caller="agencies/population") as population:
        of_nobody = await refusal(population.population_accesses.ListAccesses(_asked_about(NOBODY)))

    assert (latest.caller, latest.method) == ("agencies/tax", "GetCitizen")
    assert (of_another.reason, by_another.reason) == ("NOT_ONES_OWN", "NOT_ONES_OWN")
    assert of_nobody.reason == "CITIZEN_NOT_FOUND"


async def test_whoever_is_in_a_batch_learns_of_it_among_what_else_was_asked(whole_house: House) -> None:
    everybody = [person.personal_number for person in personas(2021).values() if person.personal_number]
    mai = await seen_by(whole_house, "agencies/tax", MAI)
    async with whole_house.client(caller="agencies/insurance") as insurance:
        call = insurance.citizens.VerifyCitizens(_claims_about(everybody))
        assert sum([len(answer.verifications) async for answer in call]) == len(everybody)
    await seen_by(whole_house, "agencies/insurance", MAI)

    async with whole_house.client(caller=mai.name) as herself:
        answers = [await herself.population_accesses.ListAccesses(_asked_about(MAI, size)) for size in (3, 1)]
        second = _asked_about(MAI, 1)
        second.page_token = answers[1].next_page_token
        answers.append(await herself.population_accesses.ListAccesses(second))
    told = [[(access.caller, access.method) for access in answer.accesses] for answer in answers]
    batch = ("agencies/insurance", "VerifyCitizens")

    assert told == [[("agencies/insurance", "GetCitizen"), batch, ("agencies/tax", "GetCitizen")], told[0][:1], [batch]]


async def _claims_about(numbers: list[str]) -> AsyncGenerator[VerifyCitizensRequest]:
    yield VerifyCitizensRequest(
        claims=[PersonClaim(identity_number=IdentityNumber(value=number), sex=SEX_FEMALE) for number in numbers]
    )


def _asked_about(number: str, size: int = 0) -> ListAccessesRequest:
    return ListAccessesRequest(identity_number=IdentityNumber(value=number), page_size=size)
