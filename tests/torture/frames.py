"""The frames of a stream, as they arrive over a link with faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable

from tests.torture.links import SECONDS_TO_BE_OVERTAKEN, Link, Turn
from tests.torture.plan import Mishap


class LinkBroke(Exception):
    """The stream ends here, and with it what was under way."""


Frames = asyncio.Queue["bytes | Exception | None"]
"""None where the stream ends."""


async def disturbed(link: Link, frames: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
    """Yield the frames, with the faults of the link. Raises `LinkBroke`, and what the stream itself raises."""
    queue: Frames = asyncio.Queue()
    pump = asyncio.create_task(_pump(frames, queue))
    try:
        while (frame := await _next(queue)) is not None:
            turn = link.turn()
            async for one in _arriving(turn, frame, queue):
                yield one
            link.passed()
    finally:
        pump.cancel()


async def _pump(frames: AsyncIterable[bytes], queue: Frames) -> None:
    """Read ahead: a read that is given up would end the stream."""
    try:
        async for frame in frames:
            queue.put_nowait(frame)
        queue.put_nowait(None)
    except Exception as error:  # whatever it is, it is raised again where the frames are read
        queue.put_nowait(error)


async def _next(queue: Frames) -> bytes | None:
    found = await queue.get()
    if isinstance(found, Exception):
        raise found
    return found


async def _arriving(turn: Turn | None, frame: bytes, queue: Frames) -> AsyncGenerator[bytes]:
    """What arrives in the place of a frame."""
    if turn is None:
        yield frame
        return
    try:
        async for one in _suffering(turn, frame, queue):
            yield one
    finally:
        turn.settle(happened=False)


async def _suffering(turn: Turn, frame: bytes, queue: Frames) -> AsyncGenerator[bytes]:
    match turn.fault.mishap:
        case Mishap.LOSE_REQUEST | Mishap.LOSE_REPLY:
            turn.settle(happened=True)
            raise LinkBroke
        case Mishap.DELAY:
            await asyncio.sleep(turn.fault.seconds)
            yield frame
            turn.settle(happened=True)
        case Mishap.DUPLICATE:
            yield frame
            yield frame
            turn.settle(happened=True)
        case Mishap.REPEAT_LATE:
            yield frame
            if (later := await _soon(queue)) is not None:
                yield later
                yield frame
                turn.settle(happened=True)
        case Mishap.REORDER:
            if (later := await _soon(queue)) is not None:
                yield later
            yield frame
            turn.settle(happened=later is not None)


async def _soon(queue: Frames) -> bytes | None:
    """The next frame; none where it takes long or the stream ends, which is then seen by the next read."""
    try:
        found = await asyncio.wait_for(queue.get(), SECONDS_TO_BE_OVERTAKEN)
    except TimeoutError:
        return None
    if isinstance(found, bytes):
        return found
    queue.put_nowait(found)
    return None
