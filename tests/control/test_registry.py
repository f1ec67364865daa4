"""The registry of worlds and its file."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lienthong_emulator.control.worlds.errors import DateNotCovered, WorldAlreadyExists
from lienthong_emulator.control.worlds.registry import registry_in
from lienthong_emulator.runtime.clock import HANOI, Clock
from lienthong_emulator.runtime.files import Storage, UnusableDatabaseFile
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.recipe import Recipe, recipe_starting
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.runtime.worlds import WorldNotFound

WALL = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)


def opened(folder: Path, recipe: Recipe = Recipe(), rate: float = 0.0, wall: datetime = WALL):  # noqa: B008 - a frozen value
    return registry_in(
        SqliteFiles(Storage(folder=folder, synchronous="OFF")), recipe=recipe, rate=rate, wall=lambda: wall
    )


async def test_the_world_default_is_made_at_the_start(tmp_path: Path) -> None:
    async with opened(tmp_path, recipe_starting(seed=7), rate=0.5) as registry:
        world = await registry.describe("default")

    clock = Clock(revision=1, anchor=NINE, anchor_wall=WALL, rate=0.5)
    assert world == World(name="default", recipe=recipe_starting(seed=7), clock=clock)


async def test_worlds_and_their_clocks_outlive_the_process(tmp_path: Path) -> None:
    async with opened(tmp_path) as registry:
        await registry.create("tet", recipe_starting(date(2021, 2, 17), seed=9), rate=2)
        moved = await registry.set_clock("tet", NINE, held=False)
    async with opened(tmp_path, rate=3, wall=WALL + timedelta(days=1)) as registry:
        assert await registry.describe("tet") == replace(moved, clock=replace(moved.clock, revision=3))
        assert [world.name for world in await registry.all()] == ["default", "tet"]
        assert (await registry.describe("default")).clock.rate == 0


async def test_a_ticking_world_goes_on_while_no_process_runs(tmp_path: Path) -> None:
    later = WALL + timedelta(hours=1)
    async with opened(tmp_path, rate=2):
        pass
    async with opened(tmp_path, rate=2, wall=later) as registry:
        assert (await registry.describe("default")).clock.at(later) == NINE + timedelta(hours=2)


async def test_a_clock_that_is_held_stands_and_goes_on_at_its_rate(tmp_path: Path) -> None:
    async with opened(tmp_path, rate=2) as registry:
        held = await registry.set_clock("default", NINE + timedelta(days=1), held=True)
        assert (held.clock.rate, held.clock.revision) == (0, 2)
        assert await registry.describe("default") == held
        assert (await registry.set_clock("default", NINE + timedelta(days=2), held=False)).clock.rate == 2


async def test_a_clock_that_was_held_when_the_process_died_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path, rate=2) as registry:
        held = await registry.set_clock("default", NINE, held=True)
    async with opened(tmp_path, rate=2) as registry:
        clock = (await registry.describe("default")).clock
        assert clock.rate == 2
        assert clock.revision > held.clock.revision


async def test_what_is_handed_out_is_a_picture_of_the_moment(tmp_path: Path) -> None:
    async with opened(tmp_path) as registry:
        before = await registry.describe("default")
        await registry.set_clock("default", NINE + timedelta(days=1), held=False)

        assert before.clock.at(WALL) == NINE


async def test_a_withdrawn_world_cannot_be_entered(tmp_path: Path) -> None:
    async with opened(tmp_path) as registry:
        await registry.create("tet", Recipe(), rate=0)
        for _ in range(2):
            await registry.withdraw("tet")

        assert await registry.is_withdrawn("tet")
        assert [world.name for world in await registry.all()] == ["default"]
        with pytest.raises(WorldNotFound):
            await registry.describe("tet")
        await registry.remove("tet")
        with pytest.raises(WorldNotFound):
            await registry.withdraw("tet")


async def test_a_world_that_is_not_withdrawn_is_not_removed(tmp_path: Path) -> None:
    async with opened(tmp_path) as registry:
        await registry.remove("default")

        assert (await registry.describe("default")).name == "default"


async def test_another_recipe_for_the_world_default_is_refused_at_the_start(tmp_path: Path) -> None:
    async with opened(tmp_path):
        pass
    with pytest.raises(WorldAlreadyExists, match=r"world default already.*seed 1, personas only, from 2022-01-05"):
        async with opened(tmp_path, recipe_starting(seed=2)):
            pass


async def test_a_start_on_a_day_that_is_not_covered_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DateNotCovered, match=r"No world reaches 2035-01-01: .*2018 to 2030"):
        async with opened(tmp_path, recipe_starting(date(2035, 1, 1))):
            pass


async def test_a_file_that_is_not_ours_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "control.sqlite3"
    file.write_text("Lan's diary, and nobody else's")
    with pytest.raises(UnusableDatabaseFile, match="not an SQLite database"):
        async with opened(tmp_path):
            pass
    assert file.read_text() == "Lan's diary, and nobody else's"


async def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "control.sqlite3")) as raw:
        raw.execute("CREATE TABLE world (name TEXT)")
    with pytest.raises(UnusableDatabaseFile, match="belongs to another program"):
        async with opened(tmp_path):
            pass


async def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    async with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "control.sqlite3", isolation_level=None)) as raw:
        raw.execute("UPDATE about SET value = 'older' WHERE key = 'digest'")
    with pytest.raises(UnusableDatabaseFile, match="another version"):
        async with opened(tmp_path):
            pass


async def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "control.sqlite3"
    async with opened(tmp_path):
        pass
    shutil.copyfile(file, tmp_path / "copy")
    file.write_bytes(file.read_bytes()[:6000])
    with pytest.raises(UnusableDatabaseFile, match="damaged"):
        async with opened(tmp_path):
            pass
