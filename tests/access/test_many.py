"""Askings about many people, of which each of them learns."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.access.many import MANY, ROWS_AT_ONCE, askings_of_many, is_about_many, keep_many
from lienthong_emulator.population.agency import AGENCY

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

OLDEST, YOUNGEST = 0, 1_000_000_777
"""Keys of a world's first person and of a newborn."""


@pytest.fixture
async def tables(open_tables: OpenTables) -> AsyncIterator[Database]:
    async with open_tables(AGENCY) as opened:
        yield opened


async def keep(tables: Database, *askings: tuple[int, list[int]]) -> None:
    async with tables.write() as tx:
        for asking_key, subject_keys in askings:
            keep_many(tx, asking_key, subject_keys)


async def _askings(tables: Database, subject_key: int, most: int) -> Sequence[int]:
    return await askings_of_many(tables.scans, subject_key, before=1 << 62, most=most)


async def test_everybody_who_was_asked_about_is_found_and_nobody_else(tables: Database) -> None:
    asked_about = [YOUNGEST, 256, OLDEST, 65_536, 3, 3]
    await keep(tables, (1, asked_about))

    others = [1, 2, 4, 255, 257, 777, 65_535, YOUNGEST + 1]
    found = {key for key in [*asked_about, *others] if await _askings(tables, key, 9) == [1]}
    assert found == {*asked_about}


async def test_the_latest_come_first_and_no_more_than_are_wanted(tables: Database) -> None:
    await keep(tables, (1, [3, 7]), (2, [3, 9]), (3, [1, 2]), (4, [2, 3]))

    assert await _askings(tables, 3, 9) == [4, 2, 1]
    assert await _askings(tables, 3, 2) == [4, 2]


async def test_an_asking_of_long_ago_is_found_behind_many_others(tables: Database) -> None:
    others = [(asking, [1, 9]) for asking in range(2, 2 * ROWS_AT_ONCE + 2)]
    await keep(tables, (1, [1, 5, 9]), *others)

    assert await _askings(tables, 5, 9) == [1]


def test_few_have_rows_of_their_own_and_so_has_everybody_who_is_told_a_result() -> None:
    many = range(MANY)

    assert [is_about_many(many, []), is_about_many(many[1:], []), is_about_many(many, [1] * MANY)] == [
        True,
        False,
        False,
    ]
