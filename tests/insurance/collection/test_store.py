"""What units declared and paid, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.collection.domain import (
    Account,
    Carried,
    Declaration,
    Declared,
    Engagement,
    Payment,
    Relief,
    ReliefKind,
)
from lienthong_emulator.insurance.collection.store import StatementQuestions, StatementStore
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month
from lienthong_emulator.insurance.contributions.store import ContributionQuestions
from lienthong_emulator.insurance.employers.domain import EmployerType

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

IN_DEBT = "ZZ0007A"
DECEMBER, JANUARY = Month(202112), Month(202201)
MO = Engagement(
    unit_code=IN_DEBT,
    participant_key=2711000343,
    first_month=Month(202109),
    last_month=GOES_ON,
    funds=Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH | Fund.UNEMPLOYMENT,
    salary=6_200_000,
    full_name="Ông Thị Mơ",
    nationality="VN",
    unpaid=True,
)
"""Ông Thị Mơ, for whom La Rách owes since September 2021."""
ACCOUNT = Account(unit_code=IN_DEBT, first_month=Month(202109), paid_until=Month(202110))
PAYMENT = Payment(
    payment_number=2,
    payment_id="two",
    unit_code=IN_DEBT,
    amount=3_844_000,
    receive_date=date(2022, 1, 5),
    reference="FT22005",
)
EARLIER = replace(PAYMENT, payment_number=3, payment_id="three", receive_date=date(2022, 1, 3), by_itself=True)
RELIEF = Relief(
    unit_code=IN_DEBT,
    kind=ReliefKind.PENSION_SUSPENSION,
    first_month=JANUARY,
    last_month=Month(202203),
    basis="1/QĐ-BHXH",
)
DECLARATION = Declaration(
    declaration_number=1,
    declaration_id="one",
    unit_code=IN_DEBT,
    month=JANUARY,
    receive_time=datetime(2022, 1, 5, 2, tzinfo=UTC),
    content=b"\x00\xff",
)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    """With the personas."""
    async with open_tables(AGENCY) as database:
        yield database


async def test_a_unit_is_found_by_code_and_by_tax_code(tables: Database) -> None:
    questions = StatementQuestions(tables.lookups)
    unit = await questions.unit(IN_DEBT)

    assert unit is not None
    assert (unit.full_name, unit.type, unit.province_code) == (
        "Công ty Cổ phần May Lá Rách",
        EmployerType.LIMITED_LIABILITY,
        "27",
    )
    assert await questions.unit_under("9990000071") == unit
    assert await questions.unit("ZZ9999A") is None
    assert await questions.unit_under("0100109106") is None
    assert await questions.units([IN_DEBT]) == [unit]
    assert [found.unit_code for found in await questions.units_from("ZZ0007A", 2)] == ["ZZ0007A", "ZZ0008A"]


async def test_what_is_owed_since_before_the_world_is_told_apart(tables: Database) -> None:
    questions = StatementQuestions(tables.lookups)
    unit = await questions.unit(IN_DEBT)
    assert unit is not None
    [books] = await questions.books_of([unit], DECEMBER, DECEMBER)

    assert books.in_debt_since == await questions.debt_of(IN_DEBT) == 202109
    assert (books.account, books.payments, books.reliefs) == (None, (), ())
    assert [*books.engagements] == [MO]
    assert MO in await questions.engagements_with_all(MO.participant_key)


async def test_an_account_a_payment_and_a_relief_are_in_the_books(tables: Database) -> None:
    async with tables.write() as transaction:
        store = StatementStore(transaction)
        store.keep_account(replace(ACCOUNT, paid_until=Month(202108)))
        store.keep_account(ACCOUNT)
        store.add_payment(PAYMENT)
        store.add_payment(EARLIER)
        store.add_relief(RELIEF)

    questions = StatementQuestions(tables.lookups)
    unit = await questions.unit(IN_DEBT)
    assert unit is not None
    [books] = await questions.books_of([unit], DECEMBER, JANUARY)
    assert (books.account, books.in_debt_since) == (ACCOUNT, None)
    assert [*books.payments] == [EARLIER, PAYMENT]
    assert [*books.reliefs] == await questions.reliefs_of(IN_DEBT) == [RELIEF]
    assert await questions.account_of(IN_DEBT) == ACCOUNT
    periods = (await ContributionQuestions(tables.lookups).history(MO.participant_key)).contributions
    assert [(period.first_month, period.last_month) for period in periods][-1] == (202109, 202110)


async def test_what_is_declared_takes_the_place_of_what_was(tables: Database) -> None:
    left = MO._replace(last_month=Month(202111))
    paid = MO._replace(first_month=DECEMBER, unpaid=False)
    async with tables.write() as transaction:
        store = StatementStore(transaction)
        before = await store.engagements_with_all(MO.participant_key)
        store.keep_engagements(before, [*(one for one in before if one != MO), left, paid])

    now = await StatementQuestions(tables.lookups).engagements_with_all(MO.participant_key)
    assert {*now} == {*before} - {MO} | {left, paid}


async def test_work_whose_unit_nobody_kept_counts_as_work(tables: Database) -> None:
    before = await StatementQuestions(tables.lookups).engagements_with_all(MO.participant_key)
    work = MO._replace(unit_code="", first_month=Month(201801), last_month=Month(201901), unpaid=False)
    alone = work._replace(first_month=Month(201903), last_month=Month(201904))
    async with tables.write() as transaction:
        store = StatementStore(transaction)
        store.keep_engagements((), [work, alone._replace(funds=Fund.SOCIAL), alone._replace(funds=Fund.HEALTH)])

    found = await StatementQuestions(tables.lookups).engagements_with_all(MO.participant_key)
    assert {*found} - {*before} == {work}


async def test_a_declaration_comes_back_and_is_known_by_person_and_month(tables: Database) -> None:
    declared = Declared(unit_code=IN_DEBT, month=JANUARY, participant_key=MO.participant_key, declaration_number=1)
    async with tables.write() as transaction:
        store = StatementStore(transaction)
        store.add_declaration(DECLARATION)
        store.add_declared(declared)

    questions = StatementQuestions(tables.lookups)
    assert await questions.declaration("one") == DECLARATION
    assert await questions.declaration("two") is None
    assert await questions.is_declared(IN_DEBT, JANUARY, MO.participant_key)
    assert not await questions.is_declared(IN_DEBT, DECEMBER, MO.participant_key)


async def test_numbers_are_those_of_today(tables: Database) -> None:
    numbers = await StatementQuestions(tables.lookups).numbers_of([MO.participant_key, 1])

    assert numbers == {
        MO.participant_key: Carried(
            participant_key=MO.participant_key, tax_code="9900003433", personal_number="927190000343", cmnd=""
        )
    }
