"""What cannot be read, and why."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lienthong_emulator.linked_procedure import errors, read_dossiers
from lienthong_emulator.runtime.refusals import Kind, Refusal, status_of

Change = Callable[[str, object], dict[str, Any]]

DOCUMENTS = [
    pytest.param(b'{"hoTich": "\xff"}', errors.NotUtf8, "", id="not UTF-8"),
    pytest.param('{"hoTich": "\ud800"}', errors.NotUtf8, "", id="half a character"),
    pytest.param("", errors.MalformedJson, "", id="an empty document"),
    pytest.param('[\n  {"maHoSoLT" "1"}\n]', errors.MalformedJson, "", id="a colon left out"),
    pytest.param('{"maHoSoLT": "\x00"}', errors.MalformedJson, "", id="a NUL"),
    pytest.param('{"noiDangKy": 00166}', errors.MalformedJson, "", id="a number with leading zeros"),
    pytest.param("{} {}", errors.MalformedJson, "", id="two documents"),
    pytest.param("[" * 100_000, errors.NestedTooDeep, "", id="too deep"),
    pytest.param('"maHoSoLT"', errors.DossiersExpected, "", id="a text alone"),
    pytest.param("null", errors.DossiersExpected, "", id="null"),
    pytest.param("[]", errors.NoDossiers, "", id="an empty list"),
]
ITEMS = [
    pytest.param("[[]]", errors.DossierExpected, "", id="a list in the list"),
    pytest.param(json.dumps({"x" * (1 << 20): {}}), errors.DossierTooLarge, "x" * 60 + "…", id="a huge key"),
]
VALUES = [
    pytest.param("hoTich.nksHoTen", "é" * (1 << 19), errors.DossierTooLarge, "nksHoTen", id="a huge name"),
    pytest.param("fileDinhKem", ["x" * (1 << 20)], errors.DossierTooLarge, "fileDinhKem", id="a huge file"),
    pytest.param("hoTich.meHoTem", "Lan", errors.MisspeltField, "meHoTem", id="a misspelt key"),
    pytest.param("bhyt.maHoo", "1", errors.MisspeltField, "maHoo", id="a misspelt key of insurance"),
    pytest.param("hoTich.meNoiCuTru.maTinhh", "", errors.MisspeltField, "meNoiCuTru.maTinhh", id="a misspelt part"),
    pytest.param("hoTich.zzz", {"a": []}, errors.UnknownField, "zzz", id="an unknown key"),
    pytest.param("", "", errors.UnknownField, "", id="an empty key"),
    pytest.param("\ud800\n", "", errors.UnknownField, "��", id="half a character for a key"),
    pytest.param("data", '{"hoTich": {}}', errors.DuplicateField, "hoTich", id="a block beside its wrapper"),
    pytest.param("hoTich", ..., errors.FieldRequired, "hoTich", id="no block"),
    pytest.param("hoTich.nksHoTen", "  ", errors.FieldRequired, "nksHoTen", id="a blank name"),
    pytest.param("hoTich.meNoiCuTru", {"maTinh": ""}, errors.FieldRequired, "meNoiCuTru", id="blank address"),
    pytest.param("hoTich.meHoTen", True, errors.TextExpected, "meHoTen", id="true for a name"),
    pytest.param("hoTich.meHoTen", float("nan"), errors.TextExpected, "meHoTen", id="no number for a name"),
    pytest.param("hoTich.meHoTen", ["Lan"], errors.TextExpected, "meHoTen", id="a list for a name"),
    pytest.param("hoTich", [], errors.ObjectExpected, "hoTich", id="a list for a block"),
    pytest.param("hoTich", 5, errors.ObjectExpected, "hoTich", id="a number for a block"),
    pytest.param("hoTich.nksQueQuan", "Hà Nội", errors.ObjectExpected, "nksQueQuan", id="a text for an address"),
    pytest.param("hoTich", "{", errors.MalformedJsonText, "hoTich", id="broken JSON for a block"),
    pytest.param("data", "[", errors.MalformedJsonText, "data", id="broken JSON in the wrapper"),
    pytest.param("hoTich", "[" * 100_000, errors.NestedTooDeep, "hoTich", id="a block too deep"),
    pytest.param("hoTich.soLuongBanSao", 1.5, errors.WholeNumberExpected, "soLuongBanSao", id="a half copy"),
    pytest.param("hoTich.soLuongBanSao", "-1", errors.WholeNumberExpected, "soLuongBanSao", id="a debt of copies"),
    pytest.param("hoTich.soLuongBanSao", 10**10, errors.WholeNumberExpected, "soLuongBanSao", id="many copies"),
    pytest.param("hoTich.nksHoTen", "Trần\nKhôi", errors.MalformedText, "nksHoTen", id="a line end"),
    pytest.param("hoTich.nksHoTen", "Trần\x00", errors.MalformedText, "nksHoTen", id="a NUL as an escape"),
    pytest.param("hoTich.nksHoTen", "Trần\udc00", errors.MalformedText, "nksHoTen", id="half a character escaped"),
    pytest.param("hoTich.nksNgaySinh", "2022-01-05", errors.MalformedDate, "nksNgaySinh", id="an ISO date"),
    pytest.param("hoTich.nksNgaySinh", "05/01/22", errors.MalformedDate, "nksNgaySinh", id="a short year"),
    pytest.param("hoTich.nksNgaySinh", " 2022", errors.MalformedDate, "nksNgaySinh", id="a space before"),
    pytest.param("hoTich.nksNgaySinh", "٠٥/٠١/٢٠٢٢", errors.MalformedDate, "nksNgaySinh", id="Arabic digits"),
    pytest.param("ngayTiepNhan", "05/01/2022", errors.MalformedInstant, "ngayTiepNhan", id="no time of day"),
    pytest.param("hoTich.nksNgaySinh", "31/02/2022", errors.ImpossibleDate, "nksNgaySinh", id="31 February"),
    pytest.param("hoTich.meNgaySinh", "00/00/1988", errors.ImpossibleDate, "meNgaySinh", id="day 0"),
    pytest.param("hoTich.meNgaySinh", "0000", errors.ImpossibleDate, "meNgaySinh", id="year 0"),
    pytest.param("ngayTiepNhan", "05/01/2022 24:00", errors.ImpossibleDate, "ngayTiepNhan", id="hour 24"),
    pytest.param("ngayTiepNhan", "01/01/0001 00:00", errors.ImpossibleDate, "ngayTiepNhan", id="before time"),
    pytest.param("hoTich.loaiDangKy", "0", errors.UnknownCode, "loaiDangKy", id="no kind of registration"),
    pytest.param("hoTich.loaiDangKy", "01", errors.UnknownCode, "loaiDangKy", id="a code with a zero"),
    pytest.param("hoTich.nksGioiTinh", "Nam", errors.UnknownCode, "nksGioiTinh", id="a word for a sex"),
    pytest.param("hoTich.nksLoaiKhaiSinh", 6, errors.UnknownCode, "nksLoaiKhaiSinh", id="a kind of birth"),
    pytest.param("hoTich.meLoaiCuTru", "3", errors.UnknownCode, "meLoaiCuTru", id="a kind of residence"),
    pytest.param("hoTich.nycLoaiGiayToTuyThan", "9", errors.UnknownCode, "nycLoaiGiayToTuyThan", id="a paper"),
    pytest.param("hoTich.meXacThucThongTin", "2", errors.UnknownCode, "meXacThucThongTin", id="yes or no"),
    pytest.param("bhyt.nhanThe", "PIGEON", errors.UnknownCode, "nhanThe", id="a way of delivery"),
]


def refusal_of_document(document: str | bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_dossiers(document)
    return refused.value


def refusal_of_dossier(document: str) -> Refusal:
    [read] = read_dossiers(document)
    assert read.refusal is not None
    return read.refusal


def assert_is(refusal: Refusal, expected: type[Refusal], field: str) -> None:
    assert (type(refusal), refusal.field) == (expected, field)
    assert refusal.kind is Kind.INVALID_ARGUMENT
    assert refusal.message != refusal.message_vi
    assert status_of(refusal).SerializeToString()


@pytest.mark.parametrize(("document", "expected", "field"), DOCUMENTS)
def test_a_document_that_holds_no_dossiers_is_refused(document: str, expected: type[Refusal], field: str) -> None:
    assert_is(refusal_of_document(document), expected, field)


def test_a_huge_document_is_refused() -> None:
    assert_is(refusal_of_document(b" " * ((64 << 20) + 1)), errors.DocumentTooLarge, "")


@pytest.mark.parametrize(("document", "expected", "field"), ITEMS)
def test_an_item_that_is_no_dossier_is_refused(document: str, expected: type[Refusal], field: str) -> None:
    assert_is(refusal_of_dossier(document), expected, field)


@pytest.mark.parametrize(("key", "value", "expected", "field"), VALUES)
def test_a_dossier_with_a_wrong_value_is_refused(
    khoi: Change, key: str, value: object, expected: type[Refusal], field: str
) -> None:
    assert_is(refusal_of_dossier(json.dumps(khoi(key, value))), expected, field)


@pytest.mark.parametrize("key", ["nksHoTen", "hoTich", "meNoiCuTru"])
def test_a_dossier_that_gives_a_key_twice_is_refused(examples: list[Any], key: str) -> None:
    document = json.dumps(examples[0]).replace(f'"{key}":', f'"{key}": "", "{key}":')

    assert_is(refusal_of_dossier(document), errors.DuplicateField, key)


def test_every_refusal_is_reached() -> None:
    reached = {param.values[-2] for param in [*DOCUMENTS, *ITEMS, *VALUES]} | {errors.DocumentTooLarge}
    classes = {found for found in vars(errors).values() if isinstance(found, type)}

    assert {found for found in classes if issubclass(found, errors.Unreadable)} - {errors.Unreadable} == reached


def test_broken_json_is_found_by_line_and_column() -> None:
    refusal = refusal_of_document('[\n  {"maHoSoLT" "1"}\n]')

    assert refusal.message == "The document is not JSON: line 2, column 15: Expecting ':' delimiter."
    assert refusal.message_vi == "Tài liệu không đúng định dạng JSON: dòng 2, cột 15."


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        pytest.param(
            "hoTich.meNoiCuTru.maTinhh",
            "01",
            "A dossier has no field 'meNoiCuTru.maTinhh'. Did you mean 'meNoiCuTru.maTinh'?",
            id="a suggestion",
        ),
        pytest.param(
            "bhyt.nhanThe",
            "P" * 100,
            f"nhanThe has no code '{'P' * 60}…'; the codes are ELECTRONIC, DESK, POST.",
            id="a long text in short",
        ),
        pytest.param(
            "hoTich.nksNgaySinh",
            "{0}",
            "nksNgaySinh must be a date as dd/MM/yyyy, MM/yyyy or yyyy, not '{0}'.",
            id="braces",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong(khoi: Change, key: str, value: str, message: str) -> None:
    assert refusal_of_dossier(json.dumps(khoi(key, value))).message == message
