"""A split house whose agencies reach each other over links that fail, and whose processes die as planned."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import SplitHouse
from tests.own_ports import own_addresses
from tests.torture.links import Link
from tests.torture.plan import DESK, Death, Plan, Way
from tests.torture.proxy import proxy

from lienthong_emulator.setup import AGENCIES

MOST_AWAY_AT_ONCE = 2
"""Of five agencies: where more are away, nothing is under way that could be lost. None is armed meanwhile."""
SECONDS_BETWEEN_LOOKS = 0.01


@dataclass(kw_only=True)
class TorturedHouse(SplitHouse):
    """`ways` leads each party to each agency: through a proxy."""

    ways: Mapping[Way, str]
    links: Mapping[Way, Link]
    plan: Plan
    killed: Counter[str] = field(default_factory=Counter[str])
    away: set[str] = field(default_factory=set[str])

    def ways_from(self, agency: str) -> Mapping[str, str]:
        return {name: self.ways[agency, name] for name in self.addresses if name != agency}

    @property
    def faults_met(self) -> int:
        return sum(link.met.total() for link in self.links.values())

    async def begin(self) -> None:
        """Start every agency, each with the death that comes first."""
        await asyncio.gather(*(self._start(agency, 0) for agency in self.addresses))

    async def die_as_planned(self) -> None:
        """Let every agency die and start again until every death of the plan was died."""
        async with asyncio.TaskGroup() as agencies:
            for agency in self.plan.deaths:
                agencies.create_task(self._die_often(agency))

    async def _die_often(self, agency: str) -> None:
        for place, death in enumerate(self.plan.deaths[agency]):
            await asyncio.sleep(death.seconds)
            while len(self.away) >= MOST_AWAY_AT_ONCE:  # noqa: ASYNC110 - many wait for one of many
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            await self._die(agency, place, death)
            self.killed[death.point or agency] += 1
            await self._start(agency, place + 1)
            self.away.discard(agency)

    async def recover(self) -> None:
        """Have every agency up again, and none armed, where the plan was given up."""
        for mark in self.folder.glob("*.mark"):
            mark.write_text("no more")
        for agency in {*self.addresses} - {*self.processes}:
            await self.start(agency)

    async def _start(self, agency: str, place: int) -> None:
        """Start an agency with its next death, which is not armed yet: a mark that is there disarms it."""
        deaths = self.plan.deaths.get(agency, ())
        if place < len(deaths) and deaths[place].point:
            mark = self._mark_of(agency, place)
            mark.write_text("not yet")
            await self.start(agency, LIENTHONG_KILL_AT=deaths[place].point, LIENTHONG_KILL_MARK=str(mark))
        else:
            await self.start(agency)

    async def _die(self, agency: str, place: int, death: Death) -> None:
        process = self.processes[agency]
        if death.point:
            self._mark_of(agency, place).unlink()
        else:
            process.kill()
        while process.poll() is None:  # noqa: ASYNC110 - the end of a process is no event of this loop
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        self.away.add(agency)
        del self.processes[agency]
        assert process.returncode == -signal.SIGKILL, self.log_of(agency).read_text("utf-8")

    def _mark_of(self, agency: str, place: int) -> Path:
        return self.folder / f"{agency}.{place}.mark"


@asynccontextmanager
async def tortured_house(folder: Path, plan: Plan) -> AsyncGenerator[TorturedHouse]:
    """A house with every agency up, each on its own files; every way between parties is a proxy of this process."""
    os.environ.setdefault("LIENTHONG_DATA", str(folder / "kept"))
    addresses = own_addresses(AGENCIES)
    every = [(asks, asked) for asks in (DESK, *AGENCIES) for asked in AGENCIES if asks != asked]
    links = {way: Link(plan.faults.get(way, ())) for way in every}
    async with asyncio.TaskGroup() as late, AsyncExitStack() as stack:
        led = {way: proxy(links[way], addresses[way[1]], late) for way in every}
        opened = {way: await stack.enter_async_context(leads) for way, leads in led.items()}
        house = TorturedHouse(folder=folder, addresses=addresses, ways=opened, links=links, plan=plan)
        try:
            await house.begin()
            yield house
            await house.stop(*house.processes)
        finally:
            house.clear()
