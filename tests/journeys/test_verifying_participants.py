"""Claims about participants, compared over the wire with what insurance holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date

from lienthong.insurance.v1.verification_service_pb2 import ParticipantClaim, VerifyParticipantRequest
from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong.type.v1.person_pb2 import SEX_FEMALE
from lienthong.type.v1.verification_pb2 import VERIFICATION_TIER_OVERALL_ONLY, Verification

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from journeys.conftest import Commune
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAN = IdentityNumber(value="901193000017")


@pytest_asyncio.fixture(loop_scope="session")
async def tester(commune: Commune) -> AsyncGenerator[Client]:
    async with commune.house.client(world=commune.world, caller="testers/one") as client:
        yield client


async def verified(client: Client, claim: ParticipantClaim, *mask: str) -> Verification:
    request = VerifyParticipantRequest(claim=claim, compare_mask=FieldMask(paths=mask))
    return (await client.verification.VerifyParticipant(request)).verification


def told(found: Verification) -> tuple[str, dict[str, str]]:
    """The subject, and each field with its outcome and reasons."""
    fields = {
        match.field: " ".join([MatchOutcome.Name(match.outcome).removeprefix("MATCH_OUTCOME_"), *match.reasons])
        for match in found.fields
    }
    return SubjectOutcome.Name(found.subject).removeprefix("SUBJECT_OUTCOME_"), fields


def about(number: str, full_name: str = "", **codes: Any) -> ParticipantClaim:
    return ParticipantClaim(
        person=PersonClaim(identity_number=IdentityNumber(value=number), full_name=full_name), **codes
    )


async def test_what_insurance_keeps_in_the_original_is_compared_too(tester: Client) -> None:
    claim = ParticipantClaim(
        person=PersonClaim(
            identity_number=LAN,
            full_name="Nguyễn Thị Lan",
            birth_date=Date(year=1993, month=5, day=17),
            sex=SEX_FEMALE,
        ),
        social_insurance_number="0115000017",
        card_number="DN4010115000017",
        initial_facility="01001",
        tax_code="8000000001",
    )

    assert told(await verified(tester, claim)) == (
        "FOUND",
        {
            "person.full_name": "MATCH",
            "person.birth_date": "MATCH",
            "person.sex": "MATCH",
            "social_insurance_number": "MATCH",
            "card_number": "MATCH",
            "initial_facility": "MISMATCH",
            "tax_code": "MISMATCH",
        },
    )


@pytest.mark.parametrize(
    ("number", "name", "subject", "outcome"),
    [
        pytest.param("0115000017", "Nguyễn Thị Lan", "FOUND", "MATCH", id="a social-insurance number"),
        pytest.param("DN4010115000017", "Nguyễn Thị Lan", "FOUND", "MATCH", id="a card"),
        pytest.param("GD4010115000017", "Nguyễn Thị Lan", "SUPERSEDED_IDENTIFIER", "MATCH", id="a card of the past"),
        pytest.param("990000329", "Khổng Văn Quý", "FOUND", "MATCH", id="a CMND that is the current number"),
        pytest.param("990000063", "Đỗ Thị Thu Thủy", "SUPERSEDED_IDENTIFIER", "MATCH", id="a CMND of the past"),
        pytest.param("902087000178", "Lý Văn Khoa", "DECEASED", "MATCH", id="somebody who died"),
        pytest.param("931184000318", "Phạm Thị Huệ", "FOUND", "PARTIAL DIACRITICS_DROPPED", id="without diacritics"),
        pytest.param("901189000319", "Vũ Thúy Hòa", "FOUND", "MATCH_NORMALIZED TONE_PLACEMENT", id="other vowels"),
    ],
)
async def test_a_participant_is_found_by_any_number(
    tester: Client, number: str, name: str, subject: str, outcome: str
) -> None:
    assert told(await verified(tester, about(number, name))) == (subject, {"person.full_name": outcome})


@pytest.mark.parametrize(
    ("number", "subject"),
    [
        pytest.param("979086000332", "AMBIGUOUS", id="one with two social-insurance numbers"),
        pytest.param("990000777", "AMBIGUOUS", id="an old CMND that two share"),
        pytest.param("0199999999", "NOT_FOUND", id="nobody"),
        pytest.param("TE1010115000017", "NOT_FOUND", id="a card that its holder never had"),
    ],
)
async def test_where_nobody_or_more_than_one_is_found_nothing_is_compared(
    tester: Client, number: str, subject: str
) -> None:
    assert told(await verified(tester, about(number, "Phùng Văn Hậu"))) == (subject, {})


async def test_a_mask_asks_what_the_claim_leaves_out(tester: Client) -> None:
    found = await verified(tester, about("901193000017", "Nguyễn Thị Lan"), "unit_code", "person.mother", "card_number")

    assert told(found) == (
        "FOUND",
        {
            "person.mother": "NOT_COMPARED",
            "card_number": "NOT_COMPARED HELD_HERE",
            "unit_code": "NOT_COMPARED HELD_HERE",
        },
    )


async def test_a_ministry_asks_about_its_groups_only(commune: Commune) -> None:
    """Tax may ask about the person, the employer and social insurance, but not about health insurance."""
    async with commune.house.client(world=commune.world, caller="agencies/tax") as tax:
        claim = about("901193000017", "Nguyễn Thị Lan", card_number="DN4010115000017")
        found = await verified(tax, claim)

        assert told(found) == ("FOUND", {"person.full_name": "MATCH", "card_number": "NOT_PERMITTED"})
        assert not found.confirmed


async def test_a_hospital_is_told_yes_or_no(commune: Commune) -> None:
    async with commune.house.client(world=commune.world, caller="facilities/01019") as hospital:
        claim = about("901193000017", "Nguyễn Thị Lan", card_number="DN4010115000017", initial_facility="01019")

        assert await verified(hospital, claim) == Verification(confirmed=True, tier=VERIFICATION_TIER_OVERALL_ONLY)
