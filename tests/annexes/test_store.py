"""Annexes on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.annexes.domain import Annex, Inspection, Kind, Part, RefusedRow, State
from lienthong_emulator.annexes.store import AnnexQuestions, AnnexStore
from lienthong_emulator.tax.agency import AGENCY

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

FIRST = Annex(
    annex_id="first",
    kind=Kind.DEDUCTIONS,
    period=202112,
    version=1,
    state=State.ACKNOWLEDGED,
    row_count=3,
    part_count=1,
    digest="ab",
    publish_time=datetime(2022, 1, 9, 1, tzinfo=UTC),
    answer_time=datetime(2022, 1, 9, 1, tzinfo=UTC),
)
SECOND = replace(FIRST, annex_id="second", version=2, state=State.UNDER_WAY)
PART = Part(annex_id="first", part=1, first_row=1, rows=b"\0rows", digest=b"\1" * 32)


@pytest_asyncio.fixture
async def database(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(replace(AGENCY, rows="")) as database:
        async with database.write() as tx:
            store = AnnexStore(tx)
            store.add(FIRST)
            store.add(SECOND)
            store.add_part(PART)
            store.refuse_rows([RefusedRow(annex_id="first", number=2, row_key="k", refusal=b"r")])
            store.add_inspection(Inspection(position=1, kind=Kind.TAX_INSPECTIONS, quarter=202110, found=b"row"))
        yield database


async def test_what_was_kept_is_found_again(database: Database) -> None:
    annexes = AnnexQuestions(database.lookups)

    assert await annexes.find("first") == FIRST
    assert await annexes.versions(Kind.DEDUCTIONS, 202112) == [SECOND, FIRST]
    assert await annexes.standing(Kind.DEDUCTIONS, 202112) == FIRST
    assert await annexes.being_written([Kind.DEDUCTIONS]) == ["second"]
    assert await annexes.being_written([Kind.UNITS]) == []
    assert await annexes.part("first", 1) == PART
    assert await annexes.refused_numbers("first", 1, 3) == {2}
    assert await annexes.digests("first") == [PART.digest]
    (inspection,) = await annexes.inspections(Kind.TAX_INSPECTIONS, 202110, after=0, most=9)
    assert inspection.found == b"row"


async def test_lists_are_paged(database: Database) -> None:
    annexes = AnnexQuestions(database.lookups)

    assert await annexes.annexes([*Kind], (202112, 202112), skip=0, most=1) == [SECOND]
    assert await annexes.annexes([*Kind], (202112, 202112), skip=1, most=9) == [FIRST]
    assert await annexes.annexes([*Kind], (202201, 202201), skip=0, most=9) == []


async def test_one_version_stands(database: Database) -> None:
    async with database.write() as tx:
        store = AnnexStore(tx)
        store.keep(replace(SECOND, state=State.ACKNOWLEDGED))
        store.supersede_others(SECOND)
        store.drop_parts("first")
    annexes = AnnexQuestions(database.lookups)
    standing = await annexes.standing(Kind.DEDUCTIONS, 202112)
    first = await annexes.find("first")

    assert (standing and standing.version, first and first.state) == (2, State.SUPERSEDED)
    assert await annexes.part("first", 1) is None
