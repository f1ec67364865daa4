"""PostgreSQL: one schema for each agency and world."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b
from typing import Any, cast

import psycopg
from psycopg.rows import tuple_row

from lienthong_emulator.runtime.database import (
    POSTGRES_STYLE,
    Abandoned,
    Parameter,
    Row,
    Statement,
    Value,
    statement_for,
)
from lienthong_emulator.runtime.postgres_pool import DictConnection, Pool, sql, troubles_told
from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.tasks import see_through

BEGIN = Statement("BEGIN", {})
COMMIT = Statement("COMMIT", {})


class PostgresDatabase:
    """One agency's tables in one world, in a schema. Its connections are those of its process.

    Who writes may read beside it, so reads have a pool of their own: writers never wait there for each other.
    """

    def __init__(self, schema: str, writers: Pool, readers: Pool) -> None:
        self._schema = schema
        self._writers = writers
        self._reader = PostgresReader(schema, readers)
        self._lock = asyncio.Lock()
        self._abandoned = False

    @property
    def lookups(self) -> PostgresReader:
        return self._reader

    @property
    def scans(self) -> PostgresReader:
        return self._reader

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[PostgresTransaction]:
        if self._abandoned:
            raise Abandoned
        async with self._lock, self._writers.connection(self._schema) as connection:
            transaction = PostgresTransaction(self._schema, connection)
            try:
                yield transaction
            except BaseException:
                await see_through(transaction.roll_back())
                raise
            await see_through(transaction.commit())

    @asynccontextmanager
    async def still(self) -> AsyncGenerator[None]:
        async with self._lock:  # nobody else plays this agency from this database
            yield

    def abandon(self) -> None:
        self._abandoned = True

    async def close(self) -> None:
        """Its connections serve others."""


class PostgresReader:
    def __init__(self, schema: str, pool: Pool) -> None:
        self._schema = schema
        self._pool = pool

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        async with self._pool.connection(self._schema) as connection:
            with troubles_told():
                return await (await _run(connection, statement_for(POSTGRES_STYLE, statement, values))).fetchone()

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        async with self._pool.connection(self._schema) as connection:
            with troubles_told():
                return await (await _run(connection, statement_for(POSTGRES_STYLE, statement, values))).fetchall()

    async def fetch_tuples(self, statement: str, **values: Parameter) -> Sequence[tuple[Any, ...]]:
        async with self._pool.connection(self._schema) as connection:
            with troubles_told():
                return await _tuples(await _run(connection, statement_for(POSTGRES_STYLE, statement, values)))


async def _tuples(answered: psycopg.AsyncCursor[dict[str, Any]]) -> Sequence[tuple[Any, ...]]:
    """Rows by position: as dictionaries they would lose columns of the same name, such as two of COALESCE."""
    by_position = cast("psycopg.AsyncCursor[tuple[Any, ...]]", answered)
    by_position.row_factory = tuple_row
    return await by_position.fetchall()


class PostgresTransaction:
    """Statements wait here until a question or the commit takes them along, in one pipeline."""

    def __init__(self, schema: str, connection: DictConnection) -> None:
        self._schema = schema
        self._connection = connection
        self._noted: list[Statement | _Many] = []
        self._begun = False
        self._after_commit: list[Callable[[], None]] = []

    def execute(self, statement: str, **values: Parameter) -> None:
        self._noted.append(statement_for(POSTGRES_STYLE, statement, values))

    def execute_many(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None:
        if rows:
            self._noted.append(_Many(statement_for(POSTGRES_STYLE, statement, rows[0]).text, rows))

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        return await (await self._ask(statement_for(POSTGRES_STYLE, statement, values))).fetchone()

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        return await (await self._ask(statement_for(POSTGRES_STYLE, statement, values))).fetchall()

    async def fetch_tuples(self, statement: str, **values: Parameter) -> Sequence[tuple[Any, ...]]:
        return await _tuples(await self._ask(statement_for(POSTGRES_STYLE, statement, values)))

    def after_commit(self, action: Callable[[], None]) -> None:
        self._after_commit.append(action)

    async def commit(self) -> None:
        try:
            if self._noted or self._begun:
                await self._ask(COMMIT)
        except DatabaseUnavailable:
            await self.roll_back()
            if self._connection.closed:  # it may stand all the same: whom it concerns looks, and finds it or not
                self._tell()
            raise
        except psycopg.Error:
            await self.roll_back()
            raise
        self._tell()

    def _tell(self) -> None:
        for action in self._after_commit:
            action()

    async def roll_back(self) -> None:
        """Undo all. Where the connection broke, the server has done so by itself, and what broke it is told already."""
        self._noted.clear()
        with suppress(psycopg.Error):
            if self._begun and not self._connection.closed:
                await self._connection.execute("ROLLBACK")

    async def _ask(self, question: Statement) -> psycopg.AsyncCursor[dict[str, Any]]:
        jobs, self._noted = self._noted, []
        if not self._begun:
            # One writer at a time, as on SQLite, whatever process it is in.
            jobs = [BEGIN, Statement("SELECT pg_advisory_xact_lock(%(key)s)", {"key": key_of(self._schema)}), *jobs]
            self._begun = True
        with troubles_told():
            async with self._connection.pipeline():
                for job in jobs:
                    await (job.run(self._connection) if isinstance(job, _Many) else _run(self._connection, job))
                return await _run(self._connection, question)


class _Many:
    """One statement for many rows."""

    def __init__(self, text: str, rows: Sequence[Mapping[str, Value]]) -> None:
        self._text = text
        self._rows = rows

    async def run(self, connection: DictConnection) -> None:
        async with connection.cursor() as cursor:
            await cursor.executemany(sql(self._text), self._rows)


async def _run(connection: DictConnection, statement: Statement) -> psycopg.AsyncCursor[dict[str, Any]]:
    return await connection.execute(sql(statement.text), statement.values)


def key_of(name: str) -> int:
    """The number by which the server's advisory locks know a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
