"""An exchange of its own for each test, and its tables in both engines."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from lienthong_emulator.exchange.agency import AGENCY
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.clock import clock_starting
from lienthong_emulator.runtime.database import Database
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from conftest import OpenTables

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
            shelf=SqliteFiles(Storage(folder=tmp_path, synchronous="OFF")),
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


@pytest_asyncio.fixture
async def database(open_tables: OpenTables) -> AsyncGenerator[Database]:
    """The exchange's tables, empty, in both engines."""
    async with open_tables(AGENCY) as tables:
        yield tables
