"""Worlds that come and go, as they do in a team's tests."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.looking_up import lookups_in
from tests.benchmarks.processes import emulator, world_file

import lienthong
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import (
    BuildWorldRequest,
    CreateWorldRequest,
    DeleteWorldRequest,
    GetWorldRequest,
)

PEOPLE = 1_000
ROUNDS = 30
FIRST = "fork-0"


async def world_fork(run: Run) -> Figure:
    """Create a world, ask two agencies once each, delete it; against copying the files that a world of its size has."""
    ours, limits = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", "0") as running, lienthong.connect(running.address) as client:
            await _create(client, FIRST)  # builds the templates
            await client.worlds.BuildWorld(BuildWorldRequest(name=f"worlds/{FIRST}")).read()  # and has all its files
            files = sorted(world_file(folder, FIRST, "population").parent.glob("*.sqlite3"))
            size = sum(file.stat().st_size for file in files)
            for turn in range(ROUNDS + 1):
                seconds = await _life_of_a_world(running.address, client, folder, f"fork-{turn + 1}")
                limit = _copying(files, folder / "copies")
                if turn:  # the first warms up
                    ours.append(seconds * 1000)
                    limits.append(limit * 1000)
                run.tick()
    return median_of(ours, limits, "ms", "<= 3", f"{len(files)} files, {size / 1e6:.1f} MB")


async def _create(client: lienthong.Client, world: str) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id=world, recipe=Recipe(people=PEOPLE)))


async def _life_of_a_world(address: str, client: lienthong.Client, folder: Path, world: str) -> float:
    looking = lookups_in(folder, FIRST, 2)
    async with lienthong.connect(address, caller="agencies/justice", world=world) as inside:
        await inside.worlds.GetWorld(GetWorldRequest(name=f"worlds/{FIRST}"))  # it is connected now
        started = time.perf_counter()
        await _create(client, world)
        for look in looking:
            await look(inside)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))
        return time.perf_counter() - started


def _copying(files: Sequence[Path], folder: Path) -> float:
    folder.mkdir()
    started = time.perf_counter()
    for file in files:
        shutil.copyfile(file, folder / file.name)
    seconds = time.perf_counter() - started
    shutil.rmtree(folder)
    return seconds
