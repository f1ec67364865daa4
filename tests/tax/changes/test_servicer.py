"""Changes of taxpayers over the wire: what stands afterwards, and what is refused."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.alone import playing
from tests.tax.example import AN_PHAT, AN_PHAT_IN_HA_NOI, LAN, MAI_THE_TAILOR, SAO_MAI_SCHOOL, STRANGER

from lienthong.client import Client
from lienthong.tax.v1 import taxpayer_change_service_pb2 as contract
from lienthong.tax.v1 import taxpayer_pb2 as pb
from lienthong.tax.v1.events_pb2 import TaxpayerChangeKind
from lienthong.tax.v1.taxpayer_service_pb2 import GetTaxpayerRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.reference.tax_codes import has_right_check_digit
from lienthong_emulator.tax.agency import AGENCY

if TYPE_CHECKING:
    from conftest import Refusing

CAU_GIAY = Address(province_code="01", district_code="005", commune_code="00166", detail="Số 9 Xuân Thủy")
ENDED, ACTIVE = pb.TAXPAYER_STATUS_ENDED, pb.TAXPAYER_STATUS_ACTIVE
SUSPENDED, MOVED = pb.TAXPAYER_STATUS_SUSPENDED, pb.TAXPAYER_STATUS_MOVED


@pytest_asyncio.fixture
async def tax(tmp_path: Path) -> AsyncGenerator[Client]:
    async with playing(replace(AGENCY, rows="tests.tax.example:rows"), tmp_path) as client:
        yield client


AS_TAX = (("lienthong-caller", "agencies/tax"),)


async def change(tax: Client, call: str, **said: Any) -> contract.TaxpayerChange:
    request = getattr(contract, f"{call}Request")(**said)
    return await getattr(tax.taxpayer_changes, call)(request, metadata=AS_TAX)


async def test_a_status_holds_since_a_day_and_insurance_is_told(tax: Client) -> None:
    day = Date(year=2021, month=12, day=20)
    made = await change(tax, "ChangeTaxpayerStatus", tax_code=AN_PHAT, status=SUSPENDED, event_date=day)

    assert made.taxpayer == await tax.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code=AN_PHAT))
    assert (made.taxpayer.status, made.taxpayer.etag, made.taxpayer.HasField("end_date")) == (SUSPENDED, "2", False)
    event = made.event
    assert (event.tax_code, event.status, event.event_date, event.revision) == (AN_PHAT, SUSPENDED, day, 2)
    assert TaxpayerChangeKind.Name(event.kind) == "TAXPAYER_CHANGE_KIND_STATUS"


@pytest.mark.parametrize(
    "status",
    [status for status in pb.TaxpayerStatus.values() if status not in (0, ACTIVE, pb.TAXPAYER_STATUS_HOUSEHOLD_ACTIVE)],
    ids=pb.TaxpayerStatus.Name,
)
async def test_every_status_can_be_given(tax: Client, status: pb.TaxpayerStatus.ValueType) -> None:
    made = await change(tax, "ChangeTaxpayerStatus", tax_code=AN_PHAT, status=status)

    assert made.taxpayer.status == status


async def test_who_was_suspended_may_go_on(tax: Client) -> None:
    made = await change(tax, "ChangeTaxpayerStatus", tax_code=AN_PHAT_IN_HA_NOI, status=ACTIVE)

    assert (made.taxpayer.status, made.taxpayer.HasField("end_date")) == (ACTIVE, False)


async def test_a_merged_code_has_ended_and_leads_to_the_other(tax: Client) -> None:
    made = await change(tax, "MergeTaxCode", tax_code=AN_PHAT_IN_HA_NOI, into_tax_code=AN_PHAT)

    assert (made.taxpayer.status, made.event.merged_into) == (ENDED, AN_PHAT)
    assert made.taxpayer.end_date == Date(year=2022, month=1, day=5)


async def test_the_tax_office_follows_the_head_office(tax: Client) -> None:
    made = await change(tax, "MoveHeadOffice", tax_code=AN_PHAT, head_office=CAU_GIAY)

    assert (made.taxpayer.address, made.taxpayer.managing_tax_office) == (CAU_GIAY, "01005")
    assert made.event.managing_tax_office == "01005"


async def test_a_new_organisation_gets_a_code_that_checks(tax: Client) -> None:
    said: dict[str, Any] = {"display_name": "Công ty TNHH Sông Hồng", "head_office": CAU_GIAY, "economic_type": 1}
    made = [await change(tax, "RegisterOrganisation", **said) for _ in range(20)]

    codes = {one.taxpayer.tax_code for one in made}
    assert len(codes) == 20
    assert all(has_right_check_digit(code) for code in codes)
    assert made[0].taxpayer == await tax.taxpayers.GetTaxpayer(GetTaxpayerRequest(tax_code=made[0].event.tax_code))
    assert made[0].taxpayer.organisation.founding_date == Date(year=2022, month=1, day=5)


async def test_a_dependent_unit_gets_the_next_code_below_its_head(tax: Client) -> None:
    said: dict[str, Any] = {"display_name": "Chi nhánh", "head_office": CAU_GIAY, "economic_type": 1}
    made = await change(tax, "RegisterOrganisation", head_tax_code=AN_PHAT, **said)

    assert made.taxpayer.tax_code == f"{AN_PHAT}-002"


async def test_a_household_business_is_active_in_its_own_way(tax: Client) -> None:
    said: dict[str, Any] = {"display_name": "Hộ kinh doanh Hoa", "head_office": CAU_GIAY, "economic_type": 4}
    made = await change(tax, "RegisterOrganisation", **said)

    assert made.taxpayer.status == pb.TAXPAYER_STATUS_HOUSEHOLD_ACTIVE


async def test_a_person_is_corrected_and_insurance_is_told_nothing(tax: Client) -> None:
    number = IdentityNumber(value="901193000099")
    made = await change(tax, "CorrectTaxpayer", tax_code=LAN, display_name="Nguyễn Thị Làn", identity_number=number)

    assert made.taxpayer.display_name == "Nguyễn Thị Làn"
    assert [held.value for held in made.taxpayer.person.identity_numbers] == ["901193000099", "990000017"]
    assert not made.HasField("event")


async def test_a_change_that_is_asked_for_again_is_answered_as_the_first_time(tax: Client) -> None:
    request_id = "7a3cba62-2ba4-4c4c-8fa2-3d4bd0d83d9a"
    said: dict[str, Any] = {"tax_code": AN_PHAT, "status": SUSPENDED, "request_id": request_id}

    assert await change(tax, "ChangeTaxpayerStatus", **said) == await change(tax, "ChangeTaxpayerStatus", **said)


TOMORROW = Date(year=2022, month=1, day=6)
REFUSED = [
    ("ChangeTaxpayerStatus", {"tax_code": STRANGER, "status": SUSPENDED}, "TAXPAYER_NOT_FOUND"),
    ("ChangeTaxpayerStatus", {"tax_code": "0100109107", "status": SUSPENDED}, "TAX_CODE_CHECK_DIGIT"),
    ("ChangeTaxpayerStatus", {"tax_code": "0100109106-000", "status": SUSPENDED}, "TAX_CODE_ZEROS"),
    ("ChangeTaxpayerStatus", {"tax_code": LAN, "status": SUSPENDED}, "TAXPAYER_NOT_FOUND"),
    ("ChangeTaxpayerStatus", {"tax_code": AN_PHAT, "status": ACTIVE}, "NOTHING_CHANGED"),
    ("ChangeTaxpayerStatus", {"tax_code": AN_PHAT, "status": MOVED, "etag": "7"}, "ETAG_STALE"),
    ("ChangeTaxpayerStatus", {"tax_code": AN_PHAT, "status": MOVED, "event_date": TOMORROW}, "IMPOSSIBLE_DATE"),
    ("ChangeTaxpayerStatus", {"tax_code": SAO_MAI_SCHOOL, "status": 5}, "STATUS_FORBIDS"),
    ("ChangeTaxpayerStatus", {"tax_code": MAI_THE_TAILOR, "status": ACTIVE}, "STATUS_FORBIDS"),
    ("MergeTaxCode", {"tax_code": AN_PHAT, "into_tax_code": AN_PHAT}, "MERGED_INTO_ITSELF"),
    ("MergeTaxCode", {"tax_code": AN_PHAT, "into_tax_code": STRANGER}, "TAXPAYER_NOT_FOUND"),
    ("MoveHeadOffice", {"tax_code": AN_PHAT, "head_office": Address(province_code="01")}, "PLACE_NOT_FOUND"),
    (
        "MoveHeadOffice",
        {"tax_code": AN_PHAT, "head_office": Address(province_code="79", commune_code="00166")},
        "PLACE_NOT_FOUND",
    ),
    ("CorrectTaxpayer", {"tax_code": LAN, "business_line": "May mặc"}, "NOT_OF_ITS_KIND"),
    ("CorrectTaxpayer", {"tax_code": AN_PHAT, "identity_number": IdentityNumber(value="990000017")}, "NOT_OF_ITS_KIND"),
    ("CorrectTaxpayer", {"tax_code": LAN, "identity_number": IdentityNumber(value="99")}, "MALFORMED_NUMBER"),
    ("CorrectTaxpayer", {"tax_code": LAN, "display_name": "Nguyễn Thị Lan"}, "NOTHING_CHANGED"),
]


@pytest.mark.parametrize(("call", "said", "reason"), REFUSED, ids=[f"{call} {no}" for call, _, no in REFUSED])
async def test_what_cannot_be_is_refused(
    tax: Client, refusal: Refusing, call: str, said: dict[str, Any], reason: str
) -> None:
    assert (await refusal(change(tax, call, **said))).reason == reason


async def test_what_has_ended_stays_so(tax: Client, refusal: Refusing) -> None:
    await change(tax, "ChangeTaxpayerStatus", tax_code=AN_PHAT, status=ENDED)

    for call, said in (
        ("ChangeTaxpayerStatus", {"status": ACTIVE}),
        ("MergeTaxCode", {"into_tax_code": SAO_MAI_SCHOOL}),
        ("MoveHeadOffice", {"head_office": CAU_GIAY}),
    ):
        assert (await refusal(change(tax, call, tax_code=AN_PHAT, **said))).reason == "STATUS_FORBIDS"


async def test_nobody_but_the_tax_service_changes_its_register(tax: Client, refusal: Refusing) -> None:
    request = contract.ChangeTaxpayerStatusRequest(tax_code=AN_PHAT, status=SUSPENDED)
    as_insurance = (("lienthong-caller", "agencies/insurance"),)
    call = tax.taxpayer_changes.ChangeTaxpayerStatus(request, metadata=as_insurance)

    assert (await refusal(call)).reason == "ACCESS_NOT_PERMITTED"


WORKSHOP: dict[str, Any] = {
    "display_name": "Xưởng may Bình Minh",
    "head_office": CAU_GIAY,
    "economic_type": 1,
}


@pytest.mark.parametrize(
    ("call", "said", "reason", "field"),
    [
        pytest.param("RegisterOrganisation", {"display_name": "   "}, "INVALID_REQUEST", "display_name", id="blank"),
        pytest.param("RegisterOrganisation", {"display_name": "123"}, "INVALID_REQUEST", "display_name", id="digits"),
        pytest.param(
            "RegisterOrganisation", {"display_name": "An\x07"}, "INVALID_REQUEST", "display_name", id="a bell"
        ),
        pytest.param("RegisterOrganisation", {"phone": "09\x00"}, "INVALID_REQUEST", "phone", id="a telephone"),
        pytest.param(
            "RegisterOrganisation",
            {"head_office": Address(province_code="01", district_code="005", commune_code="00166", detail="9\x1b")},
            "INVALID_REQUEST",
            "head_office.detail",
            id="an address",
        ),
        pytest.param(
            "RegisterOrganisation",
            {"founding_date": Date(year=1, month=1, day=1)},
            "IMPOSSIBLE_DATE",
            "founding_date",
            id="the year 1",
        ),
        pytest.param(
            "RegisterOrganisation",
            {"founding_date": Date(year=1899, month=12, day=31)},
            "IMPOSSIBLE_DATE",
            "founding_date",
            id="the eve of 1900",
        ),
        pytest.param("CorrectTaxpayer", {"display_name": "\t"}, "INVALID_REQUEST", "display_name", id="a correction"),
    ],
)
async def test_what_nobody_can_read_is_refused_by_its_field(
    tax: Client, refusal: Refusing, call: str, said: dict[str, Any], reason: str, field: str
) -> None:
    whole = {**WORKSHOP, **said} if call == "RegisterOrganisation" else {"tax_code": AN_PHAT, **said}
    no = await refusal(change(tax, call, **whole))

    assert (no.reason, no.field) == (reason, field)


async def test_a_name_may_be_of_letters_and_digits(tax: Client) -> None:
    made = await change(tax, "RegisterOrganisation", **WORKSHOP | {"display_name": "Công ty 123"})

    assert made.taxpayer.display_name == "Công ty 123"
