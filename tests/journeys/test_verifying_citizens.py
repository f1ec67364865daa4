"""Claims about citizens, compared over the wire with what population holds; who asks is told as much as their right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date

from lienthong.population.v1.citizen_service_pb2 import VerifyCitizenRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome
from lienthong.type.v1.identity_pb2 import (
    IdentityNumber,
)
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.person_pb2 import SEX_FEMALE, SEX_MALE
from lienthong.type.v1.verification_pb2 import (
    VERIFICATION_TIER_FIELD_LEVEL,
    VERIFICATION_TIER_OVERALL_ONLY,
    Verification,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from journeys.conftest import Commune
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN = IdentityNumber(value="901193000017")
HER_BIRTHDAY = Date(year=1993, month=5, day=17)
LAN_AS_SHE_IS = PersonClaim(identity_number=LAN, full_name="Nguyễn Thị Lan", birth_date=HER_BIRTHDAY, sex=SEX_FEMALE)


@pytest_asyncio.fixture(loop_scope="session")
async def justice(commune: Commune) -> AsyncGenerator[Client]:
    async with commune.house.client(world=commune.world, caller="agencies/justice") as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def bank(commune: Commune) -> AsyncGenerator[Client]:
    async with commune.house.client(world=commune.world, caller="banks/970436") as client:
        yield client


async def verified(client: Client, claim: PersonClaim, *mask: str) -> Verification:
    request = VerifyCitizenRequest(claim=claim, compare_mask=FieldMask(paths=mask))
    return (await client.citizens.VerifyCitizen(request)).verification


def told(found: Verification) -> tuple[str, dict[str, str]]:
    """The subject, and each field with its outcome and reasons."""
    fields = {
        match.field: " ".join([MatchOutcome.Name(match.outcome).removeprefix("MATCH_OUTCOME_"), *match.reasons])
        for match in found.fields
    }
    return SubjectOutcome.Name(found.subject).removeprefix("SUBJECT_OUTCOME_"), fields


async def test_a_claim_that_is_right_is_confirmed_field_by_field(justice: Client) -> None:
    found = await verified(justice, LAN_AS_SHE_IS)

    assert told(found) == ("FOUND", {"full_name": "MATCH", "birth_date": "MATCH", "sex": "MATCH"})
    assert (found.confirmed, found.tier) == (True, VERIFICATION_TIER_FIELD_LEVEL)
    assert {match.rule for match in found.fields} == {"vn-names-1", "vn-dates-1", "exact-1"}


async def test_the_answer_says_whose_register_it_was_and_when(justice: Client) -> None:
    answer = await justice.citizens.VerifyCitizen(VerifyCitizenRequest(claim=LAN_AS_SHE_IS))

    assert answer.source_system == "agencies/population"
    assert answer.as_of_time.ToJsonString() == "2022-01-05T02:00:00Z"


@pytest.mark.parametrize(
    ("claim", "subject", "fields"),
    [
        pytest.param(
            PersonClaim(identity_number=LAN, full_name="NGUYEN THI LAN", birth_date=Date(year=1993), sex=SEX_MALE),
            "FOUND",
            {"full_name": "PARTIAL DIACRITICS_DROPPED", "birth_date": "PARTIAL CLAIM_YEAR_ONLY", "sex": "MISMATCH"},
            id="each field by itself",
        ),
        pytest.param(
            PersonClaim(identity_number=LAN, birth_date=Date(year=1994, month=5, day=17)),
            "FOUND",
            {"birth_date": "MISMATCH ID_NUMBER_CONFLICT"},
            id="a year that the number contradicts",
        ),
        pytest.param(
            PersonClaim(
                identity_number=LAN,
                ethnic_group="01",
                nationality="VN",
                birth_registration_commune="00001",
                hometown=Address(province_code="01"),
                residence=Address(province_code="79", detail="Số 12 ngõ 34 Xuân Thủy"),
            ),
            "FOUND",
            {
                "ethnic_group": "MATCH",
                "nationality": "MATCH",
                "birth_registration_commune": "MISMATCH",
                "hometown": "MATCH",
                "residence": "MISMATCH",
            },
            id="codes and places",
        ),
        pytest.param(
            PersonClaim(
                identity_number=IdentityNumber(value="901319000101"),
                mother=LAN,
                father=IdentityNumber(value="901084000075"),
            ),
            "FOUND",
            {"mother": "MATCH", "father": "MISMATCH"},
            id="parents by their numbers",
        ),
        pytest.param(
            PersonClaim(identity_number=LAN, mother=IdentityNumber(value="901165000001")),
            "FOUND",
            {"mother": "NOT_HELD"},
            id="a mother whom the register does not know",
        ),
        pytest.param(
            PersonClaim(identity_number=IdentityNumber(value="901165999999"), full_name="Nguyễn Thị Lan"),
            "NOT_FOUND",
            {},
            id="nobody",
        ),
        pytest.param(
            PersonClaim(identity_number=IdentityNumber(value="990000777"), full_name="Nguyễn Văn Nam"),
            "AMBIGUOUS",
            {},
            id="an old number that two share",
        ),
        pytest.param(
            PersonClaim(identity_number=IdentityNumber(value="990000063"), full_name="Đỗ Thị Thu Thủy"),
            "SUPERSEDED_IDENTIFIER",
            {"full_name": "MATCH"},
            id="an old number of one",
        ),
        pytest.param(
            PersonClaim(identity_number=IdentityNumber(value="999000456"), full_name="Hoàng Thị Hoa"),
            "FOUND",
            {"full_name": "MATCH"},
            id="an old kind of number that is the current one",
        ),
        pytest.param(
            PersonClaim(identity_number=IdentityNumber(value="902087000178"), full_name="Lý Văn Khoa"),
            "DECEASED",
            {"full_name": "MATCH"},
            id="somebody who died",
        ),
    ],
)
async def test_each_field_has_its_result(
    justice: Client, claim: PersonClaim, subject: str, fields: dict[str, str]
) -> None:
    assert told(await verified(justice, claim)) == (subject, fields)


async def test_a_yes_is_about_one_living_person(justice: Client) -> None:
    khoa = PersonClaim(identity_number=IdentityNumber(value="902087000178"), full_name="Lý Văn Khoa")
    thuy = PersonClaim(identity_number=IdentityNumber(value="990000063"), full_name="Đỗ Thị Thu Thủy")
    nobody = PersonClaim(identity_number=IdentityNumber(value="901165999999"), full_name="Nguyễn Thị Lan")

    assert [(await verified(justice, claim)).confirmed for claim in (khoa, thuy, nobody)] == [False, True, False]


async def test_a_mask_picks_fields_and_asks_what_the_claim_leaves_out(justice: Client) -> None:
    found = await verified(justice, LAN_AS_SHE_IS, "sex", "residence", "mother")

    assert told(found) == ("FOUND", {"sex": "MATCH", "residence": "NOT_COMPARED HELD_HERE", "mother": "NOT_COMPARED"})
    assert not found.confirmed


async def test_what_a_caller_may_not_ask_is_not_looked_at(commune: Commune) -> None:
    """The ministry of information makes policy and may not ask about persons, be there somebody or not."""
    async with commune.house.client(world=commune.world, caller="agencies/information") as information:
        for number in ("901193000017", "901165999999"):
            claim = PersonClaim(identity_number=IdentityNumber(value=number), full_name="Nguyễn Thị Lan")
            assert told(await verified(information, claim)) == ("UNSPECIFIED", {"full_name": "NOT_PERMITTED"})


async def test_who_is_no_ministry_is_told_yes_or_no(bank: Client) -> None:
    yes = await verified(bank, LAN_AS_SHE_IS)
    no = await verified(bank, PersonClaim(identity_number=LAN, full_name="Nguyễn Thị Lam"))
    nobody = await verified(bank, PersonClaim(identity_number=IdentityNumber(value="901165999999"), full_name="A B"))

    assert yes == Verification(confirmed=True, tier=VERIFICATION_TIER_OVERALL_ONLY)
    assert no == nobody == Verification(tier=VERIFICATION_TIER_OVERALL_ONLY)
