"""Worlds, as the contract has them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from lienthong.control.v1 import node_service_pb2, world_pb2, world_service_pb2
from lienthong_emulator.control.convert import WORLDS, recipe_from_proto, world_to_proto
from lienthong_emulator.control.worlds.errors import DefaultWorldStays
from lienthong_emulator.runtime.context import DEFAULT_WORLD
from lienthong_emulator.runtime.convert import AGENCIES

if TYPE_CHECKING:
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.kit import World


class WorldServicer:
    def __init__(self, registry: Registry, nodes: Nodes) -> None:
        self._registry = registry
        self._nodes = nodes

    async def CreateWorld(  # noqa: N802 - the contract names it
        self, request: world_service_pb2.CreateWorldRequest, _context: Context
    ) -> world_pb2.World:
        recipe = recipe_from_proto(request.recipe)
        async with self._registry.one_at_a_time(request.world_id):
            if await self._registry.is_withdrawn(request.world_id):
                await self._remove(request.world_id)
            await self._registry.create(request.world_id, recipe, request.clock_rate)
            if not request.build_later:
                await self._build_to_the_end(request.world_id)
            return self._to_proto(await self._registry.describe(request.world_id))

    async def BuildWorld(  # noqa: N802 - the contract names it
        self, request: world_service_pb2.BuildWorldRequest, _context: Context
    ) -> AsyncGenerator[world_service_pb2.BuildWorldResponse]:
        name = request.name.removeprefix(WORLDS)
        await self._registry.describe(name)
        async with aclosing(self._build(name)) as responses:
            async for response in responses:
                yield response

    async def NotePreparation(  # noqa: N802 - the contract names it
        self, request: world_service_pb2.NotePreparationRequest, _context: Context
    ) -> world_service_pb2.NotePreparationResponse:
        await self._registry.note_prepared(request.name.removeprefix(WORLDS), [request.agency.removeprefix(AGENCIES)])
        return world_service_pb2.NotePreparationResponse()

    async def GetWorld(  # noqa: N802 - the contract names it
        self, request: world_service_pb2.GetWorldRequest, _context: Context
    ) -> world_pb2.World:
        return self._to_proto(await self._registry.describe(request.name.removeprefix(WORLDS)))

    async def ListWorlds(  # noqa: N802 - the contract names it
        self, _request: world_service_pb2.ListWorldsRequest, _context: Context
    ) -> world_service_pb2.ListWorldsResponse:
        return world_service_pb2.ListWorldsResponse(worlds=map(self._to_proto, await self._registry.all()))

    async def DeleteWorld(  # noqa: N802 - the contract names it
        self, request: world_service_pb2.DeleteWorldRequest, _context: Context
    ) -> world_service_pb2.DeleteWorldResponse:
        name = request.name.removeprefix(WORLDS)
        if name == DEFAULT_WORLD:
            raise DefaultWorldStays(field="name")
        async with self._registry.one_at_a_time(name):
            await self._registry.withdraw(name)
            await self._remove(name)
        return world_service_pb2.DeleteWorldResponse()

    async def _build_to_the_end(self, name: str) -> None:
        async with aclosing(self._build(name)) as responses:
            async for _ in responses:
                pass  # nobody asked how far it is

    def _build(self, name: str) -> AsyncGenerator[world_service_pb2.BuildWorldResponse]:
        request = node_service_pb2.PrepareWorldRequest()
        return self._nodes.stream_from_all(lambda node: node.PrepareWorld, request, name)

    async def _remove(self, name: str) -> None:
        """Clear a withdrawn world away everywhere. Where a process is silent, it stays withdrawn until asked again."""
        await self._nodes.ask_all(lambda node: node.DropWorld, node_service_pb2.DropWorldRequest(), name)
        await self._registry.remove(name)

    def _to_proto(self, world: World) -> world_pb2.World:
        return world_to_proto(world, self._registry.wall())
