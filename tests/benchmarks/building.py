"""What it takes to build a world, and how much room it takes.

`python -m tests.benchmarks.building 100000 FOLDER` builds one, as a process of its own that can be measured as a whole.
"""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import uvloop
from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.processes import printed_by

from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.templates import Templates

ROUNDS = 2
SMALL_ENOUGH_FOR_ROUNDS = 200_000
BUILDING = [sys.executable, "-m", "tests.benchmarks.building"]
BARE_INSERTS = [sys.executable, "-m", "tests.benchmarks.bare_inserts"]
WHOLE_NATION = 98_000_000


class Built(NamedTuple):
    """What building a world took: wall and CPU seconds, bytes on disk, the largest resident set of a child."""

    seconds: float
    cpu_seconds: float
    disk: int
    peak: int


async def world_build(run: Run) -> Figure:
    """People a second: every agency that has people, files on disk, as the emulator builds them, on all cores.

    Against rows of the same tables that were there before, put in by one process that does nothing else.
    """
    ours, limits, notes = list[float](), list[float](), list[str]()
    for _ in range(ROUNDS if run.people <= SMALL_ENOUGH_FOR_ROUNDS else 1):
        built = await _build(run)
        run.tick()
        bare = json.loads(await printed_by(*BARE_INSERTS, str(run.people)))
        run.tick()
        ours.append(run.people / built.seconds)
        limits.append(run.people / bare["seconds"])
        cpu = f"CPU {built.cpu_seconds:.1f} s against {bare['cpu_seconds']:.1f} s"
        notes.append(f"{cpu}, peak of a child {built.peak / 1e6:.0f} MB")
        if run.full:
            notes[-1] += f"; {_of_the_nation(run.people, built)}"
    return median_of(ours, limits, "people/s", ">= 0.35", notes[-1])


def _of_the_nation(people: int, built: Built) -> str:
    times = WHOLE_NATION / people
    here = f"{people:,} people took {built.seconds:.0f} s and {built.disk / 1e9:.2f} GB"
    return f"{here}; 98 million would take {built.seconds * times / 3600:.1f} h and {built.disk * times / 1e9:.0f} GB"


async def world_size(run: Run) -> Figure:
    """Bytes on disk a person, indexes and all, against the bytes of the stored values alone (`column_bytes`)."""
    folder = run.folder / "built"
    if not folder.exists():
        await _build(run)
    run.tick()
    files = [*folder.glob("world/*.sqlite3")]
    ours = sum(file.stat().st_size for file in files) / run.people
    limit = sum(map(column_bytes, files)) / run.people
    run.tick()
    parts = ", ".join(f"{file.stem} {file.stat().st_size / run.people:.0f}" for file in sorted(files))
    return median_of([ours], [limit], "B/person", "<= 2.5", parts)


def column_bytes(path: Path) -> int:
    """The bytes of all values of all tables, without indexes and without what rows and pages add.

    A text or blob counts its bytes (UTF-8); an INTEGER what a record of SQLite keeps of it: none for 0 and 1, else 1,
    2, 3, 4, 6 or 8 (https://sqlite.org/fileformat.html, 2.1).
    """
    with closing(sqlite3.connect(path)) as raw:
        tables = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return sum(_bytes_of_table(raw, table) for (table,) in tables.fetchall())


def _bytes_of_table(raw: sqlite3.Connection, table: str) -> int:
    columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    total = " + ".join(f"total({_bytes_of_value(column)})" for column in columns)
    return int(raw.execute(f"SELECT {total} FROM {table}").fetchone()[0])


def _bytes_of_value(column: str) -> str:
    sizes = " ".join(f"WHEN {column} BETWEEN {-(1 << bits)} AND {(1 << bits) - 1} THEN {bits // 8 + 1}"
                     for bits in (7, 15, 23, 31, 47))  # fmt: skip
    integer = f"CASE WHEN {column} IN (0, 1) THEN 0 {sizes} ELSE 8 END"
    return f"CASE typeof({column}) WHEN 'integer' THEN {integer} ELSE length(CAST({column} AS BLOB)) END"


async def _build(run: Run) -> Built:
    folder = run.folder / "built"
    shutil.rmtree(folder, ignore_errors=True)
    return Built(*json.loads(await printed_by(*BUILDING, str(run.people), str(folder))))


def _bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


async def build(people: int, folder: Path) -> Built:
    """Templates in child processes, then the world's own copies: the way of a world that an emulator is asked for."""
    nation = Nation(people=people)
    templates = Templates(folder / "templates")
    agencies = [agency for agency in ROSTER.values() if agency.rows]
    started = time.perf_counter()
    await asyncio.gather(
        *(
            templates.copy(agency, nation, folder / "world" / f"{agency.name}.sqlite3", lambda _people: None)
            for agency in agencies
        )
    )
    seconds = time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    disk = _bytes_in(folder / "world")
    return Built(seconds, time.process_time() + children.ru_utime + children.ru_stime, disk, children.ru_maxrss * 1024)


if __name__ == "__main__":
    print(json.dumps(uvloop.run(build(int(sys.argv[1]), Path(sys.argv[2])))))
