"""Dossiers that are kept are shown, listed and supplemented by the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.conftest import Ask, Dossier

KHOI = "G22.99-220105-0001"


@pytest.fixture
def returned(ask: Ask, examples: list[Dossier]) -> Dossier:
    """Khôi's dossier as it should have been; it was filed with another name of the mother, and came back."""
    right = json.loads(json.dumps(examples[0]))
    examples[0]["hoTich"]["meHoTen"] = "Nguyễn Thị Huệ"
    assert ask("births", "file", "-", stdin=as_bytes(examples[0])).code == 1
    return right


def as_bytes(dossier: Dossier) -> bytes:
    return json.dumps(dossier).encode()


def test_a_dossier_that_came_back_says_why_and_by_when(ask: Ask, returned: Dossier) -> None:
    lines = ask("births", "show", KHOI).out.splitlines()

    assert lines[:2] == [
        f"{KHOI}  RETURNED  Trần Minh Khôi",
        "    returned         PARENT_NOT_CONFIRMED (meHoTen)",
    ]
    assert "    supplement by    2022-01-14" in lines
    assert lines[-1] == "    due by           2022-02-09"


def test_programs_get_the_keys_of_births_file_and_what_is_kept_beside_them(ask: Ask, returned: Dossier) -> None:
    [told] = ask("births", "show", KHOI, "--json").objects()

    assert (told["dossier"], told["state"], told["child"]) == (KHOI, "RETURNED", "Trần Minh Khôi")
    assert told["refusal"]["field"] == "meHoTen"
    assert (told["supplement_due_date"], told["waits_until_date"], told["overdue"]) == ("2022-01-14", None, False)
    assert ask("births", "show", told["name"], "--json").objects() == [told]


def test_a_dossier_is_told_as_the_portal_has_it(ask: Ask, returned: Dossier) -> None:
    [told] = ask("births", "show", KHOI, "--json").objects()

    requested = told["status_history"][-1]
    assert "    at the portal    5 SUPPLEMENT_REQUESTED" in ask("births", "show", KHOI).out.splitlines()
    assert (told["portal_status"], requested["trangThai"], requested["hanBoSungHoSo"]) == (5, 5, "2022-01-14")
    assert (requested["nguoiXuLy"], requested["thoiGianThucHien"]) == ("agencies/justice", "2022-01-05T09:00:00+07:00")


def test_a_supplement_brings_the_card(ask: Ask, returned: Dossier) -> None:
    said = ask("births", "supplement", KHOI, "-", "--json", stdin=as_bytes(returned))

    [told] = said.objects()
    assert (said.code, told["state"], told["card_number"]) == (0, "CARD_ISSUED", "TE1010122900000")


def test_a_supplement_that_does_not_do_comes_back_again(ask: Ask, returned: Dossier) -> None:
    returned["hoTich"]["chaHoTen"] = "Trần Văn Hưng"

    said = ask("births", "supplement", KHOI, "-", stdin=as_bytes(returned))

    assert (said.code, said.err) == (1, "lienthong: dossiers: 1 RETURNED\n")
    assert "PARENT_NOT_CONFIRMED (chaHoTen)" in said.out


def test_a_supplement_that_the_desk_refuses_is_told_by_its_json_field(ask: Ask, returned: Dossier) -> None:
    returned["bhyt"]["maDKBD"] = "01000"

    said = ask("births", "supplement", KHOI, "-", "--json", stdin=as_bytes(returned))

    [told] = said.objects()
    assert (said.code, told["refusal"]["reason"], told["refusal"]["field"]) == (1, "FACILITY_NOT_FOUND", "maDKBD")
    plain = ask("births", "supplement", KHOI, "-", stdin=as_bytes(returned))
    assert plain.err.startswith("lienthong: FACILITY_NOT_FOUND (maDKBD): ")


def test_a_file_that_cannot_be_read_as_a_dossier_changes_nothing(ask: Ask, returned: Dossier) -> None:
    returned["hoTich"]["nksNgaySinh"] = "31/02/2021"

    said = ask("births", "supplement", KHOI, "-", "--json", stdin=as_bytes(returned))

    [told] = said.objects()
    assert (said.code, told["refusal"]["reason"], told["refusal"]["field"]) == (1, "IMPOSSIBLE_DATE", "nksNgaySinh")
    assert ask("births", "show", KHOI, "--json").objects()[0]["state"] == "RETURNED"


def test_a_file_of_another_dossier_supplements_nothing(ask: Ask, returned: Dossier, examples: list[Dossier]) -> None:
    said = ask("births", "supplement", KHOI, "-", stdin=as_bytes(examples[1]))

    assert (said.code, said.out) == (2, "")
    assert said.err == f"lienthong: the file is of the dossier G22.99-220105-0002, not of {KHOI}\n"


def test_a_supplement_is_one_dossier(ask: Ask, returned: Dossier) -> None:
    said = ask("births", "supplement", KHOI, "-", stdin=json.dumps([returned, returned]).encode())

    assert (said.code, said.err) == (2, "lienthong: - holds 2 dossiers; a supplement is one\n")


def test_a_dossier_that_has_its_card_takes_no_supplement(ask: Ask, examples: list[Dossier]) -> None:
    ask("births", "file", "-", stdin=as_bytes(examples[0]))

    said = ask("births", "supplement", KHOI, "-", "--json", stdin=as_bytes(examples[0]))

    assert (said.code, said.objects()[0]["refusal"]["reason"]) == (1, "DOSSIER_NOT_RETURNED")


@pytest.mark.parametrize("called", ["G22.99-999999-0001", "", "birthDossiers/nobody"])
def test_a_dossier_that_nobody_filed_is_not_found(ask: Ask, called: str) -> None:
    said = ask("births", "show", called, "--json")

    assert (said.code, said.objects()[0]["refusal"]["reason"]) == (1, "DOSSIER_NOT_FOUND")


def test_of_dossiers_with_one_id_the_latest_is_shown(ask: Ask, returned: Dossier) -> None:
    assert ask("clock", "advance", "--days", "20").code == 0  # no supplement came: it is refused
    ask("births", "file", "-", stdin=as_bytes(returned))

    assert ask("births", "show", KHOI, "--json").objects()[0]["state"] == "CARD_ISSUED"


def test_dossiers_are_listed_the_oldest_first(ask: Ask, examples: list[Dossier]) -> None:
    examples[1]["hoTich"]["meHoTen"] = "Nguyễn Thị Huệ"
    ask("births", "file", "-", stdin=json.dumps(examples).encode())

    said = ask("births", "list")
    assert [line.split()[:2] for line in said.out.splitlines()] == [
        ["G22.99-220105-0001", "CARD_ISSUED"],
        ["G22.99-220105-0002", "RETURNED"],
        ["G22.99-220105-0003", "CARD_ISSUED"],
        ["G22.99-220105-0004", "CARD_ISSUED"],
        ["G22.99-220105-0005", "CARD_ISSUED"],
    ]
    assert said.err == "lienthong: 5 dossiers\n"
    only = ask("births", "list", "--state", "returned", "--json").objects()
    assert [told["dossier"] for told in only] == ["G22.99-220105-0002"]
    assert ask("births", "list", "--overdue").out == ""
