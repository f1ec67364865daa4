"""Death dossiers as families and offices write them: read, refused by their own names, and written again."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from google.type.date_pb2 import Date
from tests.linked_procedure.conftest import changed

from lienthong.insurance.v1.benefit_pb2 import FUNERAL_CLASS_PENSIONER
from lienthong.justice.v1 import birth_declaration_pb2 as declarations
from lienthong.justice.v1 import death_dossier_pb2 as dossiers
from lienthong.justice.v1.civil_status_pb2 import RegisterPlace
from lienthong.justice.v1.death_declaration_pb2 import DEATH_PAPER_KIND_NOTICE, DeathNotice, DeathPaper, Deceased
from lienthong.justice.v1.death_service_pb2 import FileDeathDossierRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.person_pb2 import SEX_MALE
from lienthong.type.v1.refusal_pb2 import Refusal
from lienthong_emulator.linked_procedure import (
    DEATHS,
    declaration_to_json,
    errors,
    example_death_dossiers,
    read_death_dossiers,
    request_to_json,
    result_of_death,
    result_of_refused_death,
)
from lienthong_emulator.linked_procedure.fields import CODED, OBJECTS, Field, Kind
from lienthong_emulator.linked_procedure.shape import nested
from lienthong_emulator.runtime.validation import check

Change = Callable[[str, object], dict[str, Any]]
HANG_BONG = Address(province_code="01", district_code="005", commune_code="00166", detail="Số 3 phố Hàng Bông")
NEEDED = [
    "hoTich",
    *(f"hoTich.{key}" for key in ("loaiDangKy", "noiDangKy", "nktHoTen", "nktGioiTinh", "nktNgaySinh", "nktNgayChet")),
    "hoTich.nycHoTen",
    "hoTich.nycQuanHe",
]


@pytest.fixture
def loc() -> Change:
    """An ordinary death in which the value at a key is another, or absent where it is `...`."""
    return lambda key, value: changed(json.loads(example_death_dossiers())[0], key, value)


def request_of(document: object) -> FileDeathDossierRequest:
    [read] = read_death_dossiers(json.dumps(document))
    assert read.request is not None, read.refusal
    return read.request


def test_the_four_examples_keep_the_shape_rules_of_the_contract() -> None:
    found = read_death_dossiers(example_death_dossiers())

    assert [read.linked_dossier_id for read in found] == [f"G23.99-220105-000{place}" for place in (1, 2, 3, 4)]
    for read in found:
        assert read.request is not None, read.refusal
        check(read.request)


def test_a_dossier_becomes_a_request() -> None:
    request = request_of(json.loads(example_death_dossiers())[0])
    notice_day = Date(year=2022, month=1, day=4)

    assert (request.linked_dossier_id, request.procedure_code) == ("G23.99-220105-0001", "1.011537")
    assert request.receive_time.ToJsonString() == "2022-01-05T02:10:00Z"
    assert request.declaration.death_notice == DeathNotice(number="GBT.01019.2022.000012", issue_date=notice_day)
    assert request.declaration.paper == DeathPaper(
        kind=DEATH_PAPER_KIND_NOTICE, number="12/GBT", issue_date=notice_day, issuer="Bệnh viện E"
    )
    assert request.declaration.deceased == Deceased(
        full_name="Nguyễn Văn Lộc",
        sex=SEX_MALE,
        birth_date=Date(year=1955, month=6, day=30),
        ethnic_group="01",
        nationality="VN",
        residence_kind=declarations.RESIDENCE_KIND_PERMANENT,
        residence=HANG_BONG,
        paper=declarations.IdentityPaper(kind=declarations.PAPER_KIND_CCCD, number="901055000156"),
        death_date=notice_day,
        death_time="21:40",
        death_place="Bệnh viện E",
        death_cause="Suy tim",
    )
    assert request.declaration.applicant.relation == "Vợ"


@pytest.mark.parametrize("place", NEEDED)
def test_what_must_be_given_is_missed_by_its_name(loc: Change, place: str) -> None:
    [read] = read_death_dossiers(json.dumps(loc(place, ...)))

    assert read.refusal is not None
    assert (read.refusal.reason, read.refusal.field) == ("FIELD_REQUIRED", place.removeprefix("hoTich."))


def test_nothing_else_must_be_given() -> None:
    places = [".".join(field.place) for field in DEATHS.fields if field.need]

    assert sorted(places) == sorted(NEEDED)


@pytest.mark.parametrize(
    ("key", "value", "expected", "field"),
    [
        pytest.param("hoTich.nktHoTem", "Lộc", errors.MisspeltField, "nktHoTem", id="a misspelt key"),
        pytest.param("hoTich.nksHoTen", "Lộc", errors.MisspeltField, "nksHoTen", id="a key of a birth"),
        pytest.param("bhyt", {"maDKBD": "01019"}, errors.UnknownField, "bhyt", id="the block of a birth"),
        pytest.param("hoTich.nktNgayChet", "31/02/2022", errors.ImpossibleDate, "nktNgayChet", id="no such day"),
        pytest.param("hoTich.nktNgayChet", "2022-01-04", errors.MalformedDate, "nktNgayChet", id="an ISO date"),
        pytest.param("hoTich.nktGioPhutChet", ["21:40"], errors.TextExpected, "nktGioPhutChet", id="a list"),
        pytest.param("hoTich.nktNoiCuTru", "Hà Nội", errors.ObjectExpected, "nktNoiCuTru", id="a text for an address"),
        pytest.param("hoTich.nktGioiTinh", "Nam", errors.UnknownCode, "nktGioiTinh", id="a word for a sex"),
        pytest.param("hoTich.gbtLoai", "4", errors.UnknownCode, "gbtLoai", id="a kind of paper"),
        pytest.param("hoTich.gbtNgay", "4.1.2022", errors.MalformedDate, "gbtNgay", id="a day of a paper"),
        pytest.param("hoTich.gbtCoQuanCap", "Bệnh\nviện", errors.MalformedText, "gbtCoQuanCap", id="a line end"),
        pytest.param("hoTich.nycLoaiCuTru", "3", errors.UnknownCode, "nycLoaiCuTru", id="a kind of residence"),
        pytest.param("hoTich.soLuongBanSao", "-1", errors.WholeNumberExpected, "soLuongBanSao", id="a debt of copies"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    loc: Change, key: str, value: object, expected: type[errors.Unreadable], field: str
) -> None:
    [read] = read_death_dossiers(json.dumps(loc(key, value)))

    assert (type(read.refusal), read.refusal and read.refusal.field) == (expected, field)


def without_empty(written: dict[str, Any]) -> dict[str, Any]:
    return {
        key: without_empty(value) if isinstance(value, dict) else value for key, value in written.items() if value != ""
    }


@pytest.mark.parametrize("index", range(4))
def test_an_example_is_written_as_it_was_read(index: int) -> None:
    example = json.loads(example_death_dossiers())[index]
    request = request_of(example)
    filed = dossiers.DeathDossier(
        linked_dossier_id=request.linked_dossier_id,
        one_stop_dossier_id=request.one_stop_dossier_id,
        declaration=request.declaration,
    )

    assert request_to_json(request) == without_empty(example)
    kept = {key: value for key, value in without_empty(example).items() if key not in ("maTTHC", "ngayTiepNhan")}
    assert declaration_to_json(filed) == kept


def text_for(field: Field) -> str:
    if field.kind in CODED:
        return list(field.codes)[-1]
    known = {Kind.DATE: "09/02/2021", Kind.INSTANT: "09/02/2021 08:05", Kind.COUNT: "7", Kind.YES_OR_NO: "1"}
    return known.get(field.kind, f"of {field.key}")


def test_every_key_goes_there_and_back() -> None:
    held = [field for field in DEATHS.fields if field.kind not in (*OBJECTS, Kind.SKIPPED)]
    whole = nested((field, text_for(field)) for field in held)

    assert request_to_json(request_of(whole)) == whole


def test_what_came_of_a_death_is_told() -> None:
    filed = dossiers.DeathDossier(
        name="deathDossiers/1",
        linked_dossier_id="G23-1",
        case_id="death-1",
        state=dossiers.DEATH_DOSSIER_STATE_FINISHED,
        death_record=dossiers.DeathRecord(
            name="deathRecords/1", place=RegisterPlace(number="1/2022", book="TP/KT-2022", page=1)
        ),
        funeral_allowance=dossiers.FuneralAllowance(
            claim="benefitClaims/1",
            funeral_class=FUNERAL_CLASS_PENSIONER,
            amount=14_900_000,
            due_date=Date(year=2022, month=1, day=19),
        ),
    )

    assert result_of_death(filed).to_json() == {
        "dossier": "G23-1",
        "state": "FINISHED",
        "case": "death-1",
        "record": "deathRecords/1",
        "number": "1/2022",
        "book": "TP/KT-2022",
        "page": 1,
        "claim": "benefitClaims/1",
        "funeral_class": "PENSIONER",
        "amount": 14_900_000,
        "pay_by": "2022-01-19",
        "allowance_refusal": None,
        "refusal": None,
    }


def test_a_refusal_of_the_desk_is_told_in_the_senders_words() -> None:
    [read] = read_death_dossiers(json.dumps(json.loads(example_death_dossiers())[0]))
    refusal = Refusal(
        reason="DATE_IN_FUTURE",
        field="declaration.deceased.death_date",
        message="declaration.deceased.death_date lies ahead.",
    )

    told = result_of_refused_death(read, refusal).to_json()

    assert (told["dossier"], told["state"]) == ("G23.99-220105-0001", "REFUSED")
    assert told["refusal"] == {
        "reason": "DATE_IN_FUTURE",
        "field": "nktNgayChet",
        "message": "nktNgayChet lies ahead.",
    }
