"""A database file: who only reads it leaves it as it was, and who looks up cannot write."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from lienthong_emulator.runtime.load import lay_out
from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.sqlite import open_sqlite
from lienthong_emulator.runtime.sqlite_connections import ThreadedConnection

TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE note (text TEXT NOT NULL);
"""
NOTES = "SELECT text FROM note"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lay_out(tmp_path / "register.sqlite3", TABLES, "digest")
    return tmp_path / "register.sqlite3"


def found_beside(file: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in file.parent.iterdir()}


def remove(file: Path) -> None:
    for path in file.parent.iterdir():
        path.unlink()


async def test_a_file_that_was_only_read_is_left_alone_and_as_it_was(file: Path) -> None:
    before = found_beside(file)
    database = await open_sqlite(file)
    assert await database.lookups.fetch_all(NOTES) == await database.scans.fetch_all(NOTES) == []
    await database.close()

    assert found_beside(file) == before


async def test_a_file_that_was_written_is_whole_without_its_log(file: Path) -> None:
    database = await open_sqlite(file)
    async with database.write() as transaction:
        transaction.execute("INSERT INTO note (text) VALUES ('birth-1')")
    assert [row["text"] for row in await database.lookups.fetch_all(NOTES)] == ["birth-1"]
    await database.close()

    assert list(found_beside(file)) == [file.name]


async def test_who_looks_up_cannot_write(file: Path) -> None:
    database = await open_sqlite(file)
    with pytest.raises(sqlite3.ProgrammingError, match="cannot write"):
        await database.lookups.fetch_all("INSERT INTO note (text) VALUES ('birth-1') RETURNING text")
    assert await database.lookups.fetch_all(NOTES) == []
    await database.close()


@pytest.mark.parametrize("synchronous", ["NORMAL", "FULL"])
async def test_who_looks_up_sees_nothing_that_may_yet_be_undone(file: Path, synchronous: str) -> None:
    database = await open_sqlite(file, synchronous=synchronous)
    async with database.write() as transaction:
        transaction.execute("INSERT INTO note (text) VALUES ('birth-1')")
        assert len(await transaction.fetch_all(NOTES)) == 1
        assert await database.lookups.fetch_all(NOTES) == []
    assert [row["text"] for row in await database.lookups.fetch_all(NOTES)] == ["birth-1"]
    await database.close()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        await database.lookups.fetch_all(NOTES)


async def test_a_file_that_vanished_is_not_made_anew_by_who_writes(file: Path) -> None:
    database = await open_sqlite(file)
    remove(file)

    with pytest.raises(DatabaseUnavailable, match="unable to open"):
        async with database.write() as transaction:
            transaction.execute("INSERT INTO note (text) VALUES ('birth-1')")
    assert found_beside(file) == {}
    await database.close()


@pytest.mark.parametrize("synchronous", ["NORMAL", "FULL"])
async def test_who_is_still_writing_what_is_abandoned_holds_nothing_up(file: Path, synchronous: str) -> None:
    database = await open_sqlite(file, synchronous=synchronous)

    async def writing_too_long() -> None:
        async with database.write() as transaction:
            transaction.execute("INSERT INTO note (text) VALUES ('birth-1')")
            assert await transaction.fetch_one(NOTES)
            database.abandon()
            await database.close()

    with pytest.raises((sqlite3.ProgrammingError, RuntimeError), match=r"closed|after shutdown"):
        await writing_too_long()
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute(NOTES).fetchall() == []


def test_a_read_that_outlives_its_event_loop_troubles_nobody() -> None:
    connection = ThreadedConnection(lambda: sqlite3.connect(":memory:", check_same_thread=False))
    begun, may_end = threading.Event(), threading.Event()

    def slow(_connection: sqlite3.Connection) -> None:
        begun.set()
        assert may_end.wait(10)

    async def left() -> None:
        reading = asyncio.create_task(connection.run(slow))
        await asyncio.to_thread(begun.wait, 10)
        reading.cancel()

    async def closed() -> int:
        (found,) = await connection.run(lambda raw: raw.execute("SELECT 7").fetchone())
        await connection.close()
        return found

    asyncio.run(left())
    may_end.set()

    assert asyncio.run(closed()) == 7
