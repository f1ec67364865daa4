"""Cases, as the contract has them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from lienthong.control.v1 import case_service_pb2
from lienthong.control.v1.case_service_pb2 import StreamWaitsResponse, WatchCasesResponse
from lienthong.control.v1.node_service_pb2 import GetCaseStepsRequest, StreamNodeWaitsRequest, WatchCaseStepsRequest
from lienthong_emulator.control.cases.errors import CaseNotFound
from lienthong_emulator.control.stillness import place_of
from lienthong_emulator.control.streams import merged, standing
from lienthong_emulator.runtime.context import AGENCY_PREFIX

if TYPE_CHECKING:
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context


class CaseServicer:
    def __init__(self, registry: Registry, nodes: Nodes) -> None:
        self._registry = registry
        self._nodes = nodes

    async def GetCase(self, request: case_service_pb2.GetCaseRequest, context: Context) -> case_service_pb2.Case:
        await self._registry.describe(context.world)
        question = GetCaseStepsRequest(case_id=request.case_id)
        parts = await self._nodes.ask_all(lambda node: node.GetCaseSteps, question, context.world)
        steps = sorted((step for part in parts for step in part.steps), key=place_of)
        if not steps:
            raise CaseNotFound(case_id=request.case_id)
        return case_service_pb2.Case(case_id=request.case_id, steps=steps)

    async def StreamWaits(
        self, request: case_service_pb2.StreamWaitsRequest, context: Context
    ) -> AsyncGenerator[StreamWaitsResponse]:
        await self._registry.describe(context.world)
        up, silent = await self._nodes.answering()
        yield StreamWaitsResponse(silent_agencies=[AGENCY_PREFIX + name for name in silent])
        question = StreamNodeWaitsRequest(overdue_only=request.overdue_only)
        for process in up:
            async with aclosing(process.stream(process.stub.StreamNodeWaits, question, context.world)) as parts:
                async for part in parts:
                    yield part

    async def WatchCases(
        self, request: case_service_pb2.WatchCasesRequest, context: Context
    ) -> AsyncGenerator[WatchCasesResponse]:
        await self._registry.describe(context.world)
        question = WatchCaseStepsRequest(case_id=request.case_id)
        streams = await standing(await self._nodes.all(), lambda node: node.WatchCaseSteps, question, context.world)
        yield WatchCasesResponse()
        async with aclosing(merged(streams)) as responses:
            async for response in responses:
                yield response
