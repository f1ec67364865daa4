"""The exchange over the wire."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import any_pb2, timestamp_pb2
from google.rpc import error_details_pb2, status_pb2

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong.exchange.v1.message_pb2 import Message, Receipt
from lienthong_emulator.runtime.context import CASE, Context
from lienthong_emulator.runtime.peers import translated
from lienthong_emulator.runtime.refusals import PeerRefusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceAsyncStub
    from lienthong_emulator.runtime.node import Node

JUSTICE, INSURANCE, TAX = "agencies/justice", "agencies/insurance", "agencies/tax"
NINE = timestamp_pb2.Timestamp(seconds=1641348000)  # 2022-01-05 09:00 in Hà Nội
UNKNOWN_ID = str(uuid.uuid5(uuid.NAMESPACE_OID, "nobody sent it"))
REASON = status_pb2.Status(code=9, message="Lan has no household yet.")


def message(story: str, *, receiver: str = INSURANCE, subject: str = "lan", case: str = "KS-1") -> Message:
    body = any_pb2.Any()
    body.Pack(timestamp_pb2.Timestamp(seconds=len(story)))
    return Message(
        message_id=str(uuid.uuid5(uuid.NAMESPACE_OID, story)),
        sender=JUSTICE,
        receiver=receiver,
        subject=subject,
        kind="justice.birth-registered",
        case_id=case,
        on_behalf_of="citizens/lan",
        body=body,
        send_time=NINE,
    )


def changed(letter: Message) -> Message:
    other = Message()
    other.CopyFrom(letter)
    other.case_id = "KS-2"
    return other


def calling(caller: str, world: str = "default") -> tuple[tuple[str, str], ...]:
    return Context(world=world).metadata_of(caller.removeprefix("agencies/"), 1)


@pytest.fixture
def exchange(node: Node) -> ExchangeServiceAsyncStub:
    return ExchangeServiceStub(node.peers.channel("exchange"))


async def send(exchange: ExchangeServiceAsyncStub, *letters: Message, world: str = "default") -> Sequence[Receipt]:
    request = contract.SendMessagesRequest(messages=letters)
    return (await exchange.SendMessages(request, metadata=calling(JUSTICE, world))).receipts


async def acknowledge(exchange: ExchangeServiceAsyncStub, cursor: int, **what: Any) -> int:
    request = contract.AcknowledgeRequest(receiver=INSURANCE, cursor=cursor, **what)
    return (await exchange.Acknowledge(request, metadata=calling(INSURANCE))).cursor


async def reject(exchange: ExchangeServiceAsyncStub, letter: Message, cursor: int) -> None:
    no = contract.Rejection(message_id=letter.message_id, status=REASON)
    await acknowledge(exchange, cursor, rejections=[no])


async def dead_letters(exchange: ExchangeServiceAsyncStub, **page: int) -> list[tuple[int, status_pb2.Status]]:
    request = contract.ListDeadLettersRequest(receiver=INSURANCE, **page)
    answer = await exchange.ListDeadLetters(request, metadata=calling(JUSTICE))
    assert all(dead.reject_time == NINE for dead in answer.dead_letters)
    return [(dead.entry.sequence, dead.status) for dead in answer.dead_letters]


async def lag(exchange: ExchangeServiceAsyncStub, receiver: str = INSURANCE) -> contract.Lag:
    return await exchange.GetLag(contract.GetLagRequest(receiver=receiver), metadata=calling(JUSTICE))


async def refused(call: Awaitable[Any]) -> PeerRefusal:
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await call
    no = translated(failed.value, "exchange")
    assert isinstance(no, PeerRefusal)
    return no


async def test_a_message_is_answered_with_its_place_in_the_log(exchange: ExchangeServiceAsyncStub) -> None:
    birth, household = message("birth"), message("household", receiver=TAX)

    receipts = await send(exchange, birth, household)

    assert [(receipt.message_id, receipt.sequence, receipt.replayed) for receipt in receipts] == [
        (birth.message_id, 1, False),
        (household.message_id, 1, False),
    ]


async def test_a_message_that_is_sent_again_is_answered_as_the_first_time(exchange: ExchangeServiceAsyncStub) -> None:
    [first] = await send(exchange, message("birth"))

    again, new = await send(exchange, message("birth"), message("marriage"))

    assert (again.sequence, again.digest, again.replayed) == (first.sequence, first.digest, True)
    assert (new.sequence, new.replayed) == (2, False)
    assert (await lag(exchange)).head == 2


async def test_a_batch_is_taken_in_as_a_whole_or_not_at_all(exchange: ExchangeServiceAsyncStub) -> None:
    await send(exchange, message("birth"))

    no = await refused(send(exchange, message("marriage"), changed(message("birth"))))

    assert (no.reason, _field(no)) == ("MESSAGE_ID_REUSED", "messages[1].message_id")
    assert (await lag(exchange)).head == 1


async def test_a_message_is_read_with_its_place_its_time_and_its_digests(exchange: ExchangeServiceAsyncStub) -> None:
    first, second = await send(exchange, message("birth"), message("marriage"))

    request = contract.GetMessageRequest(message_id=second.message_id)
    entry = await exchange.GetMessage(request, metadata=calling(TAX))

    assert entry.message == message("marriage")
    assert (entry.sequence, entry.subject_sequence, entry.accept_time) == (2, 2, NINE)
    assert (entry.previous_digest, entry.digest) == (first.digest, second.digest)


async def test_a_case_shows_its_messages_over_all_logs(exchange: ExchangeServiceAsyncStub) -> None:
    await send(exchange, message("birth"), message("other", case="KS-2"), message("household", receiver=TAX))
    await send(exchange, message("card"))

    answer = await exchange.ListCaseMessages(
        contract.ListCaseMessagesRequest(case_id="KS-1"), metadata=calling("agencies/control")
    )

    assert [entry.message for entry in answer.entries] == [
        message("birth"),
        message("household", receiver=TAX),
        message("card"),
    ]


async def test_worlds_do_not_see_each_others_messages(exchange: ExchangeServiceAsyncStub) -> None:
    await send(exchange, message("birth"))

    [receipt] = await send(exchange, message("birth"), world="tet")

    assert (receipt.sequence, receipt.replayed) == (1, False)


async def test_a_cursor_never_goes_back(exchange: ExchangeServiceAsyncStub) -> None:
    await send(exchange, message("birth"), message("marriage"), message("death"))

    assert [await acknowledge(exchange, cursor) for cursor in (2, 1, 3)] == [2, 2, 3]
    assert await lag(exchange) == contract.Lag(head=3, cursor=3)


async def test_lag_is_nothing_where_nothing_was_sent(exchange: ExchangeServiceAsyncStub) -> None:
    assert await lag(exchange, TAX) == contract.Lag()
    assert await acknowledge(exchange, 0) == 0


async def test_what_a_receiver_refused_is_a_dead_letter_until_it_is_resolved(
    exchange: ExchangeServiceAsyncStub,
) -> None:
    birth = message("birth")
    await send(exchange, birth, message("marriage"))

    await reject(exchange, birth, cursor=2)
    assert await dead_letters(exchange) == [(1, REASON)]
    assert await lag(exchange) == contract.Lag(head=2, cursor=2, dead_letters=1)

    await acknowledge(exchange, 2, resolved_message_ids=[birth.message_id])
    assert await dead_letters(exchange) == []


async def test_dead_letters_are_listed_in_pages(exchange: ExchangeServiceAsyncStub) -> None:
    stories = [message(f"child {i}") for i in range(3)]
    await send(exchange, *stories)
    for story in stories:
        await reject(exchange, story, cursor=3)

    assert await dead_letters(exchange, page_size=2) == [(1, REASON), (2, REASON)]
    assert await dead_letters(exchange, page_size=2, after_sequence=2) == [(3, REASON)]


async def test_words_about_messages_of_others_change_nothing(exchange: ExchangeServiceAsyncStub) -> None:
    household = message("household", receiver=TAX)
    await send(exchange, household, message("birth"))

    await reject(exchange, household, cursor=1)

    assert (await lag(exchange, TAX)).dead_letters == 0
    assert await dead_letters(exchange) == []


async def test_a_redelivery_is_counted_and_tied_to_its_case(exchange: ExchangeServiceAsyncStub) -> None:
    birth = message("birth")
    await send(exchange, birth)
    await reject(exchange, birth, cursor=1)
    request = contract.RedeliverMessageRequest(message_id=birth.message_id)

    first = await exchange.RedeliverMessage(request, metadata=calling(JUSTICE))
    call = exchange.RedeliverMessage(request, metadata=calling(JUSTICE))
    second = await call

    assert [entry.redeliveries for entry in (first, second)] == [1, 2]
    assert second.message == birth
    assert (CASE, "KS-1") in [(str(key), value) for key, value in await call.trailing_metadata() or ()]


Ask = Callable[[Any], Awaitable[Any]]


def _asked(method: str, request: Any, caller: str = INSURANCE) -> Ask:
    async def ask(exchange: ExchangeServiceAsyncStub) -> Any:
        call = getattr(exchange, method)(request, metadata=calling(caller))
        return await (call.read() if method == "Subscribe" else call)

    return ask


NOBODY = "agencies/nobody"


@pytest.mark.parametrize(
    ("ask", "code", "reason", "field"),
    [
        pytest.param(
            _asked("SendMessages", contract.SendMessagesRequest(messages=[message("birth")]), TAX),
            grpc.StatusCode.PERMISSION_DENIED,
            "SENDER_NOT_CALLER",
            "messages[0].sender",
            id="send in another's name",
        ),
        pytest.param(
            _asked("SendMessages", contract.SendMessagesRequest(messages=[message("birth", receiver=NOBODY)]), JUSTICE),
            grpc.StatusCode.NOT_FOUND,
            "RECEIVER_NOT_FOUND",
            "messages[0].receiver",
            id="send to nobody",
        ),
        pytest.param(
            _asked(
                "SendMessages",
                contract.SendMessagesRequest(messages=[message("birth"), changed(message("birth"))]),
                JUSTICE,
            ),
            grpc.StatusCode.FAILED_PRECONDITION,
            "MESSAGE_ID_REUSED",
            "messages[1].message_id",
            id="send two messages under one id",
        ),
        pytest.param(
            _asked("SendMessages", contract.SendMessagesRequest()),
            grpc.StatusCode.INVALID_ARGUMENT,
            "INVALID_REQUEST",
            "messages",
            id="send nothing",
        ),
        pytest.param(
            _asked("Subscribe", contract.SubscribeRequest(receiver=NOBODY), NOBODY),
            grpc.StatusCode.NOT_FOUND,
            "RECEIVER_NOT_FOUND",
            "receiver",
            id="subscribe as nobody",
        ),
        pytest.param(
            _asked("Subscribe", contract.SubscribeRequest(receiver=INSURANCE), TAX),
            grpc.StatusCode.PERMISSION_DENIED,
            "RECEIVER_NOT_CALLER",
            "receiver",
            id="subscribe for another",
        ),
        pytest.param(
            _asked("Acknowledge", contract.AcknowledgeRequest(receiver=NOBODY), NOBODY),
            grpc.StatusCode.NOT_FOUND,
            "RECEIVER_NOT_FOUND",
            "receiver",
            id="acknowledge as nobody",
        ),
        pytest.param(
            _asked("Acknowledge", contract.AcknowledgeRequest(receiver=INSURANCE), TAX),
            grpc.StatusCode.PERMISSION_DENIED,
            "RECEIVER_NOT_CALLER",
            "receiver",
            id="acknowledge for another",
        ),
        pytest.param(
            _asked("Acknowledge", contract.AcknowledgeRequest(receiver=INSURANCE, cursor=1)),
            grpc.StatusCode.FAILED_PRECONDITION,
            "CURSOR_AHEAD_OF_LOG",
            "cursor",
            id="acknowledge what was not sent",
        ),
        pytest.param(
            _asked("GetMessage", contract.GetMessageRequest(message_id=UNKNOWN_ID)),
            grpc.StatusCode.NOT_FOUND,
            "MESSAGE_NOT_FOUND",
            "message_id",
            id="get what was not sent",
        ),
        pytest.param(
            _asked("RedeliverMessage", contract.RedeliverMessageRequest(message_id=UNKNOWN_ID)),
            grpc.StatusCode.NOT_FOUND,
            "DEAD_LETTER_NOT_FOUND",
            "message_id",
            id="redeliver what is no dead letter",
        ),
        *(
            pytest.param(
                _asked(method, request),
                grpc.StatusCode.NOT_FOUND,
                "RECEIVER_NOT_FOUND",
                "receiver",
                id=f"{method} of nobody",
            )
            for method, request in (
                ("ListDeadLetters", contract.ListDeadLettersRequest(receiver=NOBODY)),
                ("GetLag", contract.GetLagRequest(receiver=NOBODY)),
                ("VerifyLog", contract.VerifyLogRequest(receiver=NOBODY)),
            )
        ),
    ],
)
async def test_a_refusal_names_its_reason_and_its_field(
    exchange: ExchangeServiceAsyncStub, ask: Ask, code: grpc.StatusCode, reason: str, field: str
) -> None:
    no = await refused(ask(exchange))

    assert (no.status.code, no.reason, _field(no)) == (code.value[0], reason, field)
    assert _domain(no) == ("lienthong" if reason == "INVALID_REQUEST" else "exchange.lienthong")


def _field(no: PeerRefusal) -> str:
    found = error_details_pb2.BadRequest()
    return next((found.field_violations[0].field for detail in no.status.details if detail.Unpack(found)), "")


def _domain(no: PeerRefusal) -> str:
    found = error_details_pb2.ErrorInfo()
    return next((found.domain for detail in no.status.details if detail.Unpack(found)), "")
