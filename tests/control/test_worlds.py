"""Worlds over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import grpc
import pytest
from google.type.date_pb2 import Date
from tests.runtime.village import SEED_OF_A_SMALL_DISK

from lienthong.client import Client
from lienthong.control.v1 import clock_service_pb2, world_pb2
from lienthong.control.v1.case_service_pb2 import WatchCasesRequest
from lienthong.control.v1.world_service_pb2 import (
    BuildWorldRequest,
    CreateWorldRequest,
    DeleteWorldRequest,
    GetWorldRequest,
    ListWorldsRequest,
    NotePreparationRequest,
)
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

NEW_YEAR = world_pb2.Recipe(
    seed=7, start_date=Date(year=2021, month=2, day=17), differing=5, pace=world_pb2.PACE_IMMEDIATE
)


async def test_a_new_world_starts_at_nine_on_its_day(client: Client) -> None:
    world = await client.worlds.CreateWorld(CreateWorldRequest(world_id="new-year", recipe=NEW_YEAR))

    assert (world.name, world.recipe) == ("worlds/new-year", NEW_YEAR)
    assert world.clock.now == instant(datetime(2021, 2, 17, 9, 0, tzinfo=HANOI))
    assert world.clock.rate == 0
    assert await client.worlds.GetWorld(GetWorldRequest(name="worlds/new-year")) == world


async def test_a_recipe_that_is_left_out_is_that_of_the_world_default(client: Client) -> None:
    default = await client.worlds.GetWorld(GetWorldRequest(name="worlds/default"))
    world = await client.worlds.CreateWorld(CreateWorldRequest(world_id="twin"))

    assert world.recipe == default.recipe
    assert world.recipe == world_pb2.Recipe(
        seed=1, start_date=Date(year=2022, month=1, day=5), differing=30, pace=world_pb2.PACE_IMMEDIATE
    )


async def test_worlds_are_listed_by_name(client: Client) -> None:
    for name in ("typhoon", "lan"):
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))

    listed = await client.worlds.ListWorlds(ListWorldsRequest())

    assert [world.name for world in listed.worlds] == ["worlds/default", "worlds/lan", "worlds/typhoon"]


async def test_the_same_recipe_is_answered_with_the_world_there_is(client: Client) -> None:
    first = await client.worlds.CreateWorld(CreateWorldRequest(world_id="new-year", recipe=NEW_YEAR))
    again = await client.worlds.CreateWorld(CreateWorldRequest(world_id="new-year", recipe=NEW_YEAR, clock_rate=1))

    assert again == first


async def test_another_recipe_under_the_same_name_is_refused(client: Client, refusal: Refusing) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="new-year", recipe=NEW_YEAR))

    no = await refusal(client.worlds.CreateWorld(CreateWorldRequest(world_id="new-year")))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.ALREADY_EXISTS, "WORLD_ALREADY_EXISTS", "world_id")
    assert no.metadata == {
        "world": "new-year",
        "recipe": "seed 7, personas only, 5 of 1,000 differing, from 2021-02-17",
    }


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        pytest.param(Date(year=2017, month=12, day=31), "DATE_NOT_COVERED", id="before the first year"),
        pytest.param(Date(year=2031, month=1, day=1), "DATE_NOT_COVERED", id="after the last year"),
        pytest.param(Date(year=2022, month=2, day=30), "INVALID_REQUEST", id="no day of the calendar"),
        pytest.param(Date(year=2022), "INVALID_REQUEST", id="a whole year"),
    ],
)
async def test_a_world_starts_on_a_day_that_is_covered(
    client: Client, day: Date, reason: str, refusal: Refusing
) -> None:
    no = await refusal(
        client.worlds.CreateWorld(CreateWorldRequest(world_id="lan", recipe=world_pb2.Recipe(start_date=day)))
    )

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.INVALID_ARGUMENT, reason, "recipe.start_date")


@pytest.mark.parametrize("name", ["", "Lan", "lan_1", "-lan", "l" * 64, "../lan"])
async def test_a_name_has_small_letters_digits_and_hyphens(client: Client, name: str, refusal: Refusing) -> None:
    no = await refusal(client.worlds.CreateWorld(CreateWorldRequest(world_id=name)))

    assert (no.reason, no.field) == ("INVALID_REQUEST", "world_id")


@pytest.mark.parametrize(
    ("asked", "near"),
    [pytest.param("defalt", "default", id="a typing error"), pytest.param("zzz", "-", id="nothing alike")],
)
async def test_an_unknown_world_is_refused_with_names_that_look_alike(
    client: Client, asked: str, near: str, refusal: Refusing
) -> None:
    no = await refusal(client.worlds.GetWorld(GetWorldRequest(name=f"worlds/{asked}")))

    assert (no.code, no.reason) == (grpc.StatusCode.NOT_FOUND, "WORLD_NOT_FOUND")
    assert no.metadata == {"world": asked, "near": near}
    assert no.message == f"There is no world {asked}." + (f" Names that look alike: {near}" if near != "-" else "")
    assert no.message_vi == f"Không có thế giới {asked}." + (f" Tên gần giống: {near}" if near != "-" else "")


async def test_every_agency_refuses_an_unknown_world_with_names_that_look_alike(
    house: House, refusal: Refusing
) -> None:
    async with house.client("defualt") as client:
        for call in (
            client.cards.GetCard(GetCardRequest(card_number="0100000001")),
            client.clock.GetClock(clock_service_pb2.GetClockRequest()),
        ):
            no = await refusal(call)
            assert (no.reason, no.metadata) == ("WORLD_NOT_FOUND", {"world": "defualt", "near": "default"})


async def test_a_deleted_world_is_gone_with_everything_in_it(house: House, client: Client, refusal: Refusing) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    await house.take_step("justice", "birth-1", "registered", world="typhoon")
    await house.take_step("insurance", "birth-1", "card-issued", world="typhoon")

    await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon"))

    no = await refusal(client.worlds.GetWorld(GetWorldRequest(name="worlds/typhoon")))
    assert no.reason == "WORLD_NOT_FOUND"
    assert not list(house.folder.rglob("worlds/typhoon/*"))


async def test_a_world_that_is_made_anew_knows_nothing_of_the_one_before(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    await house.take_step("insurance", "birth-1", "card-issued", world="typhoon")
    await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon"))

    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon", recipe=NEW_YEAR))

    kit = await house.kit("insurance", "typhoon")
    assert await kit.lookups.fetch_all("SELECT * FROM case_step") == []
    assert kit.today().isoformat() == "2021-02-17"


async def test_a_world_is_deleted_once(client: Client, refusal: Refusing) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon"))

    no = await refusal(client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon")))

    assert no.reason == "WORLD_NOT_FOUND"


async def test_the_world_default_stays(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/default")))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.FAILED_PRECONDITION, "DEFAULT_WORLD_STAYS", "name")


async def test_who_watches_a_world_that_is_deleted_is_told(client: Client, house: House, refusal: Refusing) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    async with house.client("typhoon") as elsewhere:
        watching = elsewhere.cases.WatchCases(WatchCasesRequest())
        await watching.read()

        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon"))

        assert (await refusal(watching.read())).reason == "WORLD_NOT_FOUND"


async def test_a_world_that_is_not_there_is_not_built(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.worlds.BuildWorld(BuildWorldRequest(name="worlds/typhoon")).read())
    assert no.reason == "WORLD_NOT_FOUND"
    request = NotePreparationRequest(name="worlds/typhoon", agency="agencies/justice")
    assert (await refusal(client.worlds.NotePreparation(request))).reason == "WORLD_NOT_FOUND"


async def test_a_disk_that_is_full_is_told_and_the_world_goes_on_later(
    house: House, client: Client, refusal: Refusing
) -> None:
    recipe = world_pb2.Recipe(people=90_000, seed=SEED_OF_A_SMALL_DISK)
    request = CreateWorldRequest(world_id="typhoon", recipe=recipe)

    templates = list(house.folder.rglob("templates/insurance*"))
    no = await refusal(client.worlds.CreateWorld(request))

    assert (no.code, no.reason) == (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
    assert not list(house.folder.rglob("worlds/typhoon/insurance*"))
    assert list(house.folder.rglob("templates/insurance*")) == templates
    assert (await refusal(client.worlds.CreateWorld(request))).reason == "DATABASE_UNAVAILABLE"


async def test_an_agency_that_is_down_builds_its_part_when_it_first_opens_it(split_house: House) -> None:
    await split_house.stop("insurance")
    async with split_house.client() as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
        await split_house.take_step("justice", "birth-1", "registered", world="typhoon")
        world = await client.worlds.GetWorld(GetWorldRequest(name="worlds/typhoon"))
        assert world.agencies == ["agencies/justice"]

        await split_house.start_again("insurance")
        await split_house.take_step("insurance", "birth-1", "card-issued", world="typhoon")

        world = await client.worlds.GetWorld(GetWorldRequest(name="worlds/typhoon"))
        assert world.agencies == ["agencies/insurance", "agencies/justice"]


async def test_an_agency_that_lost_its_file_says_so(split_house: House, refusal: Refusing) -> None:
    async with split_house.client() as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
        await split_house.take_step("insurance", "birth-1", "card-issued", world="typhoon")
        await split_house.stop("insurance")
        [file] = split_house.folder.rglob("worlds/typhoon/insurance.sqlite3")
        file.unlink()
        await split_house.start_again("insurance")

    async with split_house.client("typhoon") as client:
        no = await refusal(client.cards.GetCard(GetCardRequest(card_number="0100000001")))
        assert (no.code, no.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "DATABASE_FILE_UNUSABLE")


@pytest.mark.parametrize(
    ("recipe", "field"),
    [
        pytest.param(world_pb2.Recipe(people=2_000_001), "recipe.people", id="more people than we make"),
        pytest.param(world_pb2.Recipe(people=-1), "recipe.people", id="less than nobody"),
        pytest.param(world_pb2.Recipe(differing=1_001), "recipe.differing", id="more than all differ"),
        pytest.param(world_pb2.Recipe(own_people="x" * 1_000_001), "recipe.own_people", id="too many"),
        pytest.param(world_pb2.Recipe(own_people="Lan"), "recipe.own_people", id="no JSON"),
        pytest.param(world_pb2.Recipe(own_people="7"), "recipe.own_people", id="a number in the place of people"),
        pytest.param(world_pb2.Recipe(own_people='{"peple": []}'), "recipe.own_people.peple", id="a key mistyped"),
        pytest.param(
            world_pb2.Recipe(own_people='{"people": [{"key": "an", "full_name": "An"}]}'),
            "recipe.own_people.people[0].birth",
            id="somebody without a birth",
        ),
    ],
)
async def test_a_recipe_has_its_bounds(client: Client, recipe: world_pb2.Recipe, field: str, refusal: Refusing) -> None:
    no = await refusal(client.worlds.CreateWorld(CreateWorldRequest(world_id="lan", recipe=recipe)))

    assert (no.reason, no.field) == ("INVALID_REQUEST", field)


async def test_a_deletion_that_a_silent_process_stopped_is_finished_later(
    split_house: House, refusal: Refusing
) -> None:
    async with split_house.client() as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
        await split_house.take_step("insurance", "birth-1", "card-issued", world="typhoon")
        await split_house.stop("insurance")

        no = await refusal(client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/typhoon")))
        assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "insurance"})
        no = await refusal(client.worlds.GetWorld(GetWorldRequest(name="worlds/typhoon")))
        assert no.reason == "WORLD_NOT_FOUND"

        await split_house.start_again("insurance")
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon", recipe=NEW_YEAR))
        kit = await split_house.kit("insurance", "typhoon")
        assert await kit.lookups.fetch_all("SELECT * FROM case_step") == []


async def test_who_asks_for_the_name_of_a_deletion_that_broke_off_ends_it(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon"))
    await house.take_step("insurance", "birth-1", "card-issued", world="typhoon")
    await house.registry.withdraw("typhoon")

    world = await client.worlds.CreateWorld(CreateWorldRequest(world_id="typhoon", recipe=NEW_YEAR))

    assert (world.recipe, list(world.agencies)) == (NEW_YEAR, [])
    assert not list(house.folder.rglob("worlds/typhoon"))
