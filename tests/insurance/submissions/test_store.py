"""Submissions on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.submissions.domain import Content, FileKind, Submission
from lienthong_emulator.insurance.submissions.store import SubmissionQuestions, SubmissionStore, Wanted

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

NOON = datetime(2022, 1, 5, 5, tzinfo=UTC)
FIRST = Submission(
    submission_number=1,
    submission_id="one",
    kind=FileKind.CLAIM,
    facility="01019",
    sender="facilities/01019",
    receive_time=NOON,
    bytes=1_000,
    digest="d1",
    dossiers=2,
    treatments="1 2",
    papers="",
    total_cost=2_500_000,
)
SECOND = replace(
    FIRST,
    submission_number=2,
    submission_id="two",
    kind=FileKind.CHECK_IN,
    digest="d2",
    receive_time=NOON + timedelta(days=1),
)
ELSEWHERE = replace(FIRST, submission_number=3, submission_id="three", facility="79034")
EVER = Wanted(facility="01019", kind=0, from_time="0001", to_time="9999")


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        async with database.write() as transaction:
            store = SubmissionStore(transaction)
            for submission in (FIRST, SECOND, ELSEWHERE):
                store.add(submission)
            store.add_content(Content(submission_number=1, part=part, bytes=bytes([0, part])) for part in range(2))
        yield database


async def test_a_submission_is_found_by_its_id_and_by_its_file(tables: Database) -> None:
    questions = SubmissionQuestions(tables.lookups)

    assert await questions.find("two") == SECOND
    assert await questions.find("four") is None
    assert await questions.same_as("01019", FileKind.CLAIM, "d1") == FIRST
    assert await questions.same_as("79034", FileKind.CLAIM, "d1") == ELSEWHERE
    assert await questions.same_as("01019", FileKind.CHECK_IN, "d1") is None


async def test_submissions_of_a_facility_are_listed_the_latest_first(tables: Database) -> None:
    questions = SubmissionQuestions(tables.lookups)

    assert await questions.listed(EVER, before=9, most=9) == [SECOND, FIRST]
    assert await questions.listed(EVER, before=9, most=1) == [SECOND]
    assert await questions.listed(EVER, before=2, most=9) == [FIRST]
    assert await questions.listed(replace(EVER, kind=FileKind.CLAIM), before=9, most=9) == [FIRST]
    until = replace(EVER, to_time=SECOND.receive_time.isoformat())
    assert await questions.listed(until, before=9, most=9) == [FIRST]
    since = replace(EVER, from_time=SECOND.receive_time.isoformat())
    assert await questions.listed(since, before=9, most=9) == [SECOND]


async def test_a_file_is_read_part_by_part(tables: Database) -> None:
    questions = SubmissionQuestions(tables.lookups)

    assert [await questions.content(1, part) for part in range(3)] == [b"\x00\x00", b"\x00\x01", None]
