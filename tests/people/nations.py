"""Tiles of three seeds, made once for all tests of work and coverage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lienthong_emulator.people.folk.everybody import families_of
from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.health.coverage import Coverage, coverage_of
from lienthong_emulator.people.health.welfare import Welfare, welfare_of
from lienthong_emulator.people.labour.work import Work, work_of
from lienthong_emulator.people.tiles import chance_of, spans
from lienthong_emulator.runtime.recipe import Nation

SEEDS = (1, 20, 300)
PEOPLE = 100_000
LABOUR_FORCE = 50_205
"""100,000 x 49.0 / 97.6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The first tile of a nation."""

    year: int
    families: Families
    work: Work
    welfare: Welfare
    coverage: Coverage


@lru_cache(maxsize=4)
def sample(seed: int, people: int = PEOPLE, year: int = 2021) -> Sample:
    nation = Nation(seed=seed, people=people, year=year)
    span = spans(nation)[0]
    chance = chance_of(nation, span)
    families = families_of(nation, span, chance)
    work = work_of(nation, families, chance)
    welfare = welfare_of(nation, families, work, chance)
    coverage = coverage_of(nation, families, work, welfare, chance)
    return Sample(year=year, families=families, work=work, welfare=welfare, coverage=coverage)
