"""A reception desk that asks the gateway through the client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from google.protobuf.duration_pb2 import Duration
from tests.clients.gateway.people import RECEPTION, TAKE

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.gateway import Gateway
from lienthong.gateway.texts import utc_now

if TYPE_CHECKING:
    from conftest import House


@dataclass
class Desk:
    """A reception desk in a world of its own: what its system asks is noted, in order."""

    house: House
    world: str
    http: httpx.AsyncClient
    asked: list[str] = field(default_factory=list[str])
    has_asked: asyncio.Event = field(default_factory=asyncio.Event)
    ahead: timedelta = timedelta()

    @property
    def base_url(self) -> str:
        return f"http://{self.house.http}/worlds/{self.world}"

    @property
    def signed_in(self) -> int:
        return self.asked.count(TAKE)

    def gateway(self, password: str = "lienthong-01999", username: str = "01999_BV") -> Gateway:
        return Gateway(
            self.base_url,
            username=username,
            password=password,
            officer=RECEPTION,
            http=self.http,
            clock=lambda: utc_now() + self.ahead,
        )

    async def switch(self, **switches: Any) -> None:
        """What a tester has the gateway do in this world."""
        async with httpx.AsyncClient(timeout=30) as tester:
            answer = await tester.patch(f"{self.base_url}/lienthong/gateway", json=switches)
        assert answer.status_code == 200, answer.text

    async def advance(self, minutes: int) -> None:
        async with self.house.client(world=self.world) as client:
            await client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration(seconds=60 * minutes)))


@pytest_asyncio.fixture(loop_scope="session")
async def desk(whole_house: House, request: pytest.FixtureRequest) -> AsyncGenerator[Desk]:
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name.lower())[-60:].strip("-")
    async with whole_house.client() as client, httpx.AsyncClient(timeout=30) as http:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))
        desk = Desk(whole_house, name, http)

        async def note(sent: httpx.Request) -> None:
            desk.asked.append(sent.url.path.removeprefix(f"/worlds/{name}"))
            desk.has_asked.set()

        http.event_hooks = {"request": [note]}
        yield desk
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}"))
