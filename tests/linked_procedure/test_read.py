"""Dossiers as families and offices write them."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from google.type.date_pb2 import Date

from lienthong.justice.v1 import birth_declaration_pb2 as declarations
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.person_pb2 import SEX_MALE
from lienthong_emulator.linked_procedure import example_dossiers, read_dossiers
from lienthong_emulator.runtime.validation import check

Change = Callable[[str, object], dict[str, Any]]


def request_of(document: object) -> FileBirthDossierRequest:
    [read] = read_dossiers(json.dumps(document))
    assert read.refusal is None, read.refusal
    assert read.request is not None
    return read.request


def test_the_five_examples_are_read() -> None:
    found = read_dossiers(example_dossiers())

    assert [(read.index, read.linked_dossier_id, read.refusal) for read in found] == [
        (index, f"G22.99-220105-000{index + 1}", None) for index in range(5)
    ]


def test_the_five_examples_keep_the_shape_rules_of_the_contract() -> None:
    for read in read_dossiers(example_dossiers()):
        assert read.request is not None
        check(read.request)


def test_a_dossier_becomes_a_request(examples: list[Any]) -> None:
    request = request_of(examples[0])
    xuan_thuy = Address(province_code="01", district_code="005", commune_code="00166", detail="Số 12 ngõ 34 Xuân Thủy")

    assert request.linked_dossier_id == "G22.99-220105-0001"
    assert request.one_stop_dossier_id == "H26.1.3-220105-0001"
    assert request.procedure_code == "1.011536"
    assert request.receive_time.ToJsonString() == "2022-01-05T02:10:00Z"
    assert request.declaration.registration_kind == declarations.REGISTRATION_KIND_ON_TIME
    assert request.declaration.copies == 1
    assert request.declaration.child.sex == SEX_MALE
    assert request.declaration.father == declarations.Parent(
        full_name="Trần Văn Hùng",
        birth_date=Date(year=1990, month=11, day=2),
        ethnic_group="01",
        nationality="VN",
        residence_kind=declarations.RESIDENCE_KIND_PERMANENT,
        residence=xuan_thuy,
        paper=declarations.IdentityPaper(kind=declarations.PAPER_KIND_CCCD, number="901090000029"),
        personal_number="901090000029",
    )
    assert request.declaration.health_insurance == declarations.HealthInsuranceRequest(
        initial_facility="01019", household_code="0199000001", delivery=declarations.CARD_DELIVERY_ELECTRONIC
    )


def test_a_parent_of_whom_nothing_is_said_is_absent(examples: list[Any]) -> None:
    dossier = examples[3]
    dossier["hoTich"] |= {
        "chaHoTen": " ",
        "chaXacThucThongTin": "0",
        "chaLoaiCuTru": "0",
        "chaNoiCuTru": {"maTinh": ""},
    }

    assert not request_of(dossier).declaration.HasField("father")


def test_a_parent_of_whom_something_is_said_is_present_without_a_name(pao: Change) -> None:
    request = request_of(pao("hoTich.chaQuocTich", "LA"))

    assert request.declaration.father == declarations.Parent(nationality="LA")


def test_a_sender_may_have_verified_the_mother(pao: Change) -> None:
    assert request_of(pao("hoTich.meXacThucThongTin", "1")).declaration.mother.verified_by_sender


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("03/11/1988", Date(year=1988, month=11, day=3), id="a day"),
        pytest.param("3/1/1988", Date(year=1988, month=1, day=3), id="a day without leading zeros"),
        pytest.param("29/02/1988", Date(year=1988, month=2, day=29), id="a leap day"),
        pytest.param("11/1988", Date(year=1988, month=11), id="a month"),
        pytest.param("1988", Date(year=1988), id="a year"),
        pytest.param(1988, Date(year=1988), id="a year as a number"),
    ],
)
def test_a_date_may_lack_its_day_and_month(pao: Change, text: object, date: Date) -> None:
    assert request_of(pao("hoTich.meNgaySinh", text)).declaration.mother.birth_date == date


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("hoTich.loaiDangKy", 4, id="a code"),
        pytest.param("hoTich.soLuongBanSao", 1, id="a count"),
        pytest.param("hoTich.meSoGiayToTuyThan", 999000456, id="digits"),
        pytest.param("hoTich.nksNgaySinh", "3/11/2021", id="a date without leading zeros"),
        pytest.param("hoTich.meSoDDCN", None, id="null for an empty text"),
        pytest.param("hoTich.meSoDDCN", ..., id="nothing for an empty text"),
        pytest.param("hoTich.chaNoiCuTru", {}, id="an empty address"),
        pytest.param("hoTich.chaNoiCuTru", "", id="an empty text for an address"),
        pytest.param("fileDinhKem", [{"id": "1", "tenTepDinhKem": "gcs.pdf"}], id="an attachment"),
    ],
)
def test_the_same_is_read_from_other_writing(pao: Change, examples: list[Any], key: str, value: object) -> None:
    assert request_of(pao(key, value)) == request_of(examples[3])


@pytest.mark.parametrize("block", ["hoTich", "bhyt"])
def test_a_block_may_be_json_text(pao: Change, examples: list[Any], block: str) -> None:
    assert request_of(pao(block, json.dumps(examples[3][block]))) == request_of(examples[3])


def test_a_number_keeps_the_digits_as_written(examples: list[Any]) -> None:
    document = json.dumps(examples[0]).replace('"1.011536"', "1.01150").replace('"901193000017"', "9" * 5000)

    [read] = read_dossiers(document)
    assert read.request is not None
    assert read.request.procedure_code == "1.01150"
    assert read.request.declaration.mother.personal_number == "9" * 5000


def test_the_wrapper_of_the_real_link_is_opened(examples: list[Any]) -> None:
    plain = examples[0]
    wrapped = {
        **{key: plain[key] for key in ("maTTHC", "maHoSoLT", "maHoSoMCDT", "ngayTiepNhan")},
        "maDonVi": "H26.1.3",
        "module": "KS",
        "data": json.dumps({"hoTich": json.dumps(plain["hoTich"]), "bhyt": plain["bhyt"]}),
        "fileDinhKem": [],
    }

    assert request_of(wrapped) == request_of(plain)


def test_a_single_dossier_and_a_byte_order_mark_are_read(examples: list[Any]) -> None:
    [read] = read_dossiers(b"\xef\xbb\xbf" + json.dumps(examples[0]).encode())

    assert read.request == request_of(examples[:1])


def test_a_birth_abroad_needs_no_place_at_home(khoi: Change) -> None:
    dossier = khoi("hoTich.nksNoiSinh", ...)
    dossier["hoTich"]["nksNoiSinhNuocNgoai"] = "Lào"

    assert request_of(dossier).declaration.child.birth_place_abroad == "Lào"


def test_a_bad_dossier_does_not_stop_the_others(khoi: Change, examples: list[Any]) -> None:
    found = read_dossiers(json.dumps([examples[1], khoi("hoTich.nksHoTen", ""), 7, examples[3]]))

    assert [(read.linked_dossier_id, read.request is None) for read in found] == [
        ("G22.99-220105-0002", False),
        ("G22.99-220105-0001", True),
        ("", True),
        ("G22.99-220105-0004", False),
    ]
    assert [(read.refusal.reason, read.refusal.field) for read in found if read.refusal] == [
        ("FIELD_REQUIRED", "nksHoTen"),
        ("WRONG_TYPE", ""),
    ]


ALWAYS_NEEDED = [
    "hoTich",
    "hoTich.loaiDangKy",
    "hoTich.noiDangKy",
    *(f"hoTich.nks{key}" for key in ("HoTen", "GioiTinh", "NgaySinh", "NoiSinh", "QueQuan", "DanToc", "QuocTich")),
    "hoTich.nksLoaiKhaiSinh",
    "hoTich.nycHoTen",
    "hoTich.nycQuanHe",
    "bhyt",
    "bhyt.maDKBD",
]
OF_MOTHER = ["hoTich.meHoTen", "hoTich.meNgaySinh", "hoTich.meNoiCuTru"]
OF_FATHER = ["hoTich.chaHoTen", "hoTich.chaNgaySinh"]


def places_in(dossier: dict[str, Any]) -> list[str]:
    return [*dossier, *(f"{block}.{key}" for block in ("hoTich", "bhyt") for key in dossier[block])]


def missed_without(dossier: dict[str, Any], place: str) -> bool:
    """Whether the dossier is refused without the value at a place."""
    *around, key = place.split(".")
    del (dossier[around[0]] if around else dossier)[key]
    [read] = read_dossiers(json.dumps(dossier))
    assert read.refusal is None or (read.refusal.reason, read.refusal.field) == ("FIELD_REQUIRED", key)
    return read.refusal is not None


@pytest.mark.parametrize(
    ("birth_kind", "parents"),
    [
        pytest.param("1", [*OF_MOTHER, *OF_FATHER], id="both parents known"),
        pytest.param("2", OF_FATHER, id="mother unknown"),
        pytest.param("3", OF_MOTHER, id="father unknown"),
        pytest.param("4", [], id="both unknown"),
        pytest.param("5", [], id="abandoned"),
    ],
)
def test_what_must_be_given_depends_on_the_parents_who_are_known(
    khoi: Change, birth_kind: str, parents: list[str]
) -> None:
    of_kind = partial(khoi, "hoTich.nksLoaiKhaiSinh", birth_kind)
    missed = [place for place in places_in(of_kind()) if missed_without(of_kind(), place)]

    assert sorted(missed) == sorted([*ALWAYS_NEEDED, *parents])
