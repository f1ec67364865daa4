"""Handlers for gRPC: built once at start, every method of a service by the shape of its call."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import message_factory
from google.protobuf.message import DecodeError

from lienthong_emulator.runtime.calls import (
    Call,
    Entrance,
    MalformedRequest,
    Read,
    Visit,
    abort_with,
    context_in,
    ending_with_world,
    readable,
    status_of_no,
)
from lienthong_emulator.runtime.refusals import PeerRefusal, Refusal
from lienthong_emulator.runtime.validation import check

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.context import Context

    GrpcContext = grpc.aio.ServicerContext[Any, Any]


def handler_for(service: ServiceDescriptor, servicer: object, entrance: Entrance) -> grpc.GenericRpcHandler:
    """Handlers for every method of a service."""
    handlers = {method.name: _handler(method, getattr(servicer, method.name), entrance) for method in service.methods}
    return grpc.method_handlers_generic_handler(service.full_name, handlers)


def plain_handler_for(service: ServiceDescriptor, servicer: object) -> grpc.GenericRpcHandler:
    """Handlers for a service that stands outside of worlds: methods take `(request, context)`, nothing is journaled."""
    handlers = {method.name: _plain_handler(method, getattr(servicer, method.name)) for method in service.methods}
    return grpc.method_handlers_generic_handler(service.full_name, handlers)


def _plain_handler(method: MethodDescriptor, answer: Callable[..., Any]) -> Any:
    if method.client_streaming:
        raise NotImplementedError(f"{method.full_name}: nothing outside of worlds takes a stream yet")
    return _wired(method, _plain_streaming(answer) if method.server_streaming else _plain_unary(answer))


def _plain_unary(answer: Callable[[Any, Context], Awaitable[Message]]) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> Message:
        try:
            return await answer(_checked(request), context_in(grpc_context))
        except (Refusal, PeerRefusal) as no:
            await abort_with(grpc_context, status_of_no(no))

    return handle


def _plain_streaming(answer: Callable[[Any, Context], AsyncGenerator[Message]]) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> AsyncGenerator[Message]:
        try:
            async with aclosing(answer(_checked(request), context_in(grpc_context))) as frames:
                async for frame in frames:
                    yield frame
        except (Refusal, PeerRefusal) as no:
            await abort_with(grpc_context, status_of_no(no))

    return handle


def _handler(method: MethodDescriptor, answer: Callable[..., Any], entrance: Entrance) -> Any:
    name = f"{method.containing_service.full_name}/{method.name}"
    match method.client_streaming, method.server_streaming:
        case False, False:
            handle = _unary(name, answer, entrance)
        case False, True:
            handle = _streaming(name, answer, entrance)
        case True, True:
            handle = _conversing(name, answer, entrance)
        case _:
            raise NotImplementedError(f"{method.full_name}: a stream with one answer has no wrapper yet")
    return _wired(method, handle)


def _wired(method: MethodDescriptor, handle: Any) -> Any:
    codec: Any = {
        "request_deserializer": _reading(message_factory.GetMessageClass(method.input_type)),
        "response_serializer": message_factory.GetMessageClass(method.output_type).SerializeToString,
    }
    if method.client_streaming:
        return grpc.stream_stream_rpc_method_handler(handle, **codec)
    if method.server_streaming:
        return grpc.unary_stream_rpc_method_handler(handle, **codec)
    return grpc.unary_unary_rpc_method_handler(handle, **codec)


def _reading(kind: type[Message]) -> Callable[[bytes], Read]:
    """Bytes that are no such message become the refusal that the handler gives: to gRPC they would be a bug of ours."""

    def read(data: bytes) -> Read:
        try:
            return kind.FromString(data)
        except DecodeError:
            return MalformedRequest(expected=kind.DESCRIPTOR.full_name)

    return read


def _checked(request: Read) -> Message:
    message = readable(request)
    check(message)
    return message


def _unary(name: str, answer: Callable[[Any, Call], Awaitable[Message]], entrance: Entrance) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> Message:
        with Visit(name, grpc_context, entrance) as visit:
            try:
                call = await visit.admit(request)
                reply = await answer(request, call)
            except (Refusal, PeerRefusal) as no:
                await visit.refuse(no)
            visit.entry.add_answer(reply)
            visit.end()
            return reply

    return handle


def _streaming(name: str, answer: Callable[[Any, Call], AsyncGenerator[Message]], entrance: Entrance) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> AsyncGenerator[Message]:
        with Visit(name, grpc_context, entrance) as visit:
            try:
                call = await visit.admit(request)
                with ending_with_world(call.kit):
                    async with aclosing(answer(request, call)) as frames:
                        async for frame in frames:
                            visit.entry.add_answer(frame)
                            yield frame
            except (Refusal, PeerRefusal) as no:
                await visit.refuse(no)
            visit.end()

    return handle


def _conversing(
    name: str, answer: Callable[[AsyncIterator[Any], Call], AsyncGenerator[Message]], entrance: Entrance
) -> Any:
    async def handle(requests: AsyncIterator[Read], grpc_context: GrpcContext) -> AsyncGenerator[Message]:
        with Visit(name, grpc_context, entrance) as visit:
            try:
                call = await visit.enter()
                with ending_with_world(call.kit):
                    async with aclosing(answer(visit.admitted(requests), call)) as frames:
                        async for frame in frames:
                            visit.entry.add_answer(frame)
                            yield frame
            except (Refusal, PeerRefusal) as no:
                await visit.refuse(no)
            visit.end()

    return handle
