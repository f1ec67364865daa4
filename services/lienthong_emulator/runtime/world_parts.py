"""What agencies have of a world, as files that travel: one of SQLite for each, whatever engine keeps it here."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.chunks import folder_in_passing, gathered
from lienthong_emulator.runtime.files import UnusableDatabaseFile, check_file, digest_of, tables_of
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.refusals import Kind, Refusal
from lienthong_emulator.runtime.sqlite_connections import open_read_only

if TYPE_CHECKING:
    from pathlib import Path

    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.worlds import Worlds

OF_ANOTHER_VERSION = "its tables are not those of this version"


class WorldFileUnusable(Refusal):
    """What came is no world that this version can go on with."""

    kind = Kind.INVALID_ARGUMENT
    reason = "WORLD_FILE_UNUSABLE"
    english = "The file is not a world that can be imported: {problem}."
    vietnamese = "Tệp này không phải là thế giới nhập được: {problem}."


@asynccontextmanager
async def written_down(worlds: Worlds, name: str) -> AsyncGenerator[Mapping[str, Path]]:
    """What the agencies here have of a world, each in a file that is there until the block ends."""
    world = await worlds.world(name)
    with folder_in_passing() as folder:
        files = {agency: folder / agency for agency in worlds.agencies}
        parts = worlds.agencies.values()
        await asyncio.gather(*(worlds.shelf.write_down(agency, world, files[agency.name]) for agency in parts))
        yield files


async def taken_in(worlds: Worlds, name: str, agency: str, nation: str, chunks: AsyncIterator[bytes]) -> None:
    """Give an agency its part of a world that nobody has entered yet, out of the chunks of such a file.

    Refused with `WorldFileUnusable`, and then nothing of it is there.
    """
    if agency not in worlds.agencies:
        raise WorldFileUnusable(problem=f"nobody plays {agency!r} here")
    with folder_in_passing() as folder:
        path = folder / agency
        await gathered(chunks, path)
        await asyncio.to_thread(_check, path, worlds.agencies[agency], nation)
        await worlds.shelf.take_in(worlds.agencies[agency], name, path)


def nation_to_json(nation: Nation) -> str:
    """A nation as it travels between processes of the house."""
    return json.dumps(asdict(nation))


def _check(path: Path, agency: Agency, nation: str) -> None:
    try:
        check_file(path, digest_of(agency, Nation(**json.loads(nation))))
        with closing(open_read_only(path)) as raw:
            _check_inside(raw, agency)
    except UnusableDatabaseFile as no:
        raise WorldFileUnusable(problem=f"{agency.name}: {no.facts['problem']}") from no
    except (ValueError, TypeError) as error:
        raise WorldFileUnusable(problem=f"there is no such nation ({error})") from error
    except sqlite3.DatabaseError as error:
        raise WorldFileUnusable(problem=f"{agency.name}: it is damaged ({error})") from error


def _check_inside(raw: sqlite3.Connection, agency: Agency) -> None:
    """A file from elsewhere is read to its end, and its tables are compared: a digest is easily copied."""
    if (found := raw.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise WorldFileUnusable(problem=f"{agency.name}: it is damaged ({found})")
    with closing(sqlite3.connect(":memory:")) as expected:
        expected.executescript(tables_of(agency))
        if _shape_of(raw) != _shape_of(expected):
            raise WorldFileUnusable(problem=f"{agency.name}: {OF_ANOTHER_VERSION}")


def _shape_of(raw: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Everything that is in a file but what SQLite itself keeps there."""
    found = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'")
    return set(map(tuple, found))
