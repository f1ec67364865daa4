"""The register of taxpayers over the wire: what is told, listed and refused."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.alone import playing
from tests.tax.example import AN_PHAT, HUNG, LAN, MAI_THE_TAILOR, SAO_MAI_SCHOOL, STRANGER

from lienthong.client import Client
from lienthong.tax.v1 import taxpayer_pb2
from lienthong.tax.v1.taxpayer_service_pb2 import GetTaxpayerRequest, ListIncomePaymentsRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_CMND,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IdentityNumber,
)
from lienthong.type.v1.person_pb2 import SEX_FEMALE
from lienthong_emulator.tax.agency import AGENCY

if TYPE_CHECKING:
    from conftest import Refusing

BAD, NOT_FOUND = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND
NUMBERS = [
    IdentityNumber(type=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, value="901193000017"),
    IdentityNumber(type=IDENTITY_NUMBER_TYPE_CMND, value="990000017"),
]
DECEMBER = Date(year=2021, month=12)


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncGenerator[Client]:
    async with playing(replace(AGENCY, rows="tests.tax.example:rows"), tmp_path) as client:
        yield client


async def test_a_person_is_told_with_all_that_the_register_holds(client: Client) -> None:
    told = await client.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code=LAN))

    assert told == taxpayer_pb2.Taxpayer(
        name=told.name,
        tax_code=LAN,
        display_name="Nguyễn Thị Lan",
        address=Address(province_code="01", district_code="005", commune_code="00166", detail="Số 12 ngõ 34 Xuân Thủy"),
        phone="0000000001",
        email="lan@thu.example",
        status=taxpayer_pb2.TAXPAYER_STATUS_ACTIVE,
        managing_tax_office="01005",
        etag="1",
        person=taxpayer_pb2.Person(
            birth_date=Date(year=1993, month=5, day=17), sex=SEX_FEMALE, nationality="VN", identity_numbers=NUMBERS
        ),
    )
    assert told.name.startswith("taxpayers/")
    assert LAN not in told.name


@pytest.mark.parametrize("number", ["901193000017", "990000017"])
async def test_a_person_is_found_by_any_number(client: Client, number: str) -> None:
    request = GetTaxpayerRequest(identity_number=IdentityNumber(value=number))

    assert (await client.taxpayers.GetTaxpayer(request)).tax_code == LAN


async def test_a_person_who_died_has_ended_as_a_taxpayer(client: Client) -> None:
    told = await client.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code=HUNG))

    assert (told.status, told.end_date) == (taxpayer_pb2.TAXPAYER_STATUS_ENDED, Date(year=2021, month=11, day=3))
    assert told.person.birth_date == Date(year=1960)


async def test_an_organisation_is_told_with_all_that_the_register_holds(client: Client) -> None:
    told = await client.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code=AN_PHAT))

    assert told == taxpayer_pb2.Taxpayer(
        name=told.name,
        tax_code=AN_PHAT,
        display_name="Công ty TNHH An Phát",
        address=Address(province_code="79", district_code="760", commune_code="26734", detail="Số 1 Lê Lợi"),
        phone="0000000002",
        email="an-phat@cty.example",
        status=taxpayer_pb2.TAXPAYER_STATUS_ACTIVE,
        managing_tax_office="79760",
        etag="1",
        organisation=taxpayer_pb2.Organisation(
            economic_type=taxpayer_pb2.ECONOMIC_TYPE_ENTERPRISE,
            establishment_decision=AN_PHAT,
            establishment_province="79",
            business_line="Bán buôn",
            founding_date=Date(year=2011, month=4, day=1),
            declared_headcount=2,
        ),
    )


@pytest.mark.parametrize(
    ("code", "status", "economic_type"),
    [
        pytest.param(MAI_THE_TAILOR, "HOUSEHOLD_ACTIVE", "HOUSEHOLD_BUSINESS", id="a household business"),
        pytest.param(SAO_MAI_SCHOOL, "ACTIVE", "PUBLIC_UNIT", id="a school"),
        pytest.param("0309900172-001", "SUSPENDED", "FOREIGN_INVESTED", id="a dependent unit"),
    ],
)
async def test_status_and_economic_type_are_those_of_the_contract(
    client: Client, code: str, status: str, economic_type: str
) -> None:
    told = await client.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code=code))

    assert taxpayer_pb2.TaxpayerStatus.Name(told.status) == f"TAXPAYER_STATUS_{status}"
    assert taxpayer_pb2.EconomicType.Name(told.organisation.economic_type) == f"ECONOMIC_TYPE_{economic_type}"


async def test_a_payment_is_told_with_both_sides(client: Client) -> None:
    request = ListIncomePaymentsRequest(employer_tax_code=SAO_MAI_SCHOOL, month=DECEMBER)
    listed = await client.taxpayers.ListIncomePayments(request)

    assert list(listed.payments) == [
        taxpayer_pb2.IncomePayment(
            employer_tax_code=SAO_MAI_SCHOOL,
            employer_name="Trường Tiểu học Sao Mai",
            person_tax_code=LAN,
            person_name="Nguyễn Thị Lan",
            identity_number=NUMBERS[0],
            month=DECEMBER,
            income=3_000_000,
        )
    ]
    assert listed.next_page_token == ""


@pytest.mark.parametrize(
    "party",
    [ListIncomePaymentsRequest(employer_tax_code=AN_PHAT), ListIncomePaymentsRequest(person_tax_code=LAN)],
    ids=["of an employer", "to a person"],
)
@pytest.mark.parametrize("month", [Date(), DECEMBER], ids=["all months", "December"])
async def test_pages_follow_each_other_without_gap_or_repetition(
    client: Client, party: ListIncomePaymentsRequest, month: Date
) -> None:
    request = ListIncomePaymentsRequest(month=month)
    request.MergeFrom(party)
    whole = await client.taxpayers.ListIncomePayments(request)
    request.page_size = 1
    pages = list[taxpayer_pb2.IncomePayment]()
    while not pages or request.page_token:
        page = await client.taxpayers.ListIncomePayments(request)
        assert len(page.payments) == 1
        pages += page.payments
        request.page_token = page.next_page_token
    assert pages == list(whole.payments)


CALLS = [
    pytest.param(
        "GetTaxpayer", GetTaxpayerRequest(tax_code=STRANGER), NOT_FOUND, "TAXPAYER_NOT_FOUND", "tax_code", id="nobody"
    ),
    pytest.param(
        "GetTaxpayer",
        GetTaxpayerRequest(identity_number=IdentityNumber(value="901193000999")),
        NOT_FOUND,
        "TAXPAYER_NOT_FOUND",
        "identity_number",
        id="nobody with this number",
    ),
    pytest.param(
        "GetTaxpayer",
        GetTaxpayerRequest(tax_code="0100109107"),
        BAD,
        "TAX_CODE_CHECK_DIGIT",
        "tax_code",
        id="check digit",
    ),
    pytest.param(
        "GetTaxpayer", GetTaxpayerRequest(tax_code="0100109106-000"), BAD, "TAX_CODE_ZEROS", "tax_code", id="zeros"
    ),
    pytest.param(
        "GetTaxpayer", GetTaxpayerRequest(tax_code="010010910"), BAD, "INVALID_REQUEST", "tax_code", id="nine digits"
    ),
    pytest.param("GetTaxpayer", GetTaxpayerRequest(), BAD, "INVALID_REQUEST", "number", id="no number"),
    pytest.param(
        "ListIncomePayments",
        ListIncomePaymentsRequest(employer_tax_code=LAN),
        NOT_FOUND,
        "TAXPAYER_NOT_FOUND",
        "employer_tax_code",
        id="a person is no employer",
    ),
    pytest.param(
        "ListIncomePayments",
        ListIncomePaymentsRequest(person_tax_code="0100109107"),
        BAD,
        "TAX_CODE_CHECK_DIGIT",
        "person_tax_code",
        id="check digit of a person",
    ),
    pytest.param(
        "ListIncomePayments",
        ListIncomePaymentsRequest(person_tax_code=LAN, month=Date(year=2021, month=13)),
        BAD,
        "INVALID_REQUEST",
        "month",
        id="a thirteenth month",
    ),
    pytest.param(
        "ListIncomePayments",
        ListIncomePaymentsRequest(person_tax_code=LAN, month=Date(year=2021, month=12, day=1)),
        BAD,
        "INVALID_REQUEST",
        "month",
        id="a day",
    ),
    pytest.param(
        "ListIncomePayments",
        ListIncomePaymentsRequest(person_tax_code=LAN, page_token="202112-1-0"),
        BAD,
        "MALFORMED_PAGE_TOKEN",
        "page_token",
        id="a token of one's own",
    ),
    pytest.param(
        "ListIncomePayments",
        ListIncomePaymentsRequest(person_tax_code=LAN, page_token="next"),
        BAD,
        "MALFORMED_PAGE_TOKEN",
        "page_token",
        id="a word",
    ),
]


@pytest.mark.parametrize(("method", "request_", "code", "reason", "field"), CALLS)
async def test_what_cannot_be_answered_is_refused_in_two_languages(
    client: Client, refusal: Refusing, *, method: str, request_: Any, code: grpc.StatusCode, reason: str, field: str
) -> None:
    no = await refusal(getattr(client.taxpayers, method)(request_))

    assert (no.code, no.reason, no.field) == (code, reason, field)
    assert no.message
    assert no.message_vi
    assert no.message != no.message_vi


async def test_a_token_serves_only_the_list_that_gave_it(client: Client, refusal: Refusing) -> None:
    first = await client.taxpayers.ListIncomePayments(ListIncomePaymentsRequest(employer_tax_code=AN_PHAT, page_size=1))
    other = ListIncomePaymentsRequest(person_tax_code=LAN, page_token=first.next_page_token)

    assert (await refusal(client.taxpayers.ListIncomePayments(other))).reason == "MALFORMED_PAGE_TOKEN"
