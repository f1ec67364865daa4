"""Worlds that are copied at a moment, over the wire."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from lienthong.client import Client
from lienthong.control.v1 import world_pb2
from lienthong.control.v1.case_service_pb2 import GetCaseRequest
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest, GetClockRequest
from lienthong.control.v1.world_service_pb2 import (
    BuildWorldRequest,
    CreateWorldRequest,
    DeleteWorldRequest,
    ForkWorldRequest,
    GetWorldRequest,
    ListWorldsRequest,
)
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
TO_TWIN = ForkWorldRequest(name="worlds/default", world_id="twin")
LANS_CARD = GetCardRequest(card_number="0100000001")


async def advance(house: House, world: str, days: int) -> list[str]:
    """Let days pass; tell what came due."""
    async with house.client(world) as client:
        request = AdvanceClockRequest(duration=Duration(seconds=days * 86_400))
        return [timer.subject for timer in (await client.clock.AdvanceClock(request)).fired]


async def kinds(house: House, world: str, case_id: str) -> list[str]:
    async with house.client(world) as client:
        return [step.kind for step in (await client.cases.GetCase(GetCaseRequest(case_id=case_id))).steps]


async def test_a_fork_has_what_every_agency_had_and_the_time(house: House, client: Client) -> None:
    await house.take_step("justice", "birth-1", "registered")
    await house.take_step("insurance", "birth-1", "card-issued")
    await advance(house, "default", 3)

    twin = await client.worlds.ForkWorld(TO_TWIN)

    moment = instant(NINE + timedelta(days=3))
    assert (twin.name, twin.forked_from, twin.fork_time) == ("worlds/twin", "worlds/default", moment)
    assert (twin.clock.now, twin.clock.rate) == (moment, 0)
    assert twin.agencies == ["agencies/insurance", "agencies/justice"]
    assert await kinds(house, "twin", "birth-1") == ["registered", "card-issued"]
    assert await client.worlds.GetWorld(GetWorldRequest(name="worlds/twin")) == twin


async def test_both_go_their_own_way(house: House, client: Client) -> None:
    await house.set_timer("justice", "reminder-due", "birth-1", NINE + timedelta(days=2))
    await client.worlds.ForkWorld(TO_TWIN)
    await house.take_step("insurance", "birth-1", "card-issued", world="twin")

    assert await advance(house, "twin", 3) == ["birth-1"]

    assert await kinds(house, "twin", "birth-1") == ["card-issued", "reminded"]
    async with house.client() as first:
        assert (await first.clock.GetClock(GetClockRequest())).now == instant(NINE)
    assert await advance(house, "default", 3) == ["birth-1"]
    assert await kinds(house, "default", "birth-1") == ["reminded"]


async def test_counters_go_on_from_the_moment_of_the_fork_in_each(house: House, client: Client) -> None:
    async def count(world: str) -> int:
        async with (await house.kit("justice", world)).write(Context(world=world)) as tx:
            return await tx.next_number("dossier")

    assert [await count("default"), await count("default")] == [1, 2]
    await client.worlds.ForkWorld(TO_TWIN)

    assert [await count("twin"), await count("twin"), await count("default")] == [3, 4, 3]


async def test_what_is_under_way_is_ended_before_a_world_is_copied(house: House, client: Client) -> None:
    kit = await house.kit("justice")
    async with kit.write(Context(world="default")) as tx:
        tx.db.execute("INSERT INTO closing (case_id) VALUES ('birth-1')")
        tx.wake("closing", "birth-1")

    await client.worlds.ForkWorld(TO_TWIN)

    assert await kinds(house, "twin", "birth-1") == ["closed"]
    assert await advance(house, "twin", 1) == ["birth-1"]


async def test_calls_from_outside_wait_while_a_world_is_copied(house: House, client: Client) -> None:
    """However they meet, none is refused, and each is answered."""
    async with house.client(caller="testers/lan") as outside:
        calls = [asyncio.ensure_future(outside.cards.GetCard(LANS_CARD)) for _ in range(20)]
        await client.worlds.ForkWorld(TO_TWIN)
        calls += [asyncio.ensure_future(outside.cards.GetCard(LANS_CARD)) for _ in range(20)]

        assert {card.card_number for card in await asyncio.gather(*calls)} == {"TE1010100000001"}


async def test_a_clock_that_ticks_goes_on_ticking_in_both(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet", clock_rate=60))

    twin = await client.worlds.ForkWorld(ForkWorldRequest(name="worlds/tet", world_id="twin"))
    still = await client.worlds.ForkWorld(ForkWorldRequest(name="worlds/tet", world_id="still", clock_rate=0))

    source = await client.worlds.GetWorld(GetWorldRequest(name="worlds/tet"))
    assert (twin.clock.rate, still.clock.rate, source.clock.rate) == (60, 0, 60)
    assert still.clock.now == still.fork_time
    assert NINE <= twin.fork_time.ToDatetime(tzinfo=HANOI) < source.clock.now.ToDatetime(tzinfo=HANOI)
    assert (await house.kit("insurance", "tet")).world.clock.rate == 60


async def test_a_fork_can_be_forked_and_outlives_its_source(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="lan", recipe=world_pb2.Recipe(seed=7)))
    await house.take_step("justice", "birth-1", "registered", world="lan")
    await client.worlds.ForkWorld(ForkWorldRequest(name="worlds/lan", world_id="twin"))
    third = await client.worlds.ForkWorld(ForkWorldRequest(name="worlds/twin", world_id="third"))
    for gone in ("worlds/lan", "worlds/twin"):
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=gone))

    assert (third.forked_from, third.recipe.seed) == ("worlds/twin", 7)
    assert await kinds(house, "third", "birth-1") == ["registered"]


async def test_a_world_that_is_not_there_is_not_forked(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.worlds.ForkWorld(ForkWorldRequest(name="worlds/defualt", world_id="twin")))

    assert (no.code, no.reason) == (grpc.StatusCode.NOT_FOUND, "WORLD_NOT_FOUND")
    assert no.metadata == {"world": "defualt", "near": "default"}


@pytest.mark.parametrize("name", ["tet", "default"])
async def test_a_fork_takes_the_place_of_no_other_world(client: Client, name: str, refusal: Refusing) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))

    no = await refusal(client.worlds.ForkWorld(ForkWorldRequest(name="worlds/default", world_id=name)))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.ALREADY_EXISTS, "WORLD_ALREADY_EXISTS", "world_id")


async def test_a_fork_that_a_silent_process_breaks_off_leaves_nothing(split_house: House, refusal: Refusing) -> None:
    async with split_house.client() as client:
        await split_house.kit("justice")
        await client.worlds.ForkWorld(ForkWorldRequest(name="worlds/default", world_id="first"))
        await split_house.stop("insurance")

        no = await refusal(client.worlds.ForkWorld(TO_TWIN))

        assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "insurance"})
        listed = await client.worlds.ListWorlds(ListWorldsRequest())
        assert [world.name for world in listed.worlds] == ["worlds/default", "worlds/first"]
        assert not list(split_house.folder.rglob("worlds/twin"))
        await split_house.start_again("insurance")
        assert (await client.worlds.ForkWorld(TO_TWIN)).name == "worlds/twin"


@contextmanager
def files_up_to(size: int) -> Generator[None]:
    """A disk on which no file grows larger."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


async def test_a_disk_that_fills_while_a_world_is_copied_leaves_nothing(
    house: House, client: Client, refusal: Refusing
) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="many", recipe=world_pb2.Recipe(people=2_500)))
    await client.worlds.BuildWorld(BuildWorldRequest(name="worlds/many")).read()
    request = ForkWorldRequest(name="worlds/many", world_id="twin")

    with files_up_to(100_000):
        no = await refusal(client.worlds.ForkWorld(request))

    assert (no.code, no.reason) == (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
    assert (await refusal(client.worlds.GetWorld(GetWorldRequest(name="worlds/twin")))).reason == "WORLD_NOT_FOUND"
    assert not list(house.folder.rglob("worlds/twin"))
    assert (await client.worlds.ForkWorld(request)).name == "worlds/twin"
