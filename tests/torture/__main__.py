"""`make torture SEED=1 KILLS=1000 FAULTS=10000`: prints each promise with its figure; rc 1 where one broke."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from tests.torture.plan import Plan, plan_of
from tests.torture.promises import promises, table_of
from tests.torture.run import Outcome, run

MOST_NAMED = 20


def main() -> None:
    parser = argparse.ArgumentParser("make torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the same seed plans the same deaths and faults")
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--faults", type=int, default=10_000)
    typed = parser.parse_args()
    plan = plan_of(typed.seed, typed.kills, typed.faults)
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        outcome = asyncio.run(_watched(plan, typed.seed, Path(folder)))
    kept = promises(outcome)
    console = Console(width=110)
    console.print(table_of(kept, typed.seed))
    for line in _named(outcome):
        console.print(line, highlight=False, markup=False)
    sys.exit(0 if all(promise.kept for promise in kept) else 1)


async def _watched(plan: Plan, seed: int, folder: Path) -> Outcome:
    with Progress(console=Console(stderr=True)) as progress:
        kills = progress.add_task("killed", total=plan.kills)
        faults = progress.add_task("faults met", total=plan.mishaps)

        def ticked(killed: int, met: int) -> None:
            progress.update(kills, completed=killed)
            progress.update(faults, completed=met)

        return (await run(plan, seed, folder, ticked)).compared()


def _named(outcome: Outcome) -> list[str]:
    """What is wrong, the first of each."""
    damage = outcome.damage
    found = {
        "lost": damage.lost,
        "twice": damage.twice,
        "out of order": damage.disordered,
        "broken log": outcome.broken_logs,
        "waits": outcome.waiting,
        "wait without due time, not listed or misjudged": [": ".join(row) for row in sorted(outcome.waits.broken)],
        "bug": outcome.bugs,
    }
    return [f"{what}: {line}" for what, lines in found.items() for line in lines[:MOST_NAMED]]


if __name__ == "__main__":
    main()
