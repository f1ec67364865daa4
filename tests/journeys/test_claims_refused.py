"""Claims that cannot be compared, and callers who may not ask any more: each has its refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.journeys.claiming import LAN, born, called, verified

from lienthong.discrepancy.v1.requests_pb2 import ListDiscrepanciesRequest, ReportDiscrepancyRequest
from lienthong.insurance.v1.verification_service_pb2 import ParticipantClaim, VerifyParticipantRequest
from lienthong.population.v1.citizen_service_pb2 import (
    GetCitizenRequest,
)
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.field_match_pb2 import MATCH_OUTCOME_MATCH, MATCH_OUTCOME_UNDER_REVIEW, SUBJECT_OUTCOME_AMBIGUOUS
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_CMND,
    IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE,
    IdentityNumber,
)
from lienthong.type.v1.person_claim_pb2 import PersonClaim

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from conftest import Refusing
    from journeys.conftest import Commune
    from lienthong.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

MARKS = "a" + "\u0323\u0301" * 40


@pytest_asyncio.fixture(loop_scope="session")
async def justice(commune: Commune) -> AsyncGenerator[Client]:
    async with commune.house.client(world=commune.world, caller="agencies/justice") as client:
        yield client


def number(kind: Any, value: str) -> IdentityNumber:
    return IdentityNumber(type=kind, value=value)


NUMBER = "claim.identity_number.value"


@pytest.mark.parametrize(
    ("claim", "reason", "field"),
    [
        pytest.param(PersonClaim(identity_number=LAN), "EMPTY_CLAIM", "claim", id="a number alone"),
        pytest.param(
            PersonClaim(identity_number=LAN, residence=Address(detail="Số 12")),
            "EMPTY_CLAIM",
            "claim",
            id="a house number",
        ),
        pytest.param(
            PersonClaim(full_name="Nguyễn Thị Lan"), "INVALID_REQUEST", "claim.identity_number", id="no number"
        ),
        pytest.param(called("Lan " * 2_500), "INVALID_REQUEST", "claim.full_name", id="a name of 10,000 characters"),
        pytest.param(called("a" + "\u0301" * 200), "INVALID_REQUEST", "claim.full_name", id="a flood of marks"),
        pytest.param(born(1993, 2, 30), "IMPOSSIBLE_DATE", "claim.birth_date", id="30 February"),
        pytest.param(born(1993, 13), "IMPOSSIBLE_DATE", "claim.birth_date", id="a month 13"),
        pytest.param(born(1993, 0, 17), "IMPOSSIBLE_DATE", "claim.birth_date", id="a day without its month"),
        pytest.param(born(0, 5, 17), "IMPOSSIBLE_DATE", "claim.birth_date", id="a day without a year"),
        pytest.param(born(0), "IMPOSSIBLE_DATE", "claim.birth_date", id="nothing of a date"),
        pytest.param(born(1799), "IMPOSSIBLE_DATE", "claim.birth_date", id="before all registers"),
        pytest.param(born(-1993, 5, 17), "IMPOSSIBLE_DATE", "claim.birth_date", id="a year below zero"),
        pytest.param(called("Lan", IdentityNumber(value="90119300001")), "MALFORMED_NUMBER", NUMBER, id="11 digits"),
        pytest.param(called("Lan", IdentityNumber()), "MALFORMED_NUMBER", NUMBER, id="no digits"),
        pytest.param(called("Lan", IdentityNumber(value="9" * 21)), "INVALID_REQUEST", NUMBER, id="21 digits"),
        pytest.param(called("Lan", IdentityNumber(value="901193-00017")), "INVALID_REQUEST", NUMBER, id="a dash"),
        pytest.param(
            called("Lan", number(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, "990000063")),
            "MALFORMED_NUMBER",
            NUMBER,
            id="9 digits for 12",
        ),
        pytest.param(
            called("Lan", number(IDENTITY_NUMBER_TYPE_CMND, "99000006A")), "MALFORMED_NUMBER", NUMBER, id="a letter"
        ),
        pytest.param(
            called("Lan", number(IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE, "901193000017")),
            "MALFORMED_NUMBER",
            NUMBER,
            id="12 digits for 10",
        ),
        pytest.param(
            called("Lan", number(IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD, "DN9010115000017")),
            "MALFORMED_NUMBER",
            NUMBER,
            id="a card of a level that there is not",
        ),
        pytest.param(
            PersonClaim(identity_number=LAN, mother=IdentityNumber(value="1")),
            "MALFORMED_NUMBER",
            "claim.mother.value",
            id="a mother's number",
        ),
        pytest.param(
            PersonClaim(identity_number=LAN, sex=9),  # type: ignore[arg-type] # what a stranger may send
            "INVALID_REQUEST",
            "claim.sex",
            id="a sex that there is not",
        ),
        pytest.param(
            PersonClaim(identity_number=LAN, ethnic_group="x1"), "INVALID_REQUEST", "claim.ethnic_group", id="a code"
        ),
    ],
)
async def test_a_claim_that_cannot_be_right_is_refused(
    justice: Client, refusal: Refusing, claim: PersonClaim, reason: str, field: str
) -> None:
    no = await refusal(verified(justice, claim))

    assert (no.reason, no.field) == (reason, field)
    assert no.message != no.message_vi


@pytest.mark.parametrize(
    "path", ["shoe_size", "identity_number", "residence.commune_code", "FULL_NAME", "", "x" * 10_000]
)
async def test_a_mask_names_fields_of_a_claim(justice: Client, refusal: Refusing, path: str) -> None:
    no = await refusal(verified(justice, called("Nguyễn Thị Lan"), "full_name", path))

    assert (no.reason, no.field) == ("UNKNOWN_FIELD", "compare_mask")


async def test_marks_that_just_fit_are_no_name(justice: Client) -> None:
    found = await verified(justice, called(MARKS))

    assert not found.confirmed


# A number that two share.


async def test_a_number_that_two_share_is_a_difference_that_population_hears_of_once(
    commune: Commune, justice: Client
) -> None:
    shared = PersonClaim(identity_number=IdentityNumber(value="990000777"), full_name="Nguyễn Văn Nam")
    for _ in range(2):
        assert (await verified(justice, shared)).subject == SUBJECT_OUTCOME_AMBIGUOUS
    async with commune.house.client(world=commune.world, caller="agencies/population") as population:
        listed = await population.population_discrepancies.ListDiscrepancies(ListDiscrepanciesRequest())

    [kept] = listed.discrepancies
    assert (kept.field, kept.subject, kept.reporter) == (
        "identity_number",
        SUBJECT_OUTCOME_AMBIGUOUS,
        "agencies/population",
    )
    assert kept.identity_number.value == "990000777"


async def test_of_two_who_share_a_number_neither_is_told(justice: Client, refusal: Refusing) -> None:
    request = GetCitizenRequest(identity_number=IdentityNumber(value="990000777"))
    no = await refusal(justice.citizens.GetCitizen(request))

    assert (no.reason, no.field) == ("NUMBER_AMBIGUOUS", "identity_number")


# What is under review.


async def test_an_open_discrepancy_hides_its_field(commune: Commune) -> None:
    """Insurance reports Lan's name; while that is open nobody learns more of it, and her birthday is told as before."""
    async with commune.house.client(world=commune.world, caller="agencies/insurance") as insurance:
        report = ReportDiscrepancyRequest(identity_number=LAN, field="full_name", reported_value="Nguyễn Thị Lam")
        await insurance.population_discrepancies.ReportDiscrepancy(report)

        claim = PersonClaim(
            identity_number=LAN, full_name="Nguyễn Thị Lan", birth_date=Date(year=1993, month=5, day=17)
        )
        found = await verified(insurance, claim)
    assert [(match.field, match.outcome) for match in found.fields] == [
        ("full_name", MATCH_OUTCOME_UNDER_REVIEW),
        ("birth_date", MATCH_OUTCOME_MATCH),
    ]
    assert not found.confirmed


@pytest.mark.parametrize(
    ("field", "code", "value"),
    [
        ("health_insurance.initial_facility", "initial_facility", "01019"),
        ("health_insurance.card", "card_number", "DN4010115000017"),
        ("social_insurance.social_insurance_number", "social_insurance_number", "0115000017"),
        ("social_insurance.unit_code", "unit_code", "AA0001A"),
        ("social_insurance.tax_code", "tax_code", "8000000001"),
    ],
)
async def test_it_hides_what_insurance_keeps_in_the_original_too(
    commune: Commune, field: str, code: str, value: str
) -> None:
    """Population reports what its citizens say of their insurance; what is claimed has a shorter name there."""
    async with commune.house.client(
        world=commune.world, caller="agencies/population", purpose="security-and-defence"
    ) as population:
        report = ReportDiscrepancyRequest(identity_number=LAN, field=field, reported_value="another")
        await population.insurance_discrepancies.ReportDiscrepancy(report)
        claim = ParticipantClaim(person=PersonClaim(identity_number=LAN), **{code: value})
        found = await population.verification.VerifyParticipant(VerifyParticipantRequest(claim=claim))

    assert [(match.field, match.outcome) for match in found.verification.fields] == [(code, MATCH_OUTCOME_UNDER_REVIEW)]
