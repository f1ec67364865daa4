"""The journal, as the contract has it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from lienthong.control.v1 import journal_service_pb2
from lienthong.control.v1.journal_service_pb2 import ListCallsRequest, WatchCallsResponse
from lienthong.control.v1.node_service_pb2 import CountNodeCallsRequest, ListNodeCallsRequest, WatchNodeCallsRequest
from lienthong_emulator.control.journal.convert import combined, hop_of, report
from lienthong_emulator.control.journal.errors import CaseNotInJournal
from lienthong_emulator.control.journal.filters import refuse_never_fitting, refuse_no_number
from lienthong_emulator.control.streams import merged, standing
from lienthong_emulator.runtime.sequence_diagram import sequence_diagram

if TYPE_CHECKING:
    from lienthong.control.v1.journal_service_pb2 import Call, CallFilter
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context

CALLS_ON_A_PAGE = 100
MOST_ON_A_PAGE = 1_000
LARGEST_PAGE = 3 << 20
"""Bytes. A client of gRPC takes 4 MiB unless it was told otherwise."""
NEAR_TOLD = 3


class JournalServicer:
    def __init__(self, registry: Registry, nodes: Nodes) -> None:
        self._registry = registry
        self._nodes = nodes

    async def ListCalls(self, request: ListCallsRequest, context: Context) -> journal_service_pb2.ListCallsResponse:
        most = min(request.page_size or CALLS_ON_A_PAGE, MOST_ON_A_PAGE)
        calls, evicted = await self._calls(combined(request), most, context.world)
        return journal_service_pb2.ListCallsResponse(calls=_that_fit(calls), evicted=evicted)

    async def CountCalls(
        self, request: journal_service_pb2.CountCallsRequest, context: Context
    ) -> journal_service_pb2.CountCallsResponse:
        found = await self._count(request.filter, 0, context.world)
        return journal_service_pb2.CountCallsResponse(count=found.count, evicted=found.evicted)

    async def ExpectCalls(
        self, request: journal_service_pb2.ExpectCallsRequest, context: Context
    ) -> journal_service_pb2.ExpectCallsResponse:
        refuse_no_number(request)
        found = await self._count(request.filter, NEAR_TOLD, context.world)
        found.met = request.least <= found.count and not (request.HasField("most") and found.count > request.most)
        if found.met:
            del found.near[:]
        found.report = report(request, found)
        return found

    async def WatchCalls(
        self, request: journal_service_pb2.WatchCallsRequest, context: Context
    ) -> AsyncGenerator[WatchCallsResponse]:
        refuse_never_fitting(request.filter)
        await self._registry.describe(context.world)
        question = WatchNodeCallsRequest(filter=request.filter)
        streams = await standing(await self._nodes.all(), lambda node: node.WatchNodeCalls, question, context.world)
        yield WatchCallsResponse()
        async with aclosing(merged(streams)) as responses:
            async for response in responses:
                yield response

    async def DrawSequence(
        self, request: journal_service_pb2.DrawSequenceRequest, context: Context
    ) -> journal_service_pb2.DrawSequenceResponse:
        asked = journal_service_pb2.CallFilter(case_id=request.case_id)
        calls, evicted = await self._calls(asked, MOST_ON_A_PAGE, context.world)
        if not calls:
            raise CaseNotInJournal(field="case_id", case_id=request.case_id, evicted=str(evicted))
        diagram = sequence_diagram(request.case_id, [hop_of(call) for call in calls])
        return journal_service_pb2.DrawSequenceResponse(diagram=diagram, evicted=evicted)

    async def _calls(self, asked: CallFilter, most: int, world: str) -> tuple[Sequence[Call], int]:
        """The latest calls of all processes that fit, the oldest first, and how many were dropped."""
        refuse_never_fitting(asked)
        await self._registry.describe(world)
        question = ListNodeCallsRequest(query=ListCallsRequest(filter=asked, page_size=most))
        parts = await self._nodes.ask_all(lambda node: node.ListNodeCalls, question, world)
        calls = sorted((call for part in parts for call in part.calls), key=_moment)
        return calls[-most:], sum(part.evicted for part in parts)

    async def _count(self, asked: CallFilter, near: int, world: str) -> journal_service_pb2.ExpectCallsResponse:
        refuse_never_fitting(asked)
        await self._registry.describe(world)
        question = CountNodeCallsRequest(filter=asked, near=near)
        parts = await self._nodes.ask_all(lambda node: node.CountNodeCalls, question, world)
        nearest = sorted((one for part in parts for one in part.near), key=lambda one: len(one.differences))
        return journal_service_pb2.ExpectCallsResponse(
            count=sum(part.count for part in parts), evicted=sum(part.evicted for part in parts), near=nearest[:near]
        )


def _moment(call: Call) -> tuple[int, int]:
    return call.time.ToNanoseconds(), call.record_time.ToNanoseconds()


def _that_fit(calls: Sequence[Call]) -> list[Call]:
    """The latest calls that one answer can carry, at least one, the oldest first."""
    kept: list[Call] = []
    size = 0
    for call in reversed(calls):
        size += call.ByteSize()
        if kept and size > LARGEST_PAGE:
            break
        kept.append(call)
    return kept[::-1]
