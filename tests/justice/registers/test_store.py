"""The civil-status registers on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from tests.justice.example import GRANDFATHER, GRANDMOTHER, HUNG, LAN, MINH

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PASSPORT as PASSPORT
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.justice.agency import AGENCY
from lienthong_emulator.justice.registers.domain import Death, Person, Place
from lienthong_emulator.justice.registers.store import RegisterQuestions
from lienthong_emulator.matching import PartialDate

if TYPE_CHECKING:
    from conftest import OpenTables

HUNG_HIMSELF = Person(
    person_key=HUNG,
    full_name="Trần Văn Hùng",
    birth=PartialDate(1990),
    sex=1,
    ethnic_group="01",
    nationality="VN",
    personal_number="",
    cmnd="990000018",
)


@pytest_asyncio.fixture
async def registers(open_tables: OpenTables) -> AsyncGenerator[RegisterQuestions]:
    async with open_tables(replace(AGENCY, rows="tests.justice.example:rows")) as database:
        yield RegisterQuestions(database.lookups)


async def the_one(registers: RegisterQuestions, number: str) -> Person:
    found = await registers.find(PERSONAL_NUMBER, number)
    assert found is not None
    return found


async def test_a_person_is_found_by_any_number(registers: RegisterQuestions) -> None:
    assert await registers.find(CMND, "990000018") == HUNG_HIMSELF
    assert (await the_one(registers, "901193000017")).person_key == LAN


@pytest.mark.parametrize(("kind", "value"), [(PERSONAL_NUMBER, ""), (CMND, "901193000017"), (PASSPORT, "990000018")])
async def test_nobody_is_found_by_what_they_do_not_carry(registers: RegisterQuestions, kind: int, value: str) -> None:
    assert await registers.find(kind, value) is None


async def test_of_two_with_one_number_the_first_is_found(registers: RegisterQuestions) -> None:
    assert (await the_one(registers, "901221000001")).person_key == MINH


async def test_a_child_stands_with_its_parents(registers: RegisterQuestions) -> None:
    status = await registers.status_of(await the_one(registers, "901221000001"))

    assert status.birth is not None
    assert (status.birth.mother_name, list(status.named)) == ("Nguyễn Thị Lân", [LAN, HUNG])
    assert (list(status.marriages), status.death) == ([], None)


async def test_both_of_a_couple_stand_with_the_other(registers: RegisterQuestions) -> None:
    wife = await registers.status_of(await the_one(registers, "901162000001"))
    husband = await registers.status_of(await the_one(registers, "901055000001"))

    assert wife.marriages == husband.marriages
    assert (list(wife.named), list(husband.named)) == ([GRANDFATHER], [GRANDMOTHER])


async def test_the_dead_stand_in_the_death_register(registers: RegisterQuestions) -> None:
    status = await registers.status_of(await the_one(registers, "901055000001"))

    place = Place(entry=1, registered_on=date(2021, 12, 31), commune="00166")
    assert status.death == Death(person_key=GRANDFATHER, place=place, died=date(2021, 12, 30), record_id="")
    assert status.birth is None


async def test_a_birth_that_came_of_no_dossier_is_nowhere_else(registers: RegisterQuestions) -> None:
    assert await registers.newborn("901193000017") is None
