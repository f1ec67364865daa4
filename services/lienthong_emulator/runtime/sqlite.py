"""SQLite: one file for each agency and world.

What takes microseconds is done in the event loop, what may wait for the disk on a thread (docs/decisions/0010).
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lienthong_emulator.runtime.database import SQLITE_STYLE, Abandoned, Parameter, Row, Value, statement_for
from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.sqlite_connections import (
    Job,
    ThreadedConnection,
    Writer,
    WriterInPlace,
    WriterOnThread,
    open_for_writing,
    open_read_only,
    open_template,
)
from lienthong_emulator.runtime.sqlite_readers import Lent, LookupReader, Own, ScanReader, all_rows, all_tuples
from lienthong_emulator.runtime.tasks import Tasks, see_through

COMMITS_BETWEEN_CHECKPOINTS = 500
WAITS_FOR_THE_DISK = {"FULL", "EXTRA"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loan:
    """The tables of a template, from which many read that have changed nothing yet.

    `repay` is awaited before the first change: after it, the file of their own is there.
    """

    template: Path
    connection: sqlite3.Connection
    repay: Callable[[], Awaitable[None]]


class SqliteDatabase:
    """One agency's tables in one world, in a file: its own, or on loan until the first change."""

    def __init__(self, path: Path, synchronous: str, loan: Loan | None = None) -> None:
        self._path = path
        writer = WriterOnThread if synchronous in WAITS_FOR_THE_DISK else WriterInPlace
        self._writer: Writer = writer(path, synchronous)
        self._loan = loan
        self._lock = asyncio.Lock()
        self._abandoned = False
        self._commits = 0
        self._checkpoints: Tasks[Path] = Tasks(checkpoint)
        self._lookups = LookupReader(Lent(loan.connection) if loan else Own(path, self._writer))
        self._scans = ScanReader(partial(open_template, loan.template) if loan else partial(open_read_only, path))

    @property
    def lookups(self) -> LookupReader:
        return self._lookups

    @property
    def scans(self) -> ScanReader:
        return self._scans

    def write(self) -> "SqliteWriting":
        return SqliteWriting(self)

    async def begin(self) -> "SqliteTransaction":
        """Wait until nobody else writes, and keep the others waiting until the end."""
        await self._lock.acquire()
        try:
            if self._abandoned:
                raise Abandoned
            if self._loan is not None:
                await see_through(self._leave(self._loan))
        except BaseException:
            self._lock.release()
            raise
        return SqliteTransaction(self._writer)

    async def end(self, transaction: "SqliteTransaction", *, well: bool) -> None:
        """Commit what went well, else undo it, and let the next one write."""
        try:
            if not well:
                await asyncio.shield(transaction.roll_back())
                return
            await self._writer.see_through(transaction.commit())
        finally:
            self._lock.release()
        self._commits += 1
        if self._commits % COMMITS_BETWEEN_CHECKPOINTS == 0:
            self._checkpoints.wake(self._path)

    async def _leave(self, loan: Loan) -> None:
        """Go over to the file of our own, which is there from now on."""
        await loan.repay()
        self._lookups.turn_to(Own(self._path, self._writer))
        await self._scans.turn_to(partial(open_read_only, self._path))
        self._loan = None

    @asynccontextmanager
    async def still(self) -> AsyncGenerator[None]:
        async with self._lock:
            yield

    def abandon(self) -> None:
        self._abandoned = True

    async def close(self) -> None:
        await self._checkpoints.finished()
        await self._scans.close()
        self._lookups.close()
        if self._abandoned:
            await self._writer.hurry()
        await self._writer.close()


class SqliteWriting(AbstractAsyncContextManager["SqliteTransaction"]):
    """A transaction from its beginning to its end: a class, because a generator takes twice as long to go through."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> "SqliteTransaction":
        self._transaction = await self._database.begin()
        return self._transaction

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await self._database.end(self._transaction, well=kind is None)


class SqliteTransaction:
    """Statements wait here until a question or the commit takes them along."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._noted: list[Job[Any]] = []
        self._begun = False
        self._after_commit: list[Callable[[], None]] = []

    def execute(self, statement: str, **values: Parameter) -> None:
        ready = statement_for(SQLITE_STYLE, statement, values)
        self._noted.append(lambda connection: connection.execute(ready.text, ready.values))

    def execute_many(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None:
        self._noted.append(lambda connection: connection.executemany(statement, rows))

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        rows = await self.fetch_all(statement, **values)
        return rows[0] if rows else None

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        ready = statement_for(SQLITE_STYLE, statement, values)
        return await self._ask(lambda connection: all_rows(connection, ready))

    async def fetch_tuples(self, statement: str, **values: Parameter) -> Sequence[tuple[Any, ...]]:
        ready = statement_for(SQLITE_STYLE, statement, values)
        return await self._ask(lambda connection: all_tuples(connection, ready))

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
            await self._writer.roll_back()

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


async def open_sqlite(path: Path, *, synchronous: str = "NORMAL") -> SqliteDatabase:
    """Open a file that holds its tables already. Close it when done."""
    return SqliteDatabase(path, synchronous)


async def checkpoint(path: Path) -> None:
    """Bring what is committed from the write-ahead log into the file; it waits for the disk, so it has a thread."""
    connection = ThreadedConnection(partial(open_for_writing, path, "NORMAL"))
    try:
        await connection.run(_executing("PRAGMA wal_checkpoint(PASSIVE)"))
    finally:
        await connection.close()
