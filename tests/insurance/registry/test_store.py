"""Participants and households on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.registry.domain import (
    FATHER,
    MOTHER,
    HeldNumber,
    Household,
    Participant,
    Relative,
)
from lienthong_emulator.insurance.registry.store import RegistryQuestions, RegistryStore
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.people.stories import people
from lienthong_emulator.reference.addresses import Address

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

XUAN_THUY = Address("01", "005", "00166", "Số 12 ngõ 34 Xuân Thủy")
HOME = Household(household_id="home", household_code="0199900000", address=XUAN_THUY)
KHOI = Participant(
    participant_id="khoi",
    si_number="0122900000",
    full_name="Trần Minh Khôi",
    birth_date=PartialDate(2021, 12, 28),
    sex=1,
    ethnic_group="01",
    nationality="VN",
    registration_commune="00166",
    hometown=XUAN_THUY,
    residence=XUAN_THUY,
    household_id="home",
    relation="Con",
    confirm_date=date(2022, 1, 5),
    numbers=[
        HeldNumber(PERSONAL_NUMBER, "901221900000", superseded=False),
        HeldNumber(SOCIAL_INSURANCE, "0122900000", superseded=False),
    ],
    relatives=[
        Relative(kind=MOTHER, full_name="Nguyễn Thị Lan", number_kind=PERSONAL_NUMBER, number="901193000017"),
        Relative(kind=FATHER, full_name="Sato Kenji", number_kind=0, number=""),
    ],
)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


async def add(tables: Database, *participants: Participant) -> RegistryQuestions:
    async with tables.write() as transaction:
        registry = RegistryStore(transaction)
        registry.add_household(HOME)
        for participant in participants:
            registry.add(participant)
    return RegistryQuestions(tables.lookups)


async def test_a_participant_comes_back_as_they_were_put(tables: Database) -> None:
    registry = await add(tables, KHOI)

    found = await registry.find("khoi")
    assert found is not None
    assert found == replace(KHOI, numbers=(), relatives=())
    assert await registry.whole(found) == KHOI


async def test_a_participant_is_found_under_every_number(tables: Database) -> None:
    registry = await add(tables, KHOI)

    for number in KHOI.numbers:
        found = await registry.find_by_number(number.kind, number.value)
        assert found is not None
        assert found.participant_id == "khoi"
    assert await registry.find_by_number(CMND, "901221900000") is None


async def test_an_old_cmnd_that_two_carry_leads_to_one_of_them(tables: Database) -> None:
    found = await RegistryQuestions(tables.lookups).find_by_number(CMND, "990000777")

    assert found is not None
    assert found.full_name in ("Nguyễn Văn Nam", "Nguyễn Văn Năm")


async def test_a_taken_number_is_known(tables: Database) -> None:
    registry = await add(tables, KHOI)

    assert await registry.has_si_number("0122900000")
    assert not await registry.has_si_number("0122900001")


async def test_a_household_comes_back_under_code_and_id(tables: Database) -> None:
    registry = await add(tables)

    assert await registry.find_household("0199900000") == HOME
    assert await registry.household_by_id("home") == HOME
    assert await registry.find_household("0199900001") is None


async def test_members_stand_in_the_order_in_which_they_joined(tables: Database) -> None:
    elder = replace(KHOI, participant_id="an", si_number="0117900000", birth_date=PartialDate(2017), numbers=())
    registry = await add(tables, KHOI, elder)

    assert [member.participant_id for member in await registry.members_of("home")] == ["khoi", "an"]


async def test_everybody_with_a_story_is_held_with_their_household(tables: Database) -> None:
    registry = RegistryQuestions(tables.lookups)
    for person in people().values():
        found = await registry.find_by_number(SOCIAL_INSURANCE, person.social_insurance_number)
        household = await registry.find_household(person.household_code)
        assert found is not None
        assert household is not None
        assert (found.full_name, found.household_id) == (person.full_name, household.household_id)
