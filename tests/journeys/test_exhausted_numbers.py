"""Where insurance has no number left to give, the dossier comes back; the birth and its personal number stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED, DOSSIER_STATE_RETURNED

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Born, Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAST = 100_000


async def _exhaust(house: SplitHouse, commune: Commune, kind: str) -> None:
    """Have insurance come to the last of its numbers of a kind, as after so many births."""
    await house.stop("insurance")
    with closing(sqlite3.connect(house.file_of("insurance", commune.world))) as raw, raw:
        raw.execute("INSERT INTO counter (kind, value) VALUES (?, ?)", (kind, LAST))
    await house.start("insurance")


async def test_a_child_for_whom_no_insurance_number_is_left_gets_the_one_of_its_temporary_card(
    house_to_break: SplitHouse, fragile_commune: Commune, khoi: Example
) -> None:
    await _exhaust(house_to_break, fragile_commune, "si-number/0122")
    returned = await fragile_commune.file(khoi())

    assert (returned.state, returned.refusal.reason) == (DOSSIER_STATE_RETURNED, "NUMBERS_EXHAUSTED")
    assert returned.refusal.field == "declaration.health_insurance.temporary_card"
    assert returned.refusal.metadata == {"stem": "0122"}
    assert returned.birth_record.personal_number == "901221900000"
    again = await fragile_commune.supplement(returned, khoi())
    assert (again.state, again.birth_record) == (DOSSIER_STATE_RETURNED, returned.birth_record)
    ended = await fragile_commune.supplement(again, khoi(maTheTam="TE1010122555555"))
    assert (ended.state, ended.card.card_number) == (DOSSIER_STATE_CARD_ISSUED, "TE1010122555555")


async def test_a_child_for_whom_no_household_code_is_left_joins_the_household_that_is_named(
    house_to_break: SplitHouse, fragile_commune: Commune, born: Born
) -> None:
    await _exhaust(house_to_break, fragile_commune, "household/7999")
    returned = await fragile_commune.file(born("Mai Bình Minh"))

    assert (returned.refusal.reason, returned.refusal.metadata) == ("NUMBERS_EXHAUSTED", {"stem": "7999"})
    assert returned.refusal.field == "declaration.health_insurance.household_code"
    ended = await fragile_commune.supplement(returned, born("Mai Bình Minh", maHo="7999000014"))
    assert (ended.state, ended.card.household_code) == (DOSSIER_STATE_CARD_ISSUED, "7999000014")
