"""The civil-status registers over the wire."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest_asyncio
from google.type.date_pb2 import Date
from tests.alone import playing

from lienthong.client import Client
from lienthong.justice.v1.birth_declaration_pb2 import REGISTRATION_KIND_ON_TIME
from lienthong.justice.v1.civil_status_pb2 import CivilStatus
from lienthong.justice.v1.register_service_pb2 import GetCivilStatusRequest
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IdentityNumber
from lienthong_emulator.justice.agency import AGENCY

if TYPE_CHECKING:
    from conftest import Refusing


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncGenerator[Client]:
    async with playing(
        replace(AGENCY, rows="tests.justice.example:rows"), tmp_path, caller="testers/registers"
    ) as client:
        yield client


async def status(client: Client, number: str) -> CivilStatus:
    return await client.registers.GetCivilStatus(GetCivilStatusRequest(identity_number=IdentityNumber(value=number)))


async def test_a_child_is_told_with_entry_and_parents(client: Client) -> None:
    told = await status(client, "901221000001")

    assert told.name.startswith("civilStatuses/")
    assert (told.person.full_name, told.person.birth_date) == ("Trần Minh", Date(year=2021, month=12, day=20))
    place, birth = told.birth.place, told.birth
    assert (place.number, place.book, place.page) == ("1/2021", "01/2021-TP/KS", 1)
    assert (place.registration_commune, birth.registration_kind) == ("00166", REGISTRATION_KIND_ON_TIME)
    assert (place.registration_date.month, place.registration_date.day in range(20, 32)) == (12, True)
    assert (birth.mother.full_name, birth.mother.identity_numbers[0].value) == ("Nguyễn Thị Lân", "901193000017")
    assert birth.father.full_name == "Trần Văn Hùng"
    assert birth.father.identity_numbers == [IdentityNumber(type=IDENTITY_NUMBER_TYPE_CMND, value="990000018")]
    assert (birth.birth_record, len(told.marriages), told.HasField("death")) == ("", 0, False)


async def test_a_widow_is_told_with_her_marriage(client: Client) -> None:
    told = await status(client, "990000019")

    assert not told.birth.HasField("mother")
    [marriage] = told.marriages
    assert (marriage.spouse.full_name, marriage.spouse.birth_date) == ("Nguyễn Văn Nam", Date(year=1955, month=11))
    assert marriage.place.book.endswith("-TP/KH")


async def test_the_dead_are_told_with_their_death(client: Client) -> None:
    told = await status(client, "901055000001")

    assert not told.HasField("birth")  # born before 1960
    assert told.death.death_date == Date(year=2021, month=12, day=30)
    assert (told.death.place.number, told.death.place.book) == ("1/2021", "01/2021-TP/KT")


async def test_an_unknown_number_is_refused_in_two_languages(client: Client, refusal: Refusing) -> None:
    no = await refusal(status(client, "901193000999"))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.NOT_FOUND, "CIVIL_STATUS_NOT_FOUND", "identity_number")
    assert (no.message, no.message_vi) == (
        "The registers name nobody under this number.",
        "Sổ hộ tịch không có người mang số này.",
    )


async def test_a_number_is_needed(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.registers.GetCivilStatus(GetCivilStatusRequest()))

    assert (no.reason, no.field) == ("INVALID_REQUEST", "identity_number")
