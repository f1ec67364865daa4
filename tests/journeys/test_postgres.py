"""A birth becomes a card where agencies keep their worlds in PostgreSQL, even while its connections break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import pytest_asyncio
from tests.conftest import House, split_house_in
from tests.control.test_exporting import exported, imported
from tests.journeys.conftest import Commune, commune_in
from tests.own_postgres import database_on

from lienthong.control.v1.world_service_pb2 import DeleteWorldRequest, ForkWorldRequest, ResetWorldRequest
from lienthong.exchange.v1.exchange_service_pb2 import ListDeadLettersRequest
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED
from lienthong_emulator.emulator import emulate
from lienthong_emulator.linked_procedure import example_dossiers
from lienthong_emulator.setup import AGENCIES, Setup

if TYPE_CHECKING:
    from journeys.conftest import Example

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORLD = "spring"
CARDS = ["TE1010122900000", "TE1797922900000", "TE1797922900001", "TE1020222900000", "TE1010122900001"]
TIMES_BROKEN = 12
SECONDS_BETWEEN = 0.15
Open = Callable[[str, Path], AbstractAsyncContextManager[House]]


@asynccontextmanager
async def _one_process(database: str, _folder: Path) -> AsyncGenerator[House]:
    async with emulate(Setup(database=database)) as emulator:
        yield House(addresses=dict(emulator.addresses))


@asynccontextmanager
async def _split(database: str, folder: Path) -> AsyncGenerator[House]:
    async with split_house_in(folder, dict.fromkeys(AGENCIES, database)) as house:
        yield house


@asynccontextmanager
async def _population_alone(database: str, folder: Path) -> AsyncGenerator[House]:
    async with split_house_in(folder, {"population": database}) as house:
        yield house


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[str]:
    with database_on(postgres_url) as made:
        yield made


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=[_one_process, _split, _population_alone],
    ids=["one process", "split", "population"],
)
async def house_on_postgres(
    request: pytest.FixtureRequest, database: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[House]:
    opening: Open = request.param
    async with opening(database, tmp_path_factory.mktemp("on-postgres")) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def commune(house_on_postgres: House) -> AsyncGenerator[Commune]:
    """A commune's desk in a new world of that house."""
    async with commune_in(house_on_postgres, WORLD)() as desk:
        yield desk


async def test_a_birth_becomes_a_card(commune: Commune, example: Example, database: str) -> None:
    dossiers = [await commune.file(example(number)) for number in range(len(CARDS))]
    await commune.settle()

    assert [dossier.card.card_number for dossier in dossiers] == CARDS
    assert (await commune.citizen("901221900000")).insurance.card_number == CARDS[0]
    assert "lienthong_population_spring" in await _schemas(database)


async def test_a_world_is_forked_and_reset(commune: Commune, example: Example, database: str) -> None:
    before = await commune.file(example(0))
    worlds = commune.client.worlds
    await worlds.ForkWorld(ForkWorldRequest(name=f"worlds/{WORLD}", world_id="summer"))
    await worlds.ResetWorld(ResetWorldRequest(name=f"worlds/{WORLD}"))

    async with commune.house.client(world="summer", caller="portals/one-stop") as client:
        fork = Commune(client, commune.house, "summer")
        assert await fork.look_at(before.name) == before
        assert (await fork.file(example(1))).card.card_number == CARDS[1]
        assert "lienthong_population_summer" in await _schemas(database)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/summer"))
    assert not [name for name in await _schemas(database) if name.endswith("_summer")]
    assert await commune.dossiers() == []
    assert (await commune.file(example(0))).card == before.card


async def test_a_world_travels_as_a_file_whatever_engine_keeps_it(
    commune: Commune, example: Example, database: str, tmp_path: Path
) -> None:
    before = await commune.file(example(0))
    file = await exported(commune.client, WORLD)
    await imported(commune.client, file, "summer")

    async with commune.house.client(world="summer", caller="portals/one-stop") as client:
        again = Commune(client, commune.house, "summer")
        assert await again.look_at(before.name) == before
        assert (await again.file(example(1))).card.card_number == CARDS[1]
        assert "lienthong_population_summer" in await _schemas(database)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/summer"))
    async with emulate(Setup(folder=tmp_path)) as on_files:
        elsewhere = House(addresses=dict(on_files.addresses))
        async with elsewhere.client(caller="portals/one-stop", world="summer") as client:
            await imported(client, file, "summer")
            again = Commune(client, elsewhere, "summer")
            assert await again.look_at(before.name) == before


async def test_dossiers_end_though_every_connection_breaks_again_and_again(commune: Commune, database: str) -> None:
    breaking = asyncio.create_task(_break_connections(database))
    names = [await _filed(commune, number) for number in range(len(CARDS))]
    assert await breaking > 0
    ended = [await commune.asked_again(lambda name=name: commune.follow(name)) for name in names]
    await commune.asked_again(commune.settle)

    assert [dossier.state for dossier in ended] == [DOSSIER_STATE_CARD_ISSUED] * len(CARDS)
    assert len({dossier.card.card_number for dossier in ended}) == len(CARDS)
    letters = await commune.client.exchange.ListDeadLetters(ListDeadLettersRequest(receiver="agencies/insurance"))
    assert list(letters.dead_letters) == []


async def _filed(commune: Commune, number: int) -> str:
    dossier = json.loads(example_dossiers())[number]
    request_id = f"6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c00{number}"
    await asyncio.sleep(2 * SECONDS_BETWEEN)
    return (await commune.asked_again(lambda: commune.send(dossier, request_id))).name


async def _break_connections(database: str) -> int:
    """End every connection to the database several times; how many there were."""
    broken = 0
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as connection:
        for _ in range(TIMES_BROKEN):
            found = await connection.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """
            )
            broken += found.rowcount
            await asyncio.sleep(SECONDS_BETWEEN)
    return broken


async def _schemas(database: str) -> set[str]:
    async with await psycopg.AsyncConnection.connect(database) as connection:
        found = await connection.execute("SELECT nspname FROM pg_namespace")
        return {name for (name,) in await found.fetchall()}
