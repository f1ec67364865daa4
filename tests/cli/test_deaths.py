"""Deaths are filed, shown, listed and revoked by the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lienthong_emulator.linked_procedure import example_death_dossiers

if TYPE_CHECKING:
    from cli.conftest import Ask, Dossier, Lienthong

LOC = "G23.99-220105-0001"


@pytest.fixture
def deaths() -> list[Dossier]:
    """The four example dossiers, to be changed."""
    return json.loads(example_death_dossiers())


def as_bytes(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def test_the_examples_become_entries_and_allowances_in_their_order(lienthong: Lienthong) -> None:
    said = lienthong("deaths", "file", "-", "--json", stdin=lienthong("deaths", "example").out.encode())

    keys = ("dossier", "state", "number", "funeral_class", "amount", "pay_by")
    assert [tuple(told[key] for key in keys) for told in said.objects()] == [
        (LOC, "FINISHED", "1/2022", "PENSIONER", 14_900_000, "2022-01-19"),
        ("G23.99-220105-0002", "FINISHED", "2/2022", "CONTRIBUTOR", 14_900_000, "2022-01-19"),
        ("G23.99-220105-0003", "FINISHED", "1/2022", None, None, None),
        ("G23.99-220105-0004", "FINISHED", "1/2022", None, None, None),
    ]
    reasons = {(told["allowance_refusal"] or {}).get("reason") for told in said.objects()[2:]}
    assert reasons == {"FUNERAL_ALLOWANCE_NOT_DUE"}
    assert (said.code, said.err) == (0, "")


def test_the_examples_of_a_world_have_its_peoples_numbers(ask: Ask) -> None:
    assert ask("world", "create", "deaths-of-2024", "--date", "2024-03-01").code == 0
    printed = ask("deaths", "example", "--date", "2024-03-01")

    said = ask("deaths", "file", "-", "--world", "deaths-of-2024", "--json", stdin=printed.out.encode())

    assert {told["state"] for told in said.objects()} == {"FINISHED"}


def test_people_are_told_what_came_of_a_death(ask: Ask, deaths: list[Dossier]) -> None:
    said = ask("deaths", "file", "-", stdin=as_bytes([deaths[0], deaths[3]]))

    lines = said.out.splitlines()
    assert lines[:2] == [
        f"{LOC}  FINISHED  Nguyễn Văn Lộc",
        "    entered as       1/2022 in book 01/2022-TP/KT, page 1",
    ]
    assert lines[2] == "    allowance        14,900,000 đồng (PENSIONER), to be paid by 2022-01-19"
    assert any(line.startswith("    no allowance     FUNERAL_ALLOWANCE_NOT_DUE: ") for line in lines)
    assert said.err == "lienthong: dossiers: 2 FINISHED\n"


def test_a_bad_field_is_refused_by_its_name_and_the_others_go_on(ask: Ask, deaths: list[Dossier]) -> None:
    deaths[0]["hoTich"]["nktNgayChet"] = "31/02/2022"
    deaths[1]["hoTich"]["nktNgayChet"] = "06/01/2022"

    said = ask("deaths", "file", "-", "--json", stdin=as_bytes(deaths[:3]))

    unreadable, refused, filed = said.objects()
    assert refusal_of(unreadable) == ("IMPOSSIBLE_DATE", "nktNgayChet")
    assert refusal_of(refused) == ("DATE_IN_FUTURE", "nktNgayChet")
    assert (filed["state"], said.code) == ("FINISHED", 1)


@pytest.mark.parametrize(
    ("key", "value", "reason", "field"),
    [
        pytest.param("nktGioPhutChet", "24:00", "INVALID_REQUEST", "nktGioPhutChet", id="no such hour"),
        pytest.param("nktSoGiayToTuyThan", "", "FIELD_REQUIRED", "nktSoGiayToTuyThan", id="a citizen has a number"),
        pytest.param("nktGioiTinh", "2", "NUMBER_CONTRADICTS_SEX", "nktSoGiayToTuyThan", id="another sex"),
        pytest.param("noiDangKy", "99999", "PLACE_NOT_FOUND", "noiDangKy", id="no such commune"),
        pytest.param("nktDanToc", "98", "ETHNIC_GROUP_NOT_FOUND", "nktDanToc", id="no such ethnic group"),
    ],
)
def test_what_the_desk_refuses_goes_by_its_json_field(
    ask: Ask, deaths: list[Dossier], key: str, value: str, reason: str, field: str
) -> None:
    deaths[0]["hoTich"][key] = value

    [told] = ask("deaths", "file", "-", "--json", stdin=as_bytes(deaths[0])).objects()

    assert refusal_of(told) == (reason, field)


def test_both_languages_name_the_key_that_was_sent(ask: Ask, deaths: list[Dossier]) -> None:
    deaths[0]["hoTich"]["noiDangKy"] = "99999"

    said = ask("deaths", "file", "-", stdin=as_bytes(deaths[0]))

    assert "noiDangKy: the catalogue has no 99999" in said.out
    assert "noiDangKy: danh mục không có mã 99999" in said.out


def test_a_dossier_that_was_returned_is_shown_and_filed_again(ask: Ask, deaths: list[Dossier]) -> None:
    right = as_bytes(deaths[0])
    deaths[0]["hoTich"]["nktHoTen"] = "Nguyễn Văn Lục"

    assert ask("deaths", "file", "-", stdin=as_bytes(deaths[0])).code == 1
    [shown] = ask("deaths", "show", LOC, "--json").objects()
    assert (shown["state"], shown["supplement_due_date"]) == ("RETURNED", "2022-01-14")
    assert refusal_of(shown) == ("DECEASED_NOT_CONFIRMED", "nktHoTen")
    [filed] = ask("deaths", "file", "-", "--json", stdin=right).objects()
    assert filed["state"] == "FINISHED"


def test_a_supplement_brings_the_entry(ask: Ask, deaths: list[Dossier]) -> None:
    right = as_bytes(deaths[0])
    deaths[0]["hoTich"]["nktHoTen"] = "Nguyễn Văn Lục"
    ask("deaths", "file", "-", stdin=as_bytes(deaths[0]))

    said = ask("deaths", "supplement", LOC, "-", "--json", stdin=right)
    again = ask("deaths", "supplement", LOC, "-", "--json", stdin=right)

    [told] = said.objects()
    assert (said.code, told["state"], told["number"]) == (0, "FINISHED", "1/2022")
    assert (again.code, again.objects()[0]["refusal"]["reason"]) == (1, "DOSSIER_NOT_RETURNED")


def test_a_supplement_that_the_desk_refuses_is_told_by_its_json_field(ask: Ask, deaths: list[Dossier]) -> None:
    deaths[0]["hoTich"]["nktHoTen"] = "Nguyễn Văn Lục"
    ask("deaths", "file", "-", stdin=as_bytes(deaths[0]))
    deaths[0]["hoTich"]["noiDangKy"] = "99999"

    said = ask("deaths", "supplement", LOC, "-", "--json", stdin=as_bytes(deaths[0]))
    other = ask("deaths", "supplement", LOC, "-", stdin=as_bytes(deaths[1]))

    assert (said.code, refusal_of(said.objects()[0])) == (1, ("PLACE_NOT_FOUND", "noiDangKy"))
    assert (other.code, other.err) == (2, f"lienthong: the file is of the dossier G23.99-220105-0002, not of {LOC}\n")


def test_what_all_procedures_are_told_and_what_a_death_has_beside_it(ask: Ask, deaths: list[Dossier]) -> None:
    ask("deaths", "file", "-", stdin=as_bytes(deaths[0]))

    [told] = ask("deaths", "show", LOC, "--json").objects()

    assert (told["deceased"], told["overdue"], told["attempts"]) == ("Nguyễn Văn Lộc", False, 0)
    assert (told["revoke_reason"], "child" in told, "portal_status" in told) == (None, False, False)
    assert not any("at the portal" in line for line in ask("deaths", "show", LOC).out.splitlines())


def test_dossiers_are_listed_the_oldest_first(ask: Ask, deaths: list[Dossier]) -> None:
    deaths[1]["hoTich"]["nktHoTen"] = "Trần Văn Hừng"
    ask("deaths", "file", "-", stdin=as_bytes(deaths[:3]))

    said = ask("deaths", "list")
    assert [line.split()[:2] for line in said.out.splitlines()] == [
        [LOC, "FINISHED"],
        ["G23.99-220105-0002", "RETURNED"],
        ["G23.99-220105-0003", "FINISHED"],
    ]
    assert said.err == "lienthong: 3 dossiers\n"
    only = ask("deaths", "list", "--state", "returned", "--json").objects()
    assert [told["dossier"] for told in only] == ["G23.99-220105-0002"]
    assert ask("deaths", "list", "--overdue").out == ""


def test_an_entry_is_revoked_and_everybody_is_told(ask: Ask, deaths: list[Dossier]) -> None:
    ask("deaths", "file", "-", stdin=as_bytes(deaths[0]))

    said = ask("deaths", "revoke", LOC, "--reason", "Nhầm người cùng tên", "--as", "communes/00166")

    assert said.out.splitlines()[0] == f"{LOC}  REVOKED  Nguyễn Văn Lộc"
    assert "    revoked          Nhầm người cùng tên" in said.out.splitlines()
    assert "    allowance        14,900,000 đồng (PENSIONER), granted before that" in said.out.splitlines()
    [shown] = ask("deaths", "show", LOC, "--json").objects()
    assert (shown["state"], shown["step"], shown["revoke_reason"]) == ("REVOKED", None, "Nhầm người cùng tên")
    assert ask("citizens", "die", "901055000156", "--on", "2022-01-04").code == 0  # who is dead dies no second time


def test_who_may_not_revoke_is_told_so(ask: Ask, deaths: list[Dossier]) -> None:
    ask("deaths", "file", "-", stdin=as_bytes(deaths[0]))

    other = ask("deaths", "revoke", LOC, "--reason", "Nhầm", "--as", "portals/one-stop", "--json")
    once = ask("deaths", "revoke", LOC, "--reason", "Nhầm", "--json")
    twice = ask("deaths", "revoke", LOC, "--reason", "Nhầm", "--json")

    assert (other.code, other.objects()[0]["refusal"]["reason"]) == (1, "DOSSIER_NOT_FOUND")  # it filed none of that id
    assert (once.code, once.objects()[0]["state"]) == (0, "REVOKED")
    assert (twice.code, twice.objects()[0]["refusal"]["reason"]) == (1, "DEATH_RECORD_REVOKED")


def test_a_dossier_without_an_entry_has_nothing_to_revoke(ask: Ask, deaths: list[Dossier]) -> None:
    deaths[0]["hoTich"]["nktHoTen"] = "Nguyễn Văn Lục"
    ask("deaths", "file", "-", stdin=as_bytes(deaths[0]))

    said = ask("deaths", "revoke", LOC, "--reason", "Nhầm")

    assert (said.code, said.err) == (1, f"lienthong: no entry has come of {LOC}: there is nothing to revoke\n")


def refusal_of(told: dict[str, Any]) -> tuple[str, str]:
    return told["refusal"]["reason"], told["refusal"]["field"]
