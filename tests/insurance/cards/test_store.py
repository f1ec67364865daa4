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
from lienthong_emulator.insurance.cards.domain import Card, CardRequest, Ending, Wallet
from lienthong_emulator.insurance.cards.store import CardQuestions, CardStore

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

KHOIS = Card(
    participant_key=122900000,
    serial=2,
    card_number="TE1010122900000",
    valid_from=date(2021, 12, 28),
    valid_to=date(2027, 12, 31),
    initial_facility="01019",
    living_area=2,
    five_year_date=date(2026, 12, 28),
    issue_date=date(2022, 1, 5),
    confirm_date=date(2022, 1, 5),
)
REVOKED = replace(
    KHOIS,
    serial=1,
    card_number="TE1010122555555",
    ending=Ending.REVOKED,
    end_date=date(2022, 1, 4),
)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


async def add(tables: Database, *cards: Card) -> CardQuestions:
    async with tables.write() as transaction:
        for card in cards:
            CardStore(transaction).add(card)
    return CardQuestions(tables.lookups)


async def test_cards_come_back_with_the_current_one_first_then_the_latest(tables: Database) -> None:
    later = replace(REVOKED, serial=3)
    cards = await add(tables, REVOKED, KHOIS, later)

    assert await cards.wallet_of(122900000) == Wallet([KHOIS, later, REVOKED])
    assert await cards.wallet_of(122900001) == Wallet([])


async def test_one_person_has_one_current_card(tables: Database) -> None:
    await add(tables, KHOIS)

    with pytest.raises((IntegrityError, psycopg.IntegrityError)):
        await add(tables, replace(KHOIS, serial=3, card_number="TE1010122900001"))
    assert await CardQuestions(tables.lookups).wallet_of(122900000) == Wallet([KHOIS])


async def test_a_request_that_was_put_off_is_taken_up_once(tables: Database) -> None:
    request = CardRequest(
        request_key="000000001", case_id="birth-1", on_behalf_of="", sender="agencies/justice", event=b"\x00asked"
    )
    async with tables.write() as transaction:
        CardStore(transaction).put_off(request)
    async with tables.write() as transaction:
        taken_up = [await CardStore(transaction).take_up(request.request_key) for _ in range(2)]

    assert taken_up == [request, None]
