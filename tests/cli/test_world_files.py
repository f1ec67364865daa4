"""Worlds as files: out, perhaps edited by hand, and in again."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.cli.exported import Table, edit, export, imported, kept, lienthong, rows_of, set_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Ask, StartUp

__all__ = ["export", "kept"]

LAN = "0115000017"
FINGERPRINTED = {"population": ["identity_number"], "insurance": ["participant_number"]}


def test_an_export_holds_every_table_and_what_it_was_made_from(kept: Path) -> None:
    manifest = json.loads((kept / "manifest.json").read_text("utf-8"))
    files = {path.relative_to(kept).as_posix() for path in kept.glob("*/*.csv")}

    assert {table["file"] for table in manifest["tables"]} == files
    assert {name.partition("/")[0] for name in files} == {"population", "justice", "tax", "insurance"}
    assert (manifest["format"], manifest["recipe"]["people"]) == ("csv", 300)
    for table in manifest["tables"]:
        assert len(rows_of(kept / table["file"])) == table["rows"] + 1


def test_the_same_recipe_gives_the_same_files(kept: Path, tmp_path: Path) -> None:
    [told] = lienthong("world", "export", "--people", "300", "--out", tmp_path / "again", "--json").objects()

    assert told["tables"] == json.loads((kept / "manifest.json").read_text("utf-8"))["tables"]


def test_an_export_as_sqlite_has_a_file_for_each_agency(kept: Path, tmp_path: Path) -> None:
    out = tmp_path / "files"
    assert lienthong("world", "export", "--people", "300", "--out", out, "--format", "sqlite").code == 0

    with closing(sqlite3.connect(out / "insurance.sqlite3")) as raw:
        [[cards]] = raw.execute("SELECT count(*) FROM card")
    assert cards + 1 == len(rows_of(kept / "insurance/card.csv"))
    said = imported(out, tmp_path / "data")
    assert said.code == 4
    assert "only an export as csv can be imported" in said.err


def test_an_export_as_sqlite_goes_to_a_folder_beside_the_one_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert lienthong("world", "export", "--people", "0", "--out", "beside", "--format", "sqlite").code == 0
    assert (tmp_path / "beside/insurance.sqlite3").exists()


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()

    assert lienthong("world", "export", "--people", "0", "--out", tmp_path).code == 4
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_export_needs_a_folder_that_can_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert lienthong("world", "export", "--people", "0", "--out", tmp_path / "file" / "world").code == 4


def test_what_was_edited_is_served(export: Path, tmp_path: Path, start_up: StartUp) -> None:
    names = {row[0]: number for number, row in enumerate(rows_of(export / "insurance/participant.csv"), 1)}
    edit(export / "insurance/participant.csv", set_in(names[LAN.lstrip("0")], "full_name", "Nguyễn Thị Lan Anh"))

    [told] = imported(export, tmp_path / "data", "--json").objects()
    up = start_up("--data", tmp_path / "data")
    said = lienthong("people", "show", LAN, "--world", "spring", "--target", up.address, "--json")

    worlds = lienthong("world", "list", "--target", up.address, "--json").objects()[0]
    listed = lienthong("world", "list", "--target", up.address).out.splitlines()

    assert told["edited"] == ["insurance/participant.csv"]
    assert {world["name"]: world["imported"] for world in worlds} == {"default": False, "spring": True}
    assert listed[1].endswith("(imported, seed 1, 300 people, from 2022-01-05)")
    [lan] = said.objects()
    assert lan["participant"]["basic"]["full_name"] == "Nguyễn Thị Lan Anh"
    assert lan["citizen"]["full_name"] == "Nguyễn Thị Lan"


def test_an_import_that_nobody_edited_is_the_world_of_its_recipe(export: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "files"
    assert imported(export, data).code == 0
    assert lienthong("world", "export", "--people", "300", "--out", out, "--format", "sqlite").code == 0

    for agency in ("population", "justice", "tax", "insurance"):
        assert list(dump(data / f"worlds/spring/{agency}.sqlite3")) == list(dump(out / f"{agency}.sqlite3"))
    assert not list(data.glob("importing-*"))


def dump(path: Path) -> Iterator[str]:
    """Everything in a database, but the order in which it came and the fingerprints, which no CSV has."""
    with closing(sqlite3.connect(path)) as raw:
        for table in FINGERPRINTED.get(path.stem, ()):
            raw.execute(f"UPDATE {table} SET fingerprint = NULL")
        yield from sorted(line for line in raw.iterdump() if "sqlite_stat" not in line)


def test_columns_may_stand_in_any_order(export: Path, tmp_path: Path) -> None:
    edit(export / "insurance/card.csv", _turn_round)

    assert imported(export, tmp_path / "data").code == 0


def _turn_round(table: Table) -> None:
    for row in table:
        row.reverse()


def test_the_mark_of_a_spreadsheet_does_not_matter(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/card.csv"
    path.write_text("\ufeff" + path.read_text("utf-8"), "utf-8")

    assert imported(export, tmp_path / "data").code == 0


def test_a_name_that_is_taken_is_refused(export: Path, tmp_path: Path) -> None:
    assert imported(export, tmp_path / "data").code == 0

    again = imported(export, tmp_path / "data")

    assert (again.code, "there is a world spring" in again.err) == (1, True)


def test_a_name_that_is_taken_by_a_world_that_nobody_built_is_refused(export: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert imported(export, data).code == 0
    shutil.rmtree(data / "worlds/spring")

    said = imported(export, data)

    assert said.code == 1
    assert "WORLD_ALREADY_EXISTS" in said.err
    assert not (data / "worlds/spring").exists()


def test_a_name_that_no_world_can_have_is_refused(export: Path, tmp_path: Path) -> None:
    assert lienthong("world", "import", export, "--data", tmp_path / "data", "--as", "Mùa Xuân").code == 2


def test_a_folder_that_is_played_is_left_alone(export: Path, tmp_path: Path, start_up: StartUp) -> None:
    start_up("--data", tmp_path / "data")

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert "are being played" in said.err


def test_an_import_may_be_the_default_world(export: Path, tmp_path: Path, start_up: StartUp) -> None:
    assert lienthong("world", "import", export, "--data", tmp_path / "data", "--as", "default").code == 0

    up = start_up("--data", tmp_path / "data", "--people", "300")
    [world] = lienthong("world", "list", "--target", up.address, "--json").objects()[0]

    assert (world["name"], world["people"]) == ("default", 300)


def test_a_folder_of_something_else_is_left_alone(export: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/control.sqlite3").write_text("mine", "utf-8")

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert "control.sqlite3" in said.err
    assert not (tmp_path / "data/worlds").exists()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["import", "{export}", "--data", "{data}", "--as", "spring"], id="import"),
        pytest.param(["export", "--people", "300", "--out", "{data}/csv"], id="export"),
        pytest.param(["export", "--people", "300", "--out", "{data}/out", "--format", "sqlite"], id="export as sqlite"),
        pytest.param(["estimate", "--people", "300"], id="estimate"),
    ],
)
def test_a_disk_that_is_full_leaves_nothing_behind(export: Path, tmp_path: Path, words: list[str]) -> None:
    data = tmp_path / "data"
    data.mkdir()
    limited = ["sh", "-c", 'ulimit -f 32; exec "$@"', "sh", sys.executable, "-m", "lienthong_emulator", "world"]
    command = [*limited, *(word.format(export=export, data=data) for word in words)]

    done = subprocess.run(
        command, capture_output=True, timeout=60, check=False, env={**os.environ, "TMPDIR": str(data)}
    )

    assert (done.returncode, done.stderr.count(b"\n")) == (4, 1), done.stderr
    assert not [path for path in data.iterdir() if path.suffix != ".lock"]


def test_an_import_is_exported_by_its_recipe(ask: Ask, tmp_path: Path) -> None:
    """The name of a running world gives its recipe, here of personas alone."""
    assert ask("world", "create", "springtime").code == 0

    [told] = ask("world", "export", "--world", "springtime", "--out", tmp_path / "out", "--json").objects()

    assert {table["file"] for table in told["tables"]} >= {"insurance/card.csv"}
    assert ask("world", "delete", "springtime").code == 0
