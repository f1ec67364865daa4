"""A world is copied: brought to rest, written down by every agency, and only then told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.control.v1.node_service_pb2 import CopyWorldRequest
from lienthong_emulator.control.stillness import Settling, clock_held, shut
from lienthong_emulator.runtime.clock import Clock
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.kit import Fork, World

if TYPE_CHECKING:
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.registry import Registry


async def fork(registry: Registry, nodes: Nodes, source: World, name: str, rate: float) -> None:
    """Copy a world under a name that the registry keeps for it: nobody may enter there before all have their part."""
    async with shut(nodes, source.name), clock_held(registry, nodes, source) as moment:
        await Settling(nodes, source.name).settle()
        async with shut(nodes, source.name, writes=True):
            answers = await nodes.ask_all(lambda node: node.CopyWorld, CopyWorldRequest(world_id=name), source.name)
    clock = Clock(revision=1, anchor=moment, anchor_wall=registry.wall(), rate=rate)
    copied = frozenset(agency.removeprefix(AGENCY_PREFIX) for answer in answers for agency in answer.agencies)
    made = World(name=name, recipe=source.recipe, clock=clock, prepared=copied, imported=source.imported)
    made.fork = Fork(source.name, moment)
    await registry.reveal(made)
