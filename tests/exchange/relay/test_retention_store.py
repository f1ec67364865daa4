"""What a log lets go of, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.exchange.relay.test_store import INSURANCE, TAX, acknowledge, bury, dead, letter, put

from lienthong_emulator.exchange.relay.domain import Head, Start
from lienthong_emulator.exchange.relay.retention_store import RetentionQuestions, RetentionStore
from lienthong_emulator.exchange.relay.store import LogQuestions

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Database

STORIES = [letter(f"story {place}", subject="lan" if place % 2 else "minh") for place in range(5)]


async def let_go(database: Database, last: int) -> None:
    async with database.write() as transaction:
        RetentionStore(transaction).let_go(INSURANCE, last)


async def test_a_log_begins_with_its_first_entry(database: Database) -> None:
    await put(database, *STORIES)

    assert await RetentionQuestions(database.lookups).start_of(INSURANCE) == Start()


async def test_what_went_is_known_by_its_last_digest_and_by_how_many_there_were_of_each(database: Database) -> None:
    entries = await put(database, *STORIES)
    await put(database, letter("household", receiver=TAX))
    await let_go(database, 1)
    await let_go(database, 4)

    start = await RetentionQuestions(database.lookups).start_of(INSURANCE)
    assert start == Start(Head(4, entries[3].digest), {"lan": 2, "minh": 2})
    page = await LogQuestions(database.lookups).page_after(INSURANCE, start.last.sequence)
    assert list(page.entries) == [entries[4]]
    assert (await LogQuestions(database.lookups).lag_of(TAX)).oldest == 1


async def test_a_log_may_let_go_of_what_is_acknowledged_and_not_dead(database: Database) -> None:
    entries = await put(database, *STORIES)
    await acknowledge(database, 4)
    log = RetentionQuestions(database.lookups)

    assert await log.dispensable_after(INSURANCE, 4, 2) == (0, 3)
    assert await log.dispensable_after(INSURANCE, 1, 2) == (0, 1)
    await bury(database, dead(entries[2]))
    assert await log.dispensable_after(INSURANCE, 4, 2) == (0, 2)
    await let_go(database, 2)
    assert await log.dispensable_after(INSURANCE, 4, 2) == (2, 2)
    assert await log.dispensable_after(TAX, 0, 2) == (0, 0)
