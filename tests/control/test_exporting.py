"""Worlds that are written into a file and made out of one, over the wire."""

from __future__ import annotations

import io
import json
import random
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zipfile import ZipFile

import grpc
import pytest
from tests.control.test_forking import advance, kinds

from lienthong.client import Client
from lienthong.control.v1.world_pb2 import Recipe, World
from lienthong.control.v1.world_service_pb2 import (
    CreateWorldRequest,
    DeleteWorldRequest,
    ExportWorldRequest,
    ForkWorldRequest,
    GetWorldRequest,
    ImportWorldHeader,
    ImportWorldRequest,
    ListWorldsRequest,
)
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House, Open

NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
THREE_DAYS_ON = instant(NINE + timedelta(days=3))
CHUNK = 100_000
Edit = Callable[[dict[str, bytes]], None]


async def exported(client: Client, world: str = "default") -> bytes:
    answers = client.worlds.ExportWorld(ExportWorldRequest(name=f"worlds/{world}"))
    return b"".join([answer.chunk async for answer in answers])


async def imported(client: Client, file: bytes, name: str = "again", rate: float | None = None) -> World:
    async def parts() -> AsyncIterator[ImportWorldRequest]:
        yield ImportWorldRequest(header=ImportWorldHeader(world_id=name, clock_rate=rate))
        for start in range(0, len(file), CHUNK):
            yield ImportWorldRequest(chunk=file[start : start + CHUNK])

    return await client.worlds.ImportWorld(parts())


def members_of(file: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(file)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def edited(file: bytes, edit: Edit) -> bytes:
    """The same file with other members."""
    edit(members := members_of(file))
    after = io.BytesIO()
    with ZipFile(after, "w") as written:
        for name, content in members.items():
            written.writestr(name, content)
    return after.getvalue()


async def test_what_was_changed_in_a_world_comes_back_with_the_time(house: House, client: Client) -> None:
    await house.take_step("justice", "birth-1", "registered")
    await house.take_step("insurance", "birth-1", "card-issued")
    await house.set_timer("justice", "reminder-due", "birth-1", NINE + timedelta(days=5))
    await advance(house, "default", 3)

    file = await exported(client)
    await house.take_step("justice", "birth-1", "forgotten")
    made = await imported(client, file)

    assert (made.name, made.forked_from, made.fork_time) == ("worlds/again", "worlds/default", THREE_DAYS_ON)
    assert (made.clock.now, made.clock.rate) == (THREE_DAYS_ON, 0)
    assert made.agencies == ["agencies/insurance", "agencies/justice"]
    assert await client.worlds.GetWorld(GetWorldRequest(name="worlds/again")) == made
    assert await kinds(house, "again", "birth-1") == ["registered", "card-issued"]
    assert await advance(house, "again", 3) == ["birth-1"]
    assert await kinds(house, "default", "birth-1") == ["registered", "card-issued", "forgotten"]


async def test_another_house_goes_on_with_it(house: House, client: Client, opened: Open) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="lan", recipe=Recipe(seed=7, people=200)))
    await house.take_step("justice", "birth-1", "registered", world="lan")
    file = await exported(client, "lan")
    await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/lan"))

    async with opened("two processes", "elsewhere") as other, other.client() as there:
        made = await imported(there, file, "lan", rate=60)

        assert (made.recipe.seed, made.recipe.people, made.clock.rate) == (7, 200, 60)
        assert await kinds(other, "lan", "birth-1") == ["registered"]


async def test_a_part_that_is_lent_is_in_the_file_too(house: House, client: Client) -> None:
    """So that a version which would build it otherwise goes on with what there was."""
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="untouched"))

    with ZipFile(io.BytesIO(await exported(client, "untouched"))) as file:
        assert sorted(file.namelist()) == ["insurance.sqlite3", "justice.sqlite3", "world.json"]
        assert json.loads(file.read("world.json"))["name"] == "worlds/untouched"


async def test_the_same_world_gives_the_same_file(house: House, client: Client) -> None:
    await house.take_step("justice", "birth-1", "registered")

    one, other = members_of(await exported(client)), members_of(await exported(client))

    # world.json tells by the wall clock when it was written
    assert {**one, "world.json": b""} == {**other, "world.json": b""}


async def test_a_clock_that_ticks_goes_on_ticking(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet", clock_rate=60))

    made = await imported(client, await exported(client, "tet"))

    source = await client.worlds.GetWorld(GetWorldRequest(name="worlds/tet"))
    assert (made.clock.rate, source.clock.rate) == (60, 60)
    assert NINE <= made.fork_time.ToDatetime(tzinfo=HANOI) < source.clock.now.ToDatetime(tzinfo=HANOI)


async def test_an_imported_world_can_be_forked_reset_and_exported_again(house: House, client: Client) -> None:
    await house.take_step("justice", "birth-1", "registered")
    await imported(client, await exported(client))
    await client.worlds.ForkWorld(ForkWorldRequest(name="worlds/again", world_id="twin"))
    await imported(client, await exported(client, "twin"), "third")

    assert await kinds(house, "third", "birth-1") == ["registered"]


async def test_a_world_that_is_not_there_is_not_exported(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.worlds.ExportWorld(ExportWorldRequest(name="worlds/defualt")).read())

    assert (no.code, no.reason) == (grpc.StatusCode.NOT_FOUND, "WORLD_NOT_FOUND")
    assert no.metadata == {"world": "defualt", "near": "default"}


async def test_a_world_takes_the_place_of_no_other(client: Client, refusal: Refusing) -> None:
    no = await refusal(imported(client, await exported(client), "default"))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.ALREADY_EXISTS, "WORLD_ALREADY_EXISTS", "world_id")


async def test_a_silent_process_keeps_a_world_from_being_exported_or_imported(
    split_house: House, refusal: Refusing
) -> None:
    async with split_house.client() as client:
        file = await exported(client)
        await split_house.stop("insurance")

        for asked in (exported(client), imported(client, file)):
            no = await refusal(asked)
            assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "insurance"})
        assert [world.name for world in (await client.worlds.ListWorlds(ListWorldsRequest())).worlds] == [
            "worlds/default"
        ]
        await split_house.start_again("insurance")
        assert (await imported(client, file)).name == "worlds/again"


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04 and nothing more", b"Lan" * 100_000], ids=["empty", "cut", "text"])
async def test_what_is_no_zip_is_refused(client: Client, file: bytes, refusal: Refusing) -> None:
    no = await refusal(imported(client, file))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.INVALID_ARGUMENT, "WORLD_FILE_UNUSABLE", "chunk")


async def test_a_byte_that_changed_on_the_way_is_noticed(client: Client, refusal: Refusing) -> None:
    file = bytearray(await exported(client))
    file[len(file) // 2] ^= 255

    assert (await refusal(imported(client, bytes(file)))).reason == "WORLD_FILE_UNUSABLE"


async def test_a_file_without_its_header_is_refused(client: Client, refusal: Refusing) -> None:
    async def no_header() -> AsyncIterator[ImportWorldRequest]:
        yield ImportWorldRequest(chunk=b"PK")

    async def two_headers() -> AsyncIterator[ImportWorldRequest]:
        for _ in range(2):
            yield ImportWorldRequest(header=ImportWorldHeader(world_id="again"))

    for parts in (no_header(), two_headers()):
        no = await refusal(client.worlds.ImportWorld(parts))
        assert (no.code, no.reason, no.field) == (grpc.StatusCode.INVALID_ARGUMENT, "HEADER_EXPECTED", "header")


async def test_calls_go_on_while_a_file_is_read_slowly(house: House, client: Client) -> None:
    """Who downloads at leisure keeps nobody waiting."""
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    async with (await house.kit("insurance", "tet")).write(Context(world="tet")) as tx:
        name = random.Random(1).randbytes(3 << 20).hex()  # of which no file makes little
        tx.db.execute("INSERT INTO villager (number, name) VALUES (1, :name)", name=name)

    parts = aiter(client.worlds.ExportWorld(ExportWorldRequest(name="worlds/tet")))
    file = (await anext(parts)).chunk

    assert file.startswith(b"PK")
    await house.take_step("justice", "birth-1", "registered", world="tet")
    assert await advance(house, "tet", 1) == []
    await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/tet"))
    file += b"".join([answer.chunk async for answer in parts])
    assert (await imported(client, file)).fork_time == instant(NINE)
    found = await (await house.kit("insurance", "again")).lookups.fetch_one("SELECT name FROM villager")
    assert found is not None
    assert found["name"] == name
