"""Insurance takes over what population holds: field by field, from the right person; what it reported is taken back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from tests.journeys.reconciling import POPULATION, Office, office_in

from lienthong.discrepancy.v1.discrepancy_pb2 import (
    DISCREPANCY_STATE_CORRECTED,
    DISCREPANCY_STATE_UPHELD,
    DISCREPANCY_STATE_WITHDRAWN,
    Discrepancy,
)
from lienthong.discrepancy.v1.requests_pb2 import (
    GetDiscrepancyRequest,
    ReportDiscrepancyRequest,
    ResolveDiscrepancyRequest,
)
from lienthong.insurance.v1.participant_pb2 import RELATIVE_KIND_MOTHER, BasicData, Participant
from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import House, Refusing

pytestmark = pytest.mark.asyncio(loop_scope="session")

REQUEST_ID = str(uuid.UUID(int=22, version=4))
WITHOUT_DIACRITICS, SWAPPED, OTHER_SEX, MOVED = "931184000318", "901082000324", "948192000328", "901171000338"
OLD_NUMBER, ITS_CMND = "901177000330", "990000330"
STRAY, ANOTHERS_NUMBER = "901083000331", "901083000301"
MOTHERLESS, HER_MOTHER = "938217000317", "938187000302"
DEAD = "979155000342"


@pytest_asyncio.fixture(loop_scope="session")
async def office(house: House, world: str) -> AsyncGenerator[Office]:
    """After a first run, in a world of the personas alone."""
    async with office_in(house, world) as found:
        await found.reconcile()
        yield found


async def found_of(office: Office, number: str, field: str) -> Discrepancy:
    (found,) = [
        one for one in await office.discrepancies() if (one.identity_number.value, one.field) == (number, field)
    ]
    return found


async def participant(office: Office, number: str) -> Participant:
    request = GetParticipantRequest(identity_number=IdentityNumber(value=number))
    return await office.client.registry.GetParticipant(request)


async def basic(office: Office, number: str) -> BasicData:
    return (await participant(office, number)).basic


async def citizen(office: Office, number: str) -> Any:
    request = GetCitizenRequest(identity_number=IdentityNumber(value=number))
    return await office.client.citizens.GetCitizen(request)


@pytest.mark.parametrize(
    ("number", "field"),
    [
        pytest.param(WITHOUT_DIACRITICS, "full_name", id="name"),
        pytest.param(SWAPPED, "birth_date", id="birth date"),
        pytest.param(OTHER_SEX, "sex", id="sex"),
        pytest.param(MOVED, "residence", id="residence"),
    ],
)
async def test_insurance_holds_what_population_holds(office: Office, number: str, field: str) -> None:
    ended = await office.adopt((await found_of(office, number, field)).name)
    held, right = await basic(office, number), await citizen(office, number)

    assert getattr(held, field) == getattr(right, field)
    assert (ended.state, bool(ended.change_event)) == (DISCREPANCY_STATE_CORRECTED, True)
    assert [one.confirm_date.day for one in held.field_confirmations if one.field == field] == [5]
    _, again = await office.reconcile()
    assert again.discrepancies_opened == 0


async def test_an_old_number_is_replaced_and_stays_known(office: Office) -> None:
    await office.adopt((await found_of(office, ITS_CMND, "identity_number")).name)

    assert [one.value for one in (await basic(office, OLD_NUMBER)).identity_numbers][:1] == [OLD_NUMBER]
    assert (await participant(office, ITS_CMND)).name == (await participant(office, OLD_NUMBER)).name


async def test_the_number_of_somebody_else_is_dropped(office: Office, refusal: Refusing) -> None:
    name = (await found_of(office, ANOTHERS_NUMBER, "identity_number")).name
    assert (await refusal(office.adopt(name))).reason == "ANOTHER_PERSON"
    await office.adopt(name, identity_number=IdentityNumber(value=STRAY))
    owner, stray = await participant(office, ANOTHERS_NUMBER), await participant(office, STRAY)

    assert owner.name != stray.name
    assert ANOTHERS_NUMBER not in {one.value for one in stray.basic.identity_numbers}


async def test_a_mother_is_taken_over_by_number_and_name(office: Office) -> None:
    await office.adopt((await found_of(office, MOTHERLESS, "mother")).name)
    (mother,) = [one for one in (await basic(office, MOTHERLESS)).relatives if one.kind == RELATIVE_KIND_MOTHER]

    assert (mother.identity_number.value, mother.full_name) == (
        HER_MOTHER,
        (await citizen(office, HER_MOTHER)).full_name,
    )


async def test_a_death_that_is_taken_over_locks_the_card(office: Office) -> None:
    await office.adopt((await found_of(office, DEAD, "death_date")).name)
    dead = await participant(office, DEAD)

    assert dead.basic.death_date == (await citizen(office, DEAD)).death_date
    assert not dead.health_insurance.HasField("card")


async def test_what_was_reported_is_taken_back_there(office: Office) -> None:
    await office.reconcile(report=True)
    await office.settle()
    ended = await office.adopt((await found_of(office, SWAPPED, "birth_date")).name)
    await office.settle()
    theirs = [one for one in await office.discrepancies(POPULATION) if one.identity_number.value == SWAPPED]

    assert ended.state == DISCREPANCY_STATE_CORRECTED
    assert [one.state for one in theirs] == [DISCREPANCY_STATE_WITHDRAWN]


async def test_what_was_upheld_can_be_taken_over_and_what_was_corrected_cannot(
    office: Office, refusal: Refusing
) -> None:
    upheld, corrected = (
        await found_of(office, SWAPPED, "birth_date"),
        await found_of(office, WITHOUT_DIACRITICS, "full_name"),
    )
    async with office.as_(POPULATION) as population:
        request = ResolveDiscrepancyRequest(name=upheld.name, state=DISCREPANCY_STATE_UPHELD)
        await population.insurance_discrepancies.ResolveDiscrepancy(request)
    adopted = await office.adopt(upheld.name)
    first = await office.adopt(corrected.name, request_id=REQUEST_ID, etag=corrected.etag)

    assert adopted.state == DISCREPANCY_STATE_UPHELD
    assert (await basic(office, SWAPPED)).birth_date == (await citizen(office, SWAPPED)).birth_date
    assert await office.adopt(corrected.name, request_id=REQUEST_ID, etag=corrected.etag) == first
    for said, reason in (
        ({}, "DISCREPANCY_STATE_FORBIDS"),
        ({"etag": corrected.etag}, "ETAG_STALE"),
        ({"request_id": REQUEST_ID}, "REQUEST_ID_REUSED"),
    ):
        assert (await refusal(office.adopt(corrected.name, **said))).reason == reason


async def test_not_everything_can_be_taken_over(office: Office, refusal: Refusing) -> None:
    twice = next(one for one in await office.discrepancies() if one.field == "social_insurance.social_insurance_number")
    request = ReportDiscrepancyRequest(identity_number=IdentityNumber(value=SWAPPED), field="father")
    fatherless = await office.client.insurance_discrepancies.ReportDiscrepancy(request)
    nobody = IdentityNumber(value="901082999999")

    for call in (
        office.adopt(twice.name),
        office.adopt(fatherless.name),
        office.adopt((await found_of(office, SWAPPED, "birth_date")).name, identity_number=nobody),
    ):
        assert (await refusal(call)).reason == "NOTHING_TO_ADOPT"
    assert (await refusal(office.adopt("discrepancies/none"))).reason == "DISCREPANCY_NOT_FOUND"
    kept = await office.client.insurance_discrepancies.GetDiscrepancy(GetDiscrepancyRequest(name=fatherless.name))
    assert kept == fatherless
