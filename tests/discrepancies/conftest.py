"""A register's desk for discrepancies, over the wire."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.alone import playing

from lienthong.discrepancy.v1 import requests_pb2
from lienthong.discrepancy.v1.discrepancy_pb2 import DISCREPANCY_STATE_UPHELD, Discrepancy, DiscrepancyState
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.insurance.agency import AGENCY as INSURANCE
from lienthong_emulator.population.agency import AGENCY as POPULATION

LAN = "901193000017"
BANK, JUSTICE, TESTER = "banks/a", "agencies/justice", "testers/desk"


@dataclass(frozen=True)
class Desk:
    """A register's desk for discrepancies, and what parties say there."""

    stub: Any

    async def report(self, number: str = LAN, *, by: str = BANK, **said: str) -> Discrepancy:
        told = {"field": "full_name", "reported_value": "Nguyễn Thị Lân", **said}
        request = requests_pb2.ReportDiscrepancyRequest(identity_number=IdentityNumber(value=number), **told)
        return await self.stub.ReportDiscrepancy(request, metadata=_as(by))

    async def acknowledge(self, name: str, *, by: str = JUSTICE, **said: str) -> Discrepancy:
        request = requests_pb2.AcknowledgeDiscrepancyRequest(name=name, **said)
        return await self.stub.AcknowledgeDiscrepancy(request, metadata=_as(by))

    async def forward(
        self, name: str, source: str = JUSTICE, *, by: str = "agencies/population", **said: str
    ) -> Discrepancy:
        request = requests_pb2.ForwardDiscrepancyRequest(name=name, source=source, **said)
        return await self.stub.ForwardDiscrepancy(request, metadata=_as(by))

    async def resolve(
        self,
        name: str,
        state: DiscrepancyState.ValueType = DISCREPANCY_STATE_UPHELD,
        *,
        by: str = JUSTICE,
        **said: str,
    ) -> Discrepancy:
        request = requests_pb2.ResolveDiscrepancyRequest(name=name, state=state, **said)
        return await self.stub.ResolveDiscrepancy(request, metadata=_as(by))

    async def withdraw(self, name: str, *, by: str = BANK, **said: str) -> Discrepancy:
        request = requests_pb2.WithdrawDiscrepancyRequest(name=name, **said)
        return await self.stub.WithdrawDiscrepancy(request, metadata=_as(by))

    async def look_at(self, name: str, *, by: str = TESTER) -> Discrepancy:
        return await self.stub.GetDiscrepancy(requests_pb2.GetDiscrepancyRequest(name=name), metadata=_as(by))

    async def page(self, *, by: str = TESTER, **wanted: Any) -> requests_pb2.ListDiscrepanciesResponse:
        return await self.stub.ListDiscrepancies(requests_pb2.ListDiscrepanciesRequest(**wanted), metadata=_as(by))

    async def fields(self, **wanted: Any) -> list[str]:
        return [found.field for found in (await self.page(**wanted)).discrepancies]


def _as(caller: str) -> tuple[tuple[str, str], ...]:
    return (("lienthong-caller", caller),)


@pytest_asyncio.fixture(params=["population", "insurance"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Desk]:
    agency = POPULATION if request.param == "population" else INSURANCE
    async with playing(agency, tmp_path) as client:
        yield Desk(getattr(client, f"{request.param}_discrepancies"))
