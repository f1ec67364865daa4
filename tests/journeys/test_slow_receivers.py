"""No clock goes past a message that an agency of the house takes in slowly: it is busy, not silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest
import pytest_asyncio
from google.protobuf.duration_pb2 import Duration
from psycopg import sql
from tests.conftest import House, split_house_in
from tests.journeys.conftest import commune_in
from tests.journeys.test_waits import INSURANCE, send_unknown

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.exchange.v1.exchange_service_pb2 import GetLagRequest
from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from journeys.conftest import Example

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORLD = "winter"
SECONDS_TAKEN = 8.0
"""Longer than patience with a silent receiver lasts."""


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["one process", "split"])
async def house_on_postgres(
    request: pytest.FixtureRequest, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[House]:
    """There a writer waits for another as long as that takes, and holds up nobody else."""
    if request.param == "split":
        async with split_house_in(tmp_path_factory.mktemp("slow"), {"insurance": postgres_url}) as split:
            yield split
    else:
        async with emulate(Setup(database=postgres_url)) as emulator:
            yield House(addresses=dict(emulator.addresses))


async def test_the_clock_waits_for_an_agency_that_takes_eight_seconds_for_a_message(
    house_on_postgres: House, postgres_url: str, example: Example
) -> None:
    async with commune_in(house_on_postgres, WORLD)() as commune:
        await commune.file(example(0))
        await commune.settle()
        with _slow_intake(postgres_url):
            await send_unknown(commune, INSURANCE)
            advanced = await commune.client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration(seconds=60)))
        lag = await commune.client.exchange.GetLag(GetLagRequest(receiver=INSURANCE))

        assert (list(advanced.silent_receivers), lag.head - lag.cursor, lag.dead_letters) == ([], 0, 1)


@contextmanager
def _slow_intake(url: str) -> Generator[None]:
    """Have insurance wait before it can say that it took a message in."""
    inbox = sql.Identifier(f"lienthong_insurance_{WORLD}", "inbox")
    with psycopg.connect(url) as stranger:
        stranger.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(inbox))
        timer = asyncio.get_running_loop().call_later(SECONDS_TAKEN, stranger.rollback)
        yield
        timer.cancel()
