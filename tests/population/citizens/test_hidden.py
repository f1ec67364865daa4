"""Who is hidden from those who ask for words: however many are asked about at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.discrepancies.test_domain import LANS

from lienthong_emulator.discrepancies.store import DiscrepancyStore
from lienthong_emulator.population.agency import AGENCY
from lienthong_emulator.population.citizens.store import CitizenQuestions
from lienthong_emulator.verification.attempts import AttemptStore
from lienthong_emulator.verification.written_claims import IS_ALL, KEY

if TYPE_CHECKING:
    from conftest import OpenTables

TODAY, CALLER = "2022-01-05", "banks/a"


@pytest.mark.parametrize("several", [2, 16, 17, 40])
async def test_who_is_under_review_or_asked_about_in_vain_is_not_told(open_tables: OpenTables, several: int) -> None:
    """The first is under review, and about the second the bank has used up its attempts."""
    async with open_tables(AGENCY) as tables:
        rows = await tables.lookups.fetch_tuples(
            """
            SELECT value, identity_number.citizen_key FROM identity_number
            JOIN citizen ON citizen.citizen_key = identity_number.citizen_key
            WHERE superseded = 0 AND death_date = '' AND birth_defaulted = 0
            ORDER BY identity_number.citizen_key LIMIT :several
            """,
            several=several,
        )
        first, second = rows[0][1], rows[1][1]
        async with tables.write() as tx:
            DiscrepancyStore(tx).add(replace(LANS, subject_key=first))
            AttemptStore(tx, day=TODAY, caller=CALLER).keep([(second, 5)], limit=5)
        citizens, numbers = CitizenQuestions(tables.lookups), [number for number, _ in rows]
        told = await citizens.words_of_all(numbers, ("full_name",), day=TODAY, caller=CALLER)
        to_others = await citizens.words_of_all(numbers, ("full_name",), day=TODAY, caller="banks/b")
        alone = [await citizens.words_of_all([number], ("full_name",), day=TODAY, caller=CALLER) for number in numbers]

    assert len(told) == several
    assert {row[KEY] for row in told if not row[IS_ALL]} == {first, second}
    assert {row[KEY] for row in to_others if not row[IS_ALL]} == {first}
    assert sorted(row for rows in alone for row in rows) == sorted(told)
