"""Every refusal of the exchange, over the wire."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import any_pb2, empty_pb2

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.message_pb2 import Message

if TYPE_CHECKING:
    from exchange.relay.conftest import Line
    from lienthong_emulator.runtime.node import Node

JUSTICE, INSURANCE, TAX, NOBODY = "agencies/justice", "agencies/insurance", "agencies/tax", "agencies/nobody"
SOME_ID = str(uuid.uuid5(uuid.NAMESPACE_OID, "birth of Lan"))
DENIED, MISSING = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.NOT_FOUND
UNREADY, MALFORMED = grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.INVALID_ARGUMENT
OUT_OF_RANGE = grpc.StatusCode.OUT_OF_RANGE


def sending(**changes: str) -> contract.SendMessagesRequest:
    """Send the birth of Lan, then the same once more with something changed."""
    birth = Message(
        message_id=SOME_ID,
        sender=JUSTICE,
        receiver=INSURANCE,
        subject="lan",
        kind="justice.birth-registered",
        body=any_pb2.Any(),
    )
    birth.body.Pack(empty_pb2.Empty())
    again = Message()
    again.CopyFrom(birth)
    for name, value in changes.items():
        setattr(again, name, value)
    return contract.SendMessagesRequest(messages=[birth, again])


@pytest.mark.parametrize(
    ("method", "request_", "caller", "code", "reason", "field"),
    [
        pytest.param(
            *("SendMessages", sending(sender=TAX), JUSTICE),
            *(DENIED, "SENDER_NOT_CALLER", "messages[1].sender"),
            id="send in another's name",
        ),
        pytest.param(
            *("SendMessages", sending(kind="population.citizen-changed"), JUSTICE),
            *(DENIED, "KIND_NOT_THE_SENDERS", "messages[1].kind"),
            id="send what another agency tells",
        ),
        pytest.param(
            *("SendMessages", sending(receiver=NOBODY), JUSTICE),
            *(MISSING, "RECEIVER_NOT_FOUND", "messages[1].receiver"),
            id="send to nobody",
        ),
        pytest.param(
            *("SendMessages", sending(case_id="KS-2"), JUSTICE),
            *(UNREADY, "MESSAGE_ID_REUSED", "messages[1].message_id"),
            id="send two messages under one id",
        ),
        pytest.param(
            *("Acknowledge", contract.AcknowledgeRequest(receiver=NOBODY), NOBODY),
            *(MISSING, "RECEIVER_NOT_FOUND", "receiver"),
            id="acknowledge as nobody",
        ),
        pytest.param(
            *("Acknowledge", contract.AcknowledgeRequest(receiver=INSURANCE), TAX),
            *(DENIED, "RECEIVER_NOT_CALLER", "receiver"),
            id="acknowledge for another",
        ),
        pytest.param(
            *("Acknowledge", contract.AcknowledgeRequest(receiver=INSURANCE, cursor=1), INSURANCE),
            *(OUT_OF_RANGE, "CURSOR_AHEAD", "cursor"),
            id="acknowledge what was not sent",
        ),
        pytest.param(
            *("GetMessage", contract.GetMessageRequest(message_id=SOME_ID), TAX),
            *(MISSING, "MESSAGE_NOT_FOUND", "message_id"),
            id="get what was not sent",
        ),
        pytest.param(
            *("RedeliverMessage", contract.RedeliverMessageRequest(message_id=SOME_ID), JUSTICE),
            *(MISSING, "DEAD_LETTER_NOT_FOUND", "message_id"),
            id="redeliver what is no dead letter",
        ),
        pytest.param(
            *("ListDeadLetters", contract.ListDeadLettersRequest(receiver=NOBODY), JUSTICE),
            *(MISSING, "RECEIVER_NOT_FOUND", "receiver"),
            id="list nobody's dead letters",
        ),
        pytest.param(
            *("GetLag", contract.GetLagRequest(receiver=NOBODY), JUSTICE),
            *(MISSING, "RECEIVER_NOT_FOUND", "receiver"),
            id="ask for nobody's lag",
        ),
        pytest.param(
            *("VerifyLog", contract.VerifyLogRequest(receiver=NOBODY), JUSTICE),
            *(MISSING, "RECEIVER_NOT_FOUND", "receiver"),
            id="verify nobody's log",
        ),
    ],
)
async def test_a_refusal_names_its_reason_and_its_field(
    line: Line, method: str, request_: Any, caller: str, code: grpc.StatusCode, reason: str, field: str
) -> None:
    refused = await line.refused(line.ask(method, request_, caller=caller))

    assert refused == (code, "exchange.lienthong", reason, field)


@pytest.mark.parametrize(
    ("receiver", "code", "reason"),
    [
        pytest.param(NOBODY, MISSING, "RECEIVER_NOT_FOUND", id="as nobody"),
        pytest.param(TAX, DENIED, "RECEIVER_NOT_CALLER", id="for another"),
    ],
)
async def test_nobody_subscribes_but_the_receiver(
    line: Line, receiver: str, code: grpc.StatusCode, reason: str
) -> None:
    stream = line.stub.Subscribe(
        contract.SubscribeRequest(receiver=receiver), metadata=(("lienthong-caller", INSURANCE),)
    )

    assert await line.refused(stream.read()) == (code, "exchange.lienthong", reason, "receiver")


async def test_nobody_holds_more_than_the_log_has(line: Line) -> None:
    await line.tell("birth")

    async with line.subscribed(default=2) as stream:
        no = await line.refused(stream.read())
    assert no == (OUT_OF_RANGE, "exchange.lienthong", "CURSOR_AHEAD", "cursors[default]")


async def test_who_is_behind_what_the_log_still_keeps_hears_of_it(line: Line, node: Node) -> None:
    await line.tell("birth", "household", "school")
    async with node.worlds.using("exchange", "default") as kit, kit.database.write() as transaction:
        transaction.execute("DELETE FROM log_entry WHERE sequence <= 2")

    async with line.subscribed(default=1) as stream:
        no = await line.refused(stream.read())
    assert no == (OUT_OF_RANGE, "exchange.lienthong", "CURSOR_EXPIRED", "cursors[default]")
    async with line.subscribed(default=2) as stream:
        frame: Any = await stream.read()
        assert [entry.sequence for entry in frame.entries] == [3]
    assert (await line.lag()).oldest == 3


async def test_a_cursor_is_no_less_than_nothing(line: Line) -> None:
    async with line.subscribed(default=-1) as stream:
        assert (await line.refused(stream.read()))[2] == "INVALID_REQUEST"


async def test_an_empty_batch_is_malformed(line: Line) -> None:
    refused = await line.refused(line.ask("SendMessages", contract.SendMessagesRequest()))

    assert refused == (MALFORMED, "lienthong", "INVALID_REQUEST", "messages")
