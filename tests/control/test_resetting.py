"""Worlds that begin again, and calls that meet the end of theirs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.type.date_pb2 import Date

from lienthong.client import Client
from lienthong.control.v1 import world_pb2
from lienthong.control.v1.case_service_pb2 import WatchCasesRequest
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.control.v1.world_service_pb2 import (
    CreateWorldRequest,
    DeleteWorldRequest,
    ForkWorldRequest,
    ResetWorldRequest,
)
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest, GetCardRequest
from lienthong_emulator.runtime import worlds
from lienthong_emulator.runtime.recipe import Recipe

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

NEW_YEAR = world_pb2.Recipe(
    seed=7, start_date=Date(year=2021, month=2, day=17), differing=5, pace=world_pb2.PACE_IMMEDIATE
)
WEEK = AdvanceClockRequest(duration=Duration(seconds=604_800))
LANS_CARD = GetCardRequest(card_number="0100000001")
LANS_CHECK = CheckCardRequest(full_name="Nguyễn Thị Lan", birth_date=Date(year=1985, month=3, day=8))


@pytest.mark.parametrize("name", ["default", "tet"])
async def test_a_world_that_is_reset_is_as_its_recipe_made_it(house: House, client: Client, name: str) -> None:
    first = await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))
    for agency in ("justice", "insurance"):
        await house.take_step(agency, "birth-1", "registered", world=name)
    async with house.client(name) as inside:
        await inside.clock.AdvanceClock(WEEK)

    again = await client.worlds.ResetWorld(ResetWorldRequest(name=f"worlds/{name}"))

    assert (again.recipe, again.clock.now, again.agencies) == (first.recipe, first.clock.now, first.agencies)
    assert again.clock.revision > first.clock.revision
    for agency in ("justice", "insurance"):
        kit = await house.kit(agency, name)
        assert await kit.lookups.fetch_all("SELECT * FROM case_step") == []
        assert kit.now() == first.clock.now.ToDatetime(tzinfo=kit.now().tzinfo)


async def test_a_fork_that_is_reset_goes_back_to_its_recipe(client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet", recipe=NEW_YEAR, clock_rate=1))
    await client.worlds.ForkWorld(ForkWorldRequest(name="worlds/tet", world_id="twin"))

    again = await client.worlds.ResetWorld(ResetWorldRequest(name="worlds/twin"))

    assert (again.recipe, again.forked_from, again.clock.rate) == (NEW_YEAR, "", 1)


async def test_calls_from_outside_wait_while_a_world_is_reset(house: House, client: Client) -> None:
    async with house.client(caller="testers/lan") as outside:
        await outside.cards.GetCard(LANS_CARD)
        calls = [asyncio.ensure_future(outside.cards.GetCard(LANS_CARD)) for _ in range(20)]
        await client.worlds.ResetWorld(ResetWorldRequest(name="worlds/default"))

        assert {card.card_number for card in await asyncio.gather(*calls)} == {"TE1010100000001"}


async def test_a_world_that_is_not_there_is_not_reset(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.worlds.ResetWorld(ResetWorldRequest(name="worlds/defualt")))

    assert (no.code, no.reason) == (grpc.StatusCode.NOT_FOUND, "WORLD_NOT_FOUND")
    assert no.metadata == {"world": "defualt", "near": "default"}


async def test_a_world_from_files_has_no_recipe_to_go_back_to(house: House, client: Client, refusal: Refusing) -> None:
    await house.registry.adopt("own", Recipe(), [], lambda: None)

    no = await refusal(client.worlds.ResetWorld(ResetWorldRequest(name="worlds/own")))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.FAILED_PRECONDITION, "WORLD_NOT_FROM_RECIPE", "name")


async def test_nothing_is_reset_while_a_process_is_silent(split_house: House, refusal: Refusing) -> None:
    await split_house.take_step("justice", "birth-1", "registered")
    async with split_house.client() as client:
        await split_house.stop("insurance")

        no = await refusal(client.worlds.ResetWorld(ResetWorldRequest(name="worlds/default")))

        assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "insurance"})
    kit = await split_house.kit("justice")
    assert len(await kit.lookups.fetch_all("SELECT * FROM case_step")) == 1


async def test_a_reset_that_broke_off_is_told_by_agencies_and_ended_when_asked_again(
    split_house: House, refusal: Refusing
) -> None:
    async with split_house.client(caller="testers/lan") as client:
        await client.cards.GetCard(LANS_CARD)
        await split_house.take_step("justice", "birth-1", "registered")
        await split_house.nodes["insurance"].drop("default")

        assert (await refusal(client.cards.GetCard(LANS_CARD))).reason == "DATABASE_FILE_UNUSABLE"
        await client.worlds.ResetWorld(ResetWorldRequest(name="worlds/default"))

        assert (await client.cards.GetCard(LANS_CARD)).card_number == "TE1010100000001"
    kit = await split_house.kit("justice")
    assert await kit.lookups.fetch_all("SELECT * FROM case_step") == []


async def test_a_call_that_is_under_way_ends_before_its_world_does(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    async with house.client("typhoon") as inside:
        checking = asyncio.ensure_future(inside.cards.CheckCard(LANS_CHECK))
        await asyncio.sleep(0.1)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon"))

        assert checking.done()
        await checking


async def test_a_call_that_outlives_its_world_is_told(
    house: House, client: Client, refusal: Refusing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worlds, "SECONDS_TO_LEAVE", 0.01)
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    async with house.client("typhoon") as inside:
        checking = asyncio.ensure_future(inside.cards.CheckCard(LANS_CHECK))
        await asyncio.sleep(0.1)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon"))

        assert (await refusal(checking)).reason == "WORLD_NOT_FOUND"


async def test_who_watches_a_world_that_is_reset_is_told(client: Client, refusal: Refusing) -> None:
    watching = client.cases.WatchCases(WatchCasesRequest())
    await watching.read()

    await client.worlds.ResetWorld(ResetWorldRequest(name="worlds/default"))

    assert (await refusal(watching.read())).reason == "WORLD_NOT_FOUND"
