"""What rules are told of units, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest_asyncio
from tests.insurance.kept import keep

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.collection.domain import Declaration, Declared
from lienthong_emulator.insurance.collection.store import StatementStore
from lienthong_emulator.insurance.contributions.domain import (
    GOES_ON,
    Benefit,
    BenefitKind,
    Contribution,
    Fund,
    Month,
)
from lienthong_emulator.insurance.signs.domain import DeclaredIn, Maternity, Overlap, Period
from lienthong_emulator.insurance.signs.store import FAR, SignQuestions

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

HERE, THERE = "TA0001A", "TB0002B"
LAN, HOA = 9_900_000_001, 9_900_000_002
SINCE = Month(202101)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


def period(key: int, unit_code: str, first: int, last: int = GOES_ON) -> Contribution:
    return Contribution(
        participant_key=key,
        first_month=Month(first),
        funds=Fund.SOCIAL,
        last_month=Month(last),
        unit_code=unit_code,
        salary=5_000_000,
    )


def maternity(key: int, first: int, last: int = GOES_ON) -> Benefit:
    return Benefit(
        participant_key=key,
        first_month=Month(first),
        kind=BenefitKind.MATERNITY,
        last_month=Month(last),
        amount=5_000_000,
        days=0,
    )


async def test_a_benefit_is_told_of_the_unit_that_declared_the_mother_before_it(tables: Database) -> None:
    async with tables.write() as tx:
        keep(tx, "contribution", period(LAN, THERE, 201901, 202105), period(LAN, HERE, 202106))
        keep(tx, "benefit", maternity(LAN, 202111, 202204), maternity(LAN, 201906, 201911))
    found = await SignQuestions(tables.lookups).maternities([HERE, THERE], SINCE)

    periods = [Period(THERE, Month(201901), Month(202105)), Period(HERE, Month(202106), GOES_ON)]
    expected = Maternity(
        participant_key=LAN, first_month=Month(202111), last_month=Month(202204), amount=5_000_000, periods=periods
    )
    assert found == {HERE: [expected]}


async def test_a_benefit_that_goes_on_is_as_long_as_the_law_has_it(tables: Database) -> None:
    async with tables.write() as tx:
        keep(tx, "contribution", period(LAN, HERE, 202006))
        keep(tx, "benefit", maternity(LAN, 202111))
    found = await SignQuestions(tables.lookups).maternities([HERE], SINCE)

    assert found[HERE][0].last_month == 202204


async def test_months_in_common_with_another_unit(tables: Database) -> None:
    async with tables.write() as tx:
        keep(tx, "contribution", period(LAN, HERE, 202006), period(LAN, THERE, 202103, 202105))
        keep(tx, "contribution", period(HOA, HERE, 202006, 202102), period(HOA, THERE, 202103))
    questions = SignQuestions(tables.lookups)

    assert await questions.overlaps([HERE], SINCE) == {HERE: [Overlap(LAN, Month(202103), Month(202105))]}
    assert await questions.overlaps([THERE], SINCE) == {THERE: [Overlap(LAN, Month(202103), Month(202105))]}
    assert await questions.overlaps([HERE], Month(202106)) == {}
    assert FAR > 202201


async def test_the_month_of_a_declaration_is_that_of_ha_noi(tables: Database) -> None:
    """18:00 UTC on the last day of November is 1 December there."""
    async with tables.write() as tx:
        store = StatementStore(tx)
        declaration = Declaration(
            declaration_number=1,
            declaration_id="one",
            unit_code=HERE,
            month=Month(202109),
            receive_time=datetime(2021, 11, 30, 18, tzinfo=UTC),
            content=b"",
        )
        store.add_declaration(declaration)
        store.add_declared(Declared(unit_code=HERE, month=Month(202109), participant_key=LAN, declaration_number=1))
    questions = SignQuestions(tables.lookups)

    assert await questions.declarations([HERE], SINCE) == {HERE: [DeclaredIn(LAN, Month(202109), Month(202112))]}
    assert await questions.declarations([HERE], Month(202201)) == {HERE: []}
