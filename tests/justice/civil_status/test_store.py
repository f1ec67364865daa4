"""Birth dossiers and the birth register on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from lienthong_emulator.justice.agency import AGENCY
from lienthong_emulator.justice.civil_status.domain import Dossier, Record, State, Step
from lienthong_emulator.justice.civil_status.store import CivilStatusQuestions, CivilStatusStore
from lienthong_emulator.runtime.clock import HANOI

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

KHOIS = Dossier(
    dossier_id="khoi",
    linked_dossier_id="G22.99-220105-0001",
    one_stop_dossier_id="H26.1.3-220105-0001",
    case_id="birth-khoi",
    on_behalf_of="portals/one-stop",
    state=State.IN_PROCESS,
    step=Step.REGISTER,
    notice_number="GCS.01019.2021.000117",
    child_key="tran minh khoi|2021-12-28|901193000017",
    declaration=b"\x00\xff declared",
    file_time=datetime(2022, 1, 5, 9, 0, tzinfo=HANOI),
    registration_due_date=date(2022, 1, 5),
    card_due_date=date(2022, 1, 26),
    due_date=date(2022, 2, 9),
    position=1,
)
FULL = replace(
    KHOIS,
    state=State.RETURNED,
    step=Step.NONE,
    supplement_due_date=date(2022, 1, 14),
    waits_until=datetime(2022, 1, 12, 9, 0, tzinfo=HANOI),
    record_id="record",
    card=b"\x00card",
    refusal=b"\x00refusal",
    history=b"\x00history",
    round=2,
    attempts=3,
    revision=4,
)
OTHERS = replace(KHOIS, dossier_id="an", linked_dossier_id="", notice_number="", child_key="", position=2)
ENTRY = Record(
    record_id="record",
    number="1/2022",
    book="01/2022-TP/KS",
    page=1,
    registration_date=date(2022, 1, 5),
    registration_commune="00166",
    personal_number="901221900000",
    full_name="Trần Minh Khôi",
    birth_date=date(2021, 12, 28),
    sex=1,
    registration_kind=1,
    dossier_id="khoi",
)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        yield database


async def add(tables: Database, *dossiers: Dossier) -> CivilStatusQuestions:
    async with tables.write() as transaction:
        for dossier in dossiers:
            CivilStatusStore(transaction).add_dossier(dossier)
    return CivilStatusQuestions(tables.lookups)


@pytest.mark.parametrize("dossier", [pytest.param(KHOIS, id="new"), pytest.param(FULL, id="with everything")])
async def test_a_dossier_comes_back_as_it_was_put(tables: Database, dossier: Dossier) -> None:
    dossiers = await add(tables, dossier)

    assert await dossiers.find_dossier("khoi") == dossier
    assert await dossiers.find_dossier("nobody") is None


async def test_where_a_dossier_stands_is_kept(tables: Database) -> None:
    dossiers = await add(tables, KHOIS)
    async with tables.write() as transaction:
        CivilStatusStore(transaction).keep_dossier(replace(FULL, declaration=b"not looked at"))

    assert await dossiers.find_dossier("khoi") == FULL
    assert await dossiers.revision_of("khoi") == FULL.revision
    assert await dossiers.revision_of("nobody") is None


async def test_what_a_supplement_declares_is_kept(tables: Database) -> None:
    dossiers = await add(tables, FULL)
    anew = replace(FULL, declaration=b"anew", child_key="other", notice_number="GCS.2")
    async with tables.write() as transaction:
        CivilStatusStore(transaction).keep_declaration(anew)

    assert await dossiers.find_dossier("khoi") == anew


async def test_a_change_of_one_dossier_leaves_the_others(tables: Database) -> None:
    dossiers = await add(tables, KHOIS, OTHERS)
    async with tables.write() as transaction:
        CivilStatusStore(transaction).keep_dossier(FULL)

    assert await dossiers.find_dossier("an") == OTHERS


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"linked_dossier_id": "G22.99-220105-0001"}, id="by id"),
        pytest.param({"notice_number": "GCS.01019.2021.000117"}, id="by notice"),
        pytest.param({"child_key": "tran minh khoi|2021-12-28|901193000017"}, id="by child"),
    ],
)
async def test_a_dossier_is_akin(tables: Database, asked: dict[str, str]) -> None:
    dossiers = await add(tables, KHOIS, OTHERS)

    nothing = {"linked_dossier_id": "", "notice_number": "", "child_key": ""}
    assert await dossiers.akin_to(**{**nothing, **asked}) == [KHOIS]
    assert await dossiers.akin_to(**nothing) == []


async def test_kin_come_once_the_oldest_first(tables: Database) -> None:
    younger = replace(KHOIS, dossier_id="younger", position=3)
    dossiers = await add(tables, younger, KHOIS, OTHERS)

    found = await dossiers.akin_to(
        linked_dossier_id=KHOIS.linked_dossier_id, notice_number=KHOIS.notice_number, child_key=KHOIS.child_key
    )
    assert found == [KHOIS, younger]


async def test_under_way_is_what_a_worker_carries_on(tables: Database) -> None:
    steps = [Step.AWAIT_CARD, Step.PUBLIC_NOTICE, Step.NONE, Step.REGISTER]
    dossiers = await add(
        tables, *(replace(KHOIS, dossier_id=f"d{n}", step=step, position=9 - n) for n, step in enumerate(steps))
    )

    assert await dossiers.under_way() == ["d3", "d1"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({}, ["khoi", "an", "done"], id="all, the oldest first"),
        pytest.param({"after": 1}, ["an", "done"], id="after a place"),
        pytest.param({"most": 2}, ["khoi", "an"], id="so many at most"),
        pytest.param({"state": State.CARD_ISSUED}, ["done"], id="in a state"),
        pytest.param({"overdue_on": date(2022, 2, 9)}, [], id="overdue on the due date: none"),
        pytest.param({"overdue_on": date(2022, 2, 10)}, ["khoi"], id="overdue the day after, and open"),
    ],
)
async def test_dossiers_are_listed(tables: Database, query: dict[str, object], found: list[str]) -> None:
    done = replace(KHOIS, dossier_id="done", state=State.CARD_ISSUED, step=Step.NONE, position=3)
    await add(tables, done, KHOIS, replace(OTHERS, due_date=date(2022, 3, 1)))

    asked: dict[str, object] = {"after": 0, "most": 50, "state": None, "overdue_on": None, **query}
    listed = await CivilStatusQuestions(tables.scans).list_dossiers(**asked)  # type: ignore[arg-type] # by name
    assert [dossier.dossier_id for dossier in listed] == found


async def test_an_entry_of_the_register_comes_back_as_it_was_put(tables: Database) -> None:
    async with tables.write() as transaction:
        CivilStatusStore(transaction).add_record(ENTRY)

    assert await CivilStatusQuestions(tables.lookups).find_record("record") == ENTRY
    assert await CivilStatusQuestions(tables.lookups).find_record("none") is None


async def test_a_number_is_registered_where_an_entry_carries_it(tables: Database) -> None:
    async with tables.write() as transaction:
        CivilStatusStore(transaction).add_record(ENTRY)

    register = CivilStatusQuestions(tables.lookups)
    assert await register.is_registered("901221900000")
    assert not await register.is_registered("901221900001")


async def test_dossiers_of_a_child_that_registered_no_birth_are_found_the_oldest_first(tables: Database) -> None:
    withdrawn = replace(KHOIS, dossier_id="withdrawn", state=State.WITHDRAWN, step=Step.NONE, position=3)
    registered = replace(FULL, dossier_id="registered", position=4)
    dossiers = await add(tables, withdrawn, registered, KHOIS, OTHERS)

    assert await dossiers.unregistered_of(KHOIS.child_key) == [KHOIS, withdrawn]
    assert await dossiers.unregistered_of("") == []


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        pytest.param(["G22.99-220105-0001"], ["khoi"], id="in the inter-link system"),
        pytest.param(["H26.1.3-220105-0001"], ["khoi", "an"], id="in the one-stop system"),
        pytest.param(["G22.99-220105-0001", "H26.1.3-220105-0001"], ["khoi", "an"], id="both: each dossier once"),
        pytest.param(["nobody", ""], [], id="of none"),
    ],
)
async def test_dossiers_are_called_by_either_id(tables: Database, ids: list[str], found: list[str]) -> None:
    dossiers = await add(tables, KHOIS, OTHERS)

    assert [dossier.dossier_id for dossier in await dossiers.called(ids)] == found
