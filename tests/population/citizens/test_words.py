"""What claims are compared with, many citizens at a time, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.matching import Number
from lienthong_emulator.population.agency import AGENCY
from lienthong_emulator.population.citizens.store import CitizenQuestions
from lienthong_emulator.verification.attempts import AttemptStore, exhausted

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

LAN, THUYS_OLD, KHOA = "901193000017", "990000063", "902087000178"
TODAY, BANK = "2022-01-05", "banks/970436"


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


async def words(tables: Database, *numbers: str) -> set[tuple[str, int, str, bool]]:
    """Number, kind, name, and whether that is all there is to say."""
    rows = await CitizenQuestions(tables.lookups).words_of_all(numbers, ("full_name",), day=TODAY, caller=BANK)
    return {(number, kind, name, bool(is_all)) for number, kind, name, _, is_all in rows}


async def test_words_are_all_of_the_living_by_their_number_of_today(tables: Database) -> None:
    assert await words(tables, LAN) == {(LAN, PERSONAL_NUMBER, "Nguyễn Thị Lan", True)}
    assert await words(tables, *(LAN, THUYS_OLD, KHOA, "901165999999"), *map(str, range(20))) == {
        (LAN, PERSONAL_NUMBER, "Nguyễn Thị Lan", True),
        (THUYS_OLD, CMND, "Đỗ Thị Thu Thủy", False),
        (KHOA, PERSONAL_NUMBER, "Lý Văn Khoa", False),
    }


async def test_who_may_ask_no_more_gets_no_words(tables: Database) -> None:
    key = (await CitizenQuestions(tables.lookups).keys_of_carriers(PERSONAL_NUMBER, LAN))[0]
    async with tables.write() as transaction:
        AttemptStore(transaction, day=TODAY, caller=BANK).keep([(key, 5)], limit=5)

    assert await words(tables, LAN) == {(LAN, PERSONAL_NUMBER, "Nguyễn Thị Lan", False)}
    assert await exhausted(tables.lookups, day=TODAY, callers=(BANK,)) == {key}
    assert await exhausted(tables.lookups, day=TODAY, callers=("banks/970437",)) == frozenset()


async def test_attempts_are_counted_by_the_day(tables: Database) -> None:
    async with tables.write() as transaction:
        attempts = AttemptStore(transaction, day=TODAY, caller=BANK)
        attempts.keep([(1, 2), (2, 5)], limit=5)
        attempts.keep([(1, 3)], limit=5)
        assert await attempts.used([1, 2, 3]) == {1: 3, 2: 5, 3: 0}
        tomorrow = AttemptStore(transaction, day="2022-01-06", caller=BANK)
        tomorrow.keep([(3, 1)], limit=5)
        assert await tomorrow.used([1, 2, 3]) == {1: 0, 2: 0, 3: 1}
        assert await attempts.used([1, 2, 3]) == {1: 0, 2: 0, 3: 0}


async def test_every_number_of_many_citizens_is_known(tables: Database) -> None:
    citizens = CitizenQuestions(tables.lookups)
    keys = [*await citizens.keys_of_carriers(CMND, THUYS_OLD), *await citizens.keys_of_carriers(PERSONAL_NUMBER, LAN)]
    found = await citizens.numbers_of_all(keys)

    assert {*found[keys[0]]} == {Number(PERSONAL_NUMBER, "901186000063"), Number(CMND, THUYS_OLD)}
    assert found[keys[1]] == [Number(PERSONAL_NUMBER, LAN)]
