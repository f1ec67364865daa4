"""PostgreSQL: one schema for each agency and world."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString, cast

import psycopg
from psycopg.rows import dict_row

from lienthong_emulator.runtime.database import Parameter, Row, Statement, Value, statement_for
from lienthong_emulator.runtime.refusals import DatabaseUnavailable

STYLE = "%({})s"
DictConnection = psycopg.AsyncConnection[dict[str, Any]]


class PostgresDatabase:
    """One agency's tables in one world, in a schema."""

    def __init__(self, schema: str, writer: DictConnection, reader: DictConnection) -> None:
        self._schema = schema
        self._writer = writer
        self._reader = PostgresReader(reader)
        self._lock = asyncio.Lock()

    @property
    def lookups(self) -> "PostgresReader":
        return self._reader

    @property
    def scans(self) -> "PostgresReader":
        return self._reader

    @asynccontextmanager
    async def write(self) -> "AsyncGenerator[PostgresTransaction]":
        async with self._lock:
            transaction = PostgresTransaction(self._writer)
            transaction.execute("BEGIN")
            # One writer at a time, as on SQLite, whatever process it is in.
            transaction.execute("SELECT pg_advisory_xact_lock(hashtext(:schema))", schema=self._schema)
            try:
                yield transaction
            except BaseException:
                await asyncio.shield(transaction.roll_back())
                raise
            await asyncio.shield(transaction.commit())

    async def close(self) -> None:
        await self._writer.close()
        await self._reader.close()


class PostgresReader:
    def __init__(self, connection: DictConnection) -> None:
        self._connection = connection

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        cursor = await _run(self._connection, statement_for(STYLE, statement, values))
        return await cursor.fetchone()

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        cursor = await _run(self._connection, statement_for(STYLE, statement, values))
        return await cursor.fetchall()

    async def close(self) -> None:
        await self._connection.close()


class PostgresTransaction(PostgresReader):
    """Statements wait here until a question or the commit takes them along, in one pipeline."""

    def __init__(self, connection: DictConnection) -> None:
        super().__init__(connection)
        self._noted: list[Statement] = []
        self._after_commit: list[Callable[[], None]] = []

    def execute(self, statement: str, **values: Parameter) -> None:
        self._noted.append(statement_for(STYLE, statement, values))

    def execute_many(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None:
        self._noted.extend(statement_for(STYLE, statement, row) for row in rows)

    async def fetch_one(self, statement: str, **values: Parameter) -> Row | None:
        await self.flush()
        return await super().fetch_one(statement, **values)

    async def fetch_all(self, statement: str, **values: Parameter) -> Sequence[Row]:
        await self.flush()
        return await super().fetch_all(statement, **values)

    def after_commit(self, action: Callable[[], None]) -> None:
        self._after_commit.append(action)

    async def flush(self) -> None:
        noted, self._noted = self._noted, []
        if not noted:
            return
        async with self._connection.pipeline():
            for statement in noted:
                await _run(self._connection, statement)

    async def commit(self) -> None:
        self.execute("COMMIT")
        try:
            await self.flush()
        except (DatabaseUnavailable, psycopg.Error):
            await self.roll_back()
            raise
        for action in self._after_commit:
            action()

    async def roll_back(self) -> None:
        self._noted.clear()
        await self._connection.execute("ROLLBACK")


async def _run(connection: DictConnection, statement: Statement) -> psycopg.AsyncCursor[dict[str, Any]]:
    try:
        # The text comes from our own stores; psycopg wants that said.
        return await connection.execute(cast(LiteralString, statement.text), statement.values)
    except psycopg.OperationalError as fault:
        raise DatabaseUnavailable(problem=str(fault)) from fault


async def open_postgres(url: str, schema: str, tables: str) -> PostgresDatabase:
    """Open a schema, made with its tables where it is missing. Close it when done.

    `tables` is the SQLite text of the agency; its types map one to one.
    """
    writer = await _connect(url, schema)
    await writer.execute(cast(LiteralString, f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    await writer.execute(cast(LiteralString, _for_postgres(tables)))
    return PostgresDatabase(schema, writer, await _connect(url, schema))


async def _connect(url: str, schema: str) -> DictConnection:
    return await DictConnection.connect(
        url, autocommit=True, row_factory=dict_row, options=f'-c search_path="{schema}"'
    )


def _for_postgres(tables: str) -> str:
    """Integers of 64 bits and binary columns by the names that PostgreSQL has for them."""
    portable = tables.replace(") WITHOUT ROWID;", ");")
    counted = portable.replace("INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY")
    return re.sub(r"\bBLOB\b", "BYTEA", re.sub(r"\bINTEGER\b", "BIGINT", counted))
