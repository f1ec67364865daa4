"""Tiles of the nation, and those of three seeds that all tests look at, made once in a process."""

from __future__ import annotations

from functools import cache

from lienthong_emulator.people.tile import Tile
from lienthong_emulator.people.tiles import spans
from lienthong_emulator.runtime.recipe import Nation

SEEDS = (1, 2, 3)
PEOPLE = 100_000
LABOUR_FORCE = 50_205
"""100,000 x 49.0 / 97.6."""


@cache
def seeded(seed: int) -> Tile:
    """A whole tile of 100,000 people."""
    return sample(seed)


def sample(seed: int, people: int = PEOPLE, year: int = 2021) -> Tile:
    """The first tile of a nation."""
    nation = Nation(seed=seed, people=people, year=year)
    found = spans(nation)
    return Tile(nation, found[0], len(found))
