"""The tables of keys."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from lienthong_emulator.linked_procedure import BIRTHS, DEATHS
from lienthong_emulator.linked_procedure.fields import CODED, OBJECTS, Field, Kind
from lienthong_emulator.linked_procedure.forms import Form

NO_PAPER_ISSUE = "the procedure asks only the child and the applicant for a paper's day and place of issue"
OF_A_BIRTH = {
    "request_id": "made by whoever calls, not by the family",
    "declaration.child.paper.other_name": "the procedure has no nksGiayToKhac",
    "declaration.mother.paper.issue_date": NO_PAPER_ISSUE,
    "declaration.mother.paper.issue_place": NO_PAPER_ISSUE,
    "declaration.father.paper.issue_date": NO_PAPER_ISSUE,
    "declaration.father.paper.issue_place": NO_PAPER_ISSUE,
}
OF_A_DEATH = {"request_id": OF_A_BIRTH["request_id"]}
SINGLE_VALUES = ("google.type.Date", "google.protobuf.Timestamp")
TYPES = {
    Kind.TEXT: FieldDescriptor.TYPE_STRING,
    Kind.COUNT: FieldDescriptor.TYPE_INT32,
    Kind.YES_OR_NO: FieldDescriptor.TYPE_BOOL,
    **dict.fromkeys(CODED, FieldDescriptor.TYPE_ENUM),
}
MESSAGES = {
    Kind.DATE: "google.type.Date",
    Kind.INSTANT: "google.protobuf.Timestamp",
    Kind.ADDRESS: "lienthong.type.v1.Address",
}
AnyForm: TypeAlias = Form[Any]
FORMS = [pytest.param(BIRTHS, id="births"), pytest.param(DEATHS, id="deaths")]


def values_of(message: Descriptor, around: str = "") -> Iterator[str]:
    for field in message.fields:
        inner = field.message_type
        if inner is None or inner.full_name in SINGLE_VALUES:
            yield around + field.name
        else:
            yield from values_of(inner, f"{around}{field.name}.")


def every_field() -> list[tuple[AnyForm, Field]]:
    return [(form, field) for form in (BIRTHS, DEATHS) for field in form.fields]


@pytest.mark.parametrize(
    ("form", "without_a_key"),
    [pytest.param(BIRTHS, OF_A_BIRTH, id="births"), pytest.param(DEATHS, OF_A_DEATH, id="deaths")],
)
def test_every_value_of_the_request_has_one_key_or_a_reason_for_none(
    form: AnyForm, without_a_key: Mapping[str, str]
) -> None:
    in_table = [field.path for field in form.fields if field.path and field.kind not in OBJECTS]

    assert Counter([*in_table, *without_a_key]) == Counter(values_of(form.request.DESCRIPTOR))


@pytest.mark.parametrize("form", FORMS)
def test_every_place_stands_once_in_the_table_and_within_an_object_of_the_table(form: AnyForm) -> None:
    objects = {field.place for field in form.fields if field.kind in OBJECTS} | {()}

    assert [place for place, times in Counter(field.place for field in form.fields).items() if times > 1] == []
    assert [field.place for field in form.fields if field.place[:-1] not in objects] == []


@pytest.mark.parametrize("form", FORMS)
def test_only_skipped_keys_have_no_path(form: AnyForm) -> None:
    skipped = [field.key for field in form.fields if field.kind is Kind.SKIPPED]

    assert skipped == [field.key for field in form.fields if not field.path] == ["maDonVi", "module", "fileDinhKem"]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind) for kind in TYPES])
def test_the_kind_of_a_plain_value_is_that_of_the_contract(kind: Kind) -> None:
    types = {form.descriptor_at(field.path).type for form, field in every_field() if field.kind is kind}

    assert types == {TYPES[kind]}


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind) for kind in MESSAGES])
def test_the_kind_of_a_composed_value_is_that_of_the_contract(kind: Kind) -> None:
    inner = [form.descriptor_at(field.path).message_type for form, field in every_field() if field.kind is kind]

    assert {message.full_name for message in inner if message} == {MESSAGES[kind]}


def test_codes_are_the_numbers_of_the_contract_and_words_its_names() -> None:
    keys, of_deaths = BIRTHS.fields_in(("hoTich",)), DEATHS.fields_in(("hoTich",))

    assert keys["nksGioiTinh"].codes == {"1": 1, "2": 2, "3": 3}
    assert keys["meLoaiCuTru"].codes == {"0": 0, "1": 1, "2": 2}
    assert BIRTHS.fields_in(("bhyt",))["nhanThe"].codes == {"ELECTRONIC": 1, "DESK": 2, "POST": 3}
    assert of_deaths["gbtLoai"].codes == {"0": 0, "1": 1, "2": 2, "3": 3}


@pytest.mark.parametrize(
    ("path", "key"),
    [
        pytest.param("linked_dossier_id", "maHoSoLT", id="the envelope"),
        pytest.param("declaration.mother.full_name", "meHoTen", id="a value"),
        pytest.param("declaration.mother.personal_number", "meSoDDCN", id="a personal number"),
        pytest.param("declaration.applicant.paper.number", "nycSoGiayToTuyThan", id="a value of a paper"),
        pytest.param("declaration.health_insurance.initial_facility", "maDKBD", id="insurance"),
        pytest.param("declaration.mother.residence.province_code", "meNoiCuTru.maTinh", id="a part of an address"),
        pytest.param("declaration.child.birth_date.month", "nksNgaySinh", id="a part of a date"),
        pytest.param("receive_time.seconds", "ngayTiepNhan", id="a part of an instant"),
        pytest.param("declaration.child.hometown", "nksQueQuan", id="an address"),
        pytest.param("declaration.child", "nksHoTen", id="the child as a whole"),
        pytest.param("declaration.mother", "meHoTen", id="the mother as a whole"),
        pytest.param("declaration.father", "chaHoTen", id="the father as a whole"),
        pytest.param("declaration.applicant", "nycHoTen", id="the applicant as a whole"),
        pytest.param("declaration.birth_notice", "maGCS", id="the notice as a whole"),
        pytest.param("declaration", "hoTich", id="the declaration as a whole"),
        pytest.param("declaration.health_insurance", "bhyt", id="insurance as a whole"),
    ],
)
def test_a_path_goes_by_its_key(path: str, key: str) -> None:
    assert BIRTHS.json_field(path) == key


@pytest.mark.parametrize("path", ["", ".", "nksNgaySinh", "declaration.", "declaration.uncle", "request_id", "etag"])
def test_an_unknown_path_stays_as_it_is(path: str) -> None:
    assert BIRTHS.json_field(path) == path


@pytest.mark.parametrize(
    ("path", "key"),
    [
        pytest.param("declaration.deceased.paper.number", "nktSoGiayToTuyThan", id="the number"),
        pytest.param("declaration.deceased.death_date", "nktNgayChet", id="the day"),
        pytest.param("declaration.deceased.residence.commune_code", "nktNoiCuTru.maXa", id="a part of an address"),
        pytest.param("declaration.deceased", "nktHoTen", id="who died as a whole"),
        pytest.param("declaration.death_notice.number", "maGBT", id="the notice"),
        pytest.param("declaration.paper", "gbtLoai", id="the paper as a whole"),
        pytest.param("declaration.applicant.relation", "nycQuanHe", id="the applicant"),
    ],
)
def test_a_path_of_a_death_goes_by_its_key(path: str, key: str) -> None:
    assert DEATHS.json_field(path) == key
