"""Reconciliations and their results in tables, and the register as it is read for them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.reconciliation.domain import Own, Reconciliation, Result, State
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.runtime.clock import HANOI

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

TODAY, NOON = date(2022, 1, 5), datetime(2022, 1, 5, 12, tzinfo=HANOI)
FIRST, SECOND = 7_908_000_332, 7_910_000_333
"""Two records of one persona."""


def run_of(position: int, state: State = State.RUNNING) -> Reconciliation:
    return Reconciliation(
        position=position,
        operation_id=f"run-{position}",
        agency="agencies/population",
        report=False,
        requested_by="agencies/insurance",
        case_id=f"case-{position}",
        state=state,
        total=3,
        create_time=NOON,
        update_time=NOON,
    )


@pytest.fixture
async def tables(open_tables: OpenTables) -> AsyncIterator[Database]:
    async with open_tables(AGENCY) as opened:
        yield opened


async def test_a_run_is_kept_and_found(tables: Database) -> None:
    running, ended = run_of(1), run_of(2, State.DONE)
    async with tables.write() as tx:
        store = ReconciliationStore(tx)
        store.add(running)
        store.add(ended)
    questions = ReconciliationQuestions(tables.lookups)

    assert await questions.find("run-1") == await questions.find_running("agencies/population") == running
    assert await questions.running() == ["run-1"]
    assert await questions.list_reconciliations(before=9, most=5) == [ended, running]
    assert await questions.list_reconciliations(before=2, most=5) == [running]


async def test_results_and_counts_add_up_and_go_together(tables: Database) -> None:
    results = [
        Result(position=1, participant_key=key, matched=key != 2, found=b"\0x" * (key == 2)) for key in (1, 2, 3)
    ]
    kinds = Counter({("sex", "MISMATCH", ""): 2, ("death_date", "", "DECEASED"): 1})
    async with tables.write() as tx:
        store = ReconciliationStore(tx)
        store.add(run_of(1))
        store.add_results(results)
        store.count(1, kinds)
        store.count(1, {("sex", "MISMATCH", ""): 3})
    questions = ReconciliationQuestions(tables.scans)

    assert await questions.counts_of(1) == [("death_date", "", "DECEASED", 1), ("sex", "MISMATCH", "", 5)]
    assert await questions.results_of(1, None, after=-1, most=9) == results
    assert await questions.results_of(1, None, after=1, most=1) == results[1:2]
    assert [await questions.results_of(1, on, after=-1, most=9) for on in (True, False)] == [results[::2], results[1:2]]
    async with tables.write() as tx:
        ReconciliationStore(tx).remove(1)
    assert await questions.find("run-1") is None
    assert [await questions.counts_of(1), await questions.results_of(1, None, after=-1, most=9)] == [[], []]


async def test_who_agrees_in_everything_has_a_result_that_tells_nothing(tables: Database) -> None:
    async with tables.write() as tx:
        ReconciliationStore(tx).add_matched(1, [SECOND, FIRST])
        ReconciliationStore(tx).add_matched(2, [])
    questions = ReconciliationQuestions(tables.scans)

    told = [Result(position=1, participant_key=key, matched=True, found=b"") for key in (FIRST, SECOND)]
    assert await questions.results_of(1, None, after=-1, most=9) == told
    assert await questions.results_of(2, None, after=-1, most=9) == []


async def test_the_register_is_read_page_by_page(tables: Database) -> None:
    questions = ReconciliationQuestions(tables.scans)
    total = await questions.participants_in_all()
    whole = await questions.participants_after(-1, total + 1, TODAY)
    pages, after = list[Own](), -1
    while page := await questions.participants_after(after, 7, TODAY):
        pages += page
        after = page[-1].key

    assert len(whole) == total
    assert pages == whole == sorted(whole, key=lambda own: own.key)
    held_twice = {own.key: (set(own.again), own.has_two_cards) for own in whole if own.again}
    assert held_twice[FIRST] == held_twice[SECOND] == ({FIRST, SECOND}, False)
    assert {has_two for _, has_two in held_twice.values()} == {True, False}
    assert any(own.mother for own in whole)
    assert any(own.is_dead for own in whole)


async def test_who_is_confirmed_is_confirmed_as_a_whole(tables: Database) -> None:
    async with tables.write() as tx:
        ReconciliationStore(tx).confirm([FIRST], TODAY)
        ReconciliationStore(tx).confirm([], TODAY)
    whole = await ReconciliationQuestions(tables.scans).participants_after(-1, 10_000, TODAY)

    assert [own.key for own in whole if own.is_confirmed] == [FIRST]
