"""The one wrapper around every RPC: context, world, validation, the call itself, refusals, journal, in one pass.

Handlers are built once at start. A servicer's method takes `(request, call)`: what it may use of the world comes with
the call.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, cast

import grpc
from google.protobuf import message_factory
from google.protobuf.message import DecodeError
from google.rpc import status_pb2
from grpc_status import rpc_status

from lienthong_emulator.runtime.context import CASE, REPLAYED, context_of
from lienthong_emulator.runtime.journal import Entry
from lienthong_emulator.runtime.refusals import Kind, PeerRefusal, Refusal, status_of
from lienthong_emulator.runtime.validation import check
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.journal import Journal
    from lienthong_emulator.runtime.kit import Kit

    GrpcContext = grpc.aio.ServicerContext[Any, Any]

LOG = logging.getLogger("lienthong.calls")
OK = status_pb2.Status()
THE_WORLD_ITSELF = ""
"""As the name of what is watched: nothing is called so, and the end of a world is told to whoever watches anything."""

Enter = Callable[["Context"], Awaitable["Kit"]]
Read: TypeAlias = "Message | MalformedRequest"


@dataclass(slots=True, eq=False)
class Call:
    """One call, as a servicer sees it."""

    kit: Kit
    context: Context
    method: str
    replayed: bool = False

    def belongs_to(self, case_id: str) -> None:
        """Tie the call to a case that it began or touched; the caller reads it in the trailers."""
        self.context = self.context.within(case_id)


class MalformedRequest(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_REQUEST"
    english = "The bytes of the request are not a {expected}."
    vietnamese = "Dữ liệu của yêu cầu không phải là {expected}."


class Desk:
    """What the wrapper needs of the agency behind a service."""

    def __init__(self, enter: Enter, journal: Callable[[str], Journal]) -> None:
        self.enter = enter
        self.journal = journal


def handler_for(service: ServiceDescriptor, servicer: object, desk: Desk) -> grpc.GenericRpcHandler:
    """Handlers for every method of a service."""
    handlers = {method.name: _handler(method, getattr(servicer, method.name), desk) for method in service.methods}
    return grpc.method_handlers_generic_handler(service.full_name, handlers)


def plain_handler_for(service: ServiceDescriptor, servicer: object) -> grpc.GenericRpcHandler:
    """Handlers for a service that stands outside of worlds: methods take `(request, context)`, nothing is journaled."""
    handlers = {method.name: _plain_handler(method, getattr(servicer, method.name)) for method in service.methods}
    return grpc.method_handlers_generic_handler(service.full_name, handlers)


def _plain_handler(method: MethodDescriptor, answer: Callable[..., Any]) -> Any:
    return _wired(method, _plain_streaming(answer) if method.server_streaming else _plain_unary(answer))


def _plain_unary(answer: Callable[[Any, Context], Awaitable[Message]]) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> Message:
        try:
            return await answer(_checked(request), _context(grpc_context))
        except (Refusal, PeerRefusal) as no:
            await _abort(grpc_context, _status_of_no(no))

    return handle


def _plain_streaming(answer: Callable[[Any, Context], AsyncGenerator[Message]]) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> AsyncGenerator[Message]:
        try:
            async with aclosing(answer(_checked(request), _context(grpc_context))) as frames:
                async for frame in frames:
                    yield frame
        except (Refusal, PeerRefusal) as no:
            await _abort(grpc_context, _status_of_no(no))

    return handle


def _handler(method: MethodDescriptor, answer: Callable[..., Any], desk: Desk) -> Any:
    name = f"{method.containing_service.full_name}/{method.name}"
    return _wired(method, _streaming(name, answer, desk) if method.server_streaming else _unary(name, answer, desk))


def _wired(method: MethodDescriptor, handle: Any) -> Any:
    codec: Any = {
        "request_deserializer": _reading(message_factory.GetMessageClass(method.input_type)),
        "response_serializer": message_factory.GetMessageClass(method.output_type).SerializeToString,
    }
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


def _readable(request: Read) -> Message:
    if isinstance(request, MalformedRequest):
        raise request
    return request


def _checked(request: Read) -> Message:
    message = _readable(request)
    check(message)
    return message


def _unary(name: str, answer: Callable[[Any, Call], Awaitable[Message]], desk: Desk) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> Message:
        with Visit(name, request, grpc_context, desk) as visit:
            try:
                call = await visit.admit()
                reply = await answer(request, call)
            except (Refusal, PeerRefusal) as no:
                await visit.refuse(no)
            visit.end(reply)
            return reply

    return handle


def _streaming(name: str, answer: Callable[[Any, Call], AsyncGenerator[Message]], desk: Desk) -> Any:
    async def handle(request: Read, grpc_context: GrpcContext) -> AsyncGenerator[Message]:
        with Visit(name, request, grpc_context, desk) as visit:
            try:
                call = await visit.admit()
                async with (
                    aclosing(answer(request, call)) as answers,
                    aclosing(_while_world_lasts(call.kit, answers)) as frames,
                ):
                    async for frame in frames:
                        visit.entry.add_answer(frame)
                        yield frame
            except (Refusal, PeerRefusal) as no:
                await visit.refuse(no)
            visit.end()

    return handle


async def _while_world_lasts(kit: Kit, frames: AsyncGenerator[Message]) -> AsyncGenerator[Message]:
    """Frames until the world is deleted: who waits for the next would hold up its end."""
    with kit.changes.watching(THE_WORLD_ITSELF) as told:
        end = asyncio.ensure_future(told.wait())
        frame = asyncio.ensure_future(anext(frames, None))
        try:
            while not kit.gone:
                await asyncio.wait((frame, end), return_when=asyncio.FIRST_COMPLETED)
                if frame.done():
                    if (found := frame.result()) is None:
                        return
                    yield found
                    frame = asyncio.ensure_future(anext(frames, None))
            raise WorldNotFound(world=kit.world.name)
        finally:
            await _broken_off(frame, end)


async def _broken_off(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Visit:
    """The way of one call through the wrapper."""

    def __init__(self, name: str, request: Read, grpc_context: GrpcContext, desk: Desk) -> None:
        self._request = request
        self._grpc = grpc_context
        self._desk = desk
        self._name = name
        self._call: Call | None = None
        self._started = perf_counter()

    def __enter__(self) -> Visit:
        return self

    async def admit(self) -> Call:
        """Find the world and check the request."""
        context = _context(self._grpc)
        request = _readable(self._request)
        kit = await self._desk.enter(context)
        self.entry = Entry(method=self._name, context=context, request=request, time=kit.now())
        self._call = Call(kit, context, self._name)  # from here on the end of the visit is noted
        kit.users += 1
        check(request)
        return self._call

    def end(self, reply: Message | None = None) -> None:
        assert self._call is not None
        if reply is not None:
            self.entry.add_answer(reply)
        self.entry.status = OK
        if trailers := self._trailers():
            self._grpc.set_trailing_metadata(trailers)

    def _trailers(self) -> tuple[tuple[str, str], ...]:
        call = self._call
        if call is None or not (call.context.case_id or call.replayed):
            return ()
        return ((CASE, call.context.case_id), (REPLAYED, "true")) if call.replayed else ((CASE, call.context.case_id),)

    async def refuse(self, no: Refusal | PeerRefusal) -> NoReturn:
        status = _status_of_no(no)
        if self._call is not None:
            self.entry.status = status
        await _abort(self._grpc, status, self._trailers())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._call is None:
            return
        kit = self._call.kit
        kit.users -= 1
        self.entry.seconds = perf_counter() - self._started
        self.entry.context = self._call.context
        if self.entry.status is None:
            self.entry.status = _status_of_end(error)
        self._desk.journal(kit.world.name).add(self.entry)


def _context(grpc_context: GrpcContext) -> Context:
    return context_of(cast(Any, grpc_context.invocation_metadata()) or ())


def _status_of_no(no: Refusal | PeerRefusal) -> status_pb2.Status:
    return status_of(no) if isinstance(no, Refusal) else no.status


async def _abort(
    grpc_context: GrpcContext, status: status_pb2.Status, trailers: tuple[tuple[str, str], ...] = ()
) -> NoReturn:
    ready: Any = cast(Any, rpc_status).to_status(status)
    await grpc_context.abort(ready.code, ready.details, (*ready.trailing_metadata, *trailers))


def _status_of_end(error: BaseException | None) -> status_pb2.Status:
    """A call that neither answered nor refused: it was cancelled, or there is a bug."""
    if error is None or isinstance(error, GeneratorExit) or type(error).__name__ == "CancelledError":
        return status_pb2.Status(code=Kind.CANCELLED.value, message="cancelled")
    LOG.error("a call failed: this is a bug", exc_info=error)
    return status_pb2.Status(code=Kind.INTERNAL.value, message=f"{type(error).__name__}: {error}")
