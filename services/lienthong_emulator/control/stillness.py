"""Bringing a whole world to rest, over all processes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import grpc

from lienthong.control.v1.node_service_pb2 import HoldWorldRequest, SetClockRequest, SettleRequest
from lienthong_emulator.control.nodes import metadata_for
from lienthong_emulator.runtime.convert import clock_to_proto
from lienthong_emulator.runtime.peers import hung_up_after, translated

if TYPE_CHECKING:
    from datetime import datetime

    from lienthong.control.v1.case_pb2 import CaseStep
    from lienthong.control.v1.node_service_pb2 import SettleResponse
    from lienthong_emulator.control.nodes import Nodes, Process
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.kit import World


class Settling:
    """Waits until a world is quiet, and tells what was done there since the last time."""

    def __init__(self, nodes: Nodes, world: str) -> None:
        self._nodes = nodes
        self._world = world
        self._known: dict[str, int] = {}
        """By agency, its last step."""
        self.silent: set[str] = set()
        """Receivers that were waited for in vain."""

    async def settle(self) -> list[CaseStep]:
        """Wait until a whole round through all processes found nothing to do; the steps that were taken, in order."""
        steps: list[CaseStep] = []
        answers: list[SettleResponse] = []
        worked = True
        while worked:
            request = SettleRequest(known_steps=self._known)
            answers = await self._nodes.ask_all(lambda node: node.Settle, request, self._world)
            for answer in answers:
                self._known.update(answer.last_steps)
                steps.extend(answer.steps)
            worked = any(answer.worked for answer in answers)
        self.silent.update(name for answer in answers for name in answer.silent_receivers)
        return sorted(steps, key=place_of)


def place_of(step: CaseStep) -> tuple[int, str, int]:
    """By which steps of several agencies are put in order."""
    return step.record_time.ToNanoseconds(), step.agency, step.sequence


async def show(
    registry: Registry, nodes: Nodes, world: str, moment: datetime, *, held: bool, rate: float | None = None
) -> None:
    """Note what the clock shows, and its rate where one is given, then tell every process: who missed it asks."""
    await tell_clock(registry, nodes, await registry.set_clock(world, moment, held=held, rate=rate))


async def tell_clock(registry: Registry, nodes: Nodes, world: World) -> None:
    clock = clock_to_proto(world.clock, registry.wall())
    await nodes.tell_all(lambda node: node.SetClock, SetClockRequest(clock=clock), world.name)


@asynccontextmanager
async def clock_held(registry: Registry, nodes: Nodes, world: World) -> AsyncGenerator[datetime]:
    """Have a clock that ticks stand while the block lasts; gives the moment that it shows."""
    moment = world.clock.at(registry.wall())
    if not world.clock.rate:
        yield moment
        return
    try:
        await show(registry, nodes, world.name, moment, held=True)
        yield moment
    finally:
        await show(registry, nodes, world.name, moment, held=False)


@asynccontextmanager
async def shut(nodes: Nodes, world: str, *, writes: bool = False) -> AsyncGenerator[None]:
    """Have every process let no call from outside into a world, nor where `writes` anything be written there.

    It lasts as long as the block: where control ends, so does it. Raises `AgencyUnavailable` where one is silent.
    """
    async with AsyncExitStack() as stack:
        for process in await nodes.all():
            await stack.enter_async_context(_shut_at(process, world, HoldWorldRequest(writes=writes)))
        yield


@asynccontextmanager
async def _shut_at(process: Process, world: str, request: HoldWorldRequest) -> AsyncGenerator[None]:
    call = process.stub.HoldWorld(request, metadata=metadata_for(world))
    async with hung_up_after(call) as answers:
        try:
            await anext(aiter(answers))
        except grpc.aio.AioRpcError as error:
            raise translated(error, process.name) from error
        yield
