"""Claims about taxpayers over the wire: what is compared, told and refused."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date
from tests.alone import playing
from tests.tax.example import AN_PHAT, AN_PHAT_IN_HA_NOI, HUNG, LAN, STRANGER

from lienthong.client import Client
from lienthong.tax.v1 import taxpayer_pb2
from lienthong.tax.v1.taxpayer_change_service_pb2 import MergeTaxCodeRequest
from lienthong.tax.v1.taxpayer_service_pb2 import TaxpayerClaim, VerifyTaxpayerRequest, VerifyTaxpayersRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.tax.agency import AGENCY

if TYPE_CHECKING:
    from conftest import Refusing

INSURANCE = (("lienthong-caller", "agencies/insurance"),)
TAX = (("lienthong-caller", "agencies/tax"),)


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncGenerator[Client]:
    async with playing(replace(AGENCY, rows="tests.tax.example:rows"), tmp_path) as client:
        yield client


async def verified(client: Client, mask: tuple[str, ...] = (), **claim: Any) -> Verification:
    request = VerifyTaxpayerRequest(claim=TaxpayerClaim(**claim), compare_mask=FieldMask(paths=mask))
    return (await client.taxpayers.VerifyTaxpayer(request, metadata=INSURANCE)).verification


def outcomes(found: Verification) -> dict[str, str]:
    name = MatchOutcome.Name
    return {match.field: name(match.outcome).removeprefix("MATCH_OUTCOME_") for match in found.fields}


def subject(found: Verification) -> str:
    return SubjectOutcome.Name(found.subject).removeprefix("SUBJECT_OUTCOME_")


async def test_an_organisation_is_compared_field_by_field(client: Client) -> None:
    found = await verified(
        client,
        tax_code=AN_PHAT,
        display_name="CÔNG TY TNHH AN PHÁT",
        address=Address(province_code="79", district_code="760"),
        status=taxpayer_pb2.TAXPAYER_STATUS_ACTIVE,
        headcount=3,
    )

    assert (subject(found), found.confirmed) == ("FOUND", False)
    assert outcomes(found) == {
        "display_name": "MATCH_NORMALIZED",
        "address": "MATCH",
        "status": "MATCH",
        "headcount": "MISMATCH",
    }


@pytest.mark.parametrize("number", ["901193000017", "990000017"], ids=["current", "old"])
async def test_a_person_is_confirmed_by_either_number(client: Client, number: str) -> None:
    found = await verified(
        client,
        tax_code=LAN,
        display_name="Nguyễn Thị Lan",
        birth_date=Date(year=1993, month=5, day=17),
        identity_number=IdentityNumber(value=number),
    )

    assert (found.confirmed, {*outcomes(found).values()}) == (True, {"MATCH"})


async def test_a_number_of_somebody_else_is_a_mismatch(client: Client) -> None:
    found = await verified(client, tax_code=LAN, identity_number=IdentityNumber(value="990000018"))

    assert outcomes(found) == {"identity_number": "MISMATCH"}


async def test_who_died_and_whom_nobody_knows_is_an_answer(client: Client) -> None:
    assert subject(await verified(client, tax_code=HUNG, display_name="Trần Văn Hùng")) == "DECEASED"
    assert subject(await verified(client, tax_code=STRANGER, display_name="Trần Văn Hùng")) == "NOT_FOUND"


async def test_a_code_that_was_merged_leads_to_the_other(client: Client) -> None:
    await client.taxpayer_changes.MergeTaxCode(
        MergeTaxCodeRequest(tax_code=AN_PHAT_IN_HA_NOI, into_tax_code=AN_PHAT), metadata=TAX
    )
    found = await verified(client, tax_code=AN_PHAT_IN_HA_NOI, display_name="Công ty TNHH An Phát")

    assert (subject(found), outcomes(found)) == ("SUPERSEDED_IDENTIFIER", {"display_name": "MATCH"})


async def test_the_mask_says_what_is_compared(client: Client) -> None:
    found = await verified(client, ("status", "headcount"), tax_code=AN_PHAT, headcount=2)

    assert outcomes(found) == {"status": "NOT_COMPARED", "headcount": "MATCH"}


async def test_who_is_no_state_body_is_told_yes_or_no(client: Client) -> None:
    request = VerifyTaxpayerRequest(claim=TaxpayerClaim(tax_code=AN_PHAT, display_name="Công ty TNHH An Phát"))
    found = (await client.taxpayers.VerifyTaxpayer(request)).verification

    assert (found.confirmed, list(found.fields), found.subject) == (True, [], 0)


async def test_batches_are_answered_in_order_and_a_bad_row_is_a_row(client: Client) -> None:
    claims = [
        TaxpayerClaim(tax_code=AN_PHAT, display_name="Công ty TNHH An Phát"),
        TaxpayerClaim(tax_code="0100109107", display_name="wrong check digit"),
        TaxpayerClaim(tax_code="0100109106-000", display_name="branch of zeros"),
        TaxpayerClaim(tax_code=AN_PHAT),
        TaxpayerClaim(tax_code=LAN, display_name="Nguyen Thi Lan"),
        TaxpayerClaim(tax_code=LAN, birth_date=Date(year=1993, month=2, day=30)),
        TaxpayerClaim(tax_code=LAN, identity_number=IdentityNumber(value="12")),
        TaxpayerClaim(tax_code="12", display_name="no code"),
    ]

    async def batches() -> AsyncIterator[VerifyTaxpayersRequest]:
        for number in range(3):
            yield VerifyTaxpayersRequest(batch_id=str(number), claims=claims)

    stream = client.taxpayers.VerifyTaxpayers(batches(), metadata=INSURANCE)
    answers = [answer async for answer in stream]

    assert [(answer.batch_id, answer.source_system) for answer in answers] == [(n, "agencies/tax") for n in "012"]
    for answer in answers:
        rows = answer.verifications
        assert [row.refusal.reason for row in rows] == [
            "",
            "TAX_CODE_CHECK_DIGIT",
            "TAX_CODE_ZEROS",
            "EMPTY_CLAIM",
            "",
            "IMPOSSIBLE_DATE",
            "MALFORMED_NUMBER",
            "INVALID_REQUEST",
        ]
        assert (rows[0].confirmed, outcomes(rows[4])) == (True, {"display_name": "PARTIAL"})


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (VerifyTaxpayerRequest(claim=TaxpayerClaim(tax_code="0100109107", display_name="A")), "TAX_CODE_CHECK_DIGIT"),
        (VerifyTaxpayerRequest(claim=TaxpayerClaim(tax_code="0100109106-000", display_name="A")), "TAX_CODE_ZEROS"),
        (VerifyTaxpayerRequest(claim=TaxpayerClaim(tax_code=AN_PHAT)), "EMPTY_CLAIM"),
        (
            VerifyTaxpayerRequest(
                claim=TaxpayerClaim(tax_code=AN_PHAT, headcount=2), compare_mask=FieldMask(paths=["income"])
            ),
            "UNKNOWN_FIELD",
        ),
    ],
    ids=["check digit", "zeros", "empty", "unknown field"],
)
async def test_a_claim_that_cannot_be_compared_is_refused(
    client: Client, refusal: Refusing, request_: VerifyTaxpayerRequest, reason: str
) -> None:
    assert (await refusal(client.taxpayers.VerifyTaxpayer(request_))).reason == reason


async def test_guessing_comes_to_an_end(client: Client, refusal: Refusing) -> None:
    for headcount in range(100, 120):
        await verified(client, tax_code=AN_PHAT, headcount=headcount)

    request = VerifyTaxpayerRequest(claim=TaxpayerClaim(tax_code=AN_PHAT, headcount=2))
    assert (await refusal(client.taxpayers.VerifyTaxpayer(request, metadata=INSURANCE))).reason == "ATTEMPTS_EXHAUSTED"
