"""Papers on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.papers.domain import Paper, PaperKind
from lienthong_emulator.insurance.papers.store import PaperQuestions, PaperStore

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

NOTICE = Paper(
    paper_number=1,
    paper_id="one",
    kind=PaperKind.BIRTH_NOTICE,
    facility="01019",
    number="GCS.1",
    submission_id="s",
    participant_key=118000312,
    receive_time=datetime(2022, 1, 5, 5, tzinfo=UTC),
    issue_date=date(2022, 1, 4),
    content=b"\x00\xff",
)
LEAVE = replace(NOTICE, paper_number=2, paper_id="two", kind=PaperKind.SICK_LEAVE, number="CT", issue_date=None)
LATER = NOTICE.receive_time + timedelta(hours=1)
NAMESAKE = replace(NOTICE, paper_number=3, paper_id="three", facility="79034", participant_key=0, receive_time=LATER)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        async with database.write() as transaction:
            for paper in (NOTICE, LEAVE, NAMESAKE):
                PaperStore(transaction).add(paper)
        yield database


async def test_a_number_that_facilities_share_leads_to_what_came_last_first(tables: Database) -> None:
    questions = PaperQuestions(tables.lookups)

    assert await questions.under(PaperKind.BIRTH_NOTICE, "GCS.1") == [NAMESAKE, NOTICE]
    assert await questions.under(PaperKind.SICK_LEAVE, "GCS.1") == []
    assert await questions.find("two") == LEAVE
    assert await questions.find("four") is None


async def test_a_participants_papers_are_listed_the_latest_first(tables: Database) -> None:
    questions = PaperQuestions(tables.lookups)

    assert await questions.about(118000312, 0, before=9, most=9) == [LEAVE, NOTICE]
    assert await questions.about(118000312, 0, before=2, most=9) == [NOTICE]
    assert await questions.about(118000312, PaperKind.SICK_LEAVE, before=9, most=9) == [LEAVE]


async def test_a_paper_takes_the_place_of_how_it_stood(tables: Database) -> None:
    quoted = replace(NOTICE, quoted_by="birthDossiers/1")
    async with tables.write() as transaction:
        PaperStore(transaction).keep(quoted)

    assert await PaperQuestions(tables.lookups).find("one") == quoted
