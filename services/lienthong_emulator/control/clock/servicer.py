"""The clock, as the contract has it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lienthong.control.v1 import clock_service_pb2, world_pb2
from lienthong_emulator.control.clock.domain import check_target, last_moment
from lienthong_emulator.control.clock.journey import Journey
from lienthong_emulator.control.stillness import show
from lienthong_emulator.runtime.clock import opening_of
from lienthong_emulator.runtime.convert import clock_to_proto, moment_of
from lienthong_emulator.runtime.intake import day_of

if TYPE_CHECKING:
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context


class ClockServicer:
    def __init__(self, registry: Registry, nodes: Nodes) -> None:
        self._registry = registry
        self._nodes = nodes

    async def GetClock(self, _request: clock_service_pb2.GetClockRequest, context: Context) -> world_pb2.Clock:
        return await self._clock(context.world)

    async def AdvanceClock(
        self, request: clock_service_pb2.AdvanceClockRequest, context: Context
    ) -> clock_service_pb2.AdvanceClockResponse:
        async with self._registry.one_at_a_time(context.world):
            now, journey = await self._set_out(context.world)
            if request.HasField("next_due"):
                await journey.go_to_next(last_moment())
            else:
                target = _target(request, now)
                check_target(now, target, request.WhichOneof("target") or "")
                await journey.go(target)
            return await self._came_to(context.world, journey)

    async def FreezeClock(
        self, _request: clock_service_pb2.FreezeClockRequest, context: Context
    ) -> clock_service_pb2.AdvanceClockResponse:
        async with self._registry.one_at_a_time(context.world):
            now, journey = await self._set_out(context.world)
            await journey.go(now, rate=0.0)
            return await self._came_to(context.world, journey)

    async def RunClock(self, request: clock_service_pb2.RunClockRequest, context: Context) -> world_pb2.Clock:
        async with self._registry.one_at_a_time(context.world):
            now, _ = await self._set_out(context.world)
            rate = request.rate if request.HasField("rate") else 1.0
            await show(self._registry, self._nodes, context.world, now, held=False, rate=rate)
            return await self._clock(context.world)

    async def _set_out(self, world: str) -> tuple[datetime, Journey]:
        """What the clock shows, and a journey from there."""
        now = (await self._registry.describe(world)).clock.at(self._registry.wall())
        return now, Journey(self._registry, self._nodes, world, now)

    async def _came_to(self, world: str, journey: Journey) -> clock_service_pb2.AdvanceClockResponse:
        return clock_service_pb2.AdvanceClockResponse(
            clock=await self._clock(world), fired=journey.fired, silent_receivers=sorted(journey.silent)
        )

    async def _clock(self, world: str) -> world_pb2.Clock:
        clock = (await self._registry.describe(world)).clock
        return clock_to_proto(clock, self._registry.wall())


def _target(request: clock_service_pb2.AdvanceClockRequest, now: datetime) -> datetime:
    match request.WhichOneof("target"):
        case "time":
            return moment_of(request.time, "time")
        case "date":
            return opening_of(day_of(request.date, "date"))
        case _:
            return now + request.duration.ToTimedelta()
