"""Reconciliations and their results in tables, and the register as it is read for them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.changes.domain import Confirmation
from lienthong_emulator.insurance.changes.store import ChangeQuestions, ChangeStore
from lienthong_emulator.insurance.reconciliation import RECONCILIATION
from lienthong_emulator.insurance.reconciliation.domain import Own, Reconciliation, Result, State, plain_result
from lienthong_emulator.insurance.reconciliation.register import page_after
from lienthong_emulator.insurance.reconciliation.register_store import own_of
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions, ReconciliationStore
from lienthong_emulator.insurance.registry.domain import HeldNumber
from lienthong_emulator.insurance.registry.store import RegistryQuestions, RegistryStore
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.insurance.staff import STAFF
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.verification.written_claims import KEY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

LAST_YEAR, YESTERDAY = date(2021, 12, 31), date(2022, 1, 4)
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
    assert await STAFF.work[RECONCILIATION].pending(tables.lookups) == ["run-1"]
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
        store.add_agreement(1, [4, 5], TODAY)
        store.count(1, {("sex", "MISMATCH", ""): 3})
    questions = ReconciliationQuestions(tables.scans)

    assert await questions.counts_of(1) == [("death_date", "", "DECEASED", 1), ("sex", "MISMATCH", "", 5)]
    assert await questions.results_of(1, None, after=-1, most=3) == results
    assert await questions.results_of(1, None, after=1, most=1) == results[1:2]
    assert [await questions.results_of(1, on, after=-1, most=2) for on in (True, False)] == [results[::2], results[1:2]]
    async with tables.write() as tx:
        ReconciliationStore(tx).remove(1)
    assert await questions.find("run-1") is None
    assert [await questions.counts_of(1), await questions.results_of(1, None, after=-1, most=9)] == [[], []]


async def test_who_agrees_in_everything_has_a_result_that_tells_nothing(tables: Database) -> None:
    async with tables.write() as tx:
        ReconciliationStore(tx).add_agreement(1, [FIRST, SECOND], None)
        ReconciliationStore(tx).add_agreement(2, [], None)
    questions = ReconciliationQuestions(tables.scans)

    told = [plain_result(1, key) for key in (FIRST, SECOND)]
    assert await questions.results_of(1, None, after=-1, most=9) == told
    assert await questions.results_of(2, None, after=-1, most=9) == []


@pytest.mark.parametrize("most", [1, 3, 7, 100])
async def test_both_kinds_of_results_are_listed_in_one_order(tables: Database, most: int) -> None:
    """Batches of four: the second differs, and of the third there is more to tell though it matches."""
    differing = [result_of(key, matched=False) for key in range(1, 80, 4)]
    told = [result_of(key, matched=True) for key in range(2, 80, 4)]
    plain = [plain_result(1, key) for first in range(0, 80, 4) for key in (first, first + 3)]
    async with tables.write() as tx:
        store = ReconciliationStore(tx)
        store.add_results([*differing, *told])
        for first in range(0, 80, 4):
            store.add_agreement(1, [first, first + 3], None)

    by_key = attrgetter("participant_key")
    assert await listed(tables, None, most) == sorted([*differing, *told, *plain], key=by_key)
    assert await listed(tables, True, most) == sorted([*told, *plain], key=by_key)
    assert await listed(tables, False, most) == differing


def result_of(key: int, *, matched: bool) -> Result:
    return Result(position=1, participant_key=key, matched=matched, found=b"\0x")


async def listed(tables: Database, matched: bool | None, most: int) -> list[Result]:
    """Page by page."""
    found, after = list[Result](), -1
    while page := await ReconciliationQuestions(tables.scans).results_of(1, matched, after=after, most=most):
        found += page
        after = page[-1].participant_key
    return found


async def people_after(tables: Database, after: int, most: int) -> list[Own]:
    page = await page_after(tables.scans, after, most)
    assert page.is_last == (len(page.rows) < most)
    return [own_of(row, page.again) for row in page.rows]


async def test_the_register_is_read_page_by_page(tables: Database) -> None:
    total = await ReconciliationQuestions(tables.scans).participants_in_all()
    whole = await people_after(tables, -1, total + 1)
    pages, after = list[Own](), -1
    while page := await people_after(tables, after, 7):
        pages += page
        after = page[-1].key

    assert len(whole) == total
    assert pages == whole == sorted(whole, key=lambda own: own.key)
    held_twice = {own.key: (set(own.again), own.has_two_cards) for own in whole if own.again}
    assert held_twice[FIRST] == held_twice[SECOND] == ({FIRST, SECOND}, False)
    assert {has_two for _, has_two in held_twice.values()} == {True, False}
    assert any(own.mother for own in whole)
    assert any(own.is_dead for own in whole)


async def test_who_has_two_numbers_is_known_by_the_better_one(tables: Database) -> None:
    """Whichever page they stand on, and however it ends."""
    whole = await people_after(tables, -1, 10_000)
    old_card = HeldNumber(value="990000001", kind=CMND, participant_key=FIRST)
    async with tables.write() as tx:
        RegistryStore(tx).add_number(old_card)
    place = [own.key for own in whole].index(FIRST)

    assert await people_after(tables, -1, 10_000) == whole
    for most in (1, 2, 3):
        page = await page_after(tables.scans, whole[place].key - 1, most)
        assert [own_of(row, {}).number for row in page.rows[:1]] == [whole[place].number]
        assert len({row[KEY] for row in page.rows}) == len(page.rows)
        assert page.is_last is False


async def test_the_last_run_in_which_somebody_agreed_confirmed_them(tables: Database) -> None:
    """Run 1 was yesterday, run 2 is today's, and in run 3 justice agreed, which confirms nothing."""
    async with tables.write() as tx:
        store = ReconciliationStore(tx)
        for position, keys, day in (
            (1, [1, 5, 9], YESTERDAY),
            (1, [12], YESTERDAY),
            (2, [5, 7], TODAY),
            (3, [5, 9], None),
        ):
            store.add_agreement(position, keys, day)
        for position in (1, 2, 3):
            store.add(replace(run_of(position, State.DONE), operation_id=f"run-{position}"))
    questions = ReconciliationQuestions(tables.lookups)

    days = {key: await questions.confirmed_on(key) for key in (1, 5, 7, 8, 9, 12, 13)}
    assert days == {1: YESTERDAY, 5: TODAY, 7: TODAY, 8: None, 9: YESTERDAY, 12: YESTERDAY, 13: None}


async def test_what_a_run_confirmed_outlives_it(tables: Database) -> None:
    """Yesterday's run is removed: what it confirmed stands with each participant, unless something newer does."""
    field = Confirmation(participant_key=FIRST, field="sex", confirm_date=LAST_YEAR)
    newer = replace(field, field="full_name", confirm_date=TODAY)
    async with tables.write() as tx:
        ChangeStore(tx).confirm(field, newer, replace(field, participant_key=SECOND))
        store = ReconciliationStore(tx)
        store.add(run_of(1, State.DONE))
        store.add_agreement(1, [FIRST], YESTERDAY)
        await store.write_confirmations(1)
        store.remove(1)
    person = await RegistryQuestions(tables.lookups).find(FIRST)

    assert person is not None
    assert (person.source, person.confirm_date) == (Source.POPULATION, YESTERDAY)
    left = [await ChangeQuestions(tables.lookups).confirmations_of(key) for key in (FIRST, SECOND)]
    assert left == [[newer], [replace(field, participant_key=SECOND)]]
    assert await ReconciliationQuestions(tables.lookups).confirmed_on(FIRST) is None


async def test_an_older_run_that_is_removed_later_confirms_nothing(tables: Database) -> None:
    async with tables.write() as tx:
        store = ReconciliationStore(tx)
        store.add_agreement(1, [FIRST], YESTERDAY)
        store.add_agreement(2, [FIRST], TODAY)
        for position in (2, 1):
            await store.write_confirmations(position)
    person = await RegistryQuestions(tables.lookups).find(FIRST)

    assert person is not None
    assert person.confirm_date == TODAY
