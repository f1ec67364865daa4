"""What a benchmark is given, and what it gives back."""

from __future__ import annotations

import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One benchmark's part of a run: how many people the world has, and a folder that lasts as long as the run."""

    people: int
    full: bool
    folder: Path
    tick: Callable[[], None]


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


Measure = Callable[[Run], Awaitable[Figure]]


def median_of(ours: Sequence[float], limits: Sequence[float], unit: str, goal: str, note: str = "") -> Figure:
    """Ours and the limit of each round belong together: the machine was as busy for the one as for the other."""
    median = statistics.median
    ratios = [value / limit for value, limit in zip(ours, limits, strict=True)]
    return Figure(median(ours), median(limits), median(ratios), unit, goal, note)
