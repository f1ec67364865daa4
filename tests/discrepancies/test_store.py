"""Discrepancies on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from tests.discrepancies.test_domain import LANS, LATER

from lienthong_emulator.discrepancies.domain import Difference, Discrepancy, Sight, State
from lienthong_emulator.discrepancies.store import (
    DiscrepancyQuestions,
    DiscrepancyStore,
    Wanted,
    all_under_review,
    fields_under_review,
    subjects_under_review,
)
from lienthong_emulator.population.agency import AGENCY

if TYPE_CHECKING:
    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database

ANOTHER_FIELD = replace(LANS, position=2, discrepancy_id="lan-2", field="residence", reported_value="00166")
ANOTHER_PERSON = replace(
    LANS, position=3, discrepancy_id="hung", subject_key=2, person="citizens/hung", state=State.ACKNOWLEDGED
)
NUMBER = replace(
    LANS,
    position=4,
    discrepancy_id="number",
    subject_key=0,
    person="",
    number="990000001",
    field="identity_number",
    reported_value="0115000017",
    reporter_discrepancy="",
    reporter="banks/a",
)
ALL = [LANS, ANOTHER_FIELD, ANOTHER_PERSON, NUMBER]
FOUND = Difference(
    subject_key=1,
    person="citizens/lan",
    number_kind=3,
    number="0115000017",
    field="full_name",
    reported_value="Nguyễn Thị Lân",
)


@pytest_asyncio.fixture
async def tables(open_tables: OpenTables) -> AsyncGenerator[Database]:
    async with open_tables(AGENCY) as database:
        await _put(database, *ALL)
        yield database


async def _put(database: Database, *added: Discrepancy) -> None:
    async with database.write() as tx:
        for one in added:
            DiscrepancyStore(tx).add(one)


async def _end(database: Database, state: State) -> None:
    async with database.write() as tx:
        DiscrepancyStore(tx).keep(LANS.moved(state, LATER))


async def test_a_discrepancy_comes_back_as_it_was_kept(tables: Database) -> None:
    questions = DiscrepancyQuestions(tables.lookups)

    assert [await questions.find(one.name) for one in ALL] == ALL
    assert await questions.find("discrepancies/none") is None


async def test_every_move_is_kept(tables: Database) -> None:
    moved = LANS.moved(State.FORWARDED, LATER, forwarded_to="agencies/justice", note="theirs to say")
    told = moved.changed(LATER, reporter_discrepancy="discrepancies/other", reported_to="agencies/population")
    ended = told.moved(State.CORRECTED, LATER, change_event="event")
    for stands in (moved, told, ended):
        async with tables.write() as tx:
            DiscrepancyStore(tx).keep(stands)
        assert await DiscrepancyQuestions(tables.lookups).find(LANS.name) == stands


async def test_fields_are_under_review_while_a_discrepancy_is_open(tables: Database) -> None:
    assert await fields_under_review(tables.lookups, 1) == {"full_name", "residence"}
    assert await fields_under_review(tables.lookups, 2) == {"full_name"}
    assert await fields_under_review(tables.lookups, 3) == set()

    await _end(tables, State.UPHELD)
    assert await fields_under_review(tables.lookups, 1) == {"residence"}


async def test_many_are_looked_up_at_once(tables: Database) -> None:
    found = await all_under_review(tables.lookups, [1, 2, 3])

    assert found == {1: {"full_name", "residence"}, 2: {"full_name"}}


async def test_of_few_that_are_open_all_are_told(tables: Database) -> None:
    """Two are, and the number that is nobody's."""
    assert await subjects_under_review(tables.lookups, [7, 8, 9, 10]) == {0, 1, 2}
    assert await subjects_under_review(tables.lookups, [2, 9]) == {2}
    assert await subjects_under_review(tables.lookups, [9]) == set()
    assert await subjects_under_review(tables.lookups, []) == set()


async def test_what_a_party_reported_stands_while_it_is_open_and_where_it_was_upheld(tables: Database) -> None:
    questions = DiscrepancyQuestions(tables.lookups)
    between = [
        await questions.standing_between(LANS.reporter, after=after, last=last) for after, last in ((0, 1), (1, 2))
    ]
    assert between == [[LANS, ANOTHER_FIELD], [ANOTHER_PERSON]]
    assert await questions.standing_about(LANS.reporter, [2, 9]) == [ANOTHER_PERSON]
    assert await questions.standing_between("banks/b", after=-1, last=9) == []

    await _end(tables, State.UPHELD)
    assert [one.state for one in await questions.standing_about(LANS.reporter, [1])] == [State.UPHELD, State.OPEN]


async def test_what_was_corrected_stands_no_more(tables: Database) -> None:
    await _end(tables, State.CORRECTED)
    questions = DiscrepancyQuestions(tables.lookups)

    assert await questions.standing_about(LANS.reporter, [1]) == [ANOTHER_FIELD]
    assert await questions.standing_between(LANS.reporter, after=0, last=1) == [ANOTHER_FIELD]


@pytest.mark.parametrize(
    ("found", "stands"),
    [
        pytest.param(FOUND, True, id="by any number of the person"),
        pytest.param(replace(FOUND, reported_value="Nguyễn Thị Lan"), False, id="another value"),
        pytest.param(replace(FOUND, field="sex"), False, id="another field"),
        pytest.param(replace(FOUND, subject_key=2), True, id="another person who has the same"),
        pytest.param(replace(FOUND, subject_key=3), False, id="another person"),
    ],
)
async def test_the_same_difference_is_found_again(tables: Database, found: Difference, *, stands: bool) -> None:
    standing = await DiscrepancyQuestions(tables.lookups).standing(found, "agencies/insurance")

    assert (standing is not None) == stands
    assert await DiscrepancyQuestions(tables.lookups).standing(found, "banks/a") is None


async def test_where_nobody_is_known_the_number_tells(tables: Database) -> None:
    questions = DiscrepancyQuestions(tables.lookups)
    found = replace(FOUND, subject_key=0, person="", field="identity_number", reported_value=NUMBER.reported_value)

    assert await questions.standing(replace(found, number_kind=1, number="990000001"), "banks/a") == NUMBER
    assert await questions.standing(replace(found, number_kind=1, number="990000002"), "banks/a") is None


@pytest.mark.parametrize(
    ("end", "stands"),
    [
        pytest.param(State.UPHELD, True, id="upheld: the decision stands"),
        pytest.param(State.CORRECTED, False, id="corrected: it may come again"),
        pytest.param(State.WITHDRAWN, False, id="withdrawn: so may this"),
    ],
)
async def test_what_has_ended_stands_only_where_it_was_upheld(tables: Database, end: State, *, stands: bool) -> None:
    await _end(tables, end)

    standing = await DiscrepancyQuestions(tables.lookups).standing(FOUND, "agencies/insurance")
    assert (standing is not None) == stands


async def test_what_a_register_reported_is_found_by_its_own_name(tables: Database) -> None:
    questions = DiscrepancyQuestions(tables.lookups)

    found = await questions.find_reported("agencies/insurance", "discrepancies/theirs")
    assert found == ANOTHER_PERSON  # the last that came under this name
    assert await questions.find_reported("agencies/population", "discrepancies/theirs") is None
    assert await questions.find_reported("banks/a", "") is None


EVERYTHING = Sight("agencies/insurance", sees_all=True)


@pytest.mark.parametrize(
    ("sight", "found"),
    [
        pytest.param(EVERYTHING, ["lan", "lan-2", "hung", "number"], id="who keeps them"),
        pytest.param(Sight("banks/a", sees_all=False), ["number"], id="who reported it"),
        pytest.param(Sight(LANS.person, sees_all=False), ["lan", "lan-2"], id="whom it is about"),
        pytest.param(
            Sight("agencies/justice", sees_all=False, decided=frozenset({"full_name"})),
            ["lan", "hung"],
            id="who decides",
        ),
        pytest.param(Sight("banks/b", sees_all=False), [], id="somebody else"),
    ],
)
async def test_a_list_shows_what_a_party_may_read(tables: Database, sight: Sight, found: list[str]) -> None:
    listed = await DiscrepancyQuestions(tables.scans).list_discrepancies(Wanted(), sight, after=0, most=10)

    assert [one.discrepancy_id for one in listed] == found
    assert [one for one in (LANS, ANOTHER_FIELD, ANOTHER_PERSON, NUMBER) if sight.shows(one)] == listed


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(Wanted(), ["lan", "lan-2", "hung", "number"], id="all, the oldest first"),
        pytest.param(Wanted(state=State.ACKNOWLEDGED), ["hung"], id="of a state"),
        pytest.param(Wanted(only_open=True), ["lan-2", "hung", "number"], id="open"),
        pytest.param(Wanted(overdue_at=LANS.due_time), ["lan-2", "hung", "number"], id="overdue"),
        pytest.param(Wanted(overdue_at=LANS.due_time - timedelta(seconds=1)), [], id="not overdue yet"),
        pytest.param(Wanted(field="full_name"), ["lan", "hung"], id="about a field"),
        pytest.param(Wanted(reporter="banks/a"), ["number"], id="of a reporter"),
    ],
)
async def test_a_list_shows_what_is_wanted(tables: Database, wanted: Wanted, found: list[str]) -> None:
    if wanted != Wanted():
        await _end(tables, State.UPHELD)

    listed = await DiscrepancyQuestions(tables.scans).list_discrepancies(wanted, EVERYTHING, after=0, most=10)
    assert [one.discrepancy_id for one in listed] == found


async def test_what_is_due_then_is_found_until_it_ends(tables: Database) -> None:
    await _end(tables, State.UPHELD)
    questions = DiscrepancyQuestions(tables.lookups)

    assert await questions.open_and_due(LANS.due_time) == [ANOTHER_FIELD, ANOTHER_PERSON, NUMBER]
    assert await questions.open_and_due(LATER) == []


async def test_a_list_goes_on_after_a_position(tables: Database) -> None:
    listed = await DiscrepancyQuestions(tables.scans).list_discrepancies(Wanted(), EVERYTHING, after=1, most=2)

    assert listed == [ANOTHER_FIELD, ANOTHER_PERSON]
