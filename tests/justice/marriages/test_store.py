"""Marriages on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.justice.agency import AGENCY
from lienthong_emulator.justice.marriages.domain import Party, Record
from lienthong_emulator.justice.marriages.store import MarriageQuestions, MarriageStore
from lienthong_emulator.justice.registers.domain import Marriage, Place
from lienthong_emulator.justice.registers.store import RegisterQuestions
from lienthong_emulator.matching import PartialDate

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

LAN = Party(
    person_key=990_001,
    full_name="Nguyễn Thị Lan",
    birth=PartialDate(1993, 5, 17),
    number_kind=1,
    number="901193000017",
)
HUNG = replace(LAN, person_key=990_002, full_name="Trần Văn Hùng", number="901090000029")
PLACE = Place(entry=1, registered_on=date(2022, 1, 5), commune="00166")
RECORD = Record(record_id="one", place=PLACE, husband=HUNG, wife=LAN, position=1)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        async with database.write() as transaction:
            MarriageStore(transaction).add(RECORD)
        yield database


async def test_an_entry_is_found_by_id(tables: Database) -> None:
    questions = MarriageQuestions(tables.lookups)

    assert await questions.find("one") == RECORD
    assert await questions.find("none") is None


async def test_the_registers_know_it_under_the_keys_of_both(tables: Database) -> None:
    registers = RegisterQuestions(tables.lookups)
    told = Marriage(
        husband_key=HUNG.person_key,
        husband_number=HUNG.number,
        wife_key=LAN.person_key,
        wife_number=LAN.number,
        place=PLACE,
        record_id="one",
        position=1,
    )

    assert await registers.marriages_of(LAN.person_key) == await registers.marriages_of(HUNG.person_key) == [told]
    assert told.spouse_of(LAN.person_key) == HUNG.person_key


async def test_who_has_no_key_is_known_by_a_number(tables: Database) -> None:
    """Numbers change, keys do not: who has one is not looked for by number."""
    registers, stranger = RegisterQuestions(tables.lookups), replace(HUNG, person_key=0, number="M12345678")
    async with tables.write() as transaction:
        MarriageStore(transaction).add(replace(RECORD, record_id="two", husband=stranger, position=2))

    assert [one.record_id for one in await registers.marriages_of(0, stranger.number)] == ["two"]
    assert [one.record_id for one in await registers.marriages_of(990_003, HUNG.number)] == []
