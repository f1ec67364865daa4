"""What answers a call over HTTP: the same call over gRPC, at the agency."""

from __future__ import annotations

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
from lienthong_emulator.edge.worlds import plain
from lienthong_emulator.runtime.context import TRACE_PARENT
from lienthong_emulator.runtime.refusals import Refusal, status_of

if TYPE_CHECKING:
    from connectrpc.request import Headers, RequestContext
    from google.protobuf.descriptor import MethodDescriptor

    from lienthong_emulator.edge.doors import Doors

OURS = "lienthong-"
STREAM_TYPES = {
    (False, False): StreamType.UNARY,
    (False, True): StreamType.SERVER_STREAM,
    (True, False): StreamType.CLIENT_STREAM,
    (True, True): StreamType.BIDI_STREAM,
}


def endpoints_of(doors: Doors) -> Mapping[str, Any]:
    """An endpoint for every call of the contract, by its path."""
    return {
        path: _endpoint(method, _Way(path, method, one.agency, doors))
        for one in answered_services()
        for path, method in one.paths()
    }


class _Way:
    """The way to a call of an agency, and what goes wrong on it."""

    def __init__(self, path: str, method: MethodDescriptor, agency: str, doors: Doors) -> None:
        self._path = path
        self._method = method
        self._agency = agency
        self._doors = doors
        self._opened: Callable[..., Any] | None = None

    def call(self, request: Any, context: RequestContext[Any, Any]) -> Any:
        """Begin the call. Raises `AgencyUnavailable` where nobody said where the agency is."""
        if self._opened is None:
            self._opened = self._open()
        milliseconds = context.timeout_ms
        seconds = None if milliseconds is None else max(milliseconds, 0) / 1000
        return self._opened(request, metadata=_metadata(context.request_headers), timeout=seconds)

    def _open(self) -> Callable[..., Any]:
        channel: Any = self._doors.channel(self._agency)
        asks, answers = self._method.client_streaming, self._method.server_streaming
        shape = f"{'stream' if asks else 'unary'}_{'stream' if answers else 'unary'}"
        return getattr(channel, shape)(
            self._path,
            request_serializer=GetMessageClass(self._method.input_type).SerializeToString,
            response_deserializer=GetMessageClass(self._method.output_type).FromString,
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


def _endpoint(method: MethodDescriptor, way: _Way) -> Any:
    info: MethodInfo[Any, Any] = MethodInfo(
        name=method.name,
        service_name=method.containing_service.full_name,
        input=GetMessageClass(method.input_type),
        output=GetMessageClass(method.output_type),
        idempotency_level=_idempotency(method),
        stream_type=STREAM_TYPES[method.client_streaming, method.server_streaming],
    )
    match info.stream_type:
        case StreamType.UNARY:
            return Endpoint.unary(info, _with_one_answer(way))
        case StreamType.CLIENT_STREAM:
            return Endpoint.client_stream(info, _with_one_answer(way))
        case StreamType.SERVER_STREAM:
            return Endpoint.server_stream(info, _with_answers(way))
        case StreamType.BIDI_STREAM:
            return Endpoint.bidi_stream(info, _with_answers(way))


def _idempotency(method: MethodDescriptor) -> IdempotencyLevel:
    level = method.GetOptions().idempotency_level
    return IdempotencyLevel.NO_SIDE_EFFECTS if level == MethodOptions.NO_SIDE_EFFECTS else IdempotencyLevel.UNKNOWN


def _with_one_answer(way: _Way) -> Callable[..., Any]:
    async def answer(request: Any, context: RequestContext[Any, Any]) -> Any:
        with way.errors_of(context), _requests_of(request) as requests:
            call = way.call(requests, context)
            reply = await call
            _note_trailers(context, await call.trailing_metadata())
            return reply

    return answer


def _with_answers(way: _Way) -> Callable[..., Any]:
    async def answer(request: Any, context: RequestContext[Any, Any]) -> AsyncGenerator[Any]:
        with way.errors_of(context), _requests_of(request) as requests:
            call = way.call(requests, context)
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


def _metadata(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Our headers, as gRPC's metadata can carry them."""
    ours = ((key, value) for key, value in headers.allitems() if key.startswith(OURS) or key == TRACE_PARENT)
    return tuple((key, plain(key, value)) for key, value in ours)


def _note_trailers(context: RequestContext[Any, Any], trailers: Any) -> None:
    """Tell of case and replay where Connect's clients look for trailers, and where everybody else looks for headers."""
    for key, value in trailers or ():
        if key.startswith(OURS):
            context.response_trailers[key] = value
            context.response_headers[key] = value
