"""A message that its receiver cannot take stops neither the others nor a birth."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message as Event
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.type.date_pb2 import Date

from lienthong.exchange.v1.exchange_service_pb2 import (
    GetLagRequest,
    ListCaseMessagesRequest,
    ListDeadLettersRequest,
    SendMessagesRequest,
)
from lienthong.exchange.v1.message_pb2 import DeadLetter, Message
from lienthong.insurance.v1.events_pb2 import ChildCardDecided, InsuranceFactsChanged
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED
from lienthong.justice.v1.events_pb2 import BirthRegistered
from lienthong_emulator.linked_procedure.paths import put

if TYPE_CHECKING:
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

INSURANCE, JUSTICE, POPULATION = "agencies/insurance", "agencies/justice", "agencies/population"
MESSAGE_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c006"


async def send(commune: Commune, kind: str, body: Event) -> None:
    """Send to insurance in the name of justice."""
    packed = Packed()
    packed.Pack(body)
    await send_packed(commune, kind, packed)


async def send_packed(
    commune: Commune, kind: str, body: Packed, *, sender: str = JUSTICE, receiver: str = INSURANCE
) -> None:
    message = Message(message_id=MESSAGE_ID, sender=sender, receiver=receiver, subject="khoi", kind=kind, body=body)
    await send_messages(commune, sender, message)


async def send_messages(commune: Commune, sender: str, *messages: Message) -> None:
    async with commune.house.client(world=commune.world, caller=sender) as agency:
        await agency.exchange.SendMessages(SendMessagesRequest(messages=messages))
    await commune.settle()


async def dead_letters(commune: Commune, receiver: str = INSURANCE) -> list[DeadLetter]:
    listed = await commune.client.exchange.ListDeadLetters(ListDeadLettersRequest(receiver=receiver))
    return list(listed.dead_letters)


async def messages_of(commune: Commune, case_id: str, kind: str) -> list[Message]:
    request = ListCaseMessagesRequest(case_id=case_id)
    listed = await commune.client.exchange.ListCaseMessages(
        request, metadata=(("lienthong-caller", "testers/letters"),)
    )
    return [entry.message for entry in listed.entries if entry.message.kind == kind]


def reason_of(letter: DeadLetter) -> str:
    info = ErrorInfo()
    assert any(detail.Unpack(info) for detail in letter.status.details)
    return info.reason


def field_of(letter: DeadLetter) -> str:
    bad = BadRequest()
    assert any(detail.Unpack(bad) for detail in letter.status.details)
    return bad.field_violations[0].field


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        pytest.param("justice.weather", BirthRegistered(), "UNKNOWN_MESSAGE_KIND", id="of a kind that nobody knows"),
        pytest.param("justice.birth-registered-2", BirthRegistered(), "UNKNOWN_MESSAGE_KIND", id="of a newer version"),
        pytest.param(
            "justice.birth-registered", ChildCardDecided(), "MALFORMED_MESSAGE", id="with another event in it"
        ),
        pytest.param("justice.birth-registered", BirthRegistered(), "INVALID_REQUEST", id="with an empty event"),
        pytest.param(
            "justice.birth-registered",
            BirthRegistered(dossier="birthDossiers/x", round=1, file_date=Date(year=2022, month=2, day=31)),
            "INVALID_REQUEST",
            id="with half an event",
        ),
    ],
)
async def test_a_message_that_cannot_be_taken_is_kept_with_the_reason_and_births_go_on(
    commune: Commune, khoi: Example, kind: str, body: Event, reason: str
) -> None:
    await send(commune, kind, body)

    assert [reason_of(letter) for letter in await dead_letters(commune)] == [reason]
    assert (await commune.file(khoi())).state == DOSSIER_STATE_CARD_ISSUED
    await commune.settle()
    lag = await commune.client.exchange.GetLag(GetLagRequest(receiver=INSURANCE))
    assert (lag.head, lag.cursor, lag.dead_letters) == (2, 2, 1)


async def test_a_body_that_nobody_can_read_is_a_malformed_message(commune: Commune) -> None:
    body = Packed(type_url="type.googleapis.com/lienthong.justice.v1.BirthRegistered", value=b"\xff\xff")
    await send_packed(commune, "justice.birth-registered", body)

    assert [reason_of(letter) for letter in await dead_letters(commune)] == ["MALFORMED_MESSAGE"]


@pytest.mark.parametrize("path", ["record.birth_date", "file_date"])
async def test_insurance_refuses_a_birth_on_a_day_that_no_calendar_has(
    commune: Commune, khoi: Example, path: str
) -> None:
    dossier = await commune.file(khoi())
    await commune.settle()
    [asked] = await messages_of(commune, dossier.case_id, "justice.birth-registered")
    event = BirthRegistered()
    asked.body.Unpack(event)
    put(event, path, Date(year=2022, month=31, day=1))
    await send(commune, "justice.birth-registered", event)

    [letter] = await dead_letters(commune)
    assert (reason_of(letter), field_of(letter)) == ("INVALID_REQUEST", path)


@pytest.mark.parametrize("path", ["valid_from", "valid_to"])
async def test_population_refuses_a_card_of_a_day_that_no_calendar_has(
    commune: Commune, khoi: Example, path: str
) -> None:
    dossier = await commune.file(khoi())
    await commune.settle()
    [told] = await messages_of(commune, dossier.case_id, "insurance.facts-changed")
    event = InsuranceFactsChanged()
    told.body.Unpack(event)
    put(event, path, Date(year=2022))
    packed = Packed()
    packed.Pack(event)
    await send_packed(commune, told.kind, packed, sender=INSURANCE, receiver=POPULATION)

    [letter] = await dead_letters(commune, POPULATION)
    assert (reason_of(letter), field_of(letter)) == ("INVALID_REQUEST", path)


async def test_a_question_that_is_asked_again_under_another_id_is_answered_again(
    commune: Commune, khoi: Example
) -> None:
    """Insurance answers each; justice, which waits for one, ignores the others. No answer is stuck."""
    dossier = await commune.file(khoi())
    await commune.settle()
    [asked] = await messages_of(commune, dossier.case_id, "justice.birth-registered")
    for number in range(2):
        asked.message_id = str(uuid.UUID(int=number + 1, version=4))
        await send_messages(commune, JUSTICE, asked)

    answers = await messages_of(commune, dossier.case_id, "insurance.child-card-decided")
    assert len({answer.message_id for answer in answers}) == 3
    kinds = [step.kind for step in await commune.steps(dossier.case_id)]
    assert (kinds.count("dossier-finished"), kinds.count("card-answer-ignored")) == (1, 2)
