"""Mothers and fathers are compared the same way whether a batch is told word for word or claim by claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from tests.journeys.reconciling import INSURANCE, office_in

from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest, VerifyCitizensRequest
from lienthong.type.v1.field_match_pb2 import (
    MATCH_OUTCOME_MATCH,
    MATCH_OUTCOME_MISMATCH,
    MATCH_OUTCOME_NOT_COMPARED,
    FieldMatch,
)
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from conftest import House
    from lienthong.client import Client
    from lienthong.type.v1.verification_pb2 import Verification

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHILD, ORPHAN = "938217000317", "901193000017"
MASK = FieldMask(paths=["full_name", "mother", "father"])


def number(value: str) -> IdentityNumber:
    return IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value=value)


async def answers(client: Client, claims: list[PersonClaim]) -> list[Verification]:
    async def one() -> AsyncIterator[VerifyCitizensRequest]:
        yield VerifyCitizensRequest(claims=claims, compare_mask=MASK)

    return [row async for answer in client.citizens.VerifyCitizens(one()) for row in answer.verifications]


async def test_parents_are_told_the_same_both_ways(house: House, world: str) -> None:
    async with office_in(house, world) as office, office.as_(INSURANCE) as client:
        child, orphan = [
            await client.citizens.GetCitizen(GetCitizenRequest(identity_number=number(value)))
            for value in (CHILD, ORPHAN)
        ]
        claims = [
            PersonClaim(identity_number=number(CHILD), full_name=child.full_name, mother=mother)
            for mother in (child.mother_number, number(ORPHAN), None)
        ]
        claims.append(PersonClaim(identity_number=number(ORPHAN), full_name=orphan.full_name))
        at_once = await answers(client, claims)
        # The first claim tells the shape of a batch: behind one that is of another, all go the long way.
        one_by_one = await answers(client, [PersonClaim(identity_number=number(ORPHAN), sex=orphan.sex), *claims])

    assert at_once == one_by_one[1:]
    assert [_told(row.fields[1]) for row in at_once] == [
        (MATCH_OUTCOME_MATCH, ()),
        (MATCH_OUTCOME_MISMATCH, ()),
        (MATCH_OUTCOME_NOT_COMPARED, ("HELD_HERE",)),
        (MATCH_OUTCOME_NOT_COMPARED, ()),
    ]
    assert {_told(row.fields[2]) for row in at_once} == {(MATCH_OUTCOME_NOT_COMPARED, ())}
    assert not any(row.confirmed for row in at_once)  # nothing was compared of the father, and that is no yes


def _told(match: FieldMatch) -> tuple[int, tuple[str, ...]]:
    return match.outcome, tuple(match.reasons)
