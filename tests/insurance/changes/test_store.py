"""What followed which change, and the registers' rows that follow, on SQLite and on PostgreSQL."""

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
from lienthong_emulator.insurance.changes.domain import AppliedChange, Confirmation, ReportedDeath
from lienthong_emulator.insurance.changes.store import ChangeQuestions, ChangeStore
from lienthong_emulator.insurance.registry.domain import MOTHER, SPOUSE, HeldNumber
from lienthong_emulator.insurance.registry.store import RegistryQuestions, RegistryStore

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

LAN, HOA, KHOA = 115000017, 210000456, 210000178
EVENT = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c006"


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


async def test_a_change_is_applied_to_whom_it_was_applied(tables: Database) -> None:
    async with tables.write() as transaction:
        change = AppliedChange(event_id=EVENT, participant_key=LAN, record_time="2022-01-05", fields="residence")
        ChangeStore(transaction).add(change)

    changes = ChangeQuestions(tables.lookups)
    assert (await changes.is_applied(EVENT, LAN), await changes.is_applied(EVENT, HOA)) == (True, False)


async def test_the_latest_confirmation_of_a_field_counts(tables: Database) -> None:
    first = Confirmation(participant_key=LAN, field="residence", confirm_date=date(2022, 1, 5))
    later, name = replace(first, confirm_date=date(2022, 3, 1)), replace(first, field="full_name")
    async with tables.write() as transaction:
        for one in (first, later, name):
            ChangeStore(transaction).confirm(one)

    assert await ChangeQuestions(tables.lookups).confirmations_of(LAN) == [name, later]


async def test_a_personal_number_takes_the_place_of_the_cmnd_and_leaves_other_numbers(tables: Database) -> None:
    new = HeldNumber(value="902188900000", kind=PERSONAL_NUMBER, participant_key=HOA)
    async with tables.write() as transaction:
        for _ in range(2):
            RegistryStore(transaction).replace_numbers(new)

    registry = RegistryQuestions(tables.lookups)
    hoa = await registry.find(HOA)
    assert hoa is not None
    held = [(number.kind, number.value, number.superseded) for number in await registry.numbers_of(hoa)]
    assert held == [
        (PERSONAL_NUMBER, "902188900000", False),
        (SOCIAL_INSURANCE, "0210000456", False),
        (CMND, "999000456", True),
    ]


async def test_who_is_held_beside_relatives_is_found_by_number(tables: Database) -> None:
    """Lan, beside her daughter and beside her husband."""
    async with tables.write() as transaction:
        registry = RegistryStore(transaction)
        copies = await registry.copies_under(PERSONAL_NUMBER, "901193000017")
        right = [replace(copy, full_name="Nguyễn Thị Lan Hương") for copy in copies]
        for copy in right:
            registry.keep_relative(copy)

        assert {copy.kind for copy in right} == {MOTHER, SPOUSE}
        assert await registry.copies_under(PERSONAL_NUMBER, "901193000017") == right
        assert await registry.copies_under(0, "") == []


async def test_a_world_begins_with_the_dead_that_insurance_knows_of(tables: Database) -> None:
    registry = RegistryQuestions(tables.lookups)
    khoa, lan = await registry.find(KHOA), await registry.find(LAN)

    assert khoa is not None
    assert lan is not None
    assert (khoa.death_date, lan.death_date) == (date(2020, 11, 3), None)


async def test_what_a_facility_tells_of_a_death_stands_until_it_tells_otherwise(tables: Database) -> None:
    told = ReportedDeath(
        source="treatment", facility="01019", number="LK-1", participant_key=LAN, death_date=date(2022, 1, 4)
    )
    notice = replace(told, source="death-notice", number="GBT.1", death_date=date(2022, 1, 3))
    async with tables.write() as transaction:
        changes = ChangeStore(transaction)
        changes.keep_death(told)
        changes.keep_death(notice)
        assert await changes.reported_deaths_of(LAN) == [notice, told]

        changes.keep_death(replace(notice, participant_key=HOA))
        changes.forget_death(told)
        assert await changes.reported_deaths_of(LAN) == []
        assert await changes.reported_death("death-notice", "01019", "GBT.1") == replace(notice, participant_key=HOA)
