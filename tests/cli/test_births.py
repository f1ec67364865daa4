"""Births are filed by the command line, one by one or in a list, and each outcome is told."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lienthong_emulator.linked_procedure import example_dossiers

if TYPE_CHECKING:
    from cli.conftest import Ask, Dossier, Lienthong, StartUp, Up

README = Path(__file__).parents[2] / "README.md"
PROGRAM = Path(sys.executable).with_name("lienthong")
KEYS = [
    "dossier",
    "state",
    "case",
    "personal_number",
    "si_number",
    "card_number",
    "valid_from",
    "valid_to",
    "initial_facility",
    "refusal",
]


def as_bytes(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def shown(outcome: dict[str, Any]) -> tuple[str, ...]:
    keys = ("dossier", "personal_number", "card_number", "valid_from", "valid_to", "initial_facility")
    return tuple(outcome[key] for key in keys)


def test_the_five_examples_become_cards_in_their_order(lienthong: Lienthong, tmp_path: Path) -> None:
    file = tmp_path / "dossiers.json"
    file.write_bytes(example_dossiers())

    said = lienthong("births", "file", file, "--json")

    assert [shown(outcome) for outcome in said.objects()] == [
        ("G22.99-220105-0001", "901221900000", "TE1010122900000", "2021-12-28", "2027-12-31", "01019"),
        ("G22.99-220105-0002", "979221900000", "TE1797922900000", "2021-09-30", "2027-09-30", "79034"),
        ("G22.99-220105-0003", "979321900000", "TE1797922900001", "2021-09-30", "2027-09-30", "79034"),
        ("G22.99-220105-0004", "902221900000", "TE1020222900000", "2021-11-03", "2027-11-30", "02002"),
        ("G22.99-220105-0005", "901217900000", "TE1010122900001", "2017-01-12", "2023-09-30", "01019"),
    ]
    assert [list(outcome) for outcome in said.objects()] == [KEYS] * 5
    assert {outcome["state"] for outcome in said.objects()} == {"CARD_ISSUED"}
    assert all(outcome["card_number"].endswith(outcome["si_number"]) for outcome in said.objects())
    assert (said.code, said.err) == (0, "")


def test_the_dossier_of_the_readme_becomes_a_card(ask: Ask) -> None:
    [dossier] = re.findall(r"^```json\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)

    [outcome] = ask("births", "file", "-", "--json", stdin=dossier.encode()).objects()

    assert (outcome["dossier"], outcome["state"]) == ("G22.99-220105-0101", "CARD_ISSUED")


def test_the_examples_are_printed_to_be_filed(lienthong: Lienthong) -> None:
    assert lienthong("births", "example").out.encode() == example_dossiers()


def test_a_pipe_that_closes_early_ends_the_command_quietly() -> None:
    with subprocess.Popen([PROGRAM, "births", "example"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (141, b"")


def test_vietnamese_is_right_where_the_locale_knows_only_ascii(lienthong: Lienthong, examples: list[Dossier]) -> None:
    said = lienthong(
        *("births", "file", "-"),
        stdin=as_bytes(examples[0]),
        LC_ALL="C",
        PYTHONCOERCECLOCALE="0",
        PYTHONUTF8="0",
        PYTHONIOENCODING="ascii",
    )

    assert said.out.startswith("G22.99-220105-0001  CARD_ISSUED  Trần Minh Khôi\n")
    assert said.err.splitlines()[0] == (
        "lienthong: no --target: played here, in a world that ends with this command (seed 1, personas only, from "
        "2022-01-05)"
    )
    assert "\x1b" not in said.out


def test_one_dossier_comes_through_standard_input(ask: Ask, examples: list[Dossier]) -> None:
    said = ask("births", "file", "-", "--json", stdin=as_bytes(examples[3]))

    assert [outcome["dossier"] for outcome in said.objects()] == ["G22.99-220105-0004"]


def test_a_bad_dossier_in_the_middle_does_not_stop_the_others(ask: Ask, examples: list[Dossier]) -> None:
    examples[2]["hoTich"]["nksNgaySinh"] = "31/02/2021"

    said = ask("births", "file", "-", "--json", stdin=as_bytes(examples))

    states = ["CARD_ISSUED", "CARD_ISSUED", "REFUSED", "CARD_ISSUED", "CARD_ISSUED"]
    assert [outcome["state"] for outcome in said.objects()] == states
    assert said.objects()[2]["refusal"]["field"] == "nksNgaySinh"
    assert said.objects()[2]["refusal"]["reason"] == "IMPOSSIBLE_DATE"
    assert said.code == 1


def test_malformed_json_is_one_refusal(ask: Ask) -> None:
    said = ask("births", "file", "-", "--json", stdin=b'[{"maTTHC": "1.011536",]')

    [outcome] = said.objects()
    assert (outcome["state"], outcome["refusal"]["reason"], said.code) == ("REFUSED", "MALFORMED_JSON", 1)


def test_ten_megabytes_are_refused_by_the_name_of_the_field(ask: Ask, examples: list[Dossier]) -> None:
    examples[0]["hoTich"]["nksHoTen"] = "Trần " * 1_500_000

    [outcome] = ask("births", "file", "-", "--json", stdin=as_bytes(examples[0])).objects()

    assert (outcome["refusal"]["reason"], outcome["refusal"]["field"]) == ("DOSSIER_TOO_LARGE", "nksHoTen")


def test_a_misspelt_field_is_told_with_the_right_one(ask: Ask, examples: list[Dossier]) -> None:
    examples[0]["hoTich"]["nksHoTne"] = examples[0]["hoTich"].pop("nksHoTen")

    said = ask("births", "file", "-", stdin=as_bytes(examples[0]))

    assert said.out.splitlines() == [
        "G22.99-220105-0001  REFUSED",
        "    refused          UNKNOWN_FIELD (nksHoTne)",
        "                     A dossier has no field 'nksHoTne'. Did you mean 'nksHoTen'?",
        "                     Hồ sơ không có trường 'nksHoTne'. Có phải là 'nksHoTen'?",
    ]


def test_a_dossier_that_the_server_refuses_is_told_by_its_json_field(ask: Ask, examples: list[Dossier]) -> None:
    ask("births", "file", "-", stdin=as_bytes(examples[0]))
    examples[0]["maHoSoLT"] = "G22.99-220105-0009"

    [outcome] = ask("births", "file", "-", "--json", stdin=as_bytes(examples[0])).objects()

    assert outcome["refusal"] == {
        "reason": "BIRTH_NOTICE_ALREADY_USED",
        "field": "maGCS",
        "message": "The birth notice GCS.01019.2021.000117 stands in dossier G22.99-220105-0001 already.",
    }


def test_a_returned_dossier_says_so_in_two_languages(ask: Ask, examples: list[Dossier]) -> None:
    examples[0]["hoTich"]["meHoTen"] = "Nguyễn Thị Huệ"

    said = ask("births", "file", "-", stdin=as_bytes(examples[0]))

    heading, reason, english, vietnamese, supplement, case = said.out.splitlines()
    assert heading == "G22.99-220105-0001  RETURNED  Trần Minh Khôi"
    assert reason == "    returned         PARENT_NOT_CONFIRMED (meHoTen)"
    assert english.strip()
    assert vietnamese.strip()
    assert supplement == "    supplement by    2022-01-14"
    assert case.startswith("    case             birth-")
    assert (said.code, said.err) == (1, "lienthong: dossiers: 1 RETURNED\n")


def test_a_file_that_is_filed_twice_says_what_to_do(ask: Ask, examples: list[Dossier]) -> None:
    ask("births", "file", "-", stdin=as_bytes(examples[0]))

    said = ask("births", "file", "-", stdin=as_bytes(examples[0]))

    assert "DOSSIER_ALREADY_FILED (maHoSoLT)" in said.out
    assert "take another --world, or begin anew with 'lienthong up --fresh'" in said.out
    assert said.code == 1


def test_examples_are_printed_for_the_people_of_a_world(house: Up, ask: Ask) -> None:
    """Personal numbers follow the year in which a world starts."""
    assert ask("world", "create", "spring-of-2024", "--date", "2024-03-01").code == 0

    printed = ask("births", "example", "--world", "spring-of-2024", "--target", house.address)
    filed = ask("births", "file", "-", "--world", "spring-of-2024", "--json", stdin=printed.out.encode())

    assert printed.out.encode() == example_dossiers(2023)
    assert {outcome["state"] for outcome in filed.objects()} == {"CARD_ISSUED"}


def test_a_world_has_its_date(house: Up, ask: Ask) -> None:
    said = ask("births", "example", "--world", "default", "--date", "2024-03-01", "--target", house.address)

    assert (said.code, said.err.splitlines()[-1]) == (
        2,
        "lienthong: --world has a date of its own: leave it out, or --date",
    )


def test_nobody_waits_who_says_so(ask: Ask, examples: list[Dossier]) -> None:
    said = ask("births", "file", "-", "--json", "--no-wait", stdin=as_bytes(examples[:2]))

    assert [outcome["state"] for outcome in said.objects()] == ["IN_PROCESS", "IN_PROCESS"]
    assert said.code == 0


def test_a_dossier_that_waits_for_a_day_is_not_waited_for(ask: Ask, examples: list[Dossier]) -> None:
    said = ask("births", "file", "-", stdin=as_bytes(abandoned(examples[3])))

    assert said.out.splitlines()[:2] == [
        "G22.99-220105-0004  IN_PROCESS  Hoàng Văn Páo",
        "    waits until      2022-01-12 (PUBLIC_NOTICE)",
    ]
    assert said.code == 0


def test_patience_is_for_all_dossiers_together(start_up: StartUp, ask: Ask, examples: list[Dossier]) -> None:
    nobody = [f"--peer={name}=127.0.0.1:1" for name in ("population", "exchange", "insurance")]
    up = start_up("justice", "control", "--memory", *nobody, command="serve")
    started = time.monotonic()

    said = ask(
        *("births", "file", "-", "--json", "--timeout", "1"),
        stdin=as_bytes(examples),
        LIENTHONG_TARGET=up.address,
        LIENTHONG_WORLD="default",
    )

    assert [outcome["state"] for outcome in said.objects()] == ["IN_PROCESS"] * 5
    assert time.monotonic() - started < 4
    assert said.code == 0


def test_a_long_list_is_told_in_its_order(ask: Ask, examples: list[Dossier]) -> None:
    births = [another(examples[3], place) for place in range(40)]

    outcomes = ask("births", "file", "-", "--json", stdin=as_bytes(births)).objects()

    assert [outcome["dossier"] for outcome in outcomes] == [birth["maHoSoLT"] for birth in births]
    assert len({outcome["card_number"] for outcome in outcomes}) == 40


def test_a_world_that_is_not_there_ends_the_command(ask: Ask, examples: list[Dossier]) -> None:
    said = ask("births", "file", "-", "--world", "nowhere", stdin=as_bytes(examples))

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("lienthong: WORLD_NOT_FOUND: ")


def test_nobody_at_the_target_ends_the_command(ask: Ask, examples: list[Dossier]) -> None:
    said = ask("births", "file", "-", stdin=as_bytes(examples), LIENTHONG_TARGET="127.0.0.1:1")

    assert (said.code, said.out) == (3, "")
    assert said.err == "lienthong: nothing answers at 127.0.0.1:1; start it with 'lienthong up'\n"


def test_a_target_has_its_worlds(ask: Ask) -> None:
    said = ask("births", "file", "-", "--date", "2024-07-01", stdin=b"[]")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("lienthong: --target has its worlds: ")


@pytest.mark.parametrize("path", ["", "missing.json"], ids=["a folder", "nothing"])
def test_a_file_that_cannot_be_read_is_named(ask: Ask, tmp_path: Path, path: str) -> None:
    said = ask("births", "file", tmp_path / path)

    assert (said.code, said.out) == (4, "")
    assert said.err.startswith(f"lienthong: cannot read {tmp_path / path}: ")


def abandoned(birth: Dossier) -> Dossier:
    """The same child, found without a notice of birth, its parents unknown."""
    civil_status = {key: value for key, value in birth["hoTich"].items() if not key.startswith(("me", "cha"))}
    return {**birth, "hoTich": {**civil_status, "nksLoaiKhaiSinh": "5", "maGCS": ""}}


def another(birth: Dossier, place: int) -> Dossier:
    """A birth like this one, of a child with another name."""
    name = f"Hoàng Văn {'ABCDEGHIKL'[place // 10]}{'aeiouyăâêô'[place % 10]}"
    civil_status = {**birth["hoTich"], "maGCS": f"GCS.{place}", "nksHoTen": name}
    return {**birth, "maHoSoLT": f"L-{place:02}", "hoTich": civil_status}
