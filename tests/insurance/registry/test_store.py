"""Participants and households on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.registry.domain import (
    FATHER,
    MOTHER,
    Candidate,
    Description,
    HeldNumber,
    Household,
    Member,
    Participant,
    Relative,
)
from lienthong_emulator.insurance.registry.store import RegistryQuestions, RegistryStore
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.matching import PartialDate, Place
from lienthong_emulator.people.by_hand.personas import personas
from lienthong_emulator.reference.addresses import Address

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

XUAN_THUY = Address("01", "005", "00166", "Số 12 ngõ 34 Xuân Thủy")
HOME = Household(household_key=199900000, address=XUAN_THUY, confirm_date=date(2022, 1, 5))
KHOI = Participant(
    participant_key=122900000,
    full_name="Trần Minh Khôi",
    birth=PartialDate(2021, 12, 28),
    sex=1,
    ethnic_group="01",
    nationality="VN",
    registration_commune="00166",
    hometown=XUAN_THUY,
    residence=XUAN_THUY,
    household_key=199900000,
    place_in_household=1,
    relation="Con",
    confirm_date=date(2022, 1, 5),
)
NUMBERS = [
    HeldNumber(value="901221900000", kind=PERSONAL_NUMBER, participant_key=122900000),
    HeldNumber(value="0122900000", kind=SOCIAL_INSURANCE, participant_key=122900000),
    HeldNumber(value="0122555555", kind=SOCIAL_INSURANCE, participant_key=122900000, superseded=True),
]
PARENTS = [
    Relative(
        participant_key=122900000,
        kind=MOTHER,
        full_name="Nguyễn Thị Lan",
        number_kind=PERSONAL_NUMBER,
        number="901193000017",
    ),
    Relative(participant_key=122900000, kind=FATHER, full_name="Sato Kenji", number_kind=0, number=""),
]


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
        for number in (NUMBERS[0], NUMBERS[2]):
            registry.add_number(number)
        for parent in PARENTS:
            registry.add_relative(parent)
    return RegistryQuestions(tables.lookups)


async def test_a_participant_comes_back_as_they_were_put(tables: Database) -> None:
    registry = await add(tables, KHOI)

    assert await registry.find(122900000) == KHOI
    assert await registry.numbers_of(KHOI) == NUMBERS
    assert await registry.relatives_of(122900000) == PARENTS
    assert (KHOI.si_number, HOME.household_code) == ("0122900000", "0199900000")


async def test_somebody_whom_population_never_confirmed_has_no_day(tables: Database) -> None:
    unconfirmed = replace(KHOI, source=Source.INSURANCE, confirm_date=None)
    registry = await add(tables, unconfirmed)

    assert await registry.find(122900000) == unconfirmed


async def test_a_participant_is_found_under_every_number_old_ones_too(tables: Database) -> None:
    registry = await add(tables, KHOI)

    for number in NUMBERS:
        assert await registry.find_by_number(number.kind, number.value) == KHOI
    assert await registry.find_by_number(CMND, "901221900000") is None


@pytest.mark.parametrize("value", ["", "khoi", "012290000", "01229000000", "00122900000", "9" * 20, "٠١٢٢٩٠٠٠٠٠"])
async def test_what_is_no_number_finds_nobody(tables: Database, value: str) -> None:
    registry = await add(tables, KHOI)

    assert await registry.find_by_number(SOCIAL_INSURANCE, value) is None
    assert await registry.find_household(value) is None


async def test_an_old_cmnd_that_two_carry_leads_to_one_of_them(tables: Database) -> None:
    found = await RegistryQuestions(tables.lookups).find_by_number(CMND, "990000777")

    assert found is not None
    assert found.full_name in ("Nguyễn Văn Nam", "Nguyễn Văn Năm")


async def test_a_household_comes_back_under_its_code(tables: Database) -> None:
    registry = await add(tables)

    assert await registry.find_household("0199900000") == HOME
    assert await registry.household(199900000) == HOME
    assert await registry.find_household("0199900001") is None
    assert await registry.household_with_members(199900000) == (HOME, [])
    assert await registry.household_with_members(199900001) is None


async def test_members_stand_in_the_order_in_which_they_joined(tables: Database) -> None:
    elder = replace(KHOI, participant_key=117900000, full_name="Trần An", place_in_household=2)
    registry = await add(tables, elder, KHOI)

    members = [
        Member(participant_key=122900000, full_name="Trần Minh Khôi", relation="Con"),
        Member(participant_key=117900000, full_name="Trần An", relation="Con"),
    ]
    assert await registry.household_with_members(199900000) == (HOME, members)
    assert [await registry.next_place_in(key) for key in (199900000, 199900001)] == [3, 1]


async def test_members_of_a_household_are_found_by_the_day_of_birth(tables: Database) -> None:
    twin, sister = (
        replace(KHOI, participant_key=117900000, place_in_household=9),
        replace(KHOI, participant_key=117900001, sex=2),
    )
    registry = await add(tables, KHOI, twin, sister, replace(KHOI, participant_key=117900002, household_key=0))

    assert await registry.members_born(199900000, KHOI.birth, KHOI.sex) == [KHOI, twin]
    assert await registry.members_born(199900000, PartialDate(2021, 12, 29), KHOI.sex) == []


async def test_every_persona_is_held_in_their_household(tables: Database) -> None:
    registry = RegistryQuestions(tables.lookups)
    for person in personas().values():
        found = await registry.find_by_number(SOCIAL_INSURANCE, person.social_insurance_number)
        household = await registry.find_household(person.household_code)
        assert (found is None) == (not person.social_insurance_number)
        assert found is None or (household is not None and found.household_key == household.household_key)


ON_THE_DAY = PartialDate(2021, 12, 28)
IN_XUAN_THUY = Place("01", "005", "00166")


@pytest.mark.parametrize(
    ("description", "is_among"),
    [
        pytest.param(Description(full_name="", birth=ON_THE_DAY), True, id="the day"),
        pytest.param(Description(full_name="", birth=PartialDate(2021, 12)), True, id="the month"),
        pytest.param(Description(full_name="", birth=PartialDate(2021)), True, id="the year"),
        pytest.param(Description(full_name="", birth=PartialDate(2021, 11)), False, id="another month"),
        pytest.param(Description(full_name="", birth=ON_THE_DAY, sex=1), True, id="the sex"),
        pytest.param(Description(full_name="", birth=ON_THE_DAY, sex=2), False, id="the other sex"),
        pytest.param(Description(full_name="", birth=ON_THE_DAY, lives_in=Place("01")), True, id="the province"),
        pytest.param(Description(full_name="", birth=ON_THE_DAY, lives_in=IN_XUAN_THUY), True, id="the commune"),
        pytest.param(Description(full_name="", birth=ON_THE_DAY, lives_in=Place("01", "001")), False, id="a district"),
    ],
)
async def test_candidates_have_birth_date_sex_and_home_of_a_description(
    tables: Database, description: Description, is_among: bool
) -> None:
    await add(tables, KHOI)

    found = await RegistryQuestions(tables.scans).candidates(description)
    khoi = Candidate(participant_key=122900000, full_name="Trần Minh Khôi", registration_commune="00166")
    assert (khoi in found) == is_among


async def test_who_belongs_to_no_household_is_a_candidate_where_no_home_is_asked_for(tables: Database) -> None:
    await add(tables, replace(KHOI, household_key=1))

    registry = RegistryQuestions(tables.scans)
    everywhere = await registry.candidates(Description(full_name="", birth=ON_THE_DAY))
    in_ha_noi = await registry.candidates(Description(full_name="", birth=ON_THE_DAY, lives_in=Place("01")))
    assert [122900000 in [one.participant_key for one in found] for found in (everywhere, in_ha_noi)] == [True, False]
