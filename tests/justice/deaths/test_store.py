"""Death dossiers and entries on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest_asyncio

from lienthong_emulator.justice.agency import AGENCY
from lienthong_emulator.justice.deaths.domain import Dossier, Record, State, Step
from lienthong_emulator.justice.deaths.store import DeathQuestions, DeathStore
from lienthong_emulator.justice.registers.domain import Death, Place
from lienthong_emulator.justice.registers.store import RegisterQuestions
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.runtime.clock import HANOI

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

LOCS = Dossier(
    position=1,
    dossier_id="loc",
    linked_dossier_id="G23-1",
    one_stop_dossier_id="H26-1",
    case_id="death-loc",
    on_behalf_of="portals/one-stop",
    state=State.IN_PROCESS,
    step=Step.REGISTER,
    notice_number="GBT-1",
    deceased_key="901055000156",
    declaration=b"\x00\xff declared",
    file_time=datetime(2022, 1, 5, 9, 0, tzinfo=HANOI),
    due_date=date(2022, 1, 5),
    follow_up_due_date=date(2022, 2, 9),
)
BINHS = replace(LOCS, position=2, dossier_id="binh", linked_dossier_id="", notice_number="", deceased_key="binh")
ENTRY = Record(
    record_id="entry",
    person_key=0,
    place=Place(entry=1, registered_on=date(2022, 1, 5), commune="00166"),
    number_kind=1,
    number="901055000156",
    full_name="Nguyễn Văn Lộc",
    birth=PartialDate(1955, 6, 30),
    sex=1,
    died=date(2022, 1, 4),
    registration_kind=1,
    dossier_id="loc",
)
REVOKED = ENTRY.revoked(datetime(2022, 1, 6, 9, 0, tzinfo=HANOI), "Nhầm người")


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        async with database.write() as transaction:
            for dossier in (LOCS, BINHS):
                DeathStore(transaction).add_dossier(dossier)
            DeathStore(transaction).add_record(ENTRY)
        yield database


async def test_a_dossier_is_found_as_it_was_kept(tables: Database) -> None:
    changed = LOCS.ended(
        State.REVOKED, Step.UNLOCK_NUMBER, record_id="entry", allowance=b"\x00", supplement_due_date=date(2022, 1, 14)
    )
    async with tables.write() as transaction:
        DeathStore(transaction).keep_dossier(changed)
    questions = DeathQuestions(tables.lookups)

    assert await questions.find_dossier("loc") == changed
    assert await questions.revision_of("loc") == 2
    assert (await questions.find_dossier("nobody"), await questions.revision_of("nobody")) == (None, None)


async def test_akin_are_dossiers_of_one_id_one_notice_or_one_dead_person(tables: Database) -> None:
    questions = DeathQuestions(tables.lookups)

    assert await questions.akin_to(linked_dossier_id="G23-1", notice_number="", deceased_key="-") == [LOCS]
    assert await questions.akin_to(linked_dossier_id="", notice_number="GBT-1", deceased_key="-") == [LOCS]
    assert await questions.akin_to(linked_dossier_id="", notice_number="", deceased_key="binh") == [BINHS]
    assert await questions.akin_to(linked_dossier_id="", notice_number="", deceased_key="-") == []


async def test_who_waits_for_insurance_is_not_carried_on(tables: Database) -> None:
    async with tables.write() as transaction:
        DeathStore(transaction).keep_dossier(LOCS.at(Step.AWAIT_ALLOWANCE))

    assert await DeathQuestions(tables.lookups).under_way() == ["binh"]


async def test_overdue_is_what_is_not_registered_in_time(tables: Database) -> None:
    questions = DeathQuestions(tables.lookups)
    wanted = {"after": 0, "most": 5, "state": None, "linked_dossier_id": ""}

    assert await questions.list_dossiers(overdue_on=date(2022, 1, 5), **wanted) == []  # type: ignore[arg-type] # each is of its own type
    assert await questions.list_dossiers(overdue_on=date(2022, 1, 6), **wanted) == [LOCS, BINHS]  # type: ignore[arg-type] # as above


async def test_an_entry_tells_of_a_death_until_it_is_revoked(tables: Database) -> None:
    registers = RegisterQuestions(tables.lookups)
    told = await registers.death_of(0, ENTRY.number)
    async with tables.write() as transaction:
        DeathStore(transaction).keep_record(REVOKED)

    assert told == Death(person_key=0, place=ENTRY.place, died=ENTRY.died, record_id="entry")
    assert await registers.death_of(0, ENTRY.number) is None
    assert await DeathQuestions(tables.lookups).find_record("entry") == REVOKED
    assert REVOKED.is_revoked
