"""`make bench`: measures what we promise, prints one table and writes `build/bench.json`."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from tests.benchmarks.births import births_per_second, dossiers
from tests.benchmarks.processes import LIMITS, Running, births_limit, echo_server, emulator, seconds_of

REPORT = Path("build/bench.json")
ROUNDS = 7
BIRTHS_IN_A_ROUND = 300
BARE_IMPORTS = (sys.executable, "-c", "import grpc, aiosqlite, uvloop")

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A median over rounds, the limit of the same rounds, and the ratio that is promised (`goal`)."""

    value: float
    limit: float
    ratio: float
    unit: str
    goal: str
    note: str = ""

    @property
    def is_met(self) -> bool:
        sign, bound = self.goal.split()
        return self.ratio >= float(bound) if sign == ">=" else self.ratio <= float(bound)


async def births(tick: Tick) -> Figure:
    """Birth to card, end to end, files on disk; rounds of ours and of the limit in turn."""
    ours, limits = list[float](), list[float]()
    filed = iter(dossiers(BIRTHS_IN_A_ROUND * (ROUNDS + 1)))
    async with _emulator() as running:
        for turn in range(ROUNDS + 1):
            batch = [next(filed) for _ in range(BIRTHS_IN_A_ROUND)]
            rate, limit = await births_per_second(running.address, batch), await births_limit(BIRTHS_IN_A_ROUND)
            if turn:  # the first warms up
                ours.append(rate)
                limits.append(limit)
            tick()
    ratios = [rate / limit for rate, limit in zip(ours, limits, strict=True)]
    return _figure(ours, limits, ratios, "births/s", ">= 0.40")


async def start(tick: Tick) -> Figure:
    """Exec to SERVING with a world that was built before, against a process that only imports."""
    ours, limits = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS + 1):
            async with emulator(Path(folder)) as running:
                seconds = running.start_seconds
            limit = await seconds_of(*BARE_IMPORTS)
            if turn:  # the first builds the world
                ours.append(seconds)
                limits.append(limit)
            tick()
    ratios = [seconds / limit for seconds, limit in zip(ours, limits, strict=True)]
    return _figure(ours, limits, ratios, "s", "<= 2.5")


async def memory(tick: Tick) -> Figure:
    """RssAnon of all agencies in one process after births, against the bare server after as many calls."""
    async with _emulator() as running:
        await births_per_second(running.address, dossiers(BIRTHS_IN_A_ROUND))
        tick()
        ours, mapped = running.anonymous_memory(), running.mapped_memory()
    async with echo_server() as echo:
        await seconds_of(*LIMITS, "call", echo.address, str(BIRTHS_IN_A_ROUND * 9))
        limit = echo.anonymous_memory()
    tick()
    megabytes = [ours / 1e6], [limit / 1e6]
    return _figure(*megabytes, [ours / limit], "MB", "<= 3", f"{mapped / 1e6:.0f} MB of mapped files beside it")


MEASURED: dict[str, tuple[Callable[[Tick], Awaitable[Figure]], int]] = {
    "births": (births, ROUNDS + 1),
    "start": (start, ROUNDS + 1),
    "memory": (memory, 2),
}


def _figure(
    ours: list[float], limits: list[float], ratios: list[float], unit: str, goal: str, note: str = ""
) -> Figure:
    median = statistics.median
    return Figure(median(ours), median(limits), median(ratios), unit, goal, note)


@asynccontextmanager
async def _emulator() -> AsyncGenerator[Running]:
    with tempfile.TemporaryDirectory() as folder:
        async with emulator(Path(folder)) as running:
            yield running


async def measure(names: list[str]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    with Progress(console=Console(stderr=True)) as progress:
        for name in names:
            measured, ticks = MEASURED[name]
            task = progress.add_task(name, total=ticks)
            figures[name] = await measured(lambda task=task: progress.advance(task))
    return figures


def report(figures: dict[str, Figure]) -> None:
    table = Table("name", "figure", "limit", "ratio", "goal", "", "")
    for name, found in figures.items():
        numbers = (f"{found.value:.2f} {found.unit}", f"{found.limit:.2f} {found.unit}", f"{found.ratio:.2f}")
        table.add_row(name, *numbers, found.goal, "met" if found.is_met else "[bold red]MISSED", found.note)
    Console(width=110).print(table)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({name: asdict(found) for name, found in figures.items()}, indent=1) + "\n")


def main() -> None:
    names = sys.argv[1:] or list(MEASURED)
    if unknown := set(names) - set(MEASURED):
        raise SystemExit(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(MEASURED)}")
    report(uvloop.run(measure(names)))


if __name__ == "__main__":
    main()
