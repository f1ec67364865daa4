"""Calls to an agency of this very process: the stubs, codecs and handlers of the wire, without its sockets.

A caller cannot tell the difference: messages are encoded and decoded, a refusal arrives as `AioRpcError`, a deadline
ends both sides, and nothing that one side keeps is shared with the other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, NoReturn

import grpc

from lienthong_emulator.runtime.company import Company

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.context import Metadata

LOG = logging.getLogger("lienthong.calls")

Encode = Callable[[Any], bytes]
Decode = Callable[[bytes], Any]


class Aborted(Exception):
    """A handler said no: it ends here, as it does at a real server."""

    def __init__(self, code: grpc.StatusCode, details: str, trailers: Metadata) -> None:
        super().__init__(details)
        self.code = code
        self.details = details
        self.trailers = trailers


class CallContext:
    """As much of a servicer's context as our wrapper and the health check use."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata

    def invocation_metadata(self) -> Metadata:
        return self._metadata

    def set_trailing_metadata(self, trailers: Metadata) -> None:
        """Agencies read no trailers of an answer."""

    async def abort(self, code: grpc.StatusCode, details: str = "", trailing_metadata: Metadata = ()) -> NoReturn:
        raise Aborted(code, details, trailing_metadata)


class Turn:
    """Calls that begin in one turn of the loop. They are worked on in the next one, so nobody waits for company."""

    def __init__(self) -> None:
        self.calls = 0
        self._company = Company()

    @property
    def company(self) -> Company | None:
        """None for a call that is alone."""
        return self._company if self.calls > 1 else None


class InProcessChannel:
    """What stubs take for a channel. An agency that is not served here yet answers UNIMPLEMENTED."""

    def __init__(self) -> None:
        self._handlers: dict[str, Any] = {}
        self._turn: Turn | None = None
        self._broken_off: set[asyncio.Task[bytes]] = set()

    def add(self, service: str, by_method: Mapping[str, Any]) -> None:
        self._handlers.update({f"/{service}/{method}": handler for method, handler in by_method.items()})

    async def close(self) -> None:
        """Wait for handlers whose callers did not."""
        await asyncio.gather(*self._broken_off, return_exceptions=True)

    def unary_unary(
        self, method: str, request_serializer: Encode, response_deserializer: Decode, _registered_method: bool = False
    ) -> Callable[..., Awaitable[Message]]:
        async def call(  # the name is what stubs call it by
            request: Message,
            *,
            metadata: Metadata = (),
            timeout: float | None = None,  # noqa: ASYNC109 - stubs call it so
        ) -> Message:
            handler = self._handler(method)
            # In a task of its own, as at a server: what it does when it is told to stop is no affair of the caller's.
            # It also begins with the loop's next turn, so that a chain of calls does not hold up everybody else.
            answered = _answered(method, handler, request_serializer(request), CallContext(metadata), self._this_turn())
            task = asyncio.ensure_future(answered)
            return response_deserializer(await self._outcome(task, timeout))

        return call

    def unary_stream(
        self, method: str, request_serializer: Encode, response_deserializer: Decode, _registered_method: bool = False
    ) -> Callable[..., AsyncGenerator[Message]]:
        async def call(
            request: Message,
            *,
            metadata: Metadata = (),
            timeout: float | None = None,  # noqa: ASYNC109 - as above
        ) -> AsyncGenerator[Message]:
            handler = self._handler(method)
            read = _codec(handler.request_deserializer)
            answers = handler.unary_stream(read(request_serializer(request)), CallContext(metadata))
            answers = _Answers(method, handler, answers)
            async with aclosing(answers.until(timeout)) as frames:
                async for frame in frames:
                    yield response_deserializer(frame)

        return call

    def stream_unary(
        self, method: str, request_serializer: Encode, response_deserializer: Decode, _registered_method: bool = False
    ) -> Callable[..., Awaitable[Message]]:
        async def call(
            requests: AsyncIterable[Message],
            *,
            metadata: Metadata = (),
            timeout: float | None = None,  # noqa: ASYNC109 - as above
        ) -> Message:
            handler = self._handler(method)
            decoded = _decoded(requests, request_serializer, handler)
            task = asyncio.ensure_future(_gathered(method, handler, decoded, CallContext(metadata)))
            return response_deserializer(await self._outcome(task, timeout))

        return call

    def stream_stream(
        self, method: str, request_serializer: Encode, response_deserializer: Decode, _registered_method: bool = False
    ) -> Callable[..., AsyncGenerator[Message]]:
        async def call(
            requests: AsyncIterable[Message],
            *,
            metadata: Metadata = (),
            timeout: float | None = None,  # noqa: ASYNC109 - as above
        ) -> AsyncGenerator[Message]:
            handler = self._handler(method)
            decoded = _decoded(requests, request_serializer, handler)
            answers = _Answers(method, handler, handler.stream_stream(decoded, CallContext(metadata)))
            async with aclosing(answers.until(timeout)) as frames:
                async for frame in frames:
                    yield response_deserializer(frame)

        return call

    def _this_turn(self) -> Turn:
        if self._turn is None:
            self._turn = Turn()
            asyncio.get_running_loop().call_soon(self._end_turn)
        self._turn.calls += 1
        return self._turn

    def _end_turn(self) -> None:
        self._turn = None

    async def _outcome(self, task: asyncio.Task[bytes], seconds: float | None) -> bytes:
        try:
            await asyncio.wait((task,), timeout=seconds)
        except asyncio.CancelledError:
            self._break_off(task)
            await asyncio.wait((task,))  # who stops callers, to close what they use, has stopped the handlers too
            raise
        if not task.done():
            self._break_off(task)
            raise _failed(grpc.StatusCode.DEADLINE_EXCEEDED, "Deadline Exceeded")
        return task.result()

    def _break_off(self, task: asyncio.Task[bytes]) -> None:
        """Tell a handler to stop. Nobody hears how it ends."""
        self._broken_off.add(task)
        task.add_done_callback(self._broken_off.discard)
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        task.cancel()

    def _handler(self, method: str) -> Any:
        if handler := self._handlers.get(method):
            return handler
        raise _failed(grpc.StatusCode.UNIMPLEMENTED, "Method not found!")


class _Answers:
    """The frames of a handler that runs in a task of its own, as at a server, and is one frame ahead at most."""

    def __init__(self, method: str, handler: Any, frames: AsyncGenerator[Message]) -> None:
        self._method = method
        self._encode: Encode = _codec(handler.response_serializer)
        self._frames = frames
        self._ready: asyncio.Queue[bytes] = asyncio.Queue(1)

    async def until(self, seconds: float | None) -> AsyncGenerator[bytes]:
        """Frames as they come. Who stops reading stops the handler."""
        end = None if seconds is None else asyncio.get_running_loop().time() + seconds
        handler = asyncio.ensure_future(self._run())
        try:
            while (frame := await self._next(handler, end)) is not None:
                yield frame
        finally:
            handler.cancel()
            await asyncio.wait((handler,))
            if not handler.cancelled():
                handler.exception()  # nobody hears of it any more

    async def _run(self) -> None:
        with _as_seen_by_caller(self._method):
            async with aclosing(self._frames) as frames:
                async for frame in frames:
                    await self._ready.put(self._encode(frame))

    async def _next(self, handler: asyncio.Task[None], end: float | None) -> bytes | None:
        """The next frame, None after the last. Raises what ended the handler."""
        if self._ready.empty() and not handler.done():
            frame = asyncio.ensure_future(self._ready.get())
            left = None if end is None else end - asyncio.get_running_loop().time()
            try:
                await asyncio.wait((frame, handler), timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if frame.done():
                    return frame.result()
            finally:
                frame.cancel()
            if not handler.done():
                raise _failed(grpc.StatusCode.DEADLINE_EXCEEDED, "Deadline Exceeded")
        if not self._ready.empty():
            return self._ready.get_nowait()
        return handler.result()


async def _decoded(requests: AsyncIterable[Message], encode: Encode, handler: Any) -> AsyncGenerator[Message]:
    read = _codec(handler.request_deserializer)
    async for request in requests:
        yield read(encode(request))


async def _gathered(method: str, handler: Any, requests: AsyncGenerator[Message], context: CallContext) -> bytes:
    with _as_seen_by_caller(method):
        return _codec(handler.response_serializer)(await handler.stream_unary(requests, context))


async def _answered(method: str, handler: Any, request: bytes, context: CallContext, turn: Turn) -> bytes:
    with _as_seen_by_caller(method):
        if handler.request_deserializer is None:  # one of ours
            return await handler.unary_unary(request, context, turn.company)
        answer = await handler.unary_unary(handler.request_deserializer(request), context)
        return _codec(handler.response_serializer)(answer)


def _codec(given: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """What a handler reads or writes messages with; ours take and give the bytes themselves."""
    return given or _as_it_is


def _as_it_is(data: bytes) -> bytes:
    return data


class _as_seen_by_caller:  # noqa: N801 - reads as the block it begins; a class costs a third of a generator
    """Have what ends a handler reach the caller as it does over the wire."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        match error:
            case Aborted():
                raise _failed(error.code, error.details, error.trailers) from error
            case asyncio.CancelledError() if _is_told_to_stop():
                return
            case Exception() | asyncio.CancelledError():
                LOG.error("%s failed: this is a bug", self._method, exc_info=error)
                raise _failed(grpc.StatusCode.UNKNOWN, f"Unexpected {type(error)}: {error}") from error
            case _:
                return


def _is_told_to_stop() -> bool:
    """Whether a cancellation comes from outside; else the handler brought it along."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _failed(code: grpc.StatusCode, details: str, trailers: Sequence[Any] = ()) -> grpc.aio.AioRpcError:
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), grpc.aio.Metadata(*trailers), details=details)
