"""Many worlds side by side in one server: what they cost in memory, and what they cost each call."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.looking_up import LookUp, lookups_in
from tests.benchmarks.processes import Running, emulator

import lienthong
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest

WORLDS = 500
PEOPLE = 1_000
ROUNDS = 6
CALLS = 10
"""At a visit to a world, half of them in each of two agencies."""
LARGEST = 1.5e9
"""Bytes that the server may take with all of them."""
SECONDS_TO_WRITE = 1.0
"""Until what was noted about who asked is written down, and every world so has files of its own."""


async def worlds_500(run: Run) -> Figure:
    """Look-ups a second of the server's CPU time, ten in each of 500 worlds in turn, against the same in one world.

    Every agency that is asked has registers of its own in each world by then. The figure is only met where the server
    has stayed below 1.5 GB.
    """
    spread, alone = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", str(PEOPLE)) as running:
            async with lienthong.connect(running.address, caller="agencies/justice") as client:
                looking = lookups_in(folder, "default", CALLS)
                worlds = [await _created(client, place) for place in range(WORLDS)]
                for turn in range(ROUNDS + 1):
                    for among, rates in ((worlds, spread), (["default"], alone)):
                        rate = await _rate(running, client, looking, among)
                        if turn:  # the first warms up
                            rates.append(rate)
                    run.tick()
            taken, mapped = running.anonymous_memory(), running.mapped_memory()
    note = f"{WORLDS} worlds of {PEOPLE:,}: {taken / 1e6:.0f} MB, and {mapped / 1e6:.0f} MB of mapped files"
    if taken + mapped > LARGEST:
        raise SystemExit(f"more than 1.5 GB: {note}")
    return median_of(spread, alone, "/CPU s", ">= 0.90", note)


async def _created(client: lienthong.Client, place: int) -> str:
    name = f"one-of-many-{place}"
    await client.worlds.CreateWorld(CreateWorldRequest(world_id=name, recipe=Recipe(people=PEOPLE)))
    return name


async def _rate(running: Running, client: lienthong.Client, looking: Sequence[LookUp], worlds: Sequence[str]) -> float:
    """Look-ups a second of the server's CPU time, and of that for writing down who asked: ever as many, over worlds."""
    before = running.cpu_seconds()
    for place in range(WORLDS):
        inside = (("lienthong-world", worlds[place % len(worlds)]),)
        await asyncio.gather(*(look(client, metadata=inside) for look in looking))
    await asyncio.sleep(SECONDS_TO_WRITE)
    return WORLDS * len(looking) / (running.cpu_seconds() - before)
