"""A line to the exchange, on which a test speaks for any agency."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import any_pb2, timestamp_pb2
from google.rpc import error_details_pb2, status_pb2

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong.exchange.v1.message_pb2 import LogEntry, Message, Receipt
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.peers import Peers, translated
from lienthong_emulator.runtime.refusals import PeerRefusal

if TYPE_CHECKING:
    from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceAsyncStub
    from lienthong_emulator.runtime.node import Node

JUSTICE, INSURANCE = "agencies/justice", "agencies/insurance"
NINE = timestamp_pb2.Timestamp(seconds=1641348000)  # 2022-01-05 09:00 in Hà Nội
REASON = status_pb2.Status(code=9, message="Lan has no household yet.")

Stream = grpc.aio.UnaryStreamCall[contract.SubscribeRequest, contract.SubscribeResponse]


class Line:
    """Calls to the exchange. Justice sends, insurance receives, unless said otherwise."""

    def __init__(self, stub: ExchangeServiceAsyncStub) -> None:
        self.stub = stub

    def message(
        self, story: str, *, receiver: str = INSURANCE, subject: str = "lan", case: str = "KS-1", size: int = 0
    ) -> Message:
        """A message whose id and content follow from a story, with a body of some size."""
        body = any_pb2.Any()
        body.Pack(status_pb2.Status(code=len(story), message="x" * size))
        return Message(
            message_id=str(uuid.uuid5(uuid.NAMESPACE_OID, story)),
            sender=JUSTICE,
            receiver=receiver,
            subject=subject,
            kind="justice.event",
            case_id=case,
            on_behalf_of="citizens/lan",
            body=body,
            send_time=NINE,
        )

    async def ask(self, method: str, request: Any, *, caller: str = JUSTICE, world: str = "default") -> Any:
        return await getattr(self.stub, method)(request, metadata=metadata(caller, world))

    async def send(self, *letters: Message, world: str = "default") -> Sequence[Receipt]:
        request = contract.SendMessagesRequest(messages=letters)
        return (await self.ask("SendMessages", request, world=world)).receipts

    async def tell(self, *stories: str, world: str = "default") -> Sequence[Receipt]:
        """Send a message for each story."""
        return await self.send(*(self.message(story) for story in stories), world=world)

    async def acknowledge(self, cursor: int, *, world: str = "default", **words: Any) -> int:
        request = contract.AcknowledgeRequest(receiver=INSURANCE, cursor=cursor, **words)
        return (await self.ask("Acknowledge", request, caller=INSURANCE, world=world)).cursor

    async def reject(self, letter: Message, *, cursor: int) -> None:
        await self.acknowledge(cursor, rejections=[contract.Rejection(message_id=letter.message_id, status=REASON)])

    async def redeliver(self, letter: Message) -> LogEntry:
        return await self.ask("RedeliverMessage", contract.RedeliverMessageRequest(message_id=letter.message_id))

    async def lag(self, receiver: str = INSURANCE) -> contract.Lag:
        return await self.ask("GetLag", contract.GetLagRequest(receiver=receiver))

    @asynccontextmanager
    async def subscribed(self, **cursors: int) -> AsyncGenerator[Stream]:
        """Insurance's stream, from cursors by world where they are given."""
        request = contract.SubscribeRequest(receiver=INSURANCE, cursors=cursors)
        stream = self.stub.Subscribe(request, metadata=metadata(INSURANCE))
        try:
            yield stream
        finally:
            stream.cancel()

    async def refused(self, call: Awaitable[Any]) -> tuple[grpc.StatusCode, str, str, str]:
        """The code, domain, reason and field with which a call is refused."""
        with pytest.raises(grpc.aio.AioRpcError) as failed:
            await call
        no = translated(failed.value, "exchange")
        assert isinstance(no, PeerRefusal)
        info, fields = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        assert next(detail.Unpack(info) for detail in no.status.details)
        field = next((fields.field_violations[0].field for detail in no.status.details if detail.Unpack(fields)), "")
        return failed.value.code(), info.domain, info.reason, field


def metadata(caller: str, world: str = "default") -> tuple[tuple[str, str], ...]:
    return Context(world=world).metadata_of(caller.removeprefix("agencies/"), 1)


def line_over(peers: Peers) -> Line:
    return Line(ExchangeServiceStub(peers.channel_to(peers.addresses["exchange"])))


@pytest.fixture
def line(node: Node) -> Line:
    """A line to an exchange that stands alone in its process."""
    return line_over(node.peers)


@pytest.fixture
def connect() -> Callable[[Peers], Line]:
    """Take up a line to an exchange that the test began itself."""
    return line_over
