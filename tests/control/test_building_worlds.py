"""When agencies get their parts of a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.client import Client
from lienthong.control.v1 import world_pb2
from lienthong.control.v1.world_service_pb2 import BuildWorldRequest, CreateWorldRequest, GetWorldRequest
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest

if TYPE_CHECKING:
    from control.conftest import House


async def test_an_agency_has_its_part_of_a_small_world_with_the_first_change(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    async with house.client("typhoon") as inside:
        await inside.cards.GetCard(GetCardRequest(card_number="0100000001"))
    assert not list(house.folder.rglob("worlds/typhoon"))

    await house.take_step("insurance", "birth-1", "card-issued", world="typhoon")

    world = await client.worlds.GetWorld(GetWorldRequest(name="worlds/typhoon"))
    assert world.agencies == ["agencies/insurance"]
    assert [path.name for path in house.folder.rglob("worlds/typhoon/*.sqlite3")] == ["insurance.sqlite3"]


async def test_a_world_that_is_built_has_all_its_parts(house: House, client: Client) -> None:
    world = await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    await house.kit("justice", "typhoon")
    await client.worlds.BuildWorld(BuildWorldRequest(name=world.name)).read()

    world = await client.worlds.GetWorld(GetWorldRequest(name=world.name))
    assert world.agencies == ["agencies/insurance", "agencies/justice"]
    files = {path.name for path in house.folder.rglob("worlds/typhoon/*.sqlite3")}
    assert files == {"insurance.sqlite3", "justice.sqlite3"}


async def test_a_world_may_be_answered_first_and_built_later(house: House, client: Client) -> None:
    recipe = world_pb2.Recipe(people=2_500)
    request = CreateWorldRequest(world_id="typhoon", recipe=recipe, build_later=True)
    world = await client.worlds.CreateWorld(request)
    assert (list(world.agencies), list(house.folder.rglob("worlds/typhoon"))) == ([], [])

    built = client.worlds.BuildWorld(BuildWorldRequest(name=world.name))
    told = [answer.preparation async for answer in built]

    assert [(news.agency, news.people, news.total_people) for news in told] == [
        ("agencies/insurance", people, 2_500) for people in (1_000, 2_000, 2_500)
    ]
    assert len((await client.worlds.GetWorld(GetWorldRequest(name=world.name))).agencies) == 2


async def test_agencies_are_not_asked_to_build_what_they_lend_to_each_world_of_a_recipe(
    house: House, client: Client
) -> None:
    for name in ("typhoon", "lan"):
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))

    assert [house.nodes["insurance"].worlds.if_open(name) is None for name in ("typhoon", "lan")] == [False, True]
    async with house.client("lan") as inside:
        await inside.cards.GetCard(GetCardRequest(card_number="0100000001"))
    assert house.nodes["insurance"].worlds.if_open("lan") is not None


async def test_what_is_not_lent_is_built_for_each_world_of_a_recipe(house: House, client: Client) -> None:
    recipe = world_pb2.Recipe(people=100_000)
    for name in ("typhoon", "lan"):
        world = await client.worlds.CreateWorld(CreateWorldRequest(world_id=name, recipe=recipe))
        assert "agencies/insurance" in world.agencies
