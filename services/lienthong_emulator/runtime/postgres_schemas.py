"""A PostgreSQL database as a shelf: a schema for each agency and world."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from hashlib import blake2b
from typing import TYPE_CHECKING

import psycopg

from lienthong_emulator.runtime.builder import built_by_child
from lienthong_emulator.runtime.files import ANOTHER, VANISHED, UnusableDatabaseFile, digest_of, tables_of
from lienthong_emulator.runtime.load import Blueprint, Tell
from lienthong_emulator.runtime.postgres import PostgresDatabase, key_of
from lienthong_emulator.runtime.postgres_hold import Hold
from lienthong_emulator.runtime.postgres_load import Site, build_schema, copy_schema, write_file_of, write_schema_of
from lienthong_emulator.runtime.postgres_pool import CONNECTIONS, DictConnection, Pool, connected, sql, troubles_told
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.shelf import Part
from lienthong_emulator.runtime.tasks import see_through
from lienthong_emulator.runtime.templates import blueprint_of

if TYPE_CHECKING:
    from pathlib import Path

    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import World

BUILDER = "lienthong_emulator.runtime.postgres_load"
LONGEST_NAME = 63
"""Bytes of a name; the server cuts off the rest without a word."""
OURS = "lienthong:"
"""How the comment of a schema of ours begins; the world's name follows."""


class UnusableSchema(UnusableDatabaseFile):
    """A schema that is gone, is not ours, or was made by another version. What is there stays as it is."""

    reason = UnusableDatabaseFile.reason
    english = "The schema {schema} of {database} cannot be used and was left untouched: {problem}"
    vietnamese = "Không dùng được lược đồ {schema} của {database}, lược đồ được giữ nguyên: {problem}"


def schema_of(agency: str, world: str = "") -> str:
    """The schema of an agency's part of a world, else of what is kept beside them.

    A name that is too long is cut and carries its digest. Neither agencies nor worlds have an underscore, so no two
    schemas are called the same.
    """
    name = f"lienthong_{agency}_{world}" if world else f"lienthong_{agency}"
    if len(name) <= LONGEST_NAME:
        return name
    mark = blake2b(name.encode(), digest_size=8).hexdigest()
    return f"{name[: LONGEST_NAME - len(mark) - 1]}_{mark}"


@asynccontextmanager
async def postgres_schemas(url: str, agencies: Sequence[str]) -> AsyncGenerator[PostgresSchemas]:
    """The schemas of a database, held for these agencies until the block ends.

    Raises `SilentShelf`, `UnusableShelf` and `ShelfInUse`.
    """
    async with Hold(url, agencies) as hold:
        schemas = PostgresSchemas(url, hold)
        try:
            yield schemas
        finally:
            await schemas.let_go()


class PostgresSchemas:
    """A `Shelf`. Every world is built from rows: there are no templates here."""

    def __init__(self, url: str, hold: Hold) -> None:
        self._url = url
        self._database = hold.database
        self._writers = Pool(url, CONNECTIONS, hold.keep)
        self._readers = Pool(url, CONNECTIONS, hold.keep)
        self._cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def worlds(self, agency: str) -> Sequence[str]:
        async with self._readers.connection("") as connection:
            return await worlds_in(connection, agency)

    def borrow(self, agency: Agency, world: World, note: Callable[[], Awaitable[None]]) -> None:
        """Nothing is lent: a schema is there at once."""

    async def provide(self, agency: Agency, world: World, tell: Tell, *, own: bool = True) -> Part:
        schema = schema_of(agency.name, world.name)
        if agency.name in world.prepared:
            return Part.THERE  # where it is gone, it cannot be opened
        site, blueprint = self._site(schema, world.name), blueprint_of(agency, world.recipe.nation)
        return Part.MADE if await self._provide(site, blueprint, tell) else Part.THERE

    async def open(self, agency: Agency, world: World, note: Callable[[], Awaitable[None]]) -> PostgresDatabase:
        await note()
        return await self._open(schema_of(agency.name, world.name), digest_of(agency, world.recipe.nation))

    async def copy(self, agency: Agency, world: World, other: str) -> bool:
        source, site = schema_of(agency.name, world.name), self._site(schema_of(agency.name, other), other)
        with troubles_told():
            await see_through(asyncio.to_thread(copy_schema, source, site, tables_of(agency)))
        return True

    async def write_down(self, agency: Agency, world: World, path: Path) -> None:
        site, analyzed = self._site(schema_of(agency.name, world.name), world.name), bool(world.recipe.nation.people)
        with troubles_told():
            await see_through(asyncio.to_thread(write_file_of, site, tables_of(agency), path, analyzed=analyzed))

    async def take_in(self, agency: Agency, world: str, path: Path) -> None:
        site = self._site(schema_of(agency.name, world), world)
        with troubles_told():
            await see_through(asyncio.to_thread(write_schema_of, site, tables_of(agency), path))

    async def open_beside(self, name: str, tables: str, digest: str) -> PostgresDatabase:
        blueprint = Blueprint(tables=tables, digest=digest, rows="", nation=Nation())
        await self._provide(self._site(schema_of(name), ""), blueprint, lambda _people: None)
        return await self._open(schema_of(name), digest)

    async def remove(self, agencies: Iterable[str], world: str) -> None:
        async with self._writers.connection("") as connection:
            for agency in agencies:
                await remove_schema(connection, schema_of(agency, world))

    async def close(self) -> None:
        """Builds belong to who waits for them."""

    async def let_go(self) -> None:
        await self._writers.close()
        await self._readers.close()

    def _site(self, schema: str, world: str) -> Site:
        return Site(url=self._url, schema=schema, comment=OURS + world)

    async def _provide(self, site: Site, blueprint: Blueprint, tell: Tell) -> bool:
        missing = await self._problem(site.schema, blueprint.digest) == VANISHED
        if missing:
            await self._build(site, blueprint, tell)
        return missing

    async def _open(self, schema: str, digest: str) -> PostgresDatabase:
        if problem := await self._problem(schema, digest):
            raise UnusableSchema(schema=schema, database=self._database, problem=problem)
        return PostgresDatabase(schema, self._writers, self._readers)

    async def _build(self, site: Site, blueprint: Blueprint, tell: Tell) -> None:
        if not (blueprint.nation.people and blueprint.rows):
            with troubles_told():
                await see_through(asyncio.to_thread(build_schema, site, blueprint, tell))
            return
        asked = json.dumps({**asdict(site), "blueprint": blueprint.to_json()})
        async with self._cores:
            await built_by_child(BUILDER, asked=asked, tell=tell)

    async def _problem(self, schema: str, digest: str) -> str:
        async with self._readers.connection("") as connection:
            with troubles_told():
                return await _problem(connection, schema, digest)


async def _problem(connection: DictConnection, schema: str, digest: str) -> str:
    """Why a schema cannot be used; empty where it can. Nothing is changed."""
    if (comment := await _comment(connection, schema)) is None:
        return VANISHED
    if not comment.startswith(OURS):
        return "it belongs to another program"
    try:
        found = await connection.execute(sql(f"SELECT value FROM \"{schema}\".about WHERE key = 'digest'"))
    except psycopg.ProgrammingError as error:
        return f"it is damaged ({error.diag.message_primary})"
    row = await found.fetchone()
    return ANOTHER if row is None or row["value"] != digest else ""


async def _comment(connection: DictConnection, schema: str) -> str | None:
    """The comment of a schema, empty where it has none; None where there is no schema."""
    found = await connection.execute(
        "SELECT COALESCE(obj_description(oid, 'pg_namespace'), '') AS comment FROM pg_namespace WHERE nspname = %s",
        [schema],
    )
    row = await found.fetchone()
    return row["comment"] if row else None


async def worlds_in(connection: DictConnection, agency: str) -> Sequence[str]:
    """The worlds of which an agency has a schema of ours, in order."""
    with troubles_told():
        found = await connection.execute(
            """
            SELECT nspname, obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace
            WHERE nspname LIKE 'lienthong\\_%' AND obj_description(oid, 'pg_namespace') LIKE 'lienthong:_%'
            """
        )
        worlds = {row["nspname"]: row["comment"].removeprefix(OURS) for row in await found.fetchall()}
    return sorted(world for schema, world in worlds.items() if schema == schema_of(agency, world))


async def remove_all(url: str, agencies: Sequence[str]) -> None:
    """Remove all that agencies keep in a database, unless one of them is played from it.

    Raises `SilentShelf`, `UnusableShelf` and `ShelfInUse`.
    """
    async with Hold(url, agencies):
        connection = await connected(url)
        try:
            for agency in agencies:
                for world in ("", *await worlds_in(connection, agency)):
                    await remove_schema(connection, schema_of(agency, world))
        finally:
            await connection.close()


async def remove_schema(connection: DictConnection, schema: str) -> None:
    """Remove a schema of ours, once nobody builds it any more; another one stays."""
    with troubles_told():
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(%s)", [key_of(schema)])
            if ((await _comment(connection, schema)) or "").startswith(OURS):
                await connection.execute(sql(f'DROP SCHEMA "{schema}" CASCADE'))
