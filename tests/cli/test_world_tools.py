"""What a recipe gives: headlines, the answer key, and what it costs."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Ask

ENTRY = ["subject", "agency", "kind", "field", "truth", "held", "outcome"]


def test_headlines_stand_beside_their_targets(ask: Ask) -> None:
    [told] = ask("world", "stats", "--people", "2000", "--seed", "7", "--json").objects()
    [coverage] = [one for one in told["headlines"] if one["name"] == "health insurance"]

    assert (told["recipe"]["people"], told["recipe"]["seed"]) == (2000, 7)
    assert coverage == {
        "name": "health insurance",
        "target": 0.9101,
        "denominator": 2000,
        "found": 1820,
        "difference": -0.01,
    }


def test_people_are_told_which_recipe_they_see_where_they_typed_none(ask: Ask) -> None:
    assert ask("world", "create", "small", "--people", "300").code == 0

    usual, of_world = ask("people", "search", "Nguyễn Thị Lan"), ask("world", "key", "--world", "small")
    assert usual.err.splitlines()[0] == (
        "lienthong: of the recipe that 'up' begins with: seed 1, 10,000 people, from 2022-01-05; --people, --world and "
        "so on say another"
    )
    assert of_world.err.splitlines()[0] == (
        "lienthong: of the recipe of the world 'small': seed 1, 300 people, from 2022-01-05"
    )
    assert ask("world", "key", "--world", "small", "--json").err == ""
    assert ask("world", "delete", "small").code == 0


def test_people_see_a_table_of_headlines(ask: Ask) -> None:
    lines = ask("world", "stats", "--people", "2000").out.splitlines()

    assert lines[0] == "seed 1, 2,000 people, from 2022-01-05; as of 2021-12-31"
    assert lines[2].split() == ["HEADLINE", "FOUND", "OF", "IS", "TARGET", "DIFFERENCE"]
    assert "health insurance" in lines[3]


def test_the_recipe_is_that_of_a_world(ask: Ask) -> None:
    assert ask("world", "create", "small", "--people", "300", "--seed", "5").code == 0

    [told] = ask("world", "stats", "--world", "small", "--json").objects()

    assert (told["recipe"]["people"], told["recipe"]["seed"]) == (300, 5)
    assert ask("world", "delete", "small").code == 0


@pytest.mark.parametrize("command", ["stats", "key"])
def test_a_recipe_is_typed_or_that_of_a_world_but_not_both(ask: Ask, command: str) -> None:
    said = ask("world", command, "--world", "small", "--seed", "5")

    assert said.code == 2
    assert "recipe of its own" in said.err


def test_a_world_that_there_is_not_has_no_recipe(ask: Ask) -> None:
    assert ask("world", "stats", "--world", "nowhere").code == 1


def test_personas_alone_are_not_counted(ask: Ask) -> None:
    assert ask("world", "stats", "--people", "0").code == 2


def test_the_key_lists_what_was_planted(ask: Ask) -> None:
    entries = ask("world", "key", "--people", "2000", "--json").objects()
    personas = ask("world", "key", "--people", "0", "--json").objects()

    assert all(list(entry) == ENTRY for entry in entries)
    assert entries[: len(personas)] == personas
    of_people = [entry for entry in entries[len(personas) :] if entry["field"] not in ("status", "headcount")]
    beside_the_rate = {"DEATH_UNKNOWN", "BIRTH_DEFAULTED"}
    assert len([entry for entry in of_people if entry["kind"] not in beside_the_rate]) == 60


def test_the_key_of_a_clean_world_leaves_the_nation_alone(ask: Ask) -> None:
    clean = ask("world", "key", "--people", "2000", "--clean", "--json").objects()

    assert len(clean) == len(ask("world", "key", "--people", "0", "--json").objects())


def test_the_key_of_one_agency_and_kind(ask: Ask) -> None:
    found = ask("world", "key", "--agency", "insurance", "--kind", "sex_other", "--people", "2000", "--json").objects()

    assert {(entry["agency"], entry["kind"]) for entry in found} == {("insurance", "SEX_OTHER")}


@pytest.mark.parametrize("words", [["--agency", "police"], ["--kind", "NAME"], ["--out", "key.xlsx"]], ids=" ".join)
def test_what_the_key_does_not_know_is_refused(ask: Ask, words: list[str]) -> None:
    said = ask("world", "key", "--people", "0", *words)

    assert said.code == 2
    assert words[1] in said.err


def test_the_key_is_written_to_files(ask: Ask, tmp_path: Path) -> None:
    entries = ask("world", "key", "--people", "0", "--json").objects()
    as_csv, as_json = tmp_path / "key.csv", tmp_path / "key.json"

    assert ask("world", "key", "--people", "0", "--out", as_csv).code == 0
    assert ask("world", "key", "--people", "0", "--out", as_json).code == 0

    assert list(csv.DictReader(as_csv.read_text("utf-8").splitlines())) == entries
    assert json.loads(as_json.read_text("utf-8")) == entries


def test_a_key_of_nothing_is_a_file_all_the_same(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "key.json"

    assert ask(
        "world", "key", "--people", "0", "--agency", "insurance", "--kind", "ABSENT_FROM_INSURANCE", "--out", out
    )
    assert json.loads(out.read_text("utf-8")) == []


def test_a_key_that_cannot_be_written_is_refused(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert ask("world", "key", "--people", "0", "--out", tmp_path / "file" / "key.csv").code == 4


def test_people_read_the_key_in_columns(ask: Ask) -> None:
    said = ask("world", "key", "--people", "0", COLUMNS="160")

    heading, *lines = said.out.splitlines()
    assert [word.lower() for word in heading.split()] == ENTRY
    assert said.err == f"lienthong: {len(lines)} planted\n"


def test_an_entry_of_the_key_takes_two_lines_where_one_does_not_fit(ask: Ask) -> None:
    wide, narrow = (ask("world", "key", "--people", "0", COLUMNS=columns).out.splitlines() for columns in ("160", "80"))

    assert [word.lower() for line in narrow[:2] for word in line.split()] == ENTRY
    assert len(narrow) == 2 * len(wide)
    assert [first.split() + second.split() for first, second in zip(narrow[::2], narrow[1::2], strict=True)] == [
        line.split() for line in wide
    ]
    assert all(line.startswith("    ") for line in narrow[1::2])
    assert sum(len(line) <= 80 for line in narrow) > len(narrow) * 0.9  # the longest names push on


def test_an_estimate_of_a_small_world_is_its_measurement(ask: Ask) -> None:
    [told] = ask("world", "estimate", "--people", "500", "--json").objects()

    assert [cost["people"] for cost in told["measured"]] == [500]
    assert told["seconds"] > 0
    assert told["world_bytes"] > 100_000


def test_an_estimate_says_how_it_was_measured(ask: Ask) -> None:
    lines = ask("world", "estimate", "--people", "300").out.splitlines()

    assert lines[0].startswith("A world of 300 people: about ")
    assert lines[-1].startswith("Measured now, in ")


def test_a_big_world_lies_on_the_line_through_two_small_ones() -> None:
    from lienthong_emulator.cli.world_estimate import Cost

    small = Cost(people=2_000, seconds=2.0, world_bytes=4_000, template_bytes=4_000)
    large = Cost(people=10_000, seconds=4.0, world_bytes=12_000, template_bytes=12_000)

    assert large.beyond(small, 50_000) == Cost(people=50_000, seconds=14.0, world_bytes=52_000, template_bytes=52_000)


def test_a_world_that_is_too_big_is_refused(ask: Ask) -> None:
    assert ask("world", "estimate", "--people", "3000000").code == 2


@pytest.mark.parametrize("date", ["1900-01-01", "2017-12-31", "2031-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "command", ["personas", "people search Lan", "world stats", "world key", "world export --out out", "births example"]
)
def test_a_day_that_no_world_reaches_is_refused_by_every_command(ask: Ask, command: str, date: str) -> None:
    said = ask(*command.split(), "--date", date)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"lienthong: DATE_NOT_COVERED: No world reaches {date}: ")
