"""Population's desk for changes, alone."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest_asyncio
from tests.alone import playing
from tests.journeys.registrars import CALLERS, METHODS, POPULATION

from lienthong.discrepancy.v1.discrepancy_pb2 import Discrepancy
from lienthong.discrepancy.v1.requests_pb2 import ReportDiscrepancyRequest
from lienthong.exchange.v1.message_pb2 import Message
from lienthong.population.v1.citizen_change_service_pb2 import CitizenChange
from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.population.agency import AGENCY
from lienthong_emulator.runtime.files import Storage

if TYPE_CHECKING:
    from lienthong.client import Client

LAN = "901193000017"


@dataclass(frozen=True)
class Register:
    """Population's desk for changes, and its database beside it."""

    client: Client
    file: Path

    async def change(self, request: Any, caller: str = "") -> CitizenChange:
        metadata = (("lienthong-caller", caller or CALLERS.get(type(request), POPULATION)),)
        return await getattr(self.client.citizen_changes, METHODS[type(request)])(request, metadata=metadata)

    async def citizen(self, number: str = LAN) -> Citizen:
        request = GetCitizenRequest(identity_number=IdentityNumber(value=number))
        return await self.client.citizens.GetCitizen(request, metadata=(("lienthong-caller", POPULATION),))

    async def report(self, number: str = LAN, value: str = "Nguyễn Thị Lân") -> Discrepancy:
        request = ReportDiscrepancyRequest(
            identity_number=IdentityNumber(value=number), field="full_name", reported_value=value
        )
        metadata = (("lienthong-caller", "agencies/insurance"),)
        return await self.client.population_discrepancies.ReportDiscrepancy(request, metadata=metadata)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """What a table holds, read past the agency."""
        with closing(sqlite3.connect(self.file)) as raw:
            raw.row_factory = sqlite3.Row
            return [dict(row) for row in raw.execute(f"SELECT * FROM {table}")]

    def write(self, statement: str) -> None:
        with closing(sqlite3.connect(self.file)) as raw, raw:
            raw.execute(statement)

    def told(self) -> list[CitizenChanged]:
        """The events that wait to be sent."""
        messages = [Message.FromString(row["message"]) for row in self.rows("outbox")]
        events = [CitizenChanged() for _ in messages]
        return [event for event, message in zip(events, messages, strict=True) if message.body.Unpack(event)]


@pytest_asyncio.fixture
async def register(tmp_path: Path) -> AsyncGenerator[Register]:
    async with playing(AGENCY, tmp_path) as client:
        yield Register(client, Storage(folder=tmp_path).file_of("population", "default"))
