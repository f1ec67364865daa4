"""More worlds are busy at once than databases are kept open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from tests.journeys.conftest import commune_in

from lienthong_emulator.runtime import worlds

if TYPE_CHECKING:
    from conftest import House
    from journeys.conftest import Born

pytestmark = pytest.mark.asyncio(loop_scope="session")

AGENCIES_IN_WORLDS = 4
KITS_OPEN = 64
WORLDS = KITS_OPEN // AGENCIES_IN_WORLDS + 16
NAMES = ("Trần Minh An", "Trần Minh Ân")


async def test_no_database_is_closed_while_something_is_under_way_in_it(
    whole_house: House, born: Born, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process: where each has its own, none comes near what it may keep open."""
    monkeypatch.setattr(worlds, "KITS_OPEN", KITS_OPEN)

    async def births_in(world: str) -> list[str]:
        async with commune_in(whole_house, world)() as commune:
            ended = await asyncio.gather(*(commune.file(born(name, "lan", "hung")) for name in NAMES))
            await commune.settle()
            return sorted(dossier.card.card_number for dossier in ended)

    cards = await asyncio.gather(*(births_in(f"busy-{number}") for number in range(WORLDS)))
    assert cards == [["TE1010122900000", "TE1010122900001"]] * WORLDS
