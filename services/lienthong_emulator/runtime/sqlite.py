"""SQLite: one file for each agency and world.

What takes microseconds is done in the event loop, what may wait for the disk on a thread (docs/decisions/0010).
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import aiosqlite

from lienthong_emulator.runtime.database import Parameter, Row, Statement, Value, statement_for
from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.tasks import Tasks

STYLE = ":{}"
CACHED_STATEMENTS = 256
MAPPED_BYTES = 1 << 30
KILOBYTES_CACHED = 512
"""By each connection: what is mapped need not be cached as well."""
BUSY_SECONDS = 10.0
COMMITS_BETWEEN_CHECKPOINTS = 500
WAITS_FOR_THE_DISK = {"FULL", "EXTRA"}

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]


class Writer(Protocol):
    """The one connection that writes."""

    async def run(self, job: Job[T]) -> T: ...

    async def see_through(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work to its end, even where the caller hangs up meanwhile."""
        ...

    async def close(self) -> None: ...


class WriterInPlace:
    """Writes in the event loop: without a sync, a commit into the write-ahead log only copies memory."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        raw.execute("PRAGMA wal_autocheckpoint = 0")
        self._raw = raw

    async def run(self, job: Job[T]) -> T:
        return job(self._raw)

    async def see_through(self, work: Coroutine[Any, Any, None]) -> None:
        await work  # it never waits, so nobody can hang up

    async def close(self) -> None:
        self._raw.close()


class Connection(aiosqlite.Connection):
    """A connection with a thread of its own, which runs a whole job in one trip."""

    async def run(self, job: Job[T]) -> T:
        # aiosqlite leaves this one untyped; it is what all of its own calls go through.
        execute: Callable[[Callable[[], T]], Awaitable[T]] = cast(Any, self)._execute
        return await execute(lambda: job(self._conn))

    async def see_through(self, work: Coroutine[Any, Any, None]) -> None:
        await asyncio.shield(work)


class SqliteDatabase:
    """One agency's tables in one world, in a file."""

    def __init__(self, path: Path, writer: Writer) -> None:
        self._path = path
        self._writer = writer
        self._lock = asyncio.Lock()
        self._commits = 0
        self._checkpoints: Tasks[Path] = Tasks(checkpoint)
        self._lookups = LookupReader(open_read_only(path))
        self._scans = ScanReader(path)

    @property
    def lookups(self) -> "LookupReader":
        return self._lookups

    @property
    def scans(self) -> "ScanReader":
        return self._scans

    @asynccontextmanager
    async def write(self) -> "AsyncGenerator[SqliteTransaction]":
        async with self._lock:
            transaction = SqliteTransaction(self._writer)
            try:
                yield transaction
            except BaseException:
                await asyncio.shield(transaction.roll_back())
                raise
            await self._writer.see_through(transaction.commit())
        self._commits += 1
        if self._commits % COMMITS_BETWEEN_CHECKPOINTS == 0:
            self._checkpoints.wake(self._path)

    async def close(self) -> None:
        await self._checkpoints.finished()
        self._lookups.close()
        await self._scans.close()
        await self._writer.close()


class SqliteTransaction:
    """Statements wait here until a question or the commit takes them along."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._noted: list[Job[Any]] = []
        self._begun = False
        self._after_commit: list[Callable[[], None]] = []

    def execute(self, statement: str, **values: Parameter) -> None:
        ready = statement_for(STYLE, statement, values)
        self._noted.append(lambda connection: connection.execute(ready.text, ready.values))

    def execute_many(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None:
        self._noted.append(lambda connection: connection.executemany(statement, rows))

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        rows = await self.fetch_all(statement, **values)
        return rows[0] if rows else None

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        ready = statement_for(STYLE, statement, values)
        return await self._ask(lambda connection: _all(connection, ready))

    def after_commit(self, action: Callable[[], None]) -> None:
        self._after_commit.append(action)

    async def commit(self) -> None:
        try:
            if self._noted or self._begun:
                await self._ask(_commit)
        except (DatabaseUnavailable, sqlite3.Error):
            await self.roll_back()
            raise
        for action in self._after_commit:
            action()

    async def roll_back(self) -> None:
        self._noted.clear()
        if self._begun:
            await self._writer.run(_roll_back)

    async def _ask(self, question: Job[T]) -> T:
        jobs, self._noted = self._noted, []
        if not self._begun:
            jobs.insert(0, _begin)
            self._begun = True

        def trip(connection: sqlite3.Connection) -> T:
            for job in jobs:
                job(connection)
            return question(connection)

        try:
            return await self._writer.run(trip)
        except sqlite3.OperationalError as fault:
            raise DatabaseUnavailable(problem=str(fault)) from fault


def _executing(text: str) -> Job[Any]:
    return lambda connection: connection.execute(text)


_begin = _executing("BEGIN IMMEDIATE")
_commit = _executing("COMMIT")


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _all(connection: sqlite3.Connection, statement: Statement) -> list[sqlite3.Row]:
    return connection.execute(statement.text, statement.values).fetchall()


class LookupReader:
    """Point reads in the event loop itself, on a read-only, memory-mapped connection.

    A read of a few rows costs less than the trip to another thread and back.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        ready = statement_for(STYLE, statement, values)
        return self._connection.execute(ready.text, ready.values).fetchone()

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        return _all(self._connection, statement_for(STYLE, statement, values))

    def close(self) -> None:
        self._connection.close()


class ScanReader:
    """Reads of many rows, on a thread that starts with the first of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: Connection | None = None
        self._lock = asyncio.Lock()

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        rows = await self.fetch_all(statement, **values)
        return rows[0] if rows else None

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        ready = statement_for(STYLE, statement, values)
        connection = await self._opened()
        return await connection.run(lambda raw: _all(raw, ready))

    async def _opened(self) -> Connection:
        async with self._lock:
            if self._connection is None:
                self._connection = Connection(lambda: open_read_only(self._path), iter_chunk_size=64)
                await self._connection
            return self._connection

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()


def open_read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=CACHED_STATEMENTS,
    )
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    connection.execute(f"PRAGMA cache_size = -{KILOBYTES_CACHED}")
    return connection


def open_for_writing(path: Path, synchronous: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=CACHED_STATEMENTS,
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    connection.execute(f"PRAGMA cache_size = -{KILOBYTES_CACHED}")
    return connection


async def open_sqlite(path: Path, *, synchronous: str = "NORMAL") -> SqliteDatabase:
    """Open a file that holds its tables already. Close it when done."""
    if synchronous in WAITS_FOR_THE_DISK:
        return SqliteDatabase(path, await _threaded(path, synchronous))
    return SqliteDatabase(path, WriterInPlace(open_for_writing(path, synchronous)))


async def checkpoint(path: Path) -> None:
    """Bring what is committed from the write-ahead log into the file; it waits for the disk, so it has a thread."""
    connection = await _threaded(path, "NORMAL")
    try:
        await connection.run(_executing("PRAGMA wal_checkpoint(PASSIVE)"))
    finally:
        await connection.close()


async def _threaded(path: Path, synchronous: str) -> Connection:
    connection = Connection(lambda: open_for_writing(path, synchronous), iter_chunk_size=64)
    await connection
    return connection
