"""Tax and insurance with their annexes, in one world."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from google.protobuf.duration_pb2 import Duration
from google.type.date_pb2 import Date

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.filing.v1 import annex_pb2 as pb
from lienthong.filing.v1 import requests_pb2 as asked
from lienthong.filing.v1.rows_pb2 import AnnexRow

if TYPE_CHECKING:
    from conftest import House
    from lienthong.client import Client

DECEMBER, FOURTH_QUARTER = Date(year=2021, month=12), Date(year=2021, month=10)
JANUARY = Date(year=2022, month=1)
SECONDS = 60
SENDERS = {kind: "tax" if kind <= pb.ANNEX_KIND_TAX_INSPECTIONS else "insurance" for kind in pb.AnnexKind.values()}


@dataclass(frozen=True)
class Offices:
    """Both sides."""

    tax: Client
    insurance: Client

    def desk(self, agency: str) -> Any:
        return self.tax.tax_filing if agency == "tax" else self.insurance.insurance_filing

    async def publish(self, kind: pb.AnnexKind.ValueType, period: Date = DECEMBER, **said: Any) -> pb.Annex:
        request = asked.PublishAnnexRequest(kind=kind, period=period, **said)
        return await self.desk(SENDERS[kind]).PublishAnnex(request)

    async def published(self, kind: pb.AnnexKind.ValueType, period: Date = DECEMBER, **said: Any) -> pb.Annex:
        """The annex once it was answered."""
        annex = await self.publish(kind, period, **said)
        return await self.answered(annex.name, SENDERS[kind])

    async def answered(self, name: str, at: str) -> pb.Annex:
        async with asyncio.timeout(SECONDS):
            while True:
                annex = await self.look_at(name, at)
                if annex.state > pb.ANNEX_STATE_SENT:
                    return annex
                await asyncio.sleep(0.02)

    async def look_at(self, name: str, at: str) -> pb.Annex:
        return await self.desk(at).GetAnnex(asked.GetAnnexRequest(name=name))

    async def annexes(self, at: str, **query: Any) -> list[pb.Annex]:
        return list((await self.desk(at).ListAnnexes(asked.ListAnnexesRequest(page_size=1_000, **query))).annexes)

    async def rows(self, name: str, at: str) -> list[AnnexRow]:
        frames = self.desk(at).ReadAnnex(asked.ReadAnnexRequest(name=name))
        return [row async for frame in frames for row in frame.rows]

    async def refused(self, name: str, at: str) -> list[pb.RefusedRow]:
        return list((await self.desk(at).ListRefusedRows(asked.ListRefusedRowsRequest(name=name))).rows)

    async def advance(self, **time: int) -> list[str]:
        duration = Duration()
        duration.FromTimedelta(timedelta(**time))
        answer = await self.tax.clock.AdvanceClock(AdvanceClockRequest(duration=duration))
        return [timer.kind for timer in answer.fired]


@asynccontextmanager
async def offices_in(house: House, world: str, **recipe: Any) -> AsyncGenerator[Offices]:
    """In a new world, which is gone when the block ends."""
    async with (
        house.client(world=world, caller="agencies/tax") as tax,
        house.client(world=world, caller="agencies/insurance") as insurance,
    ):
        await tax.worlds.CreateWorld(CreateWorldRequest(world_id=world, recipe=Recipe(**recipe)))
        yield Offices(tax, insurance)
        await tax.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))
