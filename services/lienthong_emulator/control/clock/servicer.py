"""The clock, as the contract has it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lienthong.control.v1 import clock_service_pb2, world_pb2
from lienthong_emulator.control.clock.domain import check_target
from lienthong_emulator.control.clock.journey import Journey
from lienthong_emulator.runtime.convert import clock_to_proto, moment_of

if TYPE_CHECKING:
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context


class ClockServicer:
    def __init__(self, registry: Registry, nodes: Nodes) -> None:
        self._registry = registry
        self._nodes = nodes

    async def GetClock(  # noqa: N802 - the contract names it
        self, _request: clock_service_pb2.GetClockRequest, context: Context
    ) -> world_pb2.Clock:
        return await self._clock(context.world)

    async def AdvanceClock(  # noqa: N802 - the contract names it
        self, request: clock_service_pb2.AdvanceClockRequest, context: Context
    ) -> clock_service_pb2.AdvanceClockResponse:
        async with self._registry.one_at_a_time(context.world):
            world = await self._registry.describe(context.world)
            now = world.clock.at(self._registry.wall())
            target = _target(request, now)
            check_target(now, target, request.WhichOneof("target") or "")
            journey = Journey(self._registry, self._nodes, context.world, now)
            await journey.go(target)
            clock = await self._clock(context.world)
        return clock_service_pb2.AdvanceClockResponse(clock=clock, fired=journey.fired)

    async def _clock(self, world: str) -> world_pb2.Clock:
        clock = (await self._registry.describe(world)).clock
        return clock_to_proto(clock, self._registry.wall())


def _target(request: clock_service_pb2.AdvanceClockRequest, now: datetime) -> datetime:
    if request.HasField("time"):
        return moment_of(request.time, "time")
    return now + request.duration.ToTimedelta()
