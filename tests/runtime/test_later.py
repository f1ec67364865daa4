"""Rows that nobody waits for."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest

from lienthong_emulator.runtime.later import SECONDS_UNTIL_WRITTEN, Later
from lienthong_emulator.runtime.sqlite import SqliteDatabase, open_sqlite

INSERT = "INSERT INTO question (number) VALUES (:number)"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[SqliteDatabase]:
    file = tmp_path / "questions.sqlite"
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE question (number INTEGER NOT NULL)")
    opened = await open_sqlite(file, synchronous="OFF")
    yield opened
    await opened.close()


async def _numbers(database: SqliteDatabase) -> list[int]:
    return [row["number"] for row in await database.lookups.fetch_all("SELECT number FROM question ORDER BY number")]


async def test_rows_are_written_a_moment_later(database: SqliteDatabase) -> None:
    later = Later(database)

    later.note(INSERT, {"number": 1})
    before = await _numbers(database)
    await asyncio.sleep(4 * SECONDS_UNTIL_WRITTEN)

    assert (before, await _numbers(database)) == ([], [1])


async def test_who_reads_has_them_written_first(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note(INSERT, {"number": 1})
    later.note(INSERT, {"number": 2})

    await later.written()

    assert await _numbers(database) == [1, 2]


async def test_what_waits_can_be_seen(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note(INSERT, {"number": 1})

    assert later.waiting(INSERT) == [{"number": 1}]
    await later.close()


async def test_closing_writes_what_waits(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note(INSERT, {"number": 1})

    await later.close()

    assert await _numbers(database) == [1]


async def test_rows_are_kept_where_they_cannot_be_written(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note("INSERT INTO missing (number) VALUES (:number)", {"number": 1})

    with pytest.raises(Exception, match="no such table"):
        await later.written()

    assert len(later.waiting("INSERT INTO missing (number) VALUES (:number)")) == 1
