"""Treatments on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.treatments.domain import Outcome, Treatment, VisitReason
from lienthong_emulator.insurance.treatments.store import TreatmentQuestions, TreatmentStore

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

KEY = 195000156
NEW_YEAR = datetime(2021, 12, 31, 17, tzinfo=UTC)
"""In Hà Nội."""
STAY = Treatment(
    treatment_number=1,
    facility="01019",
    visit="LK-1",
    participant_key=KEY,
    card_number="HT3010195000156",
    admit_time=NEW_YEAR + timedelta(days=1),
    discharge_time=NEW_YEAR + timedelta(days=2),
    outcome=Outcome.CURED,
    visit_reason=VisitReason.RIGHT_ROUTE,
    co_payment=125_000,
    submission_id="s",
    receive_time=NEW_YEAR + timedelta(days=3),
)
BEFORE = replace(STAY, treatment_number=2, visit="LK-2", admit_time=NEW_YEAR - timedelta(days=9))
ARRIVED = replace(STAY, treatment_number=3, facility="79034", discharge_time=None)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        async with database.write() as transaction:
            for treatment in (STAY, replace(BEFORE, discharge_time=NEW_YEAR), ARRIVED):
                TreatmentStore(transaction).add(treatment)
        yield database


async def test_a_visit_is_the_facilitys_own(tables: Database) -> None:
    questions = TreatmentQuestions(tables.lookups)

    assert await questions.at("01019", "LK-1") == STAY == await questions.find(1)
    assert await questions.at("79034", "LK-1") == ARRIVED
    assert await questions.at("79034", "LK-2") is None
    assert await questions.find(9) is None


async def test_treatments_are_listed_the_latest_first(tables: Database) -> None:
    questions = TreatmentQuestions(tables.lookups)

    found = await questions.of(KEY, after=0, most=9)
    assert [treatment.treatment_number for treatment in found] == [3, 1, 2]
    assert await questions.of(KEY, after=3, most=1) == [STAY]
    assert await questions.of(1, after=0, most=9) == []


async def test_what_ended_within_a_time_is_told_in_its_order(tables: Database) -> None:
    questions = TreatmentQuestions(tables.lookups)
    end = NEW_YEAR + timedelta(days=2)

    assert [one.treatment_number for one in await questions.ended_between(KEY, NEW_YEAR, end)] == [2]
    later = await questions.ended_between(KEY, NEW_YEAR, end + timedelta(seconds=1))
    assert [one.treatment_number for one in later] == [2, 1]


async def test_a_treatment_takes_the_place_of_how_it_stood(tables: Database) -> None:
    left = replace(ARRIVED, discharge_time=NEW_YEAR + timedelta(days=4), outcome=Outcome.DIED)
    async with tables.write() as transaction:
        TreatmentStore(transaction).keep(left)

    assert await TreatmentQuestions(tables.lookups).find(3) == left
