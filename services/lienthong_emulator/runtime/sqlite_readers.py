"""Reading SQLite: what takes microseconds in the event loop, what is long on a thread (docs/decisions/0010)."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lienthong_emulator.runtime.database import SQLITE_STYLE, Parameter, Row, Statement, statement_for
from lienthong_emulator.runtime.sqlite_connections import ThreadedConnection, Writer, open_for_lookups

QUESTIONS = ("SELECT", "WITH")


class LookupReader:
    """Point reads in the event loop itself, on a memory-mapped connection.

    A read of a few rows costs less than the trip to another thread and back.
    """

    def __init__(self, tables: "Lent | Own") -> None:
        self._tables = tables

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        ready = _question(statement, values)
        return self._tables.connection().execute(ready.text, ready.values).fetchone()

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        return all_rows(self._tables.connection(), _question(statement, values))

    async def fetch_tuples(self, statement: str, **values: Parameter) -> Sequence[tuple[Any, ...]]:
        return all_tuples(self._tables.connection(), _question(statement, values))

    def turn_to(self, tables: "Own") -> None:
        self._tables = tables

    def close(self) -> None:
        """Nothing is read any more."""
        self._tables.close()
        self._tables = Lent(_closed())


class ScanReader:
    """Reads of many rows, on a thread that starts with the first of them."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connection = ThreadedConnection(connect)

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        rows = await self.fetch_all(statement, **values)
        return rows[0] if rows else None

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        ready = statement_for(SQLITE_STYLE, statement, values)
        return await self._connection.run(lambda raw: all_rows(raw, ready))

    async def fetch_tuples(self, statement: str, **values: Parameter) -> Sequence[tuple[Any, ...]]:
        ready = statement_for(SQLITE_STYLE, statement, values)
        return await self._connection.run(lambda raw: all_tuples(raw, ready))

    async def turn_to(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Read with another connection from now on; what is being read is read to its end."""
        before, self._connection = self._connection, ThreadedConnection(connect)
        await before.close()

    async def close(self) -> None:
        await self._connection.close()


class Lent:
    """Tables that many read, with one connection; it is not for us to close."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def connection(self) -> sqlite3.Connection:
        return self._connection

    def close(self) -> None:
        self._connection = _closed()


class Own:
    """Tables of our own, read with the connection that writes: any other loses cache and map with every commit.

    While something is written, and where that is done on a thread, it is another one.
    """

    def __init__(self, path: Path, writer: Writer) -> None:
        self._path = path
        self._writer = writer
        self._other: sqlite3.Connection | None = None

    def connection(self) -> sqlite3.Connection:
        return self._writer.idle() or self._beside()

    def _beside(self) -> sqlite3.Connection:
        if self._other is None:
            self._other = open_for_lookups(self._path)
        return self._other

    def close(self) -> None:
        if self._other is not None:
            self._other.close()


def _question(statement: str, values: Mapping[str, Parameter]) -> Statement:
    """Who looks up cannot write, though the connection could."""
    _refuse_changes(statement)
    return statement_for(SQLITE_STYLE, statement, values)


@lru_cache(maxsize=1_024)
def _refuse_changes(statement: str) -> None:
    if not statement.lstrip().startswith(QUESTIONS):
        raise sqlite3.ProgrammingError(f"who looks up cannot write: {statement}")


def all_rows(connection: sqlite3.Connection, statement: Statement) -> list[sqlite3.Row]:
    return connection.execute(statement.text, statement.values).fetchall()


def all_tuples(connection: sqlite3.Connection, statement: Statement) -> list[tuple[Any, ...]]:
    """Rows without names: of thousands it counts that each is made once, and not again as a `sqlite3.Row`."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(statement.text, statement.values).fetchall()


@cache
def _closed() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.close()
    return connection
