"""Annexes of the regulation: tax tells insurance of taxpayers and deductions, insurance tells tax of units."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from google.type.date_pb2 import Date
from tests.torture.filings import Damage

from lienthong.filing.v1 import annex_pb2 as pb
from lienthong.filing.v1.requests_pb2 import GetAnnexRequest, PublishAnnexRequest

if TYPE_CHECKING:
    from tests.torture.desk import Desk, Rows

DECEMBER = Date(year=2021, month=12)
TAX, INSURANCE = "tax", "insurance"
SENDERS = {pb.ANNEX_KIND_TAXPAYERS: TAX, pb.ANNEX_KIND_DEDUCTIONS: TAX, pb.ANNEX_KIND_UNITS: INSURANCE}
HELD = "SELECT annex_id, kind, version, state, digest FROM annex ORDER BY kind, version"
PARTS = "SELECT annex_id, part, digest FROM annex_part ORDER BY annex_id, part"


class Annexes:
    """Version after version of three kinds, side by side: where one is alone on its way, nothing overtakes it."""

    name = "annexes"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._free = [*SENDERS]
        self._made = {kind: list[str]() for kind in SENDERS}

    @property
    def filed(self) -> int:
        return sum(map(len, self._made.values()))

    async def file(self) -> None:
        kinds, self._free = self._free, []
        async with asyncio.TaskGroup() as at_once:
            for kind in kinds:
                at_once.create_task(self._publish(kind))
        self._free += kinds

    async def _publish(self, kind: pb.AnnexKind.ValueType) -> None:
        sender, made = SENDERS[kind], self._made[kind]
        service = self._desk.client.tax_filing if sender == TAX else self._desk.client.insurance_filing
        caller = f"agencies/{sender}"
        request = PublishAnnexRequest(
            request_id=self._desk.request_id(), kind=kind, period=DECEMBER, correct=bool(made)
        )
        annex = await self._desk.ask(service.PublishAnnex, request, caller)
        made.append(annex.name.partition("/")[2])
        asked = GetAnnexRequest(name=annex.name)
        await self._desk.until(
            lambda: self._desk.ask(service.GetAnnex, asked, caller), lambda found: found.state > pb.ANNEX_STATE_SENT
        )

    def is_finished(self) -> bool:
        return not self._desk.rows(TAX, OPEN) and not self._desk.rows(INSURANCE, OPEN)

    def compare(self) -> Damage:
        damage = Damage()
        held = {agency: self._desk.rows(agency, HELD) for agency in (TAX, INSURANCE)}
        for kind, made in self._made.items():
            for agency, rows in held.items():
                of_kind = [row for row in rows if row["kind"] == kind]
                ids = [row["annex_id"] for row in of_kind]
                damage.compare(f"annex of kind {kind} at {agency}", ids, made)
                _compare_states(damage, agency, of_kind)
        parts = {agency: self._desk.rows(agency, PARTS) for agency in (TAX, INSURANCE)}
        if parts[TAX] != parts[INSURANCE]:
            damage.lost.append("the parts of the annexes are not the same at both")
        return damage


OPEN = "SELECT 1 FROM annex WHERE state IN ('UNDER_WAY', 'SENT') LIMIT 1"


def _compare_states(damage: Damage, agency: str, rows: Rows) -> None:
    """The last was acknowledged; it took the place of those before."""
    wanted = ["SUPERSEDED"] * (len(rows) - 1) + ["ACKNOWLEDGED"]
    states = [row["state"] for row in rows]
    if rows and states != wanted:
        damage.disordered.append(f"annexes at {agency}: {states}")
