"""A nation is made of tiles: about 100,000 people with whole households, each made without looking at another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lienthong_emulator.people.draws import Chance, quotas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.runtime.recipe import Nation

PEOPLE_OF_A_TILE = 100_000
DEAD_PER_LIVING = 98.0 / 97.6 - 1
"""At the end of 2021 the database held 98 million records of 97.6 million people; ours are those who died of late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a tile lies: its number, and the index in the nation of its first person."""

    number: int
    first: int
    living: int
    dead: int

    @property
    def records(self) -> int:
        return self.living + self.dead


def spans(nation: Nation) -> Sequence[Span]:
    """The tiles of a nation, in order; none where it has no people beside the personas."""
    if not nation.people:
        return ()
    count = max(1, round(nation.people / PEOPLE_OF_A_TILE))
    found: list[Span] = []
    for number, living in enumerate(quotas(nation.people, [1.0] * count).tolist()):
        first = found[-1].first + found[-1].records if found else 0
        found.append(Span(number=number, first=first, living=living, dead=round(living * DEAD_PER_LIVING)))
    return found


def chance_of(nation: Nation, span: Span) -> Chance:
    """The draws of a tile. The year is not among them, so a nation looks the same in every year."""
    return Chance(nation.seed, span.number)
