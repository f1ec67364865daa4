"""Cards on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from sqlite3 import IntegrityError
from typing import TYPE_CHECKING

import psycopg
import pytest
import pytest_asyncio

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.cards.domain import Card
from lienthong_emulator.insurance.cards.store import CardQuestions, CardStore

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

KHOIS = Card(
    card_id="khoi",
    card_number="TE1010122900000",
    participant_id="khoi",
    si_number="0122900000",
    object_code="TE",
    benefit_level=1,
    province_code="01",
    valid_from=date(2021, 12, 28),
    valid_to=date(2027, 12, 31),
    initial_facility="01019",
    issue_date=date(2022, 1, 5),
)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


async def add(tables: Database, card: Card) -> None:
    async with tables.write() as transaction:
        CardStore(transaction).add(card)


@pytest.mark.parametrize("number", ["TE1010122900000", "0122900000"])
async def test_a_card_is_found_under_either_number(tables: Database, number: str) -> None:
    await add(tables, KHOIS)

    assert await CardQuestions(tables.lookups).find_by_number(number) == KHOIS


async def test_a_card_is_found_under_its_holder(tables: Database) -> None:
    await add(tables, KHOIS)

    cards = CardQuestions(tables.lookups)
    assert await cards.of_participant("khoi") == KHOIS
    assert await cards.of_participant("lan") is None
    assert await cards.find_by_number("TE1010122900001") is None


async def test_one_person_has_one_card(tables: Database) -> None:
    await add(tables, KHOIS)

    with pytest.raises((IntegrityError, psycopg.IntegrityError)):
        await add(tables, replace(KHOIS, card_id="second", card_number="TE1010122900001", si_number="0122900001"))
    assert await CardQuestions(tables.lookups).find_by_number("0122900001") is None
