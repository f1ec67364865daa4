"""The limit of building a world: its rows are there, and one process puts them into the same tables.

Fixed and bare: tables and indexes as the schemas have them, one transaction for each agency, no journal, no wait for
the disk. `python -m tests.benchmarks.bare_inserts 100000` prints seconds; making the rows is not among them.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.files import tables_of
from lienthong_emulator.runtime.load import rows_for
from lienthong_emulator.runtime.recipe import Nation

KILOBYTES_CACHED = 64 << 10


class Spent:
    """Wall and CPU seconds of some of what a process does."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu_seconds = 0.0

    def on(self, work: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        self.seconds += time.perf_counter() - wall
        self.cpu_seconds += time.process_time() - cpu


def insert(agency: Agency, nation: Nation, path: Path, spent: Spent) -> None:
    """A batch of rows at a time is made beforehand: those of a million people would not fit into memory."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = OFF")
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute(f"PRAGMA cache_size = -{KILOBYTES_CACHED}")
        spent.on(lambda: raw.executescript(tables_of(agency)))
        raw.execute("BEGIN")
        for rows in rows_for(agency.rows, nation):
            made = [tuple(row) for row in rows.values]
            places = ", ".join("?" * len(rows.columns))
            statement = f"INSERT INTO {rows.table} ({', '.join(rows.columns)}) VALUES ({places})"
            spent.on(lambda statement=statement, made=made: raw.executemany(statement, made))
        spent.on(lambda: raw.execute("COMMIT"))


def main(people: int) -> None:
    spent = Spent()
    with tempfile.TemporaryDirectory() as folder:
        for agency in ROSTER.values():
            if agency.rows:
                insert(agency, Nation(people=people), Path(folder) / f"{agency.name}.sqlite3", spent)
    print(json.dumps({"seconds": spent.seconds, "cpu_seconds": spent.cpu_seconds}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
