"""Worlds as files: out, perhaps edited by hand, and in again."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from lienthong_emulator.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cli.conftest import Ask, StartUp

LAN = "0115000017"


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


def lienthong(*words: str | Path) -> Said:
    """Runs a command in this process, as module-wide fixtures may, too."""
    result = CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False)
    return Said(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a small nation."""
    out = tmp_path_factory.mktemp("export") / "world"
    assert lienthong("world", "export", "--people", "300", "--out", out).code == 0
    return out


@pytest.fixture
def export(kept: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(kept, tmp_path / "edited")


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def edit(path: Path, change: Callable[[list[list[str]]], object]) -> None:
    rows = rows_of(path)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_in(line: int, column: str, text: str) -> Callable[[list[list[str]]], object]:
    """Put a text into a column of a line, the heading being line 1."""
    return lambda rows: rows[line - 1].__setitem__(rows[0].index(column), text)


def imported(export: Path, data: Path, *words: str) -> Said:
    return lienthong("world", "import", export, "--data", data, "--as", "spring", *words)


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

    assert told["edited"] == ["insurance/participant.csv"]
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
    """Everything in a database, but the order in which it came."""
    with closing(sqlite3.connect(path)) as raw:
        yield from sorted(line for line in raw.iterdump() if "sqlite_stat" not in line)


def test_columns_may_stand_in_any_order(export: Path, tmp_path: Path) -> None:
    edit(export / "insurance/card.csv", lambda rows: [row.reverse() for row in rows])

    assert imported(export, tmp_path / "data").code == 0


def test_the_mark_of_a_spreadsheet_does_not_matter(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/card.csv"
    path.write_text("\ufeff" + path.read_text("utf-8"), "utf-8")

    assert imported(export, tmp_path / "data").code == 0


@pytest.mark.parametrize(
    ("file", "change", "place"),
    [
        pytest.param(
            "insurance/card.csv",
            lambda rows: rows[0].__setitem__(0, "holder"),
            "line 1, column holder: there is no such column",
            id="unknown column",
        ),
        pytest.param(
            "insurance/card.csv",
            lambda rows: [row.pop() for row in rows],
            "line 1, column confirm_date: the column is missing",
            id="missing column",
        ),
        pytest.param(
            "insurance/card.csv",
            lambda rows: [row.append(row[0]) for row in rows],
            "line 1, column participant_key: the column stands there twice",
            id="a column twice",
        ),
        pytest.param("tax/person.csv", lambda rows: rows[2].pop(), "line 3: there are 15 values, not 16", id="short"),
        pytest.param(
            "tax/person.csv", lambda rows: rows.clear(), "line 1, column taxpayer_key: the column", id="empty"
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(4, "serial", "first"),
            "line 4, column serial: 'first' is not a whole number",
            id="not a number",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(4, "serial", "9" * 19),
            f"line 4, column serial: '{'9' * 19}' is not a whole number",
            id="too long a number",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(2, "valid_to", "2022-02-30"),
            "line 2, column valid_to: '2022-02-30' is not a day of the calendar",
            id="impossible date",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(2, "valid_to", ""),
            "line 2, column valid_to: there must be a day",
            id="missing date",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(3, "birth_date_month", "13"),
            "line 3, column birth_date_day: there is no date",
            id="impossible birth date",
        ),
        pytest.param(
            "insurance/contribution.csv",
            set_in(2, "first_month", "202113"),
            "line 2, column first_month: 202113 is not a month",
            id="impossible month",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(2, "residence_province_code", "1"),
            "line 2, column residence_province_code: '1' is not written as [0-9]{2}",
            id="a zero that a spreadsheet took away",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(2, "sex", "7"),
            "line 2, column sex: 7 is not one of 1 to 3",
            id="unknown code",
        ),
        pytest.param(
            "insurance/household.csv",
            lambda rows: rows.append(rows[1]),
            ", column household_key: another line has the same",
            id="duplicate key",
        ),
        pytest.param(
            "insurance/card.csv",
            set_in(5, "participant_key", "999999999"),
            "line 5, column participant_key: 999999999 stands nowhere in participant, column participant_key",
            id="card of nobody",
        ),
        pytest.param(
            "population/citizen.csv",
            set_in(2, "mother_key", "999999999"),
            "line 2, column mother_key: 999999999 stands nowhere in citizen",
            id="child of nobody",
        ),
    ],
)
def test_nonsense_is_refused_with_its_place(
    export: Path, tmp_path: Path, file: str, change: Callable[[list[list[str]]], object], place: str
) -> None:
    edit(export / file, change)

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert f"{export / file}" in said.err
    assert place in said.err
    assert said.err.endswith("; nothing was imported\n")
    assert not list((tmp_path / "data").glob("**/*.sqlite3"))


def test_a_second_line_with_a_key_is_told_by_its_number(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/household.csv"
    edit(path, lambda rows: rows.append(rows[1]))

    assert f"line {len(rows_of(path))}, column household_key" in imported(export, tmp_path / "data").err


def test_text_that_is_no_text_is_refused(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/card.csv"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert "card.csv: the text is not UTF-8" in said.err


def test_quotes_that_do_not_end_are_refused(export: Path, tmp_path: Path) -> None:
    path = export / "insurance/card.csv"
    path.write_text(path.read_text("utf-8") + '"open', "utf-8")

    assert imported(export, tmp_path / "data").code == 4


def test_a_missing_file_is_refused(export: Path, tmp_path: Path) -> None:
    (export / "tax/person.csv").unlink()

    assert "person.csv: the file is missing" in imported(export, tmp_path / "data").err


def test_a_file_that_would_be_overlooked_is_refused(export: Path, tmp_path: Path) -> None:
    shutil.copy(export / "tax/person.csv", export / "tax/people.csv")

    assert "people.csv: the manifest does not tell of it" in imported(export, tmp_path / "data").err


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda manifest: manifest.pop("recipe"), id="no recipe"),
        pytest.param(lambda manifest: manifest["recipe"].update(people="many"), id="people"),
        pytest.param(lambda manifest: manifest["recipe"].update(people=-1), id="less than nobody"),
        pytest.param(lambda manifest: manifest["recipe"].update(year=1999), id="year"),
        pytest.param(lambda manifest: manifest["recipe"].update(start_date="soon"), id="start"),
        pytest.param(lambda manifest: manifest.update(recipe=[]), id="recipe that is none"),
        pytest.param(lambda manifest: manifest["tables"][0].update(table="outbox"), id="table"),
        pytest.param(lambda manifest: manifest["tables"][0].update(agency="police"), id="agency"),
    ],
)
def test_a_manifest_that_cannot_be_is_refused(export: Path, tmp_path: Path, change: Callable[[object], object]) -> None:
    path = export / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), "utf-8")

    said = imported(export, tmp_path / "data")

    assert said.code == 4
    assert str(export) in said.err


@pytest.mark.parametrize("text", [None, "{"], ids=["none", "no JSON"])
def test_a_folder_without_a_manifest_is_refused(export: Path, tmp_path: Path, text: str | None) -> None:
    (export / "manifest.json").unlink()
    if text is not None:
        (export / "manifest.json").write_text(text, "utf-8")

    assert imported(export, tmp_path / "data").code == 4


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


def test_an_import_is_exported_by_its_recipe(ask: Ask, tmp_path: Path) -> None:
    """The name of a running world gives its recipe, here of personas alone."""
    assert ask("world", "create", "springtime").code == 0

    [told] = ask("world", "export", "--world", "springtime", "--out", tmp_path / "out", "--json").objects()

    assert {table["file"] for table in told["tables"]} >= {"insurance/card.csv"}
    assert ask("world", "delete", "springtime").code == 0
