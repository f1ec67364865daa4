"""A client at the HTTP doors of a house, and worlds to knock for."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio
from tests.edge.calling import SWITCHED
from tests.edge.hospital import Hospital

from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong_emulator.emulator import emulate
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from conftest import House, SplitHouse


@dataclass(frozen=True, slots=True)
class Front:
    """The HTTP doors of a house."""

    house: House
    address: str

    def client(self, world: str = "", local_address: str | None = None) -> httpx.AsyncClient:
        """Of somebody who can set nothing but a base URL; `local_address` says from where."""
        prefix = f"/worlds/{world}" if world else ""
        transport = httpx.AsyncHTTPTransport(local_address=local_address)
        return httpx.AsyncClient(base_url=f"http://{self.address}{prefix}", transport=transport, timeout=30)


@pytest.fixture(scope="session")
def whole_front(whole_house: House) -> Front:
    """Doors and agencies in this process."""
    return Front(whole_house, whole_house.http)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def split_front(split_house: SplitHouse) -> AsyncGenerator[Front]:
    """Doors in this process, each agency in one of its own."""
    async with emulate(Setup(agencies=[], peers=split_house.addresses, http="127.0.0.1:0")) as emulator:
        yield Front(split_house, emulator.http or "")


@pytest.fixture(scope="module", params=["one process", "split"])
def front(request: pytest.FixtureRequest) -> Front:
    return request.getfixturevalue("split_front" if request.param == "split" else "whole_front")


@pytest_asyncio.fixture(loop_scope="session")
async def world(front: Front, request: pytest.FixtureRequest) -> AsyncGenerator[str]:
    """A world of the test's own."""
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name.lower())[-60:].strip("-")
    async with front.house.client() as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))
        yield name
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}"))


@pytest_asyncio.fixture(loop_scope="session")
async def hospital(front: Front, world: str) -> AsyncGenerator[Hospital]:
    """A hospital that has signed in, in a world of the test's own."""
    async with front.client(world) as client:
        yield await Hospital(client).signed_in()


@pytest.fixture(scope="session")
def spare_front(spare_house: House) -> Front:
    """Doors to worlds that nobody needs."""
    return Front(spare_house, spare_house.http)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def fuzzed_world(whole_front: Front) -> AsyncGenerator[str]:
    """A world for whatever a generator of requests comes up with, and one for its switches."""
    async with whole_front.house.client() as client:
        for name in ("fuzzed", SWITCHED):
            await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))
        yield "fuzzed"
        for name in ("fuzzed", SWITCHED):
            await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}"))
