"""Reconciliations with tax on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest_asyncio
from tests.insurance.kept import keep

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Contribution, Fund, Month, SocialInsurance
from lienthong_emulator.insurance.employers.domain import StandingAtTax
from lienthong_emulator.insurance.staff import STAFF
from lienthong_emulator.insurance.tax_reconciliation import TAX_RECONCILIATION
from lienthong_emulator.insurance.tax_reconciliation.domain import Finding, Kind, Phase, Run
from lienthong_emulator.insurance.tax_reconciliation.store import TaxReconciliationQuestions, TaxReconciliationStore

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

MONTH = Month(202112)
RUN = Run(
    position=1,
    run_id="first",
    month=MONTH,
    taxpayers_annex="a",
    deductions_annex="b",
    total_steps=5,
    case_id="",
    create_time=datetime(2022, 1, 9, tzinfo=UTC),
    update_time=datetime(2022, 1, 9, tzinfo=UTC),
)
FOUND = Finding(
    position=1,
    number=1,
    kind=Kind.NOT_PAID_IN,
    employer_tax_code="0309900172",
    first_month=MONTH,
    last_month=MONTH,
    amount=3_050_000,
)
CLOSED = StandingAtTax(
    tax_code="0309900172",
    revision=2,
    status="07",
    since=date(2022, 1, 5),
    tax_office="79760",
    merged_into="",
    event_id="e",
)
LAN = SocialInsurance(participant_key=7910000001, managing_agency="07900", confirm_date=date(2021, 12, 31))
PAID = Contribution(
    participant_key=7910000001,
    first_month=Month(202101),
    funds=Fund.SOCIAL,
    last_month=GOES_ON,
    unit_code="TA0001A",
    salary=10_000_000,
)


@pytest_asyncio.fixture
async def database(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(replace(AGENCY, rows="")) as database:
        async with database.write() as tx:
            store = TaxReconciliationStore(tx)
            store.add(RUN)
            store.add_findings([FOUND, replace(FOUND, number=2, kind=Kind.NAME_DIFFERS, amount=0)])
            keep(tx, "employer_at_tax", CLOSED, replace(CLOSED, tax_code="0100109106", status="05"))
            keep(tx, "social_insurance", LAN)
            keep(tx, "contribution", PAID)
        yield database


async def test_what_was_found_is_counted_and_listed(database: Database) -> None:
    runs = TaxReconciliationQuestions(database.lookups)

    assert await runs.find("first") == RUN
    assert await runs.running() == await STAFF.work[TAX_RECONCILIATION].pending(database.lookups) == ["first"]
    assert await runs.counts(1) == [(Kind.NOT_PAID_IN, 1, 3_050_000), (Kind.NAME_DIFFERS, 1, 0)]
    assert await runs.findings(1, [*Kind], after=0, most=1) == [FOUND]
    assert [one.number for one in await runs.findings(1, [Kind.NAME_DIFFERS], after=0, most=9)] == [2]


async def test_what_is_done_runs_no_more(database: Database) -> None:
    async with database.write() as tx:
        TaxReconciliationStore(tx).keep(replace(RUN, phase=Phase.DONE))

    assert await TaxReconciliationQuestions(database.lookups).running() == []
    assert await STAFF.work[TAX_RECONCILIATION].pending(database.lookups) == []


async def test_who_is_closed_or_goes_bankrupt_is_found(database: Database) -> None:
    assert await TaxReconciliationQuestions(database.lookups).closed_at_tax(skip=0, most=9) == [CLOSED]


async def test_who_is_declared_for_a_month_is_found(database: Database) -> None:
    runs = TaxReconciliationQuestions(database.lookups)

    assert await runs.insured_in(MONTH, [7910000001, 1]) == {7910000001}
    assert await runs.insured_in(Month(202012), [7910000001]) == frozenset()
    assert await runs.insured_under([""]) == {}
    assert await runs.units_under(["0309900172"]) == {}
    assert await runs.count_units() == 0


def test_a_run_goes_from_phase_to_phase() -> None:
    now = datetime(2022, 1, 10, tzinfo=UTC)
    places = [("2", 0), ("", 2), ("", 1), ("TA0001A", 0), ("", 0)]
    seen, run = list[tuple[Phase, str]](), RUN
    for place, found in places:
        run = run.moved(place, now, found)
        seen.append((run.phase, run.place))

    assert seen == [
        (Phase.TAXPAYERS, "2"),
        (Phase.DEDUCTIONS, "1"),
        (Phase.UNITS, ""),
        (Phase.UNITS, "TA0001A"),
        (Phase.DONE, "1"),
    ]
    assert (run.steps_done, run.findings) == (5, 3)
