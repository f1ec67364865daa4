"""The way of a world's clock to a moment, from one due thing to the next."""

from __future__ import annotations

import logging
from collections.abc import Set
from datetime import datetime
from typing import TYPE_CHECKING

from lienthong.control.v1.node_service_pb2 import FireTimerRequest, GetNextTimerRequest, SetClockRequest
from lienthong_emulator.control.stillness import Settling, show
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
MOST_STEPS = 1_000
"""Told of one timer."""


class Journey:
    """One advance of one world. While it lasts the clock is held, so that nothing fires by itself in between."""

    def __init__(self, registry: Registry, nodes: Nodes, world: str, start: datetime) -> None:
        self._registry = registry
        self._nodes = nodes
        self._world = world
        self._moment = start
        self._settling = Settling(nodes, world)
        self.fired: list[FiredTimer] = []

    @property
    def silent(self) -> Set[str]:
        """Receivers that were waited for in vain."""
        return self._settling.silent

    async def go(self, target: datetime, rate: float | None = None) -> None:
        """Come to the target. Where a process is silent, raise `AgencyUnavailable` and stay where the clock came to.

        It goes on at a rate where one is given, and it came there.
        """
        rate_then = None
        try:
            await self._show(held=True)
            await self._settling.settle()
            while due := await self._next(target):
                await self._fire(*due)
            self._moment, rate_then = target, rate
        finally:
            await self._show(held=False, rate=rate_then)

    async def go_to_next(self, latest: datetime) -> None:
        """Come to the next moment at which anything is due, up to a latest; stay where nothing is."""
        due = await self._next(latest)
        await self.go(max(self._moment, due[0].due) if due else self._moment)

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
        """Fire a timer, and let everything come to rest that follows."""
        if timer.due > self._moment:
            self._moment = timer.due
            await self._show(held=True)
        answer = await process.ask(process.stub.FireTimer, FireTimerRequest(timer=proto), self._world)
        steps = await self._settling.settle()
        if answer.fired:
            proto.steps.extend(steps[:MOST_STEPS])
            self.fired.append(proto)

    async def _show(self, *, held: bool, rate: float | None = None) -> None:
        await show(self._registry, self._nodes, self._world, self._moment, held=held, rate=rate)


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
