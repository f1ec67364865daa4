"""Memory of a process that plays every agency."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.births import births_per_second, dossiers
from tests.benchmarks.figures import Figure, Run, median_of
from tests.benchmarks.looking_up import look_up, lookups_in
from tests.benchmarks.processes import LIMITS, echo_server, emulator, seconds_of

PEOPLE = 100_000
BIRTHS, CALLS_OF_A_BIRTH = 300, 9
LOOK_UPS = 3_000


async def memory(run: Run) -> Figure:
    """RssAnon after births and look-ups anywhere in a world of 100,000, against the bare server after as many calls."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with emulator(folder, "--people", str(PEOPLE)) as running:
            run.tick()
            await births_per_second(running.address, dossiers(BIRTHS))
            await look_up(running.address, lookups_in(folder, "default", LOOK_UPS))
            run.tick()
            ours, mapped = running.anonymous_memory(), running.mapped_memory()
    async with echo_server() as echo:
        await seconds_of(*LIMITS, "call", echo.address, str(BIRTHS * CALLS_OF_A_BIRTH + LOOK_UPS))
        limit = echo.anonymous_memory()
    run.tick()
    return median_of([ours / 1e6], [limit / 1e6], "MB", "<= 3", f"{mapped / 1e6:.0f} MB of mapped files beside it")
