"""Amendments on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest_asyncio
from tests.justice.amendments.test_domain import AMENDMENT, KHOI
from tests.justice.civil_status.test_store import ENTRY, KHOIS
from tests.justice.example import HUNG, LAN, MINH

from lienthong_emulator.justice.agency import AGENCY
from lienthong_emulator.justice.amendments.domain import State
from lienthong_emulator.justice.amendments.store import AmendmentQuestions, AmendmentStore
from lienthong_emulator.justice.civil_status.store import CivilStatusStore
from lienthong_emulator.matching import PartialDate

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

SECOND = replace(AMENDMENT, amendment_id="two", position=2, state=State.REFUSED, refusal=b"\x00no", attempts=3)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as opened:
        yield opened


async def add(tables: Database) -> None:
    async with tables.write() as tx:
        for amendment in (AMENDMENT, SECOND):
            AmendmentStore(tx).add(amendment)


async def test_an_amendment_is_kept_whole(tables: Database) -> None:
    await add(tables)
    questions = AmendmentQuestions(tables.lookups)

    assert [await questions.find(name) for name in ("one", "two", "three")] == [AMENDMENT, SECOND, None]


async def test_what_is_under_way_is_found_by_its_birth(tables: Database) -> None:
    await add(tables)
    questions = AmendmentQuestions(tables.lookups)

    assert await questions.under_way() == ["one"]
    assert await questions.under_way_of(KHOI) == AMENDMENT
    assert await questions.under_way_of(replace(KHOI, record_id="another")) is None
    assert await questions.of(KHOI, 1, 10) == [SECOND]


async def test_a_parent_who_is_entered_stands_until_another_is(tables: Database) -> None:
    async with tables.write() as tx:
        store = AmendmentStore(tx)
        store.enter_parent(KHOI, "mother", b"\x00she")
        store.enter_parent(KHOI, "father", b"he")
        store.enter_parent(KHOI, "father", b"")

    entered = await AmendmentQuestions(tables.lookups).entered_parents(0, "khoi")
    assert entered == {"mother": b"\x00she", "father": b""}


async def test_children_are_found_with_the_role_that_somebody_has(open_tables: OpenTables) -> None:
    """An adoption has put another in the father's place."""
    async with open_tables(replace(AGENCY, rows="tests.justice.example:rows")) as tables:
        minh = replace(KHOI, person_key=MINH, record_id="")
        async with tables.write() as tx:
            AmendmentStore(tx).enter_parent(minh, "father", b"he")
        questions = AmendmentQuestions(tables.lookups)

        born = PartialDate(2021, 12, 20)
        assert await questions.children_of(LAN) == [("mother", born), ("mother", born)]
        assert await questions.children_of(HUNG) == [("father", born)]
        assert await questions.children_of(MINH) == []


async def test_births_of_dossiers_are_found_by_a_parents_number(tables: Database) -> None:
    filed = replace(KHOIS, declaration=b"declared", record_id=ENTRY.record_id)
    async with tables.write() as tx:
        CivilStatusStore(tx).add_dossier(filed)
        CivilStatusStore(tx).add_record(ENTRY)
    questions = AmendmentQuestions(tables.lookups)

    assert await questions.declared_children_of("901193000017") == [(ENTRY.record_id, b"declared", ENTRY.birth_date)]
    assert await questions.declared_children_of("901193000018") == []
