"""Connections to a PostgreSQL server: opened when needed, lent to one user at a time, replaced where they broke."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, cast

import psycopg
from psycopg import conninfo
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row

from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.tasks import see_through

DictConnection = psycopg.AsyncConnection[dict[str, Any]]
CONNECTIONS = 5
"""Of a pool. A process has two: six processes of a split house stay below the 100 that a server usually grants."""
USUAL = {"connect_timeout": "5", "fallback_application_name": "lienthong"}

TROUBLES = (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction)
"""The server is gone, ends, is full, or may only be read: what we do is right, and may go well another time."""


def sql(text: str) -> LiteralString:
    """A text of our own stores: psycopg wants that said."""
    return cast(LiteralString, text)


@contextmanager
def troubles_told() -> Generator[None]:
    """Raise `DatabaseUnavailable` where the server, and not the statement, is at fault."""
    try:
        yield
    except TROUBLES as fault:
        raise DatabaseUnavailable(problem=one_line(fault)) from fault


def one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())


def with_usual(url: str) -> str:
    """The address with what we set where it says nothing. Raises `ValueError`, without the password in it."""
    try:
        said = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ValueError(one_line(error).partition(': "postgres')[0]) from None
    unsaid = {name: value for name, value in USUAL.items() if name not in said}
    return conninfo.make_conninfo(url, client_encoding="utf8", **unsaid)


async def connected(url: str) -> DictConnection:
    """A connection that commits each statement by itself. Refused with `DatabaseUnavailable`."""
    with troubles_told():
        # Nothing is prepared at the server: the same words may mean another agency's tables the next time.
        return await DictConnection.connect(url, autocommit=True, prepare_threshold=None, row_factory=dict_row)


def is_sound(connection: DictConnection) -> bool:
    """Whether an idle connection still stands, without asking the server: one that ended has left a word."""
    try:
        connection.pgconn.consume_input()
        connection.pgconn.consume_input()  # the first may only have read the server's farewell
    except psycopg.OperationalError:
        return False
    return not connection.closed


async def _nothing() -> None:
    """Nothing is to be seen to before a connection is opened."""


@dataclass(slots=True, eq=False)
class _Lent:
    """A connection, and the schema whose tables it finds."""

    connection: DictConnection
    schema: str = ""


class Pool:
    """A few connections for all schemas. `before_opening` may refuse to open another."""

    def __init__(
        self, url: str, most: int = CONNECTIONS, before_opening: Callable[[], Awaitable[None]] = _nothing
    ) -> None:
        self._url = url
        self._most = most
        self._before_opening = before_opening
        self._room = asyncio.Semaphore(most)
        self._free: list[_Lent] = []
        self._in_use = 0
        self._closed = False

    @asynccontextmanager
    async def connection(self, schema: str) -> AsyncGenerator[DictConnection]:
        """Lend a connection that finds the tables of a schema; one that comes back in disorder is closed."""
        async with self._room:
            self._in_use += 1
            lent: _Lent | None = None
            try:
                lent = self._at_hand(schema) or _Lent(await self._opened())
                await _turn_to(schema, lent)
                yield lent.connection
            finally:
                try:
                    if lent is not None:
                        await self._take_back(lent)
                finally:
                    self._in_use -= 1

    def _at_hand(self, schema: str) -> _Lent | None:
        """A free connection: one that is at this schema already, else any where no more may be opened."""
        for lent in [one for one in self._free if not is_sound(one.connection)]:
            self._free.remove(lent)
            lent.connection.pgconn.finish()
        fitting = [one for one in self._free if one.schema == schema]
        full = self._in_use + len(self._free) > self._most
        chosen = fitting[-1:] or (self._free[:1] if full else [])
        for lent in chosen:
            self._free.remove(lent)
            return lent
        return None

    async def _opened(self) -> DictConnection:
        await self._before_opening()
        return await connected(self._url)

    async def _take_back(self, lent: _Lent) -> None:
        idle = lent.connection.pgconn.transaction_status == TransactionStatus.IDLE
        if idle and not self._closed:
            self._free.append(lent)
        else:
            await see_through(lent.connection.close())

    async def close(self) -> None:
        self._closed = True
        while self._free:
            await self._free.pop().connection.close()


async def _turn_to(schema: str, lent: _Lent) -> None:
    """Have a connection find the tables of a schema, or none."""
    if lent.schema != schema:
        with troubles_told():
            lent.schema = ""
            await lent.connection.execute(sql(f'SET search_path = "{schema or "pg_catalog"}"'))
            lent.schema = schema
