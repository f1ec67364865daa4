"""A world in which agencies have told each other everything that they ever tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.journeys.filings import Offices
from tests.journeys.mourning import Mourning, declaration_of
from tests.journeys.repeating_messages import identity_difference
from tests.journeys.test_discrepancies import INSURANCE, POPULATION, arrived, forward, report, uphold
from tests.journeys.test_marriages import DUONG, TUAN, marry, party
from tests.journeys.test_taxpayer_changes import LAN

from lienthong.exchange.v1.exchange_service_pb2 import GetLagRequest, SubscribeRequest
from lienthong.exchange.v1.message_pb2 import Message
from lienthong.filing.v1.annex_pb2 import ANNEX_KIND_TAXPAYERS, ANNEX_KIND_UNITS
from lienthong.tax.v1.taxpayer_change_service_pb2 import CorrectTaxpayerRequest

if TYPE_CHECKING:
    from journeys.conftest import Commune, Example


@dataclass(frozen=True)
class Eventful:
    """A commune's world, and what is played there."""

    commune: Commune

    async def play(self, example: Example) -> None:
        await self.commune.file(example(0))
        await self._families()
        await self._discrepancy(INSURANCE, POPULATION, "full_name")
        await self._discrepancy(POPULATION, INSURANCE, "health_insurance.card")
        await self._tax()
        await self.commune.settle()

    async def told(self, receiver: str) -> Sequence[Message]:
        """All that a receiver was told."""
        async with self.commune.house.client(world=self.commune.world, caller=receiver) as agency:
            head = (await agency.exchange.GetLag(GetLagRequest(receiver=receiver))).head
            found = list[Message]()
            stream = agency.exchange.Subscribe(SubscribeRequest(receiver=receiver, cursors={self.commune.world: 0}))
            while len(found) < head:
                run = await anext(aiter(stream))
                found += [entry.message for entry in run.entries if run.world == self.commune.world]
            stream.cancel()
            return found

    async def _families(self) -> None:
        mourning = Mourning(self.commune)
        died = await mourning.file(declaration_of("van-loc"))
        await mourning.revoke(died.death_record)
        await marry(self.commune, party(TUAN), party(DUONG))

    async def _discrepancy(self, register: str, source: str, field: str) -> None:
        """Somebody reports it here, it is decided there."""
        reported = await report(self.commune, register, field=field)
        await forward(self.commune, register, reported.name, source)
        there = await arrived(self.commune, source, register)
        await uphold(self.commune, source, there.name, by=source)

    async def _tax(self) -> None:
        house, world = self.commune.house, self.commune.world
        employer = (await self.commune.participant(LAN)).employer
        async with (
            house.client(world=world, caller="agencies/tax") as tax,
            house.client(world=world, caller=INSURANCE) as insurance,
        ):
            changed = CorrectTaxpayerRequest(tax_code=employer.tax_code, display_name="Công ty May Xuân Thủy Mới")
            await tax.taxpayer_changes.CorrectTaxpayer(changed)
            for kind in (ANNEX_KIND_TAXPAYERS, ANNEX_KIND_UNITS):
                await Offices(tax, insurance).published(kind)
            await tax.identity_differences.UpholdIdentityDifference(await identity_difference(self.commune))
