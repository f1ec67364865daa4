"""From exec to SERVING."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.processes import emulator, seconds_of

ROUNDS = 7
BARE_IMPORTS = (sys.executable, "-c", "import grpc, aiosqlite, uvloop")


async def start(run: Run) -> Figure:
    """With a world that was built before, against a process that only imports."""
    ours, limits = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS + 1):
            async with emulator(Path(folder)) as running:
                seconds = running.start_seconds
            limit = await seconds_of(*BARE_IMPORTS)
            if turn:  # the first builds the world
                ours.append(seconds)
                limits.append(limit)
            run.tick()
    return median_of(ours, limits, "s", "<= 2.5")
