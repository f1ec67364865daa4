"""A payroll says of nearly all units what their books say, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.collection.domain import Account, Relief, ReliefKind
from lienthong_emulator.insurance.collection.payroll_store import PayrollQuestions
from lienthong_emulator.insurance.collection.store import StatementQuestions, StatementStore
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import OpenTables
    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.runtime.database import Database

IN_DEBT, NEXT = "ZZ0007A", "ZZ0008A"
DECEMBER = Month(202112)
ADD = """
    INSERT INTO contribution (participant_key, first_month, funds, last_month, unit_code, salary)
    VALUES (:participant_key, :first_month, :funds, :last_month, :unit_code, :salary)
"""


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    """With the personas."""
    async with open_tables(AGENCY) as database:
        yield database


async def all_units(tables: Database) -> Sequence[Unit]:
    return await StatementQuestions(tables.lookups).units_from("", 1_000)


async def test_it_says_what_the_books_say(tables: Database) -> None:
    units = await all_units(tables)
    payrolls = await PayrollQuestions(tables.lookups).people(units, DECEMBER)
    books = await StatementQuestions(tables.lookups).books_of(units, DECEMBER, DECEMBER)
    keys = [key for one in payrolls.values() for key in one.participant_keys]
    numbers = await StatementQuestions(tables.lookups).numbers_of(keys)

    assert len(keys) > 5
    for charges, payroll in [(one.charges(DECEMBER), payrolls.get(one.unit.unit_code)) for one in books]:
        if payroll is None:
            continue
        people = [(one.engagement.participant_key, one.engagement.full_name, one.due) for one in charges]
        told = zip(payroll.participant_keys, payroll.names, payroll.dues(DECEMBER), strict=True)
        assert [*told] == people
        carried = (payroll.tax_codes, payroll.personal_numbers, payroll.cmnds)
        assert [*zip(*carried, strict=True)] == [numbers[key][1:] for key in payroll.participant_keys]


async def test_who_is_in_no_group_d_has_their_numbers_in_both(tables: Database) -> None:
    units = await all_units(tables)
    payrolls = await PayrollQuestions(tables.lookups).people(units, DECEMBER)
    unit, key = next(
        (one.unit, key)
        for one in payrolls.values()
        for key, *numbers in zip(one.participant_keys, one.personal_numbers, one.cmnds, strict=True)
        if any(numbers)
    )
    async with tables.write() as transaction:  # an import may leave the row out
        transaction.execute("DELETE FROM social_insurance WHERE participant_key = :key", key=key)

    payroll = (await PayrollQuestions(tables.lookups).people([unit], DECEMBER))[unit.unit_code]
    numbers = await StatementQuestions(tables.lookups).numbers_of(payroll.participant_keys)
    carried = (payroll.participant_keys, payroll.tax_codes, payroll.personal_numbers, payroll.cmnds)
    assert [numbers.get(key) for key in payroll.participant_keys] == [*zip(*carried, strict=True)]
    assert "" in payroll.tax_codes


async def test_without_names_it_says_the_same_of_money(tables: Database) -> None:
    units, questions = await all_units(tables), PayrollQuestions(tables.lookups)
    salaries, people = await questions.salaries(units, DECEMBER), await questions.people(units, DECEMBER)

    bare = {code: one._replace(names=(), tax_codes=(), personal_numbers=(), cmnds=()) for code, one in people.items()}
    assert salaries == bare


async def test_who_was_in_debt_when_the_world_began_has_books(tables: Database) -> None:
    units = await all_units(tables)
    payrolls = await PayrollQuestions(tables.lookups).salaries(units, DECEMBER)

    assert {unit.unit_code for unit in units} - {*payrolls} == {IN_DEBT}


async def test_who_keeps_an_account_or_has_a_relief_has_books(tables: Database) -> None:
    units = await all_units(tables)
    account, relieved = [unit.unit_code for unit in units if unit.unit_code not in (IN_DEBT, NEXT)][:2]
    async with tables.write() as transaction:
        store = StatementStore(transaction)
        store.keep_account(Account(unit_code=account, first_month=DECEMBER, paid_until=Month(202111)))
        kind = ReliefKind.SAFE_ENTERPRISE
        store.add_relief(
            Relief(unit_code=relieved, kind=kind, first_month=Month(202001), last_month=Month(202002), basis="1/QĐ")
        )
    payrolls = await PayrollQuestions(tables.lookups).salaries(units, DECEMBER)

    assert {unit.unit_code for unit in units} - {*payrolls} == {IN_DEBT, account, relieved}


async def test_who_declares_somebody_twice_has_books(tables: Database) -> None:
    units = await all_units(tables)
    payrolls = await PayrollQuestions(tables.lookups).salaries(units, DECEMBER)
    staffed = next(one for one in payrolls.values() if one.participant_keys)
    async with tables.write() as transaction:
        transaction.execute(
            ADD,
            participant_key=staffed.participant_keys[0],
            first_month=DECEMBER,
            funds=Fund.HEALTH.value,
            last_month=GOES_ON,
            unit_code=staffed.unit.unit_code,
            salary=1_000_000,
        )

    assert staffed.unit.unit_code not in await PayrollQuestions(tables.lookups).salaries(units, DECEMBER)
