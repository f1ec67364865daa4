"""An exchange of its own for each test, and its tables in both engines."""

import os
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import LiteralString, cast

import psycopg
import pytest
import pytest_asyncio

from lienthong_emulator.exchange.agency import AGENCY
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.clock import clock_starting
from lienthong_emulator.runtime.database import Database
from lienthong_emulator.runtime.files import Storage, open_world_file, tables_of
from lienthong_emulator.runtime.kit import Recipe, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.postgres import open_postgres
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.worlds import WorldNotFound

POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"
WALL = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)
WORLDS = {"default", "tet", "typhoon"}

Play = Callable[..., AbstractAsyncContextManager[Node]]


async def describe(name: str) -> World:
    """Worlds whose clock stands still on 2022-01-05 at 09:00."""
    if name not in WORLDS:
        raise WorldNotFound(world=name)
    return World(name=name, recipe=Recipe(), clock=clock_starting(date(2022, 1, 5), WALL, rate=0))


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Serve agencies in one process, with their files in the test's folder, until the block ends."""

    @asynccontextmanager
    async def playing(*agencies: Agency) -> AsyncGenerator[Node]:
        node = Node(
            {agency.name: agency for agency in agencies},
            storage=Storage(folder=tmp_path, synchronous="OFF"),
            describe=describe,
            peers=Peers({}),
            wall=lambda: WALL,
        )
        try:
            async with serving(node, [("127.0.0.1:0", list(node.agencies))], ()):
                yield node
        finally:
            await node.close()

    return playing


@pytest_asyncio.fixture
async def node(play: Play) -> AsyncGenerator[Node]:
    """A process that plays the exchange alone."""
    async with play(AGENCY) as playing:
        yield playing


@pytest_asyncio.fixture(params=["sqlite", "postgres"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Database]:
    """The exchange's tables, empty."""
    opening = _in_postgres() if request.param == "postgres" else _in_sqlite(tmp_path)
    async with opening as tables:
        yield tables


@asynccontextmanager
async def _in_sqlite(folder: Path) -> AsyncGenerator[Database]:
    storage = Storage(folder=folder, synchronous="OFF")
    database = await open_world_file(AGENCY, storage, "default", Recipe())
    yield database
    await database.close()


@asynccontextmanager
async def _in_postgres() -> AsyncGenerator[Database]:
    url = await _postgres()
    schema = f"test_{uuid.uuid4().hex}"
    database = await open_postgres(url, schema, tables_of(AGENCY))
    yield database
    await database.close()
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(cast(LiteralString, f'DROP SCHEMA "{schema}" CASCADE'))


async def _postgres() -> str:
    """The server that the environment names must answer; the usual one may be missing."""
    url = os.environ.get("LIENTHONG_TEST_POSTGRES")
    if url is not None:
        return url
    try:
        connection = await psycopg.AsyncConnection.connect(POSTGRES, connect_timeout=2)
    except psycopg.OperationalError as silent:
        pytest.skip(f"no PostgreSQL: {silent}")
    await connection.close()
    return POSTGRES
