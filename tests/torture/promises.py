"""What is promised, and the figures of a run beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table
from tests.torture.logs import TAMPERINGS_OF_A_KIND
from tests.torture.run import Outcome
from tests.torture.waits import Waits


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of the table."""

    text: str
    figure: str
    kept: bool


def promises(outcome: Outcome) -> Sequence[Promise]:
    damage, plan = outcome.damage, outcome.plan
    hurt = [len(found) for found in (damage.lost, damage.twice, damage.disordered)]
    killed, met = outcome.kills.total(), outcome.faults.total()
    points = {death.point for deaths in plan.deaths.values() for death in deaths if death.point}
    hit = sum(outcome.kills[point] > 0 for point in points)
    filed = f"{sum(outcome.filed.values()):,}, {outcome.messages:,}"
    return (
        Promise("changes filed, messages sent: some of every kind", filed, all(outcome.filed.values())),
        Promise("lost / applied twice / out of order", " / ".join(map(str, hurt)), not any(hurt)),
        Promise("processes killed, of those planned", f"{killed:,} of {plan.kills:,}", killed == plan.kills),
        Promise("named points at which one was killed", f"{hit} of {len(points)}", hit == len(points)),
        Promise("link faults met, of those planned", f"{met:,} of {plan.mishaps:,}", met == plan.mishaps),
        Promise("what still waits in the end", str(len(outcome.waiting)), not outcome.waiting),
        *_waits(outcome.waits),
        Promise("hash chains that do not verify", str(len(outcome.broken_logs)), not outcome.broken_logs),
        *_tamperings(outcome),
        Promise("bugs that processes logged", str(len(outcome.bugs)), not outcome.bugs),
    )


def _waits(waits: Waits) -> Sequence[Promise]:
    found = [waits.without_due_time, waits.unlisted, waits.misjudged]
    figure = " / ".join(str(len(rows)) for rows in found)
    listed = f"{waits.told:,} in {waits.lists:,} lists, {waits.overdue:,} overdue"
    return [
        Promise("what waits, listed", listed, bool(waits.told and waits.overdue)),
        Promise("waits without due time / not listed / misjudged", figure, not waits.broken),
    ]


def _tamperings(outcome: Outcome) -> Sequence[Promise]:
    return [
        Promise(
            f"{name} in a log: caught", f"{TAMPERINGS_OF_A_KIND - missed:,} of {TAMPERINGS_OF_A_KIND:,}", missed == 0
        )
        for name, missed in outcome.missed.items()
    ]


def table_of(kept: Sequence[Promise], seed: int) -> Table:
    table = Table("promise", "figure", "", title=f"seed {seed}", title_justify="left")
    for promise in kept:
        table.add_row(promise.text, promise.figure, "kept" if promise.kept else "[bold red]BROKEN")
    return table
