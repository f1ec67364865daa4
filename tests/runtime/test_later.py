"""Rows that nobody waits for."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from lienthong_emulator.runtime.database import Transaction
from lienthong_emulator.runtime.later import SECONDS_UNTIL_WRITTEN, Later
from lienthong_emulator.runtime.sqlite import SqliteDatabase, open_sqlite


async def _keep(tx: Transaction, numbers: Sequence[int]) -> None:
    tx.execute_many("INSERT INTO question (number) VALUES (:number)", [{"number": number} for number in numbers])


async def _lose(tx: Transaction, numbers: Sequence[int]) -> None:
    tx.execute_many("INSERT INTO missing (number) VALUES (:number)", [{"number": number} for number in numbers])


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

    later.note(_keep, 1)
    before = await _numbers(database)
    await asyncio.sleep(4 * SECONDS_UNTIL_WRITTEN)

    assert (before, await _numbers(database)) == ([], [1])


async def test_who_reads_has_them_written_first(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note(_keep, 1)
    later.note(_keep, 2)

    await later.written()

    assert await _numbers(database) == [1, 2]


async def test_whom_it_concerns_is_known_until_it_is_written(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note(_keep, 1, about=[7])

    assert (later.concerns([8, 7]), later.concerns([8])) == (True, False)
    await later.written()
    assert not later.concerns([7])
    await later.close()


async def test_closing_writes_what_waits(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note(_keep, 1)

    await later.close()

    assert await _numbers(database) == [1]


async def test_it_is_kept_where_it_cannot_be_written(database: SqliteDatabase) -> None:
    later = Later(database)
    later.note(_lose, 1, about=[7])

    with pytest.raises(Exception, match="no such table"):
        await later.written()

    assert later.concerns([7])
    async with database.write() as tx:
        tx.execute("CREATE TABLE missing (number INTEGER NOT NULL)")
    await later.written()
    rows = await database.lookups.fetch_all("SELECT number FROM missing")
    assert [row["number"] for row in rows] == [1]
