"""Calls about worlds, clocks and faults may be made again, whatever became of the first: the world is as after one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from tests.journeys.repeating_control import CONTROL, MADE_BY, ControlCase

from lienthong.control.v1.clock_service_pb2 import GetClockRequest
from lienthong.control.v1.fault_service_pb2 import ListFaultsRequest
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest, GetWorldRequest
from lienthong.refusals import Refused, refused

if TYPE_CHECKING:
    from conftest import House, SplitHouse
    from lienthong.client import Client

DONE, UNAVAILABLE = "", "AGENCY_UNAVAILABLE"
SECONDS_UNDER_WAY = 0.02


@dataclass(frozen=True)
class Desk:
    """A call about to be made."""

    client: Client
    world: str
    case: ControlCase
    request: Any

    async def make(self) -> str:
        """Make the call; why it was refused, empty where it was not."""
        ask = getattr(getattr(self.client, self.case.stub), self.case.method)
        try:
            with refused():
                call = ask(iter(self.request) if isinstance(self.request, list) else self.request)
                _ = [_ async for _ in call] if self.case.method == "BuildWorld" else await call
        except Refused as no:
            return no.reason
        except grpc.aio.AioRpcError as no:
            if no.code() is not grpc.StatusCode.UNAVAILABLE:
                raise
            return UNAVAILABLE
        return DONE

    async def make_again(self) -> str:
        """Where nobody answers, until somebody does."""
        while (said := await self.make()) == UNAVAILABLE:  # noqa: ASYNC110 - another process has no event to set
            await asyncio.sleep(0.1)
        return said

    async def state(self) -> list[Any]:
        """What stands of the world and of the one beside it: recipe, clock to the second, faults."""
        return [await self._state_of(name) for name in (self.world, f"{self.world}-new")]

    async def _state_of(self, name: str) -> Any:
        said, client = (("lienthong-world", name),), self.client
        try:
            world = await client.worlds.GetWorld(GetWorldRequest(name=f"worlds/{name}"))
        except grpc.aio.AioRpcError as no:
            return no.code()
        clock = await client.clock.GetClock(GetClockRequest(), metadata=said)
        faults = (await client.faults.ListFaults(ListFaultsRequest(), metadata=said)).faults
        planned = [(fault.calls.agency, fault.times) for fault in faults]
        return world.recipe, clock.now.seconds, clock.rate, planned


@asynccontextmanager
async def desk_in(house: House, call: str, how: str) -> AsyncGenerator[Desk]:
    """A world of its own, with all that the call needs; both worlds are gone when the block ends."""
    name = f"{how}-{blake2b(call.encode(), digest_size=6).hexdigest()}"
    async with house.client(world=name) as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))
        yield Desk(client, name, CONTROL[call], deepcopy(await CONTROL[call].prepare(client, name)))
        for left in (name, f"{name}-new"):
            with suppress(grpc.aio.AioRpcError):  # it never was, or has been deleted
                await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{left}"))


def short(call: str) -> str:
    return call.removeprefix("lienthong.control.v1.")


def test_what_control_asks_of_processes_is_made_again_with_calls_of_control() -> None:
    assert set(MADE_BY.values()) <= CONTROL.keys()


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("call", sorted(CONTROL), ids=short)
async def test_a_call_whose_reply_was_lost_is_made_again(whole_house: House, call: str) -> None:
    """To who answers, a reply that is lost is one that was given."""
    async with desk_in(whole_house, call, "lost") as desk:
        assert await desk.make() == DONE
        once = await desk.state()

        assert (await desk.make(), await desk.state()) == (desk.case.again, once)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("call", sorted(CONTROL), ids=short)
async def test_two_at_once_are_one(whole_house: House, call: str) -> None:
    async with desk_in(whole_house, call, "alone") as alone, desk_in(whole_house, call, "two") as desk:
        assert await alone.make() == DONE
        said = await asyncio.gather(desk.make(), desk.make())

        assert sorted(said) == sorted([DONE, desk.case.again])
        assert await desk.state() == await alone.state()


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("when", ["under way", "answered"])
async def test_calls_are_made_again_of_a_control_that_died(house_to_break: SplitHouse, when: str) -> None:
    """Each in a world of its own, all of them under way, or answered, when the process is killed."""
    async with AsyncExitStack() as stack:
        alone = [await stack.enter_async_context(desk_in(house_to_break, call, "alone")) for call in CONTROL]
        desks = [await stack.enter_async_context(desk_in(house_to_break, call, "died")) for call in CONTROL]
        once = [(await desk.make(), await desk.state())[1] for desk in alone]
        first = asyncio.gather(*(desk.make() for desk in desks))
        await (asyncio.sleep(SECONDS_UNDER_WAY) if when == "under way" else asyncio.wait([first]))
        await house_to_break.cut_off("control")
        said = await first
        await house_to_break.start("control")
        again = [await desk.make_again() for desk in desks]

        assert {*said} == {DONE} or when == "under way"
        assert [await desk.state() for desk in desks] == once
        for desk, before, after in zip(desks, said, again, strict=True):
            assert after in ({desk.case.again} if before == DONE else {DONE, desk.case.again})
