"""`make bench`: measures what we promise, prints one table and writes `build/bench.json`."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path

import uvloop
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from tests.benchmarks import (
    births,
    building,
    checking,
    exchanging,
    filing,
    forking,
    gateway,
    looking_up,
    many_worlds,
    memory,
    pytest_starting,
    reconciling,
    soak,
    starting,
    verifying,
    wrapping,
)
from tests.benchmarks.figures import Figure, Measure, Run

REPORT = Path("build/bench.json")
USUAL_PEOPLE, FULL_PEOPLE = 100_000, 1_000_000

MEASURED: dict[str, tuple[Measure, int]] = {
    "verify-unary": (verifying.verify_unary, verifying.ROUNDS + 1),
    "card-check": (checking.card_check, checking.ROUNDS + 1),
    "gateway-check": (gateway.gateway_check, gateway.ROUNDS + 1),
    "gateway-tokens": (gateway.gateway_tokens, 2),
    "verify-latency": (verifying.verify_latency, 2 * verifying.ROUNDS + 1),
    "verify-bulk": (verifying.verify_bulk, verifying.ROUNDS + 1),
    "reconcile": (reconciling.reconcile, reconciling.ROUNDS + 1),
    "tax-month": (filing.tax_month, filing.ROUNDS + 1),
    "births": (births.births, births.ROUNDS + 1),
    "exchange": (exchanging.exchange, exchanging.TICKS[0]),
    "log-verify": (exchanging.log_verify, exchanging.TICKS[1]),
    "log-subscribe": (exchanging.log_subscribe, exchanging.TICKS[2]),
    "start": (starting.start, starting.ROUNDS + 1),
    "pytest-start": (pytest_starting.pytest_start, pytest_starting.ROUNDS + 1),
    "memory": (memory.memory, 3),
    "soak": (soak.soak, soak.ROUNDS),
    "wrapper": (wrapping.wrapper, wrapping.ROUNDS + 1),
    "flat": (looking_up.flat, looking_up.ROUNDS + 2),
    "world-fork": (forking.world_fork, forking.ROUNDS + 1),
    "worlds-500": (many_worlds.worlds_500, many_worlds.ROUNDS + 1),
    "world-build": (building.world_build, 2 * building.ROUNDS),
    "world-size": (building.world_size, 2),
}
"""Each with the number of its ticks."""


async def measure(names: list[str], people: int, *, full: bool) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    with Progress(console=Console(stderr=True)) as progress, tempfile.TemporaryDirectory() as folder:
        for name in names:
            measured, ticks = MEASURED[name]
            task = progress.add_task(name, total=ticks)
            tick = partial(progress.advance, task)
            figures[name] = await measured(Run(people=people, full=full, folder=Path(folder), tick=tick))
            progress.update(task, completed=ticks)
    return figures


def report(figures: dict[str, Figure]) -> None:
    console = Console(width=110)
    table = Table("name", "figure", "limit", "ratio", "goal", "")
    for name, found in figures.items():
        numbers = (f"{found.value:,.2f} {found.unit}", f"{found.limit:,.2f} {found.unit}", f"{found.ratio:.2f}")
        table.add_row(name, *numbers, found.goal, "met" if found.is_met else "[bold red]MISSED")
    console.print(table)
    for name, found in figures.items():
        if found.note:
            console.print(f"{name}: {found.note}", highlight=False)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({name: asdict(found) for name, found in figures.items()}, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser("make bench", description="Names of benchmarks, else all: " + ", ".join(MEASURED))
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--people", type=int, help="of the world that is built (BENCH_PEOPLE; usually 100,000)")
    parser.add_argument("--full", action="store_true", help="1,000,000 people, and what the whole nation would take")
    typed = parser.parse_args()
    if unknown := set(typed.names) - set(MEASURED):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(MEASURED)}")
    usual = FULL_PEOPLE if typed.full else int(os.environ.get("BENCH_PEOPLE", USUAL_PEOPLE))
    report(uvloop.run(measure(typed.names or list(MEASURED), typed.people or usual, full=typed.full)))


if __name__ == "__main__":
    main()
