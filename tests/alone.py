"""An agency that stands alone, with hand-made people: over the wire, or within."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from lienthong.client import Client, connect
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.clock import clock_starting
from lienthong_emulator.runtime.context import DEFAULT_WORLD
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import Kit, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.sqlite_files import SqliteFiles

WALL = datetime(2022, 1, 5, 2, 0, tzinfo=UTC)


async def _describe(name: str) -> World:
    return World(name=name, recipe=Recipe(), clock=clock_starting(date(2022, 1, 5), WALL, rate=0))


@asynccontextmanager
async def _node_of(agency: Agency, folder: Path) -> AsyncGenerator[Node]:
    node = Node(
        {agency.name: agency},
        shelf=SqliteFiles(Storage(folder=folder, synchronous="OFF")),
        describe=_describe,
        peers=Peers({}),
        wall=lambda: WALL,
    )
    try:
        yield node
    finally:
        await node.close()


@asynccontextmanager
async def playing(agency: Agency, folder: Path, caller: str = "") -> AsyncGenerator[Client]:
    """Serve an agency until the block ends; yields a client whose every agency is this one."""
    async with (
        _node_of(agency, folder) as node,
        serving(node, [("127.0.0.1:0", [agency.name])], ()) as addresses,
        connect(addresses[agency.name], caller=caller) as client,
    ):
        yield client


@asynccontextmanager
async def kit_of(agency: Agency, folder: Path) -> AsyncGenerator[Kit]:
    """What an agency may use of its world, for what works within one transaction."""
    async with _node_of(agency, folder) as node, node.worlds.using(agency.name, DEFAULT_WORLD) as kit:
        yield kit
