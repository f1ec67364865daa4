"""Control dies in the middle of an advance, while other processes play on."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from lienthong_emulator.control.worlds.registry import registry_in
from lienthong_emulator.emulator import emulate
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.setup import Setup

NOON = datetime(2022, 1, 7, 12, 0, tzinfo=HANOI)
SECONDS_TO_HEAR = 10.0


async def _begin_an_advance(folder: Path, node: Node) -> None:
    """Hold the clock and tell a process so, as far as an advance comes before control is killed."""
    shelf = SqliteFiles(Storage(folder=folder, synchronous="OFF"))
    async with registry_in(shelf, recipe=None, rate=1) as registry:
        await node.set_clock("default", (await registry.set_clock("default", NOON, held=True)).clock)


async def _ticks(node: Node) -> None:
    while not (await node.worlds.world("default")).clock.rate:  # noqa: ASYNC110 - nobody tells of it
        await asyncio.sleep(0.01)


async def test_a_process_that_outlives_control_takes_the_clock_that_ticks_again(tmp_path: Path) -> None:
    controls = tmp_path / "control"
    async with AsyncExitStack() as playing:
        async with emulate(Setup(agencies=["control"], folder=controls, clock_rate=1)) as control:
            elsewhere = Setup(
                agencies=["population"], folder=tmp_path / "population", peers={"control": control.address}
            )
            population = await playing.enter_async_context(emulate(elsewhere))
        await _begin_an_advance(controls, population.node)
        assert (await population.node.worlds.world("default")).clock.rate == 0
        peers = {"population": population.address, "tax": "127.0.0.1:9"}  # where nobody listens

        async with emulate(Setup(agencies=["control"], folder=controls, listen=control.address, peers=peers)):
            await asyncio.wait_for(_ticks(population.node), SECONDS_TO_HEAR)

        assert (await population.node.worlds.world("default")).clock.anchor == NOON
