"""A database is built from rows: tables first, indexes last, and it is whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.runtime.village import TABLES

from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.files import RUNTIME_TABLES, check_file
from lienthong_emulator.runtime.load import Blueprint, blueprint_from_json, build, rows_for
from lienthong_emulator.runtime.recipe import Nation

VILLAGE = Blueprint(
    tables=RUNTIME_TABLES + TABLES, digest="d1", rows="tests.runtime.village:rows", nation=Nation(people=2_500)
)


def _asked(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(question).fetchall()


def test_rows_are_in_their_tables_and_progress_was_told(tmp_path: Path) -> None:
    told: list[int] = []
    build(tmp_path / "register", VILLAGE, told.append)

    assert told == [1_000, 2_000, 2_500]
    assert _asked(tmp_path / "register", "SELECT COUNT(*), MAX(number) FROM villager") == [(2_500, 2_499)]
    check_file(tmp_path / "register", "d1")


def test_indexes_are_there_and_the_planner_knows_their_sizes(tmp_path: Path) -> None:
    build(tmp_path / "register", VILLAGE, lambda _people: None)

    indexes = _asked(tmp_path / "register", "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    assert {"villager_by_name", "timer_by_due", "case_step_by_case"} <= {name for (name,) in indexes}
    assert ("villager", "villager_by_name", "2500 1") in _asked(tmp_path / "register", "SELECT * FROM sqlite_stat1")
    assert _asked(tmp_path / "register", "PRAGMA journal_mode") == [("wal",)]


def test_a_few_personas_say_nothing_about_sizes(tmp_path: Path) -> None:
    few = Blueprint(tables=VILLAGE.tables, digest="d1", rows=VILLAGE.rows, nation=Nation())
    build(tmp_path / "register", few, lambda _people: None)

    assert _asked(tmp_path / "register", "SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat1'") == []


def test_a_blueprint_travels_as_json() -> None:
    nation = Nation(people=3, own_people='[{"full_name": "Nguyễn Thị Lan"}]')
    blueprint = Blueprint(tables="", digest="d1", rows="", nation=nation)

    assert blueprint_from_json(blueprint.to_json()) == blueprint


@pytest.mark.parametrize("agency", ROSTER.values(), ids=ROSTER.keys())
def test_what_fills_an_agency_is_there_for_who_asks(agency: Agency) -> None:
    tables = {rows.table for rows in rows_for(agency.rows, Nation())}

    assert all(f"CREATE TABLE IF NOT EXISTS {table} " in agency.schema for table in tables)
