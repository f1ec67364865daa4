"""A run: traffic flows while processes die and links fail as planned; then the registers are read."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from google.type.date_pb2 import Date
from tests.torture.desk import WORLD, Desk
from tests.torture.filings import Damage, Filing, kinds
from tests.torture.house import TorturedHouse, tortured_house
from tests.torture.logs import deliveries, heads_of, holds, logs_of, tamperings_missed
from tests.torture.plan import DESK, Mishap, Plan
from tests.torture.waits import LATE, Waits, list_again_and_again, list_when_late

from lienthong.client import connect
from lienthong.control.v1 import world_pb2
from lienthong.control.v1.world_service_pb2 import BuildWorldRequest, CreateWorldRequest
from lienthong_emulator.exchange.relay.domain import Receiver
from lienthong_emulator.runtime.clock import opening_of
from lienthong_emulator.setup import AGENCIES

DESKS = 10
START = date(2022, 1, 5)
SECONDS_WITHOUT_A_DEATH_OR_FAULT = 300.0
SECONDS_TO_SETTLE = 600.0
SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_BETWEEN_FILINGS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    plan: Plan
    kills: Counter[str]
    faults: Counter[Mishap]
    waiting: Sequence[str]
    waits: Waits
    bugs: Sequence[str]
    filed: Mapping[str, int]
    damage: Damage
    messages: int
    broken_logs: Sequence[str]
    missed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is over, with its files."""

    desk: Desk
    filings: Sequence[Filing]
    waiting: Sequence[str]
    waits: Waits

    def damage(self) -> Damage:
        """Compare every register with what was filed, and every log with what its receiver took in."""
        damage = deliveries(self.desk, logs_of(self.desk))
        for filing in self.filings:
            damage.add(filing.compare())
        return damage

    def compared(self) -> Outcome:
        """The damage, and whether every log holds and gives forgeries away."""
        house, logs, heads = self.desk.house, logs_of(self.desk), heads_of(self.desk)
        longest: Receiver = max(logs, key=lambda name: len(logs[name]))
        return Outcome(
            plan=house.plan,
            kills=house.killed,
            faults=sum((link.met for link in house.links.values()), Counter[Mishap]()),
            waiting=self.waiting,
            waits=self.waits,
            bugs=[f"{agency}: {line}" for agency in AGENCIES for line in _bugs(house, agency)],
            filed={filing.name: filing.filed for filing in self.filings},
            damage=self.damage(),
            messages=sum(map(len, logs.values())),
            broken_logs=[name for name, entries in logs.items() if not holds(name, entries, heads[name])],
            missed=tamperings_missed(longest, logs[longest], self.desk.chance),
        )


Ticked = Callable[[int, int], None]
"""Told how many deaths and faults there were."""


async def run(plan: Plan, seed: int, folder: Path, ticked: Ticked) -> Run:
    """Carry a plan out on files in a folder."""
    async with tortured_house(folder, plan) as house:
        ways: dict[str, Any] = {agency: house.ways[DESK, agency] for agency in AGENCIES}
        async with connect(ways["control"], world=WORLD, caller="testers/torture", **ways) as client:
            desk = Desk(client, house, Random(seed))
            await _begin(desk)
            filings, waits = kinds(desk), Waits()
            listing = asyncio.create_task(list_again_and_again(desk, waits, opening_of(START)))
            await _file_while(_all_met(house, ticked), filings)
            waiting = await _settled(desk, filings)
            listing.cancel()
            await asyncio.wait([listing])
            if not listing.cancelled():
                listing.result()
            async with connect(ways["control"], world=LATE, caller="testers/torture", **ways) as late:
                await list_when_late(desk, late, waits)
            return Run(desk, filings, waiting, waits)


async def _begin(desk: Desk) -> None:
    """Make the world, and have every agency make its registers, which are looked at past the agencies."""
    recipe = world_pb2.Recipe(start_date=Date(year=START.year, month=START.month, day=START.day))
    await desk.ask(desk.client.worlds.CreateWorld, CreateWorldRequest(world_id=WORLD, recipe=recipe))
    async for _ in desk.client.worlds.BuildWorld(BuildWorldRequest(name=f"worlds/{WORLD}")):
        pass  # how far they are


async def _all_met(house: TorturedHouse, ticked: Ticked) -> None:
    """Let everything planned happen. Gives up where nothing happens for a while; what was met is counted."""
    dying = asyncio.create_task(house.die_as_planned())
    try:
        await _watch(house, dying, ticked)
    finally:
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        await house.recover()


async def _watch(house: TorturedHouse, dying: asyncio.Task[None], ticked: Ticked) -> None:
    clock = asyncio.get_running_loop().time
    seen, since = (0, 0), clock()
    while clock() - since < SECONDS_WITHOUT_A_DEATH_OR_FAULT:
        now = house.killed.total(), house.faults_met
        if now != seen:
            seen, since = now, clock()
            ticked(*now)
        if dying.done():
            dying.result()
            if house.faults_met == house.plan.mishaps:
                return
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


async def _file_while(going_on: Awaitable[None], filings: Sequence[Filing]) -> None:
    """File at several desks until something is over; what was begun is brought to its answer."""
    over = asyncio.Event()

    async def desk(place: int) -> None:
        while not over.is_set():
            await filings[place % len(filings)].file()
            await asyncio.sleep(SECONDS_BETWEEN_FILINGS)

    async with asyncio.TaskGroup() as desks:
        for place in range(DESKS):
            desks.create_task(desk(place))
        await going_on
        over.set()


async def _settled(desk: Desk, filings: Sequence[Filing]) -> list[str]:
    """Wait until nothing waits; tell what still does after a while."""
    try:
        async with asyncio.timeout(SECONDS_TO_SETTLE):
            while found := _waiting(desk, filings):  # noqa: ASYNC110 - other processes have no event to set
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    except TimeoutError:
        return _waiting(desk, filings)
    return found


def _waiting(desk: Desk, filings: Sequence[Filing]) -> list[str]:
    counted = [(agency, table) for agency in AGENCIES for table in ("outbox", "parked_message")]
    waits = {f"{agency}.{table}": desk.rows(agency, f"SELECT 1 FROM {table} LIMIT 1") for agency, table in counted}
    waits["dead letters"] = desk.rows("exchange", "SELECT 1 FROM dead_letter LIMIT 1")
    waits["messages"] = desk.rows("exchange", "SELECT 1 FROM log_head WHERE acknowledged < sequence LIMIT 1")
    open_filings = [filing.name for filing in filings if not filing.is_finished()]
    return [name for name, rows in waits.items() if rows] + open_filings


def _bugs(house: TorturedHouse, agency: str) -> list[str]:
    lines = house.log_of(agency).read_text("utf-8").splitlines()
    return [line for line in lines if "this is a bug" in line]
