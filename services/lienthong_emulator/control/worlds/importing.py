"""A world is made out of a file: its parts are handed to the agencies, and only then is it told of."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import grpc

from lienthong.control.v1.node_service_pb2 import WriteWorldHeader, WriteWorldRequest
from lienthong_emulator.control.convert import WORLDS, recipe_from_proto
from lienthong_emulator.control.nodes import metadata_for, no_of
from lienthong_emulator.control.worlds.domain import refuse_uncovered
from lienthong_emulator.runtime.chunks import chunks_of
from lienthong_emulator.runtime.clock import Clock
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.convert import moment_of
from lienthong_emulator.runtime.kit import Fork, World
from lienthong_emulator.runtime.refusals import AgencyUnavailable
from lienthong_emulator.runtime.world_parts import WorldFileUnusable, nation_to_json

if TYPE_CHECKING:
    from datetime import datetime

    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.world_file import WorldFile


def world_told_in(file: WorldFile, name: str, rate: float | None, wall: datetime) -> World:
    """The world that a file makes under a name: it goes on from the moment at which it was exported.

    Refused with `DateNotCovered`, with `WorldFileUnusable` where its clock shows a day before its first, and with
    `InvalidRequest` where something else in it cannot be.
    """
    told = file.world
    recipe, moment = recipe_from_proto(told.recipe), moment_of(told.clock.now, "clock.now")
    refuse_uncovered(recipe.start, "recipe.start_date")
    refuse_uncovered(moment.date(), "clock.now")
    if moment.date() < recipe.start:
        problem = f"its clock shows {moment.date().isoformat()}, and its first day is {recipe.start.isoformat()}"
        raise WorldFileUnusable(field="chunk", problem=problem)
    clock = Clock(revision=1, anchor=moment, anchor_wall=wall, rate=told.clock.rate if rate is None else rate)
    made = World(name=name, recipe=recipe, clock=clock, prepared=frozenset(file.agencies), imported=told.imported)
    made.fork = Fork(told.name.removeprefix(WORLDS), moment)
    return made


async def hand_out(nodes: Nodes, file: WorldFile, world: World) -> None:
    """Give every agency its part of a world whose name the registry keeps.

    Refused with `WorldFileUnusable` and, where nobody of the house plays an agency, with `AgencyUnavailable`.
    """
    for agency in file.agencies:
        process = await nodes.playing(AGENCY_PREFIX + agency)
        if process is None:
            raise AgencyUnavailable(agency=agency)
        try:
            await process.stub.WriteWorld(_part(file, agency, world), metadata=metadata_for(world.name))
        except grpc.aio.AioRpcError as error:
            raise no_of(error, process) from error


async def _part(file: WorldFile, agency: str, world: World) -> AsyncGenerator[WriteWorldRequest]:
    nation = nation_to_json(world.recipe.nation)
    yield WriteWorldRequest(header=WriteWorldHeader(agency=AGENCY_PREFIX + agency, nation=nation))
    with file.part_of(agency) as part:
        async for chunk in chunks_of(part):
            yield WriteWorldRequest(chunk=chunk)
