"""Claims, and what a death ended, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest_asyncio
from tests.insurance.benefits.test_domain import drawn, paid
from tests.insurance.kept import keep

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.benefits.domain import Claim, ClaimState, FuneralClass
from lienthong_emulator.insurance.benefits.store import BenefitQuestions, BenefitStore
from lienthong_emulator.insurance.contributions.domain import GOES_ON, BenefitKind, History, Month
from lienthong_emulator.insurance.contributions.store import ContributionQuestions

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

NOW = datetime(2022, 1, 5, 2, tzinfo=UTC)
FIRST = Claim(
    position=1,
    claim_id="one",
    participant_key=1,
    record="deathRecords/one",
    funeral_class=FuneralClass.PENSIONER,
    amount=14_900_000,
    death_date=date(2022, 1, 4),
    open_time=NOW,
    due_date=date(2022, 1, 19),
    parties=b"\x00\xff",
)
SECOND = replace(FIRST, position=2, claim_id="two", participant_key=2, record="deathRecords/two").paid(NOW)
PAID = [paid(201001, 202012), paid(202101, GOES_ON), paid(202203, GOES_ON)]
DRAWN = [drawn(BenefitKind.OLD_AGE, 201508), drawn(BenefitKind.SICKNESS, 202001, 202001)]
DEATH, JANUARY = "deathRecords/one", Month(202201)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        async with database.write() as transaction:
            for claim in (FIRST, SECOND):
                BenefitStore(transaction).add(claim)
            keep(transaction, "contribution", *PAID, replace(PAID[1], participant_key=2))
            keep(transaction, "benefit", *DRAWN)
        yield database


async def history(tables: Database, key: int = 1) -> History:
    return await ContributionQuestions(tables.lookups).history(key)


async def test_claims_are_found_by_id_and_entry_and_listed_by_state(tables: Database) -> None:
    questions = BenefitQuestions(tables.lookups)
    wanted = {"after": 0, "most": 5, "keys": None, "state": None, "overdue_on": None}

    assert await questions.find("one") == FIRST
    assert await questions.find("none") is None
    assert await questions.of_record("deathRecords/two") == [SECOND]
    assert await questions.list_claims(**wanted) == [FIRST, SECOND]  # type: ignore[arg-type] # each is of its own type
    assert await questions.list_claims(**{**wanted, "keys": [2]}) == [SECOND]  # type: ignore[arg-type] # as above
    assert await questions.list_claims(**{**wanted, "keys": []}) == []  # type: ignore[arg-type] # as above
    assert await questions.list_claims(**{**wanted, "state": ClaimState.OPEN}) == [FIRST]  # type: ignore[arg-type] # as above
    late = {**wanted, "overdue_on": date(2022, 1, 20)}
    assert await questions.list_claims(**late) == [FIRST]  # type: ignore[arg-type] # as above


async def test_what_goes_on_ends_with_the_month_of_the_death(tables: Database) -> None:
    async with tables.write() as transaction:
        BenefitStore(transaction).end_what_goes_on(DEATH, 1, JANUARY)
    found = await history(tables)

    assert [period.last_month for period in found.contributions] == [202012, 202201, 202203]
    assert [benefit.last_month for benefit in found.benefits] == [202201, 202001]
    assert [period.last_month for period in (await history(tables, 2)).contributions] == [GOES_ON]


async def test_what_a_death_ended_goes_on_again_and_nothing_else(tables: Database) -> None:
    async with tables.write() as transaction:
        BenefitStore(transaction).end_what_goes_on(DEATH, 1, JANUARY)
        BenefitStore(transaction).end_what_goes_on("deathRecords/two", 2, JANUARY)
        BenefitStore(transaction).let_go_on(DEATH)

    assert await history(tables) == History(PAID, DRAWN)
    assert [period.last_month for period in (await history(tables, 2)).contributions] == [202201]
