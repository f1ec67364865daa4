"""What all processes stream, as one stream: each says with an empty first answer that its stream stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import grpc

from lienthong_emulator.control.nodes import metadata_for
from lienthong_emulator.runtime.peers import translated
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong.control.v1.node_service_pb2_grpc import NodeServiceAsyncStub
    from lienthong_emulator.control.nodes import Process

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Stream(Generic[Answer]):
    """What one process streams."""

    process: Process
    answers: AsyncIterator[Answer]

    async def next(self) -> Answer | AgencyUnavailable | PeerRefusal:
        """The next answer, or the refusal that ends the stream."""
        try:
            answer = await anext(self.answers, None)
        except grpc.aio.AioRpcError as error:
            return translated(error, self.process.name)
        return answer or AgencyUnavailable(agency=self.process.name)


async def standing(
    processes: Sequence[Process],
    method: Callable[[NodeServiceAsyncStub], Callable[..., AsyncIterable[Answer]]],
    question: Message,
    world: str,
) -> list[Stream[Answer]]:
    """Streams of answers that stand: each has said so."""
    streams = [
        Stream(process, aiter(method(process.stub)(question, metadata=metadata_for(world)))) for process in processes
    ]
    for stream in streams:
        _unless_ended(await stream.next())
    return streams


async def merged(streams: Sequence[Stream[Answer]]) -> AsyncGenerator[Answer]:
    """What comes from any of them, as it comes. Ends with the refusal of the first that ends."""
    queue: asyncio.Queue[Answer | AgencyUnavailable | PeerRefusal] = asyncio.Queue()
    pumps = [asyncio.create_task(_pump(stream, queue)) for stream in streams]
    try:
        while True:
            yield _unless_ended(await queue.get())
    finally:
        for pump in pumps:
            pump.cancel()


async def _pump(stream: Stream[Answer], queue: asyncio.Queue[Answer | AgencyUnavailable | PeerRefusal]) -> None:
    while True:
        item = await stream.next()
        queue.put_nowait(item)
        if isinstance(item, Exception):
            return


def _unless_ended(item: Answer | AgencyUnavailable | PeerRefusal) -> Answer:
    if isinstance(item, AgencyUnavailable | PeerRefusal):
        raise item
    return item
