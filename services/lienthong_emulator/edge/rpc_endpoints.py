"""What answers a call over HTTP: the same call over gRPC, at the agency."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import grpc
from connectrpc.errors import ConnectError
from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from connectrpc.server import Endpoint
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message_factory import GetMessageClass

from lienthong_emulator.edge.contract import answered_services
from lienthong_emulator.edge.rpc_errors import connect_error, error_of_call
from lienthong_emulator.runtime.context import LONGEST_VALUE, TRACE_PARENT, MalformedMetadata
from lienthong_emulator.runtime.refusals import Refusal, status_of

if TYPE_CHECKING:
    from connectrpc.request import Headers, RequestContext
    from google.protobuf.descriptor import MethodDescriptor

ChannelOf = Callable[[str], grpc.aio.Channel]

OURS = "lienthong-"
PLAIN = re.compile(rf"[\x20-\x7e]{{0,{LONGEST_VALUE}}}")
STREAM_TYPES = {
    (False, False): StreamType.UNARY,
    (False, True): StreamType.SERVER_STREAM,
    (True, False): StreamType.CLIENT_STREAM,
    (True, True): StreamType.BIDI_STREAM,
}


def endpoints_of(channel_of: ChannelOf) -> Mapping[str, Any]:
    """An endpoint for every call of the contract, by its path."""
    return {
        path: _endpoint(path, method, _Way(one.agency, channel_of))
        for one in answered_services()
        for path, method in one.paths()
    }


class _Way:
    """The way to an agency, and what goes wrong on it."""

    def __init__(self, agency: str, channel_of: ChannelOf) -> None:
        self._agency = agency
        self._channel_of = channel_of

    def method(self, path: str, method: MethodDescriptor) -> Callable[..., Any]:
        channel: Any = self._channel_of(self._agency)
        shape = f"{'stream' if method.client_streaming else 'unary'}_{'stream' if method.server_streaming else 'unary'}"
        return getattr(channel, shape)(
            path,
            request_serializer=GetMessageClass(method.input_type).SerializeToString,
            response_deserializer=GetMessageClass(method.output_type).FromString,
        )

    @contextmanager
    def errors_of(self, context: RequestContext[Any, Any]) -> Generator[None]:
        """Turn whatever ends the call into Connect's error."""
        try:
            yield
        except Refusal as no:
            raise connect_error(status_of(no)) from no
        except grpc.aio.AioRpcError as error:
            _note_trailers(context, error.trailing_metadata())
            raise error_of_call(error, self._agency) from error


def _endpoint(path: str, method: MethodDescriptor, way: _Way) -> Any:
    info = MethodInfo(
        name=method.name,
        service_name=method.containing_service.full_name,
        input=GetMessageClass(method.input_type),
        output=GetMessageClass(method.output_type),
        idempotency_level=_idempotency(method),
        stream_type=STREAM_TYPES[method.client_streaming, method.server_streaming],
    )
    match info.stream_type:
        case StreamType.UNARY:
            return Endpoint.unary(info, _with_one_answer(path, method, way))
        case StreamType.CLIENT_STREAM:
            return Endpoint.client_stream(info, _with_one_answer(path, method, way))
        case StreamType.SERVER_STREAM:
            return Endpoint.server_stream(info, _with_answers(path, method, way))
        case StreamType.BIDI_STREAM:
            return Endpoint.bidi_stream(info, _with_answers(path, method, way))


def _idempotency(method: MethodDescriptor) -> IdempotencyLevel:
    level = cast(MethodOptions, method.GetOptions()).idempotency_level
    return IdempotencyLevel.NO_SIDE_EFFECTS if level == MethodOptions.NO_SIDE_EFFECTS else IdempotencyLevel.UNKNOWN


def _with_one_answer(path: str, method: MethodDescriptor, way: _Way) -> Callable[..., Any]:
    async def answer(request: Any, context: RequestContext[Any, Any]) -> Any:
        with way.errors_of(context), _requests_of(request) as requests:
            call = way.method(path, method)(requests, **_options(context))
            try:
                reply = await call
            except asyncio.CancelledError:
                call.cancel()
                raise
            _note_trailers(context, await call.trailing_metadata())
            return reply

    return answer


def _with_answers(path: str, method: MethodDescriptor, way: _Way) -> Callable[..., Any]:
    async def answer(request: Any, context: RequestContext[Any, Any]) -> AsyncGenerator[Any]:
        with way.errors_of(context), _requests_of(request) as requests:
            call = way.method(path, method)(requests, **_options(context))
            try:
                async for frame in call:
                    yield frame
                _note_trailers(context, await call.trailing_metadata())
            finally:
                call.cancel()

    return answer


@contextmanager
def _requests_of(request: Any) -> Generator[Any]:
    """The request, or a stream of them up to one that cannot be read: that one is refused after what came before it."""
    if not isinstance(request, AsyncIterator):
        yield request
        return
    failed: list[ConnectError] = []

    async def readable() -> AsyncGenerator[Any]:
        try:
            async for one in cast(AsyncIterator[Any], request):
                yield one
        except ConnectError as error:
            failed.append(error)

    yield readable()
    if failed:
        raise failed[0]


def _options(context: RequestContext[Any, Any]) -> dict[str, Any]:
    milliseconds = context.timeout_ms
    return {
        "metadata": _metadata(context.request_headers),
        "timeout": None if milliseconds is None else max(milliseconds, 0) / 1000,
    }


def _metadata(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Our headers, as gRPC's metadata can carry them."""
    ours = [(key, value) for key, value in headers.allitems() if key.startswith(OURS) or key == TRACE_PARENT]
    for key, value in ours:
        if not PLAIN.fullmatch(value):
            raise MalformedMetadata(key=key)
    return tuple(ours)


def _note_trailers(context: RequestContext[Any, Any], trailers: Any) -> None:
    """Tell of case and replay where Connect's clients look for trailers, and where everybody else looks for headers."""
    for key, value in trailers or ():
        if key.startswith(OURS):
            context.response_trailers[key] = value
            context.response_headers[key] = value
