"""A month's annexes 04 and 05: written, sent, taken in, answered, and held against what employers deducted."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from google.type.date_pb2 import Date
from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.month_limit import Month
from tests.benchmarks.processes import Running, emulator, world_file

import lienthong
from lienthong.client import Client
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.filing.v1 import annex_pb2
from lienthong.filing.v1.requests_pb2 import GetAnnexRequest, PublishAnnexRequest
from lienthong.tax.v1.unpaid_deduction_service_pb2 import ListUnpaidDeductionsRequest

ROUNDS = 5
DECEMBER = Date(year=2021, month=12)
LOOK_AGAIN_AFTER = 0.2


@dataclass(frozen=True, slots=True)
class Offices:
    """Both sides of the exchange, in one world."""

    insurance: Client
    tax: Client

    async def file(self, kind: annex_pb2.AnnexKind.ValueType) -> int:
        """How many rows the annex has, once it was answered."""
        desk = self.insurance.insurance_filing
        annex = await desk.PublishAnnex(PublishAnnexRequest(kind=kind, period=DECEMBER))
        while annex.state != annex_pb2.ANNEX_STATE_ACKNOWLEDGED:
            await asyncio.sleep(LOOK_AGAIN_AFTER)
            annex = await desk.GetAnnex(GetAnnexRequest(name=annex.name))
        assert not annex.refused_row_count
        return annex.row_count

    async def reconcile(self) -> int:
        """How many units have kept something back."""
        request, found = ListUnpaidDeductionsRequest(month=DECEMBER, page_size=10), 0
        while True:
            page = await self.tax.unpaid_deductions.ListUnpaidDeductions(request)
            found += len(page.deductions)
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token


async def tax_month(run: Run) -> Figure:
    """People of annex 05 a second of the CPU time of all agencies, against bare SQL for the same rows and bytes.

    The world that warms up has a tenth of the people: what memory the large ones need beyond it is told beside.
    """
    ours, limits, people, memory = list[float](), list[float](), 0, list[int]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", "0") as running:
            for turn in range(ROUNDS + 1):
                recipe = Recipe(people=run.people if turn else run.people // 10, seed=turn + 1)
                people, ours_now, limit_now = await _month(running, folder, f"round-{turn}", recipe)
                memory.append(running.anonymous_memory())
                if turn:
                    ours.append(people / ours_now)
                    limits.append(people / limit_now)
                run.tick()
    grown = f"{memory[0] / 1e6:.0f} MB after a world of {run.people // 10:,}, {max(memory) / 1e6:.0f} MB at the most"
    note = f"{people:,} people at work in a world of {run.people:,}; {grown}"
    return median_of(ours, limits, "/CPU s", ">= 0.30", note)


async def _month(server: Running, folder: Path, world: str, recipe: Recipe) -> tuple[int, float, float]:
    """People at work in a new world, and CPU seconds for their month: ours, and the limit's."""
    async with (
        lienthong.connect(server.address, world=world, caller="agencies/insurance") as insurance,
        lienthong.connect(server.address, world=world, caller="agencies/tax") as tax,
    ):
        await insurance.worlds.CreateWorld(CreateWorldRequest(world_id=world, recipe=recipe))
        offices, before = Offices(insurance, tax), server.cpu_seconds()
        await offices.file(annex_pb2.ANNEX_KIND_UNITS)
        at_work = await offices.file(annex_pb2.ANNEX_KIND_PERSONS)
        await offices.reconcile()
        taken = server.cpu_seconds() - before
        files = [world_file(folder, world, agency) for agency in ("insurance", "tax")]
        limit = Month(202112, *files).cpu_seconds(folder)
        await insurance.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))
    return at_work, taken, limit
