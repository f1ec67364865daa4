"""Handlers for gRPC: built once at start, every method of a service by the shape of its call."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import grpc
from google.protobuf import message_factory
from google.protobuf.message import DecodeError

from lienthong_emulator.runtime.calls import (
    Call,
    Entrance,
    Visit,
    abort_with,
    context_in,
    ending_with_world,
    status_of_no,
)
from lienthong_emulator.runtime.faults import PlannedFailure
from lienthong_emulator.runtime.journal import Method
from lienthong_emulator.runtime.refusals import Kind, PeerRefusal, Refusal
from lienthong_emulator.runtime.validation import check_request

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.company import Company
    from lienthong_emulator.runtime.context import Context

    GrpcContext = grpc.aio.ServicerContext[Any, Any]

Read: TypeAlias = "Callable[[bytes], Message]"


class MalformedRequest(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_REQUEST"
    english = "The bytes of the request are not a {expected}."
    vietnamese = "Dữ liệu của yêu cầu không phải là {expected}."


@dataclass(frozen=True, slots=True)
class Handlers:
    """What answers the methods of a service, by their short names."""

    service: str
    by_method: Mapping[str, Any]


def handlers_for(service: ServiceDescriptor, servicer: object, entrance: Entrance) -> Handlers:
    """Handlers for every method of a service."""
    return Handlers(
        service.full_name,
        {method.name: _handler(method, getattr(servicer, method.name), entrance) for method in service.methods},
    )


def plain_handlers_for(service: ServiceDescriptor, servicer: object) -> Handlers:
    """Handlers for a service that stands outside of worlds: methods take `(request, context)`, nothing is journaled."""
    return Handlers(
        service.full_name,
        {method.name: _plain_handler(method, getattr(servicer, method.name)) for method in service.methods},
    )


def _plain_handler(method: MethodDescriptor, answer: Callable[..., Any]) -> Any:
    shape = _PLAIN_SHAPES[method.client_streaming, method.server_streaming]
    return _wired(method, shape(_reader_of(method), answer))


def _plain_unary(read: Read, answer: Callable[[Any, Context], Awaitable[Message]]) -> Any:
    async def handle(data: bytes, grpc_context: GrpcContext, _company: Company | None = None) -> bytes:
        try:
            request = read(data)
            check_request(request, len(data))
            return written(await answer(request, context_in(grpc_context)))
        except (Refusal, PeerRefusal) as no:
            await abort_with(grpc_context, status_of_no(no))

    return handle


def _plain_streaming(read: Read, answer: Callable[[Any, Context], AsyncGenerator[Message]]) -> Any:
    async def handle(data: bytes, grpc_context: GrpcContext) -> AsyncGenerator[bytes]:
        try:
            request = read(data)
            check_request(request, len(data))
            async with aclosing(answer(request, context_in(grpc_context))) as frames:
                async for frame in frames:
                    yield written(frame)
        except (Refusal, PeerRefusal) as no:
            await abort_with(grpc_context, status_of_no(no))

    return handle


def _plain_gathering(read: Read, answer: Callable[[AsyncIterator[Any], Context], Awaitable[Message]]) -> Any:
    async def handle(frames: AsyncIterator[bytes], grpc_context: GrpcContext) -> bytes:
        try:
            return written(await answer(_plain_requests(read, frames), context_in(grpc_context)))
        except (Refusal, PeerRefusal) as no:
            await abort_with(grpc_context, status_of_no(no))

    return handle


async def _plain_requests(read: Read, frames: AsyncIterator[bytes]) -> AsyncGenerator[Message]:
    async for data in frames:
        request = read(data)
        check_request(request, len(data))
        yield request


_PLAIN_SHAPES: Mapping[tuple[bool, bool], Callable[[Read, Callable[..., Any]], Any]] = {
    (False, False): _plain_unary,
    (False, True): _plain_streaming,
    (True, False): _plain_gathering,
}
"""By whether requests and answers are streams. Nobody converses outside of worlds."""


def _handler(method: MethodDescriptor, answer: Callable[..., Any], entrance: Entrance) -> Any:
    match method.client_streaming, method.server_streaming:
        case False, False:
            shape = _unary
        case False, True:
            shape = _streaming
        case True, False:
            shape = _gathering
        case _:
            shape = _conversing
    return _wired(method, shape(_method_of(method), _reader_of(method), answer, entrance))


def _method_of(method: MethodDescriptor) -> Method:
    return Method(
        name=f"{method.containing_service.full_name}/{method.name}",
        request_kind=method.input_type.full_name,
        answer_kind=method.output_type.full_name,
    )


def _wired(method: MethodDescriptor, handle: Any) -> Any:
    """Bytes come in and go out: each message is read and written once, and the journal keeps what travelled."""
    rpc: Any = grpc
    if method.client_streaming and method.server_streaming:
        return rpc.stream_stream_rpc_method_handler(handle)
    if method.client_streaming:
        return rpc.stream_unary_rpc_method_handler(handle)
    if method.server_streaming:
        return rpc.unary_stream_rpc_method_handler(handle)
    return rpc.unary_unary_rpc_method_handler(handle)


def _reader_of(method: MethodDescriptor) -> Read:
    """Bytes that are no such message are refused: to gRPC they would be a bug of ours."""
    kind = message_factory.GetMessageClass(method.input_type)

    def read(data: bytes) -> Message:
        try:
            return kind.FromString(data)
        except DecodeError:
            raise MalformedRequest(expected=kind.DESCRIPTOR.full_name) from None

    return read


def written(answer: Message | bytes) -> bytes:
    """What travels: a servicer may give it so where it has put it together from parts."""
    return answer if isinstance(answer, bytes) else answer.SerializeToString()


def _unary(method: Method, read: Read, answer: Callable[[Any, Call], Awaitable[Message]], entrance: Entrance) -> Any:
    async def handle(data: bytes, grpc_context: GrpcContext, company: Company | None = None) -> bytes:
        with Visit(method, grpc_context, entrance) as visit:
            try:
                request = read(data)
                call = await visit.enter(company)
                visit.entry.add_request(data)
                check_request(request, len(data))
                respond = _hindered(answer, visit) if call.kit.faults.of_calls else answer
                reply = written(await respond(request, call))
            except (Refusal, PeerRefusal, PlannedFailure) as no:
                await visit.refuse(no)
            except Exception as error:  # its world may be gone
                await visit.refuse(visit.no_of(error))
            visit.entry.add_answer(reply)
            visit.end()
            return reply

    return handle


def _streaming(
    method: Method, read: Read, answer: Callable[[Any, Call], AsyncGenerator[Message]], entrance: Entrance
) -> Any:
    async def handle(data: bytes, grpc_context: GrpcContext) -> AsyncGenerator[bytes]:
        with Visit(method, grpc_context, entrance) as visit:
            try:
                request = read(data)
                call = await visit.enter()
                visit.entry.add_request(data)
                check_request(request, len(data))
                respond = _hindered_stream(answer, visit) if call.kit.faults.of_calls else answer
                with ending_with_world(call.kit):
                    async with aclosing(respond(request, call)) as frames:
                        async for frame in frames:
                            reply = written(frame)
                            visit.entry.add_answer(reply)
                            yield reply
            except (Refusal, PeerRefusal, PlannedFailure) as no:
                await visit.refuse(no)
            except Exception as error:  # its world may be gone
                await visit.refuse(visit.no_of(error))
            visit.end()

    return handle


def _gathering(
    method: Method,
    read: Read,
    answer: Callable[[AsyncIterator[Any], Call], Awaitable[Message | bytes]],
    entrance: Entrance,
) -> Any:
    async def handle(frames: AsyncIterator[bytes], grpc_context: GrpcContext) -> bytes:
        with Visit(method, grpc_context, entrance) as visit:
            try:
                call = await visit.enter()
                respond = _hindered(answer, visit) if call.kit.faults.of_calls else answer
                with ending_with_world(call.kit):
                    reply = written(await respond(_requests(visit, read, frames), call))
            except (Refusal, PeerRefusal, PlannedFailure) as no:
                await visit.refuse(no)
            except Exception as error:  # its world may be gone
                await visit.refuse(visit.no_of(error))
            visit.entry.add_answer(reply)
            visit.end()
            return reply

    return handle


def _conversing(
    method: Method,
    read: Read,
    answer: Callable[[AsyncIterator[Any], Call], AsyncGenerator[Message | bytes]],
    entrance: Entrance,
) -> Any:
    async def handle(frames: AsyncIterator[bytes], grpc_context: GrpcContext) -> AsyncGenerator[bytes]:
        with Visit(method, grpc_context, entrance) as visit:
            try:
                call = await visit.enter()
                respond = _hindered_stream(answer, visit) if call.kit.faults.of_calls else answer
                with ending_with_world(call.kit):
                    async with aclosing(respond(_requests(visit, read, frames), call)) as answers:
                        async for found in answers:
                            reply = written(found)
                            visit.entry.add_answer(reply)
                            yield reply
            except (Refusal, PeerRefusal, PlannedFailure) as no:
                await visit.refuse(no)
            except Exception as error:  # its world may be gone
                await visit.refuse(visit.no_of(error))
            visit.end()

    return handle


def _hindered(answer: Callable[..., Any], visit: Visit) -> Callable[..., Any]:
    """Imported with the first call that may meet a fault: nearly no world has one."""
    from lienthong_emulator.runtime.hindered import hindered

    return hindered(answer, visit.entry)


def _hindered_stream(answer: Callable[..., Any], visit: Visit) -> Callable[..., Any]:
    from lienthong_emulator.runtime.hindered import hindered_stream

    return hindered_stream(answer, visit.entry)


async def _requests(visit: Visit, read: Read, frames: AsyncIterator[bytes]) -> AsyncGenerator[Message]:
    """The requests of a stream, each checked when it is read."""
    async for data in frames:
        request = read(data)
        visit.entry.add_request(data)
        check_request(request, len(data))
        yield request
