"""Makes any call of the contract by its name, and tells what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import grpc
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass

from lienthong.channels import OPTIONS
from lienthong.refusals import Refused, refusal_of

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, MethodDescriptor
    from google.protobuf.message import Message

    from lienthong_emulator.conformance.services import Service

SECONDS_TO_ANSWER = 20.0
PATIENCE_SECONDS = 5.0
LARGEST = (("grpc.max_receive_message_length", -1),)
Metadata = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came: answers as protobuf JSON, and how the call ended where that was not well."""

    answers: Sequence[Any] = ()
    refused: Refused | None = None
    code: str = "OK"
    text: str = ""
    streamed: bool = False

    @property
    def answer(self) -> Any:
        """The answer; those of a stream under `answers`."""
        if self.streamed:
            return {"answers": list(self.answers)}
        return self.answers[0] if self.answers else None


class NotAnswering(Exception):
    """Nothing that speaks gRPC is at an address."""


@dataclass(frozen=True, slots=True)
class Line:
    """Two channels to one address. Streams of requests take the blocking one, in a thread: gRPC's other half tells of
    an error of its own, and not what the server said, where that answers before all is written."""

    plain: Any
    blocking: Any

    async def answers(
        self, path: str, method: MethodDescriptor, wire: Sequence[bytes], metadata: Metadata
    ) -> AsyncGenerator[bytes]:
        told = {"metadata": metadata, "timeout": SECONDS_TO_ANSWER}
        if method.client_streaming:
            for answer in await asyncio.to_thread(_conversed, self.blocking.stream_stream(path), wire, told):
                yield answer
        elif method.server_streaming:
            begun = self.plain.unary_stream(path)(wire[0], **told)
            try:
                async for answer in begun:
                    yield answer
            finally:
                begun.cancel()
        else:
            yield await self.plain.unary_unary(path)(wire[0], **told)


def _conversed(call: Any, wire: Sequence[bytes], told: Any) -> list[bytes]:
    return list(call(iter(wire), **told))


class Lines:
    """Open lines, by agency."""

    def __init__(self, lines: Mapping[str, Line]) -> None:
        self._lines = lines

    async def call(
        self, service: Service, call: str, wire: Sequence[bytes], metadata: Mapping[str, str], frames: int = 0
    ) -> Reply:
        """Send requests, as bytes, and read what comes, at most so many answers where `frames` is not 0."""
        method = service.descriptor.methods_by_name[call]
        path = f"/{service.descriptor.full_name}/{call}"
        kind = message_class(method.output_type)
        found: list[Any] = []
        try:
            told = self._lines[service.agency].answers(path, method, wire, tuple(metadata.items()))
            async with aclosing(told) as answers:
                async for answer in answers:
                    found.append(to_json(kind.FromString(answer)))
                    if len(found) == frames:
                        break
        except grpc.RpcError as error:
            no: Any = error
            return Reply(found, _refusal_of(error), no.code().name, no.details() or "")
        except DecodeError as error:
            return Reply(found, None, "DATA_LOSS", f"an answer that is no {method.output_type.name}: {error}")
        return Reply(found, streamed=method.server_streaming)


def _refusal_of(error: grpc.RpcError) -> Refused | None:
    """The refusal that an error carries, None where it carries none that a client can read."""
    try:
        return refusal_of(error)
    except (ValueError, DecodeError):  # its details are another code's, or no message
        return None


@asynccontextmanager
async def open_lines(addresses: Mapping[str, str]) -> AsyncGenerator[Lines]:
    """Lines to agencies; raises `NotAnswering` where an address is silent, or does not speak gRPC."""
    async with AsyncExitStack() as stack:
        opened: dict[str, Line] = {}
        for address in dict.fromkeys(addresses.values()):
            options = (*OPTIONS, *LARGEST)
            plain = await stack.enter_async_context(grpc.aio.insecure_channel(address, options=options))
            blocking = stack.enter_context(grpc.insecure_channel(address, options=options))
            await _ready(plain, address)
            opened[address] = Line(plain, blocking)
        yield Lines({agency: opened[address] for agency, address in addresses.items()})


async def _ready(channel: Any, address: str) -> None:
    try:
        await asyncio.wait_for(channel.channel_ready(), PATIENCE_SECONDS)
    except TimeoutError as error:
        raise NotAnswering(f"no gRPC server answers at {address}") from error


def message_class(kind: Descriptor) -> type[Message]:
    return cast(Any, GetMessageClass(cast(Any, kind)))


def parsed(content: Any, kind: Descriptor) -> Message:
    """A message out of protobuf JSON; raises `ParseError` where it is none."""
    return ParseDict(content, message_class(kind)())


def to_json(message: Message) -> Any:
    return MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)
