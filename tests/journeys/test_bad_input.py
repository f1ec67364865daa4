"""Bad input is refused over the wire: the reason and the field are named in two languages, and nothing is kept."""

from __future__ import annotations

from types import EllipsisType
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.type.date_pb2 import Date
from tests.journeys.quiet import quiet

from lienthong.insurance.v1.card_service_pb2 import RenderCardRequest
from lienthong.justice.v1.birth_declaration_pb2 import PAPER_KIND_CCCD, PAPER_KIND_CMND, IdentityPaper
from lienthong.justice.v1.civil_status_service_pb2 import (
    FileBirthDossierRequest,
)
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.linked_procedure.paths import put

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Born, Commune, Example
    from lienthong.refusals import Refused

__all__ = ["quiet"]

pytestmark = pytest.mark.asyncio(loop_scope="session")

BAD = grpc.StatusCode.INVALID_ARGUMENT
NOT_FOUND = grpc.StatusCode.NOT_FOUND
WEST_LAKE = Address(province_code="01", district_code="003", commune_code="00166")
NOBODY = IdentityNumber(value="901193000999")
REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c003"


def said_in_both_languages(no: Refused) -> bool:
    return bool(no.message) and bool(no.message_vi) and no.message != no.message_vi


@pytest.mark.parametrize(
    ("path", "value", "reason", "field"),
    [
        pytest.param("mother", ..., "FIELD_REQUIRED", "mother", id="a known mother is missing"),
        pytest.param("child.birth_kind", 2, "FIELD_NOT_EXPECTED", "mother", id="an unknown mother is given"),
        pytest.param("child.birth_kind", 3, "FIELD_NOT_EXPECTED", "father", id="an unknown father is given"),
        pytest.param("child.birth_kind", 5, "FIELD_NOT_EXPECTED", "mother", id="a foundling has a mother"),
        pytest.param(
            *("child.birth_date", Date(year=2021, month=2, day=29), "IMPOSSIBLE_DATE", "child.birth_date"),
            id="a day that no calendar has",
        ),
        pytest.param(
            *("child.birth_date", Date(year=2021), "IMPOSSIBLE_DATE", "child.birth_date"),
            id="a child with a year alone",
        ),
        pytest.param(
            *("mother.birth_date", Date(year=1993, month=2, day=30), "IMPOSSIBLE_DATE", "mother.birth_date"),
            id="a mother born on a day that no calendar has",
        ),
        pytest.param(
            *("father.birth_date", Date(year=1990, day=2), "IMPOSSIBLE_DATE", "father.birth_date"),
            id="a day without its month",
        ),
        pytest.param(
            *("father.birth_date", Date(year=1799), "IMPOSSIBLE_DATE", "father.birth_date"),
            id="a father older than anybody",
        ),
        pytest.param(
            *("birth_notice.issue_date", Date(year=2021, month=13), "IMPOSSIBLE_DATE", "birth_notice.issue_date"),
            id="a thirteenth month",
        ),
        pytest.param(
            *("child.birth_date", Date(year=2022, month=1, day=6), "DATE_IN_FUTURE", "child.birth_date"),
            id="a child born tomorrow",
        ),
        pytest.param(
            *("birth_notice.issue_date", Date(year=2023), "DATE_IN_FUTURE", "birth_notice.issue_date"),
            id="a notice of next year",
        ),
        pytest.param(
            *("registration_commune", "99999", "PLACE_NOT_FOUND", "registration_commune"), id="an unknown commune"
        ),
        pytest.param(
            *("child.hometown.province_code", "03", "PLACE_NOT_FOUND", "child.hometown.province_code"),
            id="an unknown province",
        ),
        pytest.param(
            *("mother.residence.district_code", "760", "PLACE_NOT_FOUND", "mother.residence.district_code"),
            id="a district of another province",
        ),
        pytest.param(
            *("father.residence", WEST_LAKE, "PLACE_NOT_FOUND", "father.residence.commune_code"),
            id="a commune of another district",
        ),
        pytest.param(
            *("applicant.residence.province_code", "00", "PLACE_NOT_FOUND", "applicant.residence.province_code"),
            id="the applicant's province",
        ),
        pytest.param(
            "health_insurance.initial_facility",
            *("01000", "FACILITY_NOT_FOUND", "health_insurance.initial_facility"),
            id="an unknown facility",
        ),
        pytest.param(
            *("child.ethnic_group", "77", "ETHNIC_GROUP_NOT_FOUND", "child.ethnic_group"), id="an unknown ethnic group"
        ),
        pytest.param(
            *("mother.personal_number", "777193000017", "MALFORMED_NUMBER", "mother.personal_number"),
            id="a number of no place",
        ),
        pytest.param(
            "child.paper",
            IdentityPaper(kind=PAPER_KIND_CCCD, number="12345"),
            *("MALFORMED_NUMBER", "child.paper.number"),
            id="a child's number too short",
        ),
        pytest.param(
            *("mother.personal_number", "901093000017", "NUMBER_CONTRADICTS_SEX", "mother.personal_number"),
            id="a man's number for the mother",
        ),
        pytest.param(
            *("father.personal_number", "901190000029", "NUMBER_CONTRADICTS_SEX", "father.personal_number"),
            id="a woman's number for the father",
        ),
        pytest.param(
            *("mother.personal_number", "901192000017", "NUMBER_CONTRADICTS_BIRTH_DATE", "mother.personal_number"),
            id="a number of another year",
        ),
        pytest.param(
            *("mother.birth_date", Date(year=2021, month=12, day=28), "PARENT_NOT_OLDER", "mother.birth_date"),
            id="a mother born on the same day",
        ),
        pytest.param(
            *("father.birth_date", Date(year=2021), "PARENT_NOT_OLDER", "father.birth_date"),
            id="a father born in the same year, the day unknown",
        ),
    ],
)
async def test_a_declaration_that_cannot_be_right_is_refused_and_nothing_is_kept(
    quiet: Commune,
    khoi: Example,
    refusal: Refusing,
    *,
    path: str,
    value: Any,
    reason: str,
    field: str,
) -> None:
    request = altered(quiet.request(khoi()), f"declaration.{path}", value)
    no = await refusal(quiet.client.civil_status.FileBirthDossier(request))

    assert (no.code, no.reason, no.field) == (BAD, reason, f"declaration.{field}")
    assert said_in_both_languages(no)
    assert await quiet.dossiers() == []
    assert (await refusal(quiet.citizen("901221900000"))).reason == "CITIZEN_NOT_FOUND"


@pytest.mark.parametrize(
    ("kind", "number", "reason"),
    [
        pytest.param(PAPER_KIND_CMND, "12345678", "MALFORMED_NUMBER", id="a CMND of 8 digits"),
        pytest.param(PAPER_KIND_CCCD, "90119300001", "MALFORMED_NUMBER", id="a CCCD of 11 digits"),
        pytest.param(PAPER_KIND_CCCD, "901093000017", "NUMBER_CONTRADICTS_SEX", id="a CCCD of a man"),
        pytest.param(PAPER_KIND_CCCD, "", "FIELD_REQUIRED", id="no number at all"),
    ],
)
async def test_a_mothers_paper_must_carry_a_number_of_its_kind(
    quiet: Commune, khoi: Example, refusal: Refusing, kind: int, number: str, reason: str
) -> None:
    request = altered(quiet.request(khoi(meSoDDCN="")), "declaration.mother.paper.kind", kind)
    altered(request, "declaration.mother.paper.number", number)
    no = await refusal(quiet.client.civil_status.FileBirthDossier(request))

    field = "personal_number" if reason == "FIELD_REQUIRED" else "paper.number"
    assert (no.code, no.reason, no.field) == (BAD, reason, f"declaration.mother.{field}")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("request_id", "one", id="no UUID"),
        pytest.param("linked_dossier_id", "x" * 51, id="an id too long"),
        pytest.param("linked_dossier_id", "'; DROP TABLE birth_dossier; --", id="an id with SQL"),
        pytest.param("declaration", ..., id="nothing declared"),
        pytest.param("declaration.child", ..., id="no child"),
        pytest.param("declaration.child.full_name", "", id="no name"),
        pytest.param("declaration.child.full_name", "A" * 151, id="a name too long"),
        pytest.param("declaration.child.sex", 0, id="no sex"),
        pytest.param("declaration.child.sex", 9, id="a sex that is not in the list"),
        pytest.param("declaration.child.birth_date", ..., id="no day of birth"),
        pytest.param("declaration.child.nationality", "vn", id="small letters"),
        pytest.param("declaration.registration_kind", 0, id="no kind of registration"),
        pytest.param("declaration.registration_commune", "Dịch Vọng", id="a name in place of a code"),
        pytest.param("declaration.copies", -1, id="fewer than no copies"),
        pytest.param("declaration.birth_notice.number", "GCS 1", id="a blank in a number"),
        pytest.param("declaration.mother.personal_number", "９０１１９３００００１７", id="digits of full width"),
        pytest.param("declaration.applicant", ..., id="nobody files"),
        pytest.param("declaration.health_insurance", ..., id="nothing asked of insurance"),
        pytest.param("declaration.health_insurance.household_code", "199000001", id="a household of 9 digits"),
        pytest.param(
            "declaration.health_insurance.temporary_card", "DN4010122900000", id="a temporary card of an adult"
        ),
    ],
)
async def test_what_breaks_a_shape_rule_is_named(
    quiet: Commune, khoi: Example, refusal: Refusing, path: str, value: Any
) -> None:
    no = await refusal(quiet.client.civil_status.FileBirthDossier(altered(quiet.request(khoi()), path, value)))

    assert (no.code, no.reason, no.field) == (BAD, "INVALID_REQUEST", path)
    assert said_in_both_languages(no)
    assert await quiet.dossiers() == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("child.full_name", "   ", id="a name of blanks"),
        pytest.param(
            "mother.full_name", "--", id="a mother's name without a letter, which nothing could be compared with"
        ),
        pytest.param("applicant.full_name", "1985", id="a year in place of a name"),
        pytest.param("child.full_name", "Trần\nMinh Khôi", id="a name of two lines"),
        pytest.param("father.full_name", "Trần Văn Hùng\0", id="a zero byte"),
        pytest.param("child.full_name", "Trần \u202eMinh Khôi", id="a name that turns the writing round"),
        pytest.param("mother.residence.detail", "Số 12 \x1b[31m", id="an address that colours a terminal"),
    ],
)
async def test_a_text_that_nobody_can_read_is_refused(
    quiet: Commune, khoi: Example, refusal: Refusing, path: str, text: str
) -> None:
    request = altered(quiet.request(khoi()), f"declaration.{path}", text)
    no = await refusal(quiet.client.civil_status.FileBirthDossier(request))

    assert (no.code, no.reason, no.field) == (BAD, "INVALID_REQUEST", f"declaration.{path}")
    assert said_in_both_languages(no)
    assert await quiet.dossiers() == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param('<b>Trần</b> & "Khôi"', id="markup"),
        pytest.param("Robert'); DROP TABLE citizen; --", id="SQL"),
        pytest.param("𝓣𝓻ầ𝓷 😀 Khôi", id="letters beyond the first plane"),
        pytest.param("Ệ" * 100, id="the longest name"),
    ],
)
async def test_an_odd_name_is_carried_through_and_printed(commune: Commune, khoi: Example, name: str) -> None:
    filed = await commune.client.civil_status.FileBirthDossier(
        altered(commune.request(khoi()), "declaration.child.full_name", name)
    )
    ended = await commune.follow(filed.name)

    assert ended.birth_record.full_name == name
    assert (await commune.citizen("901221900000")).full_name == name
    card = await commune.client.cards.RenderCard(RenderCardRequest(card_number=ended.card.card_number))
    assert card.qr_text.split("|")[1] == name.encode().hex()


async def test_ten_megabytes_in_one_field_are_refused_by_its_name(
    quiet: Commune, khoi: Example, refusal: Refusing
) -> None:
    request = altered(quiet.request(khoi()), "declaration.child.birth_place", "Hà Nội " * 1_200_000)
    no = await refusal(quiet.client.civil_status.FileBirthDossier(request))

    assert (no.code, no.reason, no.field) == (BAD, "REQUEST_TOO_LARGE", "declaration.child.birth_place")
    assert no.metadata["limit"] == str(4 << 20)
    assert said_in_both_languages(no)


async def test_what_was_refused_used_up_no_number(commune: Commune, khoi: Example, refusal: Refusing) -> None:
    request = altered(commune.request(khoi()), "declaration.health_insurance.initial_facility", "01000")
    await refusal(commune.client.civil_status.FileBirthDossier(request))
    dossier = await commune.file(khoi())

    assert (dossier.birth_record.number, dossier.card.card_number) == ("1/2022", "TE1010122900000")


async def test_a_birth_before_all_numbers_is_refused(quiet: Commune, born: Born, refusal: Refusing) -> None:
    """Registered again at a hundred and twenty-two: no personal number was ever made for a birth before 1900."""
    no = await refusal(quiet.file(born("Mai Cổ Thụ", nksNgaySinh="31/12/1899", loaiDangKy="2")))

    assert (no.reason, no.field) == ("IMPOSSIBLE_DATE", "declaration.child.birth_date")


def altered(request: FileBirthDossierRequest, path: str, value: Any) -> FileBirthDossierRequest:
    """The request with another value at a path, or none where it is `...`."""
    if not isinstance(value, EllipsisType):
        put(request, path, value)
        return request
    *around, last = path.split(".")
    message: Any = request
    for name in around:
        message = getattr(message, name)
    message.ClearField(last)
    return request
