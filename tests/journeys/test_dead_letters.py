"""A message that its receiver cannot take stops neither the others nor a birth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message as Event
from google.rpc.error_details_pb2 import ErrorInfo
from google.type.date_pb2 import Date

from lienthong.exchange.v1.exchange_service_pb2 import GetLagRequest, ListDeadLettersRequest, SendMessagesRequest
from lienthong.exchange.v1.message_pb2 import DeadLetter, Message
from lienthong.insurance.v1.events_pb2 import ChildCardDecided
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STATE_CARD_ISSUED
from lienthong.justice.v1.events_pb2 import BirthRegistered

if TYPE_CHECKING:
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

INSURANCE, JUSTICE = "agencies/insurance", "agencies/justice"
MESSAGE_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c006"


async def send(commune: Commune, kind: str, body: Event) -> None:
    """Send to insurance in the name of justice."""
    packed = Packed()
    packed.Pack(body)
    message = Message(message_id=MESSAGE_ID, sender=JUSTICE, receiver=INSURANCE, subject="khoi", kind=kind, body=packed)
    async with commune.house.client(world=commune.world, caller=JUSTICE) as justice:
        await justice.exchange.SendMessages(SendMessagesRequest(messages=[message]))
    await commune.settle()


async def dead_letters(commune: Commune) -> list[DeadLetter]:
    listed = await commune.client.exchange.ListDeadLetters(ListDeadLettersRequest(receiver=INSURANCE))
    return list(listed.dead_letters)


def reason_of(letter: DeadLetter) -> str:
    info = ErrorInfo()
    assert any(detail.Unpack(info) for detail in letter.status.details)
    return info.reason


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        pytest.param("justice.weather", BirthRegistered(), "UNKNOWN_MESSAGE_KIND", id="of a kind that nobody knows"),
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
