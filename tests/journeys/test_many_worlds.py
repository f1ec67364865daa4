"""More worlds are busy at once than databases are kept open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.runtime.worlds import KITS_OPEN

if TYPE_CHECKING:
    from journeys.conftest import Born, OpenCommune

pytestmark = pytest.mark.asyncio(loop_scope="session")

AGENCIES_IN_WORLDS = 4
WORLDS = KITS_OPEN // AGENCIES_IN_WORLDS + 16
NAMES = ("Trần Minh An", "Trần Minh Ân")


async def test_no_database_is_closed_while_something_is_under_way_in_it(open_commune: OpenCommune, born: Born) -> None:
    async def births_in(world: str) -> list[str]:
        async with open_commune(name=world) as commune:
            ended = await asyncio.gather(*(commune.file(born(name, "lan", "hung")) for name in NAMES))
            await commune.settle()
            return sorted(dossier.card.card_number for dossier in ended)

    cards = await asyncio.gather(*(births_in(f"busy-{number}") for number in range(WORLDS)))
    assert cards == [["TE1010122900000", "TE1010122900001"]] * WORLDS
