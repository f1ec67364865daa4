"""Tiles of the synthetic nation, made once for all tests that look at them."""

from functools import cache

import pytest

from lienthong_emulator.people.folk.everybody import families_of
from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.tiles import chance_of, spans
from lienthong_emulator.runtime.recipe import Nation

SEEDS = (1, 2, 3)


@cache
def tile_of(people: int, seed: int) -> Families:
    nation = Nation(seed=seed, people=people)
    span = spans(nation)[0]
    return families_of(nation, span, chance_of(nation, span))


@pytest.fixture(params=SEEDS, ids="seed {}".format)
def families(request: pytest.FixtureRequest) -> Families:
    """A whole tile of 100,000 people."""
    return tile_of(100_000, request.param)
