"""The steps that all processes stream, as one stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc

from lienthong.control.v1.case_service_pb2 import WatchCasesResponse
from lienthong_emulator.control.nodes import metadata_for
from lienthong_emulator.runtime.peers import translated
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal

if TYPE_CHECKING:
    from lienthong.control.v1.node_service_pb2 import WatchCaseStepsRequest
    from lienthong_emulator.control.nodes import Process

    Item = WatchCasesResponse | AgencyUnavailable | PeerRefusal


@dataclass(frozen=True, slots=True)
class Stream:
    """What one process streams."""

    process: Process
    answers: AsyncIterator[WatchCasesResponse]

    async def next(self) -> Item:
        """The next answer, or the refusal that ends the stream."""
        try:
            answer = await anext(self.answers, None)
        except grpc.aio.AioRpcError as error:
            return translated(error, self.process.name)
        return answer or AgencyUnavailable(agency=self.process.name)


async def standing(processes: Sequence[Process], question: WatchCaseStepsRequest, world: str) -> list[Stream]:
    """Streams that stand: each has said so."""
    streams = [Stream(process, _answers(process, question, world)) for process in processes]
    for stream in streams:
        _unless_ended(await stream.next())
    return streams


def _answers(process: Process, question: WatchCaseStepsRequest, world: str) -> AsyncIterator[WatchCasesResponse]:
    return aiter(process.stub.WatchCaseSteps(question, metadata=metadata_for(world)))


async def merged(streams: Sequence[Stream]) -> AsyncGenerator[WatchCasesResponse]:
    """What comes from any of them, as it comes. Ends with the refusal of the first that ends."""
    queue: asyncio.Queue[Item] = asyncio.Queue()
    pumps = [asyncio.create_task(_pump(stream, queue)) for stream in streams]
    try:
        while True:
            yield _unless_ended(await queue.get())
    finally:
        for pump in pumps:
            pump.cancel()


async def _pump(stream: Stream, queue: asyncio.Queue[Item]) -> None:
    while True:
        item = await stream.next()
        queue.put_nowait(item)
        if isinstance(item, Exception):
            return


def _unless_ended(item: Item) -> WatchCasesResponse:
    if isinstance(item, Exception):
        raise item
    return item
