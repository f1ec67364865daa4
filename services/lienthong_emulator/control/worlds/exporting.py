"""A world is written down: brought to rest, copied by every agency at once, then put into one file while it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong.control.v1.node_service_pb2 import ReadWorldRequest
from lienthong_emulator.control.convert import world_to_proto
from lienthong_emulator.control.stillness import Settling, clock_held, shut
from lienthong_emulator.control.worlds.world_file import WorldFileWriter
from lienthong_emulator.runtime.context import AGENCY_PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from lienthong.control.v1.node_service_pb2 import ReadWorldResponse
    from lienthong_emulator.control.nodes import Nodes, Process
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.kit import World

    Parts = AsyncGenerator[ReadWorldResponse]


async def export(registry: Registry, nodes: Nodes, world: World, path: Path) -> None:
    """Write a world's file. Every agency has its own part of it already."""
    async with AsyncExitStack() as stack:
        async with shut(nodes, world.name), clock_held(registry, nodes, world) as moment:
            await Settling(nodes, world.name).settle()
            async with shut(nodes, world.name, writes=True):
                reading = [_reading(process, world.name) for process in await nodes.all()]
                parts = [await stack.enter_async_context(one) for one in reading]
                await asyncio.gather(*map(anext, parts))  # each has its copy: the world goes on
        clock = replace(world.clock, anchor=moment, anchor_wall=registry.wall())
        await _write(path, replace(world, clock=clock), parts)


@asynccontextmanager
async def _reading(process: Process, world: str) -> AsyncGenerator[Parts]:
    parts = process.stream(process.stub.ReadWorld, ReadWorldRequest(), world)
    try:
        yield parts
    finally:
        await parts.aclose()


async def _write(path: Path, world: World, parts: Sequence[Parts]) -> None:
    with closing(WorldFileWriter(path)) as file:
        for part in parts:
            async for piece in part:
                await asyncio.to_thread(file.add, piece.agency.removeprefix(AGENCY_PREFIX), piece.chunk)
        file.tell(world_to_proto(replace(world, prepared=frozenset(file.agencies)), world.clock.anchor_wall))
