"""Stands between two parties, carries their calls as bytes, and has the faults of the link happen to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import grpc
from tests.torture.frames import LinkBroke, disturbed
from tests.torture.links import Link, Turn
from tests.torture.plan import Mishap

from lienthong import descriptor_set

OPTIONS = (
    ("grpc.enable_http_proxy", 0),
    ("grpc.max_receive_message_length", 32 << 20),
    ("grpc.initial_reconnect_backoff_ms", 50),
    ("grpc.min_reconnect_backoff_ms", 500),
    ("grpc.max_reconnect_backoff_ms", 200),
    ("grpc.use_local_subchannel_pool", 1),
)
NOBODY_THERE = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}
OF_THE_TRANSPORT = ("grpc-status-details-bin", "user-agent", "grpc-accept-encoding", "accept-encoding")
SECONDS_FOR_THE_LATE = 5.0
Call = Any
"""grpc.aio's handler side and its client side have types of their own for what is carried here as bytes."""


@asynccontextmanager
async def proxy(link: Link, address: str, late: asyncio.TaskGroup) -> AsyncGenerator[str]:
    """A port that leads to an address over a link, while the block lasts; `late` has what comes after an answer."""
    server = grpc.aio.server(options=OPTIONS)
    async with grpc.aio.insecure_channel(address, options=OPTIONS) as channel:
        server.add_generic_rpc_handlers([Carrier(link, channel, late)])
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            await server.stop(0.2)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from the other side."""

    body: bytes
    trailers: Any
    error: grpc.aio.AioRpcError | None = None

    @property
    def reached(self) -> bool:
        """The other side answered, be it with a no."""
        return self.error is None or self.error.code() not in NOBODY_THERE


class Carrier(grpc.GenericRpcHandler):
    """Carries every call. Faults happen to unary calls and to the frames that a server streams."""

    def __init__(self, link: Link, channel: grpc.aio.Channel, late: asyncio.TaskGroup) -> None:
        self._link = link
        self._channel: Any = channel
        self._late = late

    def service(self, handler_call_details: Any) -> Any:
        method: str = handler_call_details.method
        asks_often, answers_often = _shapes().get(method, (True, True))

        # grpc.aio looks whether a handler is a coroutine function: a lambda is none.
        async def ask(asked: bytes, call: Call) -> bytes:
            return await self._ask(method, asked, call)

        async def stream(asked: bytes, call: Call) -> AsyncGenerator[bytes]:
            async for frame in self._stream(method, asked, call):
                yield frame

        async def converse(asked: AsyncIterator[bytes], call: Call) -> AsyncGenerator[bytes]:
            async for frame in self._converse(method, asked, call):
                yield frame

        if asks_often:
            return grpc.stream_stream_rpc_method_handler(converse)
        return (
            grpc.unary_stream_rpc_method_handler(stream) if answers_often else grpc.unary_unary_rpc_method_handler(ask)
        )

    async def _ask(self, method: str, asked: bytes, call: Call) -> bytes:
        turn = self._link.turn()
        try:
            answer = await self._answer(turn, method, asked, call)
        finally:
            if turn and not turn.is_later:
                turn.settle(happened=False)
        self._link.passed()
        if answer.error is not None:
            await _fail(call, answer.error)
        call.set_trailing_metadata(answer.trailers)
        return answer.body

    async def _answer(self, turn: Turn | None, method: str, asked: bytes, call: Call) -> Answer:
        if turn and turn.fault.mishap is Mishap.LOSE_REQUEST:
            await _break(turn, call)
        answer = await self._forward(method, asked, call)
        if turn and answer.reached:
            await self._happen(turn, method, asked, call)
        elif turn:
            turn.settle(happened=False)
        return answer

    async def _forward(self, method: str, asked: bytes, call: Call) -> Answer:
        asking = self._channel.unary_unary(method)(asked, metadata=_told(call), timeout=call.time_remaining())
        try:
            return Answer(await asking, await asking.trailing_metadata())
        except grpc.aio.AioRpcError as error:
            return Answer(b"", (), error)

    async def _happen(self, turn: Turn, method: str, asked: bytes, call: Call) -> None:
        """Have it happen to a call that was answered."""
        match turn.fault.mishap:
            case Mishap.LOSE_REPLY:
                await _break(turn, call)
            case Mishap.DUPLICATE:
                turn.settle(happened=(await self._forward(method, asked, call)).reached)
            case Mishap.REORDER:
                turn.settle(happened=await self._link.overtaken())
            case Mishap.REPEAT_LATE:
                turn.is_later = True
                self._late.create_task(self._repeat(turn, method, asked, _told(call)))
            case _:
                await asyncio.sleep(turn.fault.seconds)
                turn.settle(happened=True)

    async def _repeat(self, turn: Turn, method: str, asked: bytes, told: Any) -> None:
        """Deliver a request once more after a later one was answered; nobody hears what it is answered."""
        reached = await self._link.overtaken()
        try:
            await self._channel.unary_unary(method)(asked, metadata=told, timeout=SECONDS_FOR_THE_LATE)
        except grpc.aio.AioRpcError as error:
            reached = reached and error.code() not in NOBODY_THERE
        turn.settle(happened=reached)

    async def _stream(self, method: str, asked: bytes, call: Call) -> AsyncGenerator[bytes]:
        frames = self._channel.unary_stream(method)(asked, metadata=_told(call), timeout=call.time_remaining())
        try:
            async for frame in disturbed(self._link, frames):
                yield frame
        except LinkBroke:
            await call.abort(grpc.StatusCode.UNAVAILABLE, "the link broke")
        except grpc.aio.AioRpcError as error:
            await _fail(call, error)
        finally:
            frames.cancel()

    async def _converse(self, method: str, asked: AsyncIterator[bytes], call: Call) -> AsyncGenerator[bytes]:
        frames = self._channel.stream_stream(method)(asked, metadata=_told(call), timeout=call.time_remaining())
        try:
            async for frame in frames:
                yield frame
        except grpc.aio.AioRpcError as error:
            await _fail(call, error)
        finally:
            frames.cancel()


async def _break(turn: Turn, call: Call) -> None:
    turn.settle(happened=True)
    await call.abort(grpc.StatusCode.UNAVAILABLE, "the link broke")


def _told(call: Call) -> list[tuple[str, str | bytes]]:
    """What the caller said beside the request, without what its transport added."""
    return [pair for pair in call.invocation_metadata() or () if pair[0] not in OF_THE_TRANSPORT]


async def _fail(call: Call, error: grpc.aio.AioRpcError) -> None:
    """Fail as the other side did."""
    await call.abort(error.code(), error.details() or "", tuple(error.trailing_metadata() or ()))


@cache
def _shapes() -> Mapping[str, tuple[bool, bool]]:
    """For every call of the contract: whether it is asked and whether it is answered in many frames."""
    return {
        f"/{file.package}.{service.name}/{method.name}": (method.client_streaming, method.server_streaming)
        for file in descriptor_set().file
        for service in file.service
        for method in service.method
    }
