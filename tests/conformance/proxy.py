"""Stands before a server that keeps the contract, and has one fault happen to what passes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import grpc

from lienthong_emulator.conformance.calling import Line
from lienthong_emulator.edge.contract import answered_services

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

OPTIONS = (("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", 32 << 20))
OF_THE_TRANSPORT = ("user-agent", "grpc-accept-encoding", "accept-encoding")
Call = Any
"""grpc.aio's handler side and its client side have types of their own for what is carried here as bytes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call: its name without its service, and what was sent."""

    call: str
    body: bytes
    metadata: Mapping[str, Any]

    def saying(self, **metadata: str) -> Asked:
        ours = {f"lienthong-{name.replace('_', '-')}": text for name, text in metadata.items()}
        return replace(self, metadata={**self.metadata, **ours})


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, or a no: its code is then not OK, and the rich status lies in `details`."""

    body: bytes = b""
    code: grpc.StatusCode = grpc.StatusCode.OK
    text: str = ""
    details: bytes = b""


Ask = Callable[[Asked], Awaitable[Told]]
Fault = Callable[[Asked, Ask], Awaitable[Told]]


async def no_fault(asked: Asked, ask: Ask) -> Told:
    return await ask(asked)


@asynccontextmanager
async def proxy(address: str, fault: Fault = no_fault, drops_frames: bool = False) -> AsyncGenerator[str]:
    """A port that leads to an address, while the block lasts."""
    server = grpc.aio.server(options=OPTIONS)
    plain, blocking = grpc.aio.insecure_channel(address, options=OPTIONS), grpc.insecure_channel(address, OPTIONS)
    async with plain:
        server.add_generic_rpc_handlers([_Carrier(Line(plain, blocking), fault, drops_frames)])
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            await server.stop(0.2)
            blocking.close()


class _Carrier(grpc.GenericRpcHandler):
    """Faults happen to unary calls; of streams the second frame can be dropped."""

    def __init__(self, line: Line, fault: Fault, drops_frames: bool) -> None:
        self._line = line
        self._fault = fault
        self._drops_frames = drops_frames

    def service(self, handler_call_details: Any) -> Any:
        method: str = handler_call_details.method
        shape = _methods()[method]
        asks_often, answers_often = shape.client_streaming, shape.server_streaming

        # grpc.aio looks whether a handler is a coroutine function: a lambda is none.
        async def ask(body: bytes, call: Call) -> bytes:
            told = await self._fault(Asked(method.split("/")[-1], body, _said(call)), self._asking(method))
            if told.code is not grpc.StatusCode.OK:
                await call.abort(told.code, told.text, _trailers(told.details))
            return told.body

        async def stream(body: Any, call: Call) -> AsyncGenerator[bytes]:
            sent = [frame async for frame in body] if asks_often else [body]
            told = self._line.answers(method, shape, sent, tuple(_said(call).items()))
            async for frame in self._frames(told, call):
                yield frame

        if asks_often:
            return grpc.stream_stream_rpc_method_handler(stream)
        kind = grpc.unary_stream_rpc_method_handler if answers_often else grpc.unary_unary_rpc_method_handler
        return kind(stream if answers_often else ask)

    def _asking(self, method: str) -> Ask:
        async def ask(asked: Asked) -> Told:
            try:
                return Told(
                    await self._line.plain.unary_unary(method)(asked.body, metadata=tuple(asked.metadata.items()))
                )
            except grpc.aio.AioRpcError as error:
                return Told(b"", error.code(), error.details() or "", _details(error))

        return ask

    async def _frames(self, frames: Any, call: Call) -> AsyncIterator[bytes]:
        count = 0
        try:
            async for frame in frames:
                count += 1
                if count != 2 or not self._drops_frames:
                    yield frame
        except grpc.RpcError as error:
            no: Any = error
            await call.abort(no.code(), no.details() or "", _trailers(_details(no)))


def _said(call: Call) -> Mapping[str, Any]:
    """What the caller said beside the request, without what its transport added."""
    return {key: value for key, value in call.invocation_metadata() or () if key not in OF_THE_TRANSPORT}


def _trailers(details: bytes) -> tuple[tuple[str, bytes], ...]:
    return (("grpc-status-details-bin", details),) if details else ()


def _details(error: Any) -> bytes:
    return dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")


@cache
def _methods() -> Mapping[str, MethodDescriptor]:
    """Every call of the contract by its path."""
    return {path: method for answered in answered_services() for path, method in answered.paths()}
