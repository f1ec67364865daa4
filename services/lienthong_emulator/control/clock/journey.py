"""The way of a world's clock to a moment, from one due thing to the next."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from lienthong.control.v1.node_service_pb2 import FireTimerRequest, GetNextTimerRequest, SetClockRequest, SettleRequest
from lienthong_emulator.runtime.convert import clock_to_proto, timer_from_proto
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal

if TYPE_CHECKING:
    from lienthong.control.v1.world_pb2 import FiredTimer
    from lienthong_emulator.control.nodes import Nodes, Process
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.timers import Timer

    Due = tuple[Timer, FiredTimer, Process]

LOG = logging.getLogger("lienthong.control")


class Journey:
    """One advance of one world. While it lasts the clock is held, so that nothing fires by itself in between."""

    def __init__(self, registry: Registry, nodes: Nodes, world: str, start: datetime) -> None:
        self._registry = registry
        self._nodes = nodes
        self._world = world
        self._moment = start
        self.fired: list[FiredTimer] = []

    async def go(self, target: datetime) -> None:
        """Come to the target. Where a process is silent, raise `AgencyUnavailable` and stay where the clock came to."""
        try:
            await self._show(held=True)
            await self._settle()
            while due := await self._next(target):
                await self._fire(*due)
                await self._settle()
            self._moment = target
        finally:
            await self._show(held=False)

    async def _next(self, target: datetime) -> Due | None:
        """The earliest due thing of all, and where it is."""
        request = GetNextTimerRequest(until_time=instant(target))
        found: list[Due] = []
        for process in await self._nodes.all():
            answer = await process.ask(process.stub.GetNextTimer, request, self._world)
            if answer.HasField("timer"):
                found.append((timer_from_proto(answer.timer), answer.timer, process))
        return min(found, key=lambda due: due[0], default=None)

    async def _fire(self, timer: Timer, proto: FiredTimer, process: Process) -> None:
        if timer.due > self._moment:
            self._moment = timer.due
            await self._show(held=True)
        answer = await process.ask(process.stub.FireTimer, FireTimerRequest(timer=proto), self._world)
        if answer.fired:
            self.fired.append(proto)

    async def _show(self, *, held: bool) -> None:
        """Note what the clock shows, then tell every process: who missed it asks."""
        world = await self._registry.set_clock(self._world, self._moment, held=held)
        clock = clock_to_proto(world.clock, self._registry.wall())
        await self._nodes.ask_all(lambda node: node.SetClock, SetClockRequest(clock=clock), self._world)

    async def _settle(self) -> None:
        """Wait until a whole round through all processes found nothing to do."""
        worked = True
        while worked:
            answers = await self._nodes.ask_all(lambda node: node.Settle, SettleRequest(), self._world)
            worked = any(answer.worked for answer in answers)


async def tell_clocks(registry: Registry, nodes: Nodes) -> None:
    """Tell every process that is up what the clocks show: one that outlived an earlier control may believe them held.

    Who is silent is left out: a process that starts asks by itself.
    """
    for world in await registry.all():
        clock = clock_to_proto(world.clock, registry.wall())
        try:
            for process in await nodes.all_up():
                await process.ask(process.stub.SetClock, SetClockRequest(clock=clock), world.name)
        except (AgencyUnavailable, PeerRefusal) as no:
            LOG.info("the clock of world %s could not be told: %s", world.name, no)
