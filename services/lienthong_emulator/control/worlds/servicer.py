"""Worlds, as the contract has them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from lienthong.control.v1 import node_service_pb2, world_pb2, world_service_pb2
from lienthong_emulator.control.convert import WORLDS, recipe_from_proto, world_to_proto
from lienthong_emulator.control.stillness import shut
from lienthong_emulator.control.worlds.errors import DefaultWorldStays, WorldNotFromRecipe
from lienthong_emulator.control.worlds.exporting import export
from lienthong_emulator.control.worlds.forking import fork
from lienthong_emulator.control.worlds.importing import hand_out, world_told_in
from lienthong_emulator.control.worlds.own_people import with_people_read
from lienthong_emulator.control.worlds.world_file import read_world_file
from lienthong_emulator.runtime.chunks import chunks_of, folder_in_passing, gathered, header_and_chunks
from lienthong_emulator.runtime.context import AGENCY_PREFIX, DEFAULT_WORLD
from lienthong_emulator.runtime.tasks import see_through

if TYPE_CHECKING:
    from lienthong.control.v1.fault_pb2 import Fault
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.planned_faults import PlannedFaults
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.kit import World
    from lienthong_emulator.runtime.recipe import Recipe

FILE = "world.zip"


class WorldServicer:
    def __init__(self, registry: Registry, nodes: Nodes, planned: PlannedFaults) -> None:
        self._registry = registry
        self._nodes = nodes
        self._planned = planned
        self._lent: set[Recipe] = set()
        """Recipes of which every agency lends its part: there is nothing to build for another world of them."""

    async def CreateWorld(self, request: world_service_pb2.CreateWorldRequest, _context: Context) -> world_pb2.World:
        recipe = with_people_read(recipe_from_proto(request.recipe))
        async with self._registry.one_at_a_time(request.world_id):
            world = await self._created(request.world_id, recipe, request.clock_rate)
            if not request.build_later and (world.prepared or recipe not in self._lent):
                await self._build_to_the_end(request.world_id)
                world = await self._registry.describe(request.world_id)
                if not world.prepared:
                    self._lent.add(recipe)
            return self._to_proto(world)

    async def BuildWorld(
        self, request: world_service_pb2.BuildWorldRequest, _context: Context
    ) -> AsyncGenerator[world_service_pb2.BuildWorldResponse]:
        name = request.name.removeprefix(WORLDS)
        await self._registry.describe(name)
        async with aclosing(self._build(name, own=True)) as responses:
            async for response in responses:
                yield response

    async def NotePreparation(
        self, request: world_service_pb2.NotePreparationRequest, _context: Context
    ) -> world_service_pb2.NotePreparationResponse:
        await self._registry.note_prepared(
            request.name.removeprefix(WORLDS), [request.agency.removeprefix(AGENCY_PREFIX)]
        )
        return world_service_pb2.NotePreparationResponse()

    async def GetWorld(self, request: world_service_pb2.GetWorldRequest, _context: Context) -> world_pb2.World:
        return self._to_proto(await self._registry.describe(request.name.removeprefix(WORLDS)))

    async def ListWorlds(
        self, _request: world_service_pb2.ListWorldsRequest, _context: Context
    ) -> world_service_pb2.ListWorldsResponse:
        return world_service_pb2.ListWorldsResponse(worlds=map(self._to_proto, await self._registry.all()))

    async def DeleteWorld(
        self, request: world_service_pb2.DeleteWorldRequest, _context: Context
    ) -> world_service_pb2.DeleteWorldResponse:
        name = request.name.removeprefix(WORLDS)
        if name == DEFAULT_WORLD:
            raise DefaultWorldStays(field="name")
        async with self._registry.one_at_a_time(name):
            await self._registry.withdraw(name)
            unmet = await self._remove(name)
        return world_service_pb2.DeleteWorldResponse(unmet_faults=unmet)

    async def ForkWorld(self, request: world_service_pb2.ForkWorldRequest, _context: Context) -> world_pb2.World:
        source, name = request.name.removeprefix(WORLDS), request.world_id
        async with self._both(source, name):
            world = await self._registry.describe(source)
            rate = request.clock_rate if request.HasField("clock_rate") else world.clock.rate
            async with self._kept_for(replace(world, name=name)):
                await fork(self._registry, self._nodes, world, name, rate)
            await self._build_to_the_end(name)  # what is under way there is taken up
            return self._to_proto(await self._registry.describe(name))

    async def ExportWorld(
        self, request: world_service_pb2.ExportWorldRequest, _context: Context
    ) -> AsyncGenerator[world_service_pb2.ExportWorldResponse]:
        name = request.name.removeprefix(WORLDS)
        with folder_in_passing() as folder:
            path = folder / FILE
            async with self._registry.one_at_a_time(name):
                world = await self._registry.describe(name)
                await self._build_to_the_end(name, own=True)  # what is lent is written down, too
                await export(self._registry, self._nodes, world, path)
            with path.open("rb") as file:
                async for chunk in chunks_of(file):
                    yield world_service_pb2.ExportWorldResponse(chunk=chunk)

    async def ImportWorld(
        self, requests: AsyncIterator[world_service_pb2.ImportWorldRequest], _context: Context
    ) -> world_pb2.World:
        header, chunks = await header_and_chunks(requests)
        with folder_in_passing() as folder:
            path = folder / FILE
            await gathered(chunks, path)  # to the end: who is refused while they still send may not hear why
            file = await asyncio.to_thread(read_world_file, path)
            rate = header.clock_rate if header.HasField("clock_rate") else None
            world = world_told_in(file, header.world_id, rate, self._registry.wall())
            async with self._registry.one_at_a_time(world.name):
                async with self._kept_for(world):
                    await hand_out(self._nodes, file, world)
                    await self._registry.reveal(world)
                await self._build_to_the_end(world.name)  # what is under way there is taken up
                return self._to_proto(await self._registry.describe(world.name))

    async def ResetWorld(self, request: world_service_pb2.ResetWorldRequest, _context: Context) -> world_pb2.World:
        name = request.name.removeprefix(WORLDS)
        async with self._registry.one_at_a_time(name):
            if (await self._registry.describe(name)).imported:
                raise WorldNotFromRecipe(field="name", world=name)
            async with shut(self._nodes, name):
                await see_through(self._restart(name))
            return self._to_proto(await self._registry.describe(name))

    async def _created(self, name: str, recipe: Recipe, rate: float) -> World:
        while (world := await self._registry.create(name, recipe, rate)) is None:
            await self._remove(name)  # a deletion that broke off
        return world

    async def _restart(self, name: str) -> None:
        """Where this breaks off, agencies that have lost their part refuse, for it is noted until all have."""
        await self._drop(name)
        await self._registry.restart(name)
        await self._build_to_the_end(name)

    @asynccontextmanager
    async def _both(self, *names: str) -> AsyncGenerator[None]:
        """Nothing else is done to these worlds; always in one order, so that no two wait for each other."""
        async with AsyncExitStack() as stack:
            for name in sorted(set(names)):
                await stack.enter_async_context(self._registry.one_at_a_time(name))
            yield

    @asynccontextmanager
    async def _kept_for(self, world: World) -> AsyncGenerator[None]:
        """Keep a name while the world is put together that shall have it; where that breaks off, nothing is left."""
        await self._clear_away(world.name)
        await self._registry.keep_name(world)
        try:
            yield
        except BaseException:
            await see_through(self._remove(world.name))
            raise

    async def _clear_away(self, name: str) -> None:
        """Finish a deletion that broke off."""
        if await self._registry.is_withdrawn(name):
            await self._remove(name)

    async def _build_to_the_end(self, name: str, *, own: bool = False) -> None:
        of_its_own = own or name == DEFAULT_WORLD  # that one has, from its start
        async with aclosing(self._build(name, own=of_its_own)) as responses:
            async for _ in responses:
                pass  # nobody asked how far it is

    def _build(self, name: str, *, own: bool) -> AsyncGenerator[world_service_pb2.BuildWorldResponse]:
        request = node_service_pb2.PrepareWorldRequest(own=own)
        return self._nodes.stream_from_all(lambda node: node.PrepareWorld, request, name)

    async def _remove(self, name: str) -> list[Fault]:
        """Clear a withdrawn world away everywhere; the faults that nothing met there.

        Where a process is silent, it stays withdrawn until asked again.
        """
        unmet = await self._drop(name)
        await self._registry.remove(name)
        return unmet

    async def _drop(self, name: str) -> list[Fault]:
        parts = await self._nodes.ask_all(lambda node: node.DropWorld, node_service_pb2.DropWorldRequest(), name)
        names = {fault for part in parts for fault in part.faults}
        return self._planned.unmet_at_end(name, names, [fault for part in parts for fault in part.unmet_faults])

    def _to_proto(self, world: World) -> world_pb2.World:
        return world_to_proto(world, self._registry.wall())
