"""Citizens on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.people.by_hand.personas import personas
from lienthong_emulator.population.agency import AGENCY
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber, InsuranceFacts
from lienthong_emulator.population.citizens.store import CitizenQuestions, CitizenStore
from lienthong_emulator.reference.addresses import Address

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

KHOI = Citizen(
    citizen_key=1_000_000_001,
    personal_number="901221900000",
    full_name="Trần Minh Khôi",
    birth_date=PartialDate(2021, 12, 28),
    sex=1,
    ethnic_group="01",
    nationality="VN",
    registration_commune="00166",
    hometown=Address("01", "005", "00166", "Số 12 ngõ 34 Xuân Thủy"),
    residence=Address("79", "760", "26734", ""),
    mother_key=1,
    father_key=2,
)
FACTS = InsuranceFacts(
    citizen_key=1_000_000_001,
    social_insurance_number="0122900000",
    card_number="TE1010122900000",
    valid_from=date(2021, 12, 28),
    valid_to=date(2027, 12, 31),
    initial_facility="01019",
)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


async def add(tables: Database, *citizens: Citizen) -> CitizenQuestions:
    async with tables.write() as transaction:
        for citizen in citizens:
            CitizenStore(transaction).add(citizen)
            if citizen.personal_number:
                number = HeldNumber(PERSONAL_NUMBER, citizen.personal_number, superseded=False)
                CitizenStore(transaction).add_number(citizen.citizen_key, number)
    return CitizenQuestions(tables.lookups)


async def test_a_citizen_comes_back_as_they_were_put(tables: Database) -> None:
    citizens = await add(tables, KHOI)

    assert await citizens.carriers_of(PERSONAL_NUMBER, "901221900000") == [(KHOI, False)]


async def test_unknown_parts_of_a_date_and_a_death_are_kept(tables: Database) -> None:
    hoa = replace(KHOI, birth_date=PartialDate(1988), death_date=date(2020, 11, 3), mother_key=0, father_key=0)
    citizens = await add(tables, hoa)

    assert (await citizens.carriers_of(PERSONAL_NUMBER, "901221900000"))[0][0] == hoa


async def test_a_number_is_one_of_its_kind(tables: Database) -> None:
    citizens = await add(tables, KHOI)

    assert await citizens.carriers_of(CMND, "901221900000") == []


async def test_two_may_carry_one_old_number(tables: Database) -> None:
    found = await CitizenQuestions(tables.lookups).carriers_of(CMND, "990000777")

    assert sorted((citizen.full_name, superseded) for citizen, superseded in found) == [
        ("Nguyễn Văn Nam", True),
        ("Nguyễn Văn Năm", True),
    ]


async def test_the_current_number_comes_first(tables: Database) -> None:
    citizens = CitizenQuestions(tables.lookups)
    thuy = (await citizens.carriers_of(CMND, "990000063"))[0][0]

    assert await citizens.numbers_of(thuy.citizen_key) == [
        HeldNumber(PERSONAL_NUMBER, "901186000063", superseded=False),
        HeldNumber(CMND, "990000063", superseded=True),
    ]


async def test_children_of_a_mother_are_those_of_one_day(tables: Database) -> None:
    elder = replace(
        KHOI, citizen_key=1_000_000_002, personal_number="901219900000", birth_date=PartialDate(2019, 12, 28)
    )
    citizens = await add(tables, KHOI, elder)

    assert await citizens.children_of(1, 2, PartialDate(2021, 12, 28)) == [KHOI]
    assert await citizens.children_of(1, 0, PartialDate(2019, 12, 28)) == [elder]


async def test_without_a_mother_they_are_the_fathers(tables: Database) -> None:
    citizens = await add(tables, KHOI)

    assert await citizens.children_of(0, 2, PartialDate(2021, 12, 28)) == [KHOI]
    assert await citizens.children_of(3, 2, PartialDate(2021, 12, 28)) == []


async def test_nobodys_children_are_none(tables: Database) -> None:
    citizens = await add(tables, replace(KHOI, mother_key=0, father_key=0))

    assert await citizens.children_of(0, 0, PartialDate(2021, 12, 28)) == []


async def test_what_insurance_says_last_is_shown(tables: Database) -> None:
    citizens = CitizenQuestions(tables.lookups)
    assert await citizens.insurance_facts_of(1_000_000_001) is None

    for facility in ("01019", "01001"):
        async with tables.write() as transaction:
            CitizenStore(transaction).put_insurance_facts(replace(FACTS, initial_facility=facility))
    assert await citizens.insurance_facts_of(1_000_000_001) == replace(FACTS, initial_facility="01001")


async def test_a_citizen_stands_as_they_were_kept_last(tables: Database) -> None:
    citizens = await add(tables, KHOI)
    later = replace(KHOI, full_name="Trần Minh Khôi Nguyên", death_date=date(2022, 1, 4), revision=2)
    async with tables.write() as transaction:
        CitizenStore(transaction).keep(later)

    assert await citizens.carriers_of(PERSONAL_NUMBER, "901221900000") == [(later, False)]


async def test_a_number_that_is_replaced_stays_known(tables: Database) -> None:
    citizens = await add(tables, KHOI)
    async with tables.write() as transaction:
        replacing = HeldNumber(PERSONAL_NUMBER, "901321900000", superseded=False)
        CitizenStore(transaction).replace_numbers(KHOI.citizen_key, replacing)

    assert await citizens.numbers_of(KHOI.citizen_key) == [
        HeldNumber(PERSONAL_NUMBER, "901321900000", superseded=False),
        HeldNumber(PERSONAL_NUMBER, "901221900000", superseded=True),
    ]


async def test_an_old_number_that_two_share_leads_to_neither(tables: Database) -> None:
    citizens = CitizenQuestions(tables.lookups)
    [nam, _] = await citizens.carriers_of(CMND, "990000777")
    thuy = (await citizens.carriers_of(CMND, "990000063"))[0][0]

    assert [one.value for one in await citizens.numbers_that_lead_to(nam[0].citizen_key)] == [nam[0].personal_number]
    assert [one.value for one in await citizens.numbers_that_lead_to(thuy.citizen_key)] == ["901186000063", "990000063"]


async def test_what_was_not_committed_is_not_there(tables: Database) -> None:
    class PowerCut(Exception):
        pass

    try:
        async with tables.write() as transaction:
            CitizenStore(transaction).add(KHOI)
            CitizenStore(transaction).add_number(
                1_000_000_001, HeldNumber(PERSONAL_NUMBER, "901221900000", superseded=False)
            )
            assert len(await CitizenStore(transaction).carriers_of(PERSONAL_NUMBER, "901221900000")) == 1
            raise PowerCut
    except PowerCut:
        pass
    assert await CitizenQuestions(tables.lookups).carriers_of(PERSONAL_NUMBER, "901221900000") == []


async def test_every_persona_with_a_number_is_held(tables: Database) -> None:
    citizens = CitizenQuestions(tables.lookups)
    for person in (one for one in personas().values() if one.personal_number or one.cmnd):
        kind, value = (PERSONAL_NUMBER, person.personal_number) if person.personal_number else (CMND, person.cmnd)
        found = await citizens.carriers_of(kind, value)
        assert [citizen.full_name for citizen, _ in found] == [person.full_name]
