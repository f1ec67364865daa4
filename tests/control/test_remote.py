"""How a process without control learns of worlds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong_emulator.control.remote import describe_from
from lienthong_emulator.runtime.clock import clock_starting
from lienthong_emulator.runtime.kit import World, instant
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import recipe_starting
from lienthong_emulator.runtime.refusals import AgencyUnavailable
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from control.conftest import House

WALL = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
RECIPE = recipe_starting(seed=7)


async def test_without_control_there_is_the_world_default_alone() -> None:
    describe = describe_from(Peers({}), recipe=RECIPE, rate=1, wall=lambda: WALL)

    assert await describe("default") == World(
        name="default", recipe=RECIPE, clock=clock_starting(RECIPE.start, WALL, rate=1)
    )
    with pytest.raises(WorldNotFound, match=r"no world defalt\. Names that look alike: default"):
        await describe("defalt")


async def test_control_tells_of_worlds_and_their_clocks(house: House) -> None:
    peers = Peers(house.addresses)
    describe = describe_from(peers, recipe=RECIPE, rate=1)
    async with house.client() as client:
        await client.clock.AdvanceClock(AdvanceClockRequest(time=instant(datetime(2022, 1, 9, tzinfo=UTC))))

    world = await describe("default")

    assert world == await house.registry.describe("default")
    assert (world.recipe, world.clock.rate) == (recipe_starting(seed=1), 0)
    await peers.close()


@pytest.mark.parametrize(("name", "near"), [("defalt", "default"), ("../default", "-"), ("", "-"), ("Default", "-")])
async def test_a_name_that_control_does_not_know_is_refused(split_house: House, name: str, near: str) -> None:
    peers = Peers(split_house.addresses)
    with pytest.raises(WorldNotFound) as no:
        await describe_from(peers, recipe=RECIPE, rate=1)(name)

    assert no.value.facts == {"world": name, "near": near}
    await peers.close()


async def test_silence_of_control_is_told() -> None:
    peers = Peers({"control": "127.0.0.1:9"})
    with pytest.raises(AgencyUnavailable) as no:
        await describe_from(peers, recipe=RECIPE, rate=1)("default")

    assert no.value.facts == {"agency": "control"}
    await peers.close()
