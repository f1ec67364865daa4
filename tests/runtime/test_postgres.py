"""PostgreSQL as a shelf: schemas are built whole, told apart, refused untouched, and outlive their connections."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import pytest
from psycopg import sql
from tests.runtime.spring import Stranger, break_connections, opened, world
from tests.runtime.village import REGISTER, village

from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.files import UnusableDatabaseFile
from lienthong_emulator.runtime.load import build
from lienthong_emulator.runtime.postgres_load import Site, build_schema
from lienthong_emulator.runtime.postgres_schemas import PostgresSchemas, postgres_schemas, remove_all, schema_of
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.refusals import DatabaseUnavailable, Refusal, WorldBuildFailed
from lienthong_emulator.runtime.shelf import ShelfInUse
from lienthong_emulator.runtime.templates import blueprint_of

LONG = "a-world-whose-name-is-as-long-as-the-name-of-a-world-may-be-00"


@pytest.fixture(autouse=True)
def _children_find_the_village(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction] # pytest uses it
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]), prepend=os.pathsep)


# Names.


def test_no_two_worlds_share_a_schema() -> None:
    worlds = [LONG, LONG + "1", LONG[:43], "spring", ""]
    names = {schema_of(agency, world) for agency in ("insurance", "population") for world in worlds}

    assert len(names) == 2 * len(worlds)
    assert max(len(name) for name in names) == 63
    assert schema_of("population", "spring") == "lienthong_population_spring"


# What is built.


@pytest.mark.parametrize("agency", ROSTER.values(), ids=ROSTER.keys())
def test_a_nation_has_the_same_rows_in_both_engines(
    postgres_database: str, stranger: Stranger, tmp_path: Path, agency: Agency
) -> None:
    blueprint = blueprint_of(agency, Nation(people=2_000))
    told: list[int] = []
    build(tmp_path / "tables", blueprint, lambda _people: None)
    build_schema(Site(url=postgres_database, schema="tables", comment=""), blueprint, told.append)

    with closing(sqlite3.connect(tmp_path / "tables")) as lite:
        tables = [name for (name,) in lite.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        ours = sorted(name for name in tables if not name.startswith("sqlite_"))
        indexes = {
            name for (name,) in lite.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql <> ''")
        }
        in_sqlite = {name: _digest(lite.execute(f"SELECT * FROM {name}").fetchall()) for name in ours}
    stranger.execute("SET search_path = tables")
    found = {
        name: stranger.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))).fetchall() for name in ours
    }

    assert {name: _digest(rows) for name, rows in found.items()} == in_sqlite
    assert indexes <= {str(name) for (name,) in stranger.execute("SELECT indexname FROM pg_indexes")}
    assert (told[-1:] == [2_000]) == bool(agency.rows)


def _digest(rows: list[tuple[object, ...]]) -> tuple[int, str]:
    return len(rows), blake2b("\n".join(sorted(map(repr, rows))).encode(), digest_size=12).hexdigest()


async def test_counted_keys_go_on_after_those_that_came_with_the_rows(shelf: PostgresSchemas, tmp_path: Path) -> None:
    database = await opened(shelf, REGISTER, world(nation=village(2_500, tmp_path / "log")))

    async with database.write() as tx:
        row = await tx.fetch_one("INSERT INTO villager (name) VALUES ('Lan') RETURNING number")

    assert row is not None
    assert row["number"] == 2_500


@pytest.mark.parametrize(
    ("fate", "refusal", "told"),
    [
        pytest.param("killed", DatabaseUnavailable, "the process that built it ended with", id="killed"),
        pytest.param("crash", WorldBuildFailed, "nobody knows who comes next", id="a bug"),
    ],
)
async def test_a_build_that_ends_half_way_leaves_nothing(
    shelf: PostgresSchemas, stranger: Stranger, tmp_path: Path, fate: str, refusal: type[Refusal], told: str
) -> None:
    with pytest.raises(refusal, match=told):
        await opened(shelf, REGISTER, world(nation=village(2_500, tmp_path / "log", fate)))

    assert stranger.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'lienthong_register_spring'").fetchall() == []


async def test_a_build_whose_connection_breaks_is_refused_and_may_be_asked_for_again(
    shelf: PostgresSchemas, stranger: Stranger, tmp_path: Path
) -> None:
    asked = world(nation=village(3_000, tmp_path / "log", "slow"))
    building = asyncio.Event()
    first = asyncio.create_task(shelf.provide(REGISTER, asked, lambda _people: building.set()))
    await building.wait()
    break_connections(stranger)

    with pytest.raises(DatabaseUnavailable):
        await first
    database = await opened(shelf, REGISTER, asked)
    assert len(await database.scans.fetch_all("SELECT number FROM villager")) == 3_000


async def test_two_who_build_at_once_build_one(shelf: PostgresSchemas, tmp_path: Path) -> None:
    asked = world(nation=village(2_500, tmp_path / "log"))

    first, second = await asyncio.gather(opened(shelf, REGISTER, asked), opened(shelf, REGISTER, asked))

    for database in (first, second):
        assert len(await database.scans.fetch_all("SELECT number FROM villager")) == 2_500
    assert len((tmp_path / "log").read_text().splitlines()) == 1


# What is refused, and stays as it is.


async def test_a_schema_of_another_recipe_is_refused_by_name(shelf: PostgresSchemas) -> None:
    await opened(shelf)

    with pytest.raises(UnusableDatabaseFile, match=r"lienthong_justice_spring of Postgre.* another recipe"):
        await opened(shelf, of=world(nation=Nation(seed=7)))
    assert await shelf.worlds("justice") == ["spring"]


async def test_a_schema_of_somebody_else_is_refused_and_left_as_it_is(
    shelf: PostgresSchemas, stranger: Stranger
) -> None:
    stranger.execute("CREATE SCHEMA lienthong_justice_spring")
    stranger.execute("CREATE TABLE lienthong_justice_spring.picture (name TEXT)")

    with pytest.raises(UnusableDatabaseFile, match="it belongs to another program"):
        await opened(shelf)
    await shelf.remove(["justice"], "spring")
    assert await shelf.worlds("justice") == []
    assert stranger.execute("SELECT * FROM lienthong_justice_spring.picture").fetchall() == []


async def test_a_schema_that_lost_its_mark_is_refused(shelf: PostgresSchemas, stranger: Stranger) -> None:
    await opened(shelf)
    stranger.execute("DROP TABLE lienthong_justice_spring.about")

    with pytest.raises(UnusableDatabaseFile, match="it is damaged"):
        await opened(shelf)


async def test_a_schema_that_vanished_is_not_replaced_by_a_virgin_world(shelf: PostgresSchemas) -> None:
    with pytest.raises(UnusableDatabaseFile, match="it is gone"):
        await opened(shelf, of=world(prepared="justice"))
    assert await shelf.worlds("justice") == []


async def test_a_second_process_may_not_play_the_same_agency(shelf: PostgresSchemas, postgres_database: str) -> None:
    await opened(shelf)

    with pytest.raises(ShelfInUse, match="another process plays justice from PostgreSQL database"):
        async with postgres_schemas(postgres_database, ["tax", "justice"]):
            pass
    with pytest.raises(ShelfInUse):
        await remove_all(postgres_database, ["justice"])
    async with postgres_schemas(postgres_database, ["tax"]):
        assert await shelf.worlds("justice") == ["spring"]


# Worlds.


async def test_worlds_are_kept_and_removed_by_name(shelf: PostgresSchemas) -> None:
    for name in ("tet", LONG, "spring"):
        await opened(shelf, of=world(name))
    await opened(shelf, REGISTER, world("autumn"))

    assert await shelf.worlds("justice") == [LONG, "spring", "tet"]
    await shelf.remove(["justice"], LONG)
    await shelf.remove(["justice"], "never-there")
    assert await shelf.worlds("justice") == ["spring", "tet"]
