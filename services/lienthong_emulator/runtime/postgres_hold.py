"""That one process alone plays an agency from a database, and that the database can be used at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from psycopg import conninfo

from lienthong_emulator.runtime.postgres import key_of
from lienthong_emulator.runtime.postgres_pool import DictConnection, connected, is_sound, troubles_told
from lienthong_emulator.runtime.refusals import DatabaseUnavailable
from lienthong_emulator.runtime.shelf import ShelfInUse, SilentShelf, UnusableShelf

ANSWERS = ("FATAL:", "no password supplied")
"""How a server says no that is there."""
OLDEST = 12_00_00
"""Versions before 12 get no fixes any more."""


class Hold:
    """A connection that holds the agencies; the hold ends with it, and is taken again when another must be opened."""

    def __init__(self, url: str, agencies: Sequence[str]) -> None:
        self._url = url
        self._agencies = agencies
        self._connection: DictConnection | None = None
        self._lock = asyncio.Lock()
        self.database = place_of(url)

    async def __aenter__(self) -> Hold:
        try:
            self._connection = await self._taken()
        except DatabaseUnavailable as no:
            problem = no.facts["problem"]
            if any(answer in problem for answer in ANSWERS):
                raise UnusableShelf(f"{self.database} cannot be used: {problem}") from no
            raise SilentShelf(f"{self.database} does not answer: {problem}") from no
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def keep(self) -> None:
        """Take the hold again where its connection broke. Refused with `DatabaseUnavailable`."""
        async with self._lock:
            if self._connection is not None and is_sound(self._connection):
                return
            if self._connection is not None:
                await self._connection.close()
                self._connection = None
            try:
                self._connection = await self._taken()
            except (ShelfInUse, UnusableShelf) as error:
                raise DatabaseUnavailable(problem=str(error)) from error

    async def _taken(self) -> DictConnection:
        connection = await connected(self._url)
        try:
            with troubles_told():
                await self._check(connection)
                for agency in self._agencies:
                    await self._hold(connection, agency)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _check(self, connection: DictConnection) -> None:
        found = await connection.execute(
            """
            SELECT current_setting('transaction_read_only') AS only_read,
                   current_setting('server_encoding') AS encoding,
                   has_database_privilege(current_database(), 'CREATE') AS may_create
            """
        )
        row = await found.fetchone()
        assert row is not None
        if connection.info.server_version < OLDEST:
            raise UnusableShelf(f"{self.database} is older than PostgreSQL 12")
        if row["only_read"] == "on":
            raise UnusableShelf(f"{self.database} can only be read")
        if row["encoding"] != "UTF8":
            raise UnusableShelf(f"{self.database} keeps text as {row['encoding']}: make one with ENCODING 'UTF8'")
        if not row["may_create"]:
            raise UnusableShelf(f"the user may make no schemas in {self.database}: GRANT CREATE ON DATABASE")

    async def _hold(self, connection: DictConnection, agency: str) -> None:
        key = key_of(f"played/{agency}")
        found = await connection.execute("SELECT pg_try_advisory_lock(%s) AS held", [key])
        row = await found.fetchone()
        if not (row and row["held"]):
            raise ShelfInUse(f"another process plays {agency} from {self.database}")


def place_of(url: str) -> str:
    """A database by name and host, without what gives access to it."""
    known = conninfo.conninfo_to_dict(url)
    host = f"{known.get('host') or 'localhost'}:{known.get('port') or 5432}"
    return f"PostgreSQL database {known.get('dbname') or known.get('user') or '?'} at {host}"
