"""Tiles of the synthetic nation, of three seeds."""

import pytest
from tests.people.nations import SEEDS, seeded

from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.tile import Tile


@pytest.fixture(params=SEEDS, ids="seed {}".format)
def tile(request: pytest.FixtureRequest) -> Tile:
    """A whole tile of 100,000 people."""
    return seeded(request.param)


@pytest.fixture
def families(tile: Tile) -> Families:
    return tile.families
