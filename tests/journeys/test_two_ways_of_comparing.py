"""A claim that says what is held is confirmed at once, any other is compared field by field: both come to the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from google.type.date_pb2 import Date

from lienthong.population.v1.citizen_service_pb2 import VerifyCitizensRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_MALE
from lienthong_emulator.people.by_hand.personas import personas

if TYPE_CHECKING:
    from journeys.conftest import Commune
    from lienthong.type.v1.verification_pb2 import Verification
    from lienthong_emulator.people.by_hand.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLAIMS = 400
OTHER_SHAPE = PersonClaim(
    identity_number=IdentityNumber(value="901193000017"), mother=IdentityNumber(value="990000001")
)
"""As the first of a batch it sends all others the long way."""


async def test_both_ways_come_to_the_same(commune: Commune) -> None:
    drawn = Random(2022)
    everybody = [person for person in personas(2021).values() if person.personal_number or person.cmnd]
    claims = [a_claim(drawn.choice(everybody), drawn) for _ in range(CLAIMS)]

    at_once = [(await answers(commune, claim, turn=turn))[0] for turn, claim in enumerate(claims)]
    long_way = [(await answers(commune, OTHER_SHAPE, claim, turn=turn))[1] for turn, claim in enumerate(claims)]
    assert [told(found) for found in at_once] == [told(found) for found in long_way]
    assert 20 < sum(found.confirmed for found in at_once) < CLAIMS - 20


def told(found: Verification) -> Verification | str:
    """A refusal names the place of the claim in its batch, which is another: its reason must be the same."""
    return found.refusal.reason or found


async def answers(commune: Commune, *claims: PersonClaim, turn: int) -> list[Verification]:
    """Each time another ministry asks, so that nobody uses up their attempts."""

    async def one() -> AsyncIterator[VerifyCitizensRequest]:
        yield VerifyCitizensRequest(claims=claims)

    metadata = (("lienthong-caller", f"agencies/ministry-{turn}"),)
    call = commune.client.citizens.VerifyCitizens(one(), metadata=metadata)
    return [row async for answer in call for row in answer.verifications]


def a_claim(person: Person, drawn: Random) -> PersonClaim:
    """Some of what is true of a person, here and there with a mistake, under their number or an old one."""
    number = drawn.choice([value for value in (person.personal_number, person.cmnd) if value])
    kind: Any = drawn.choice((0, kind_of(number)))
    claim = PersonClaim(identity_number=IdentityNumber(type=kind, value=number))
    true = what_is_true(person)
    for field in drawn.sample(sorted(true), drawn.randrange(1, len(true) + 1)):
        value = true[field]
        if isinstance(value, Date | Address):
            getattr(claim, field).CopyFrom(value)
        else:
            setattr(claim, field, value)
    if drawn.random() < 0.4:
        mistake(claim, drawn)
    return claim


def kind_of(number: str) -> Any:
    return 1 if len(number) == 12 else 2


def what_is_true(person: Person) -> dict[str, Any]:
    home = person.residence
    return {
        "full_name": person.full_name,
        "birth_date": Date(year=person.birth.year, month=person.birth.month, day=person.birth.day),
        "sex": person.sex,
        "ethnic_group": person.ethnic_group,
        "nationality": "VN",
        "residence": Address(
            province_code=home.province_code, district_code=home.district_code, commune_code=home.commune_code
        ),
    }


def mistake(claim: PersonClaim, drawn: Random) -> None:
    kind = drawn.randrange(6)
    if kind == 0:
        claim.full_name = claim.full_name.upper()
    elif kind == 1:
        claim.birth_date.day = 0
    elif kind == 2:
        claim.birth_date.year += 1
    elif kind == 3:
        claim.sex = SEX_MALE if claim.sex == SEX_FEMALE else SEX_FEMALE
    elif kind == 4:
        claim.residence.commune_code = ""
    else:
        claim.hometown.detail = "Số 12"
