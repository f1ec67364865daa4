"""What `control` asks of a process, over the wire."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing
from typing import TYPE_CHECKING

from lienthong.control.v1 import node_service_pb2
from lienthong.control.v1.case_service_pb2 import Case, StreamWaitsResponse, WatchCasesResponse
from lienthong.control.v1.fault_pb2 import Fault
from lienthong.control.v1.fault_service_pb2 import ClearFaultsResponse, ListFaultsResponse
from lienthong.control.v1.journal_service_pb2 import ListCallsResponse, WatchCallsResponse
from lienthong.control.v1.world_service_pb2 import BuildWorldResponse
from lienthong_emulator.reference.working_days import first_covered_day
from lienthong_emulator.runtime import convert
from lienthong_emulator.runtime.call_filter import nearest
from lienthong_emulator.runtime.case_steps import latest_sequence, steps_after, steps_of
from lienthong_emulator.runtime.chunks import chunks_of, header_and_chunks
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.handlers import Handlers, plain_handlers_for
from lienthong_emulator.runtime.holds import copied
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.runtime.waits import waits_of
from lienthong_emulator.runtime.world_parts import taken_in, written_down
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from lienthong.control.v1.case_pb2 import CaseStep
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.node import Node

WORLD_NAME = re.compile("[a-z0-9-]{1,63}")
LONGEST_SETTLING = 30.0
"""Seconds of the wall clock."""
LOOK_AGAIN_AFTER = 0.005


def node_service_of(node: Node) -> Handlers:
    """`NodeService`, for every port of a process."""
    descriptor = node_service_pb2.DESCRIPTOR.services_by_name["NodeService"]
    return plain_handlers_for(descriptor, NodeServicer(node))


class NodeServicer:
    def __init__(self, node: Node) -> None:
        self._node = node

    async def GetNode(self, _request: node_service_pb2.GetNodeRequest, _context: Context) -> node_service_pb2.Node:
        agencies = sorted(AGENCY_PREFIX + name for name in self._node.agencies)
        return node_service_pb2.Node(agencies=agencies, process_id=self._node.process_id)

    async def PrepareWorld(
        self, request: node_service_pb2.PrepareWorldRequest, context: Context
    ) -> AsyncGenerator[BuildWorldResponse]:
        async with aclosing(self._node.prepare(context.world, own=request.own)) as told:
            async for progress in told:
                yield BuildWorldResponse(preparation=convert.progress_to_proto(progress))

    async def DropWorld(
        self, _request: node_service_pb2.DropWorldRequest, context: Context
    ) -> node_service_pb2.DropWorldResponse:
        if not WORLD_NAME.fullmatch(context.world):  # it becomes part of a path
            raise WorldNotFound(world=context.world)
        faults = self._faults_if_open(context.world)
        await self._node.drop(context.world)
        return node_service_pb2.DropWorldResponse(
            unmet_faults=[fault for fault in faults if fault.unmet], faults=[fault.name for fault in faults]
        )

    async def HoldWorld(
        self, request: node_service_pb2.HoldWorldRequest, context: Context
    ) -> AsyncGenerator[node_service_pb2.HoldWorldResponse]:
        async with self._node.held(context.world, writes=request.writes):
            yield node_service_pb2.HoldWorldResponse()
            await asyncio.Event().wait()  # until who asked hangs up

    async def CopyWorld(
        self, request: node_service_pb2.CopyWorldRequest, context: Context
    ) -> node_service_pb2.CopyWorldResponse:
        if not WORLD_NAME.fullmatch(request.world_id):  # it becomes part of a path
            raise WorldNotFound(world=request.world_id)
        names = await copied(self._node.worlds, context.world, request.world_id)
        return node_service_pb2.CopyWorldResponse(agencies=sorted(AGENCY_PREFIX + name for name in names))

    async def ReadWorld(
        self, _request: node_service_pb2.ReadWorldRequest, context: Context
    ) -> AsyncGenerator[node_service_pb2.ReadWorldResponse]:
        async with written_down(self._node.worlds, context.world) as files:
            yield node_service_pb2.ReadWorldResponse()
            for agency, path in files.items():
                with path.open("rb") as file:
                    async for chunk in chunks_of(file):
                        yield node_service_pb2.ReadWorldResponse(agency=AGENCY_PREFIX + agency, chunk=chunk)

    async def WriteWorld(
        self, requests: AsyncIterator[node_service_pb2.WriteWorldRequest], context: Context
    ) -> node_service_pb2.WriteWorldResponse:
        if not WORLD_NAME.fullmatch(context.world):  # it becomes part of a path
            raise WorldNotFound(world=context.world)
        header, chunks = await header_and_chunks(requests)
        agency = header.agency.removeprefix(AGENCY_PREFIX)
        await taken_in(self._node.worlds, context.world, agency, header.nation, chunks)
        return node_service_pb2.WriteWorldResponse()

    async def SetClock(
        self, request: node_service_pb2.SetClockRequest, context: Context
    ) -> node_service_pb2.SetClockResponse:
        clock = convert.clock_from_proto(request.clock)
        if clock.at(self._node.wall()).date() < first_covered_day():
            raise InvalidRequest([Violation("clock", "lies before any world", "trước mọi thế giới")])
        await self._node.set_clock(context.world, clock)
        return node_service_pb2.SetClockResponse()

    async def GetNextTimer(
        self, request: node_service_pb2.GetNextTimerRequest, context: Context
    ) -> node_service_pb2.GetNextTimerResponse:
        timer = await self._node.next_timer(context.world, convert.moment_of(request.until_time, "until_time"))
        return node_service_pb2.GetNextTimerResponse(timer=convert.timer_to_proto(timer) if timer else None)

    async def FireTimer(
        self, request: node_service_pb2.FireTimerRequest, context: Context
    ) -> node_service_pb2.FireTimerResponse:
        fired = await self._node.fire(context.world, convert.timer_from_proto(request.timer))
        return node_service_pb2.FireTimerResponse(fired=fired)

    async def Settle(
        self, request: node_service_pb2.SettleRequest, context: Context
    ) -> node_service_pb2.SettleResponse:
        silent = await self._wait_for_quiet(context.world)
        known = await self._node.worlds.known(context.world)
        before, known.work_told = known.work_told, self._node.work_done(context.world)
        response = node_service_pb2.SettleResponse(worked=known.work_told > before, silent_receivers=sorted(silent))
        for agency in self._node.worlds.agencies:
            await self._tell_steps(agency, request, context, response)
        return response

    async def _tell_steps(
        self,
        agency: str,
        request: node_service_pb2.SettleRequest,
        context: Context,
        response: node_service_pb2.SettleResponse,
    ) -> None:
        """Tell what an agency did after the last step that is known of it, where one is."""
        if agency not in request.known_steps:
            response.last_steps[agency] = await self._place(agency, context)
            return
        steps = await self._steps_after(agency, request.known_steps[agency], context)
        response.steps.extend(steps)
        response.last_steps[agency] = steps[-1].sequence if steps else request.known_steps[agency]

    async def _wait_for_quiet(self, world: str) -> Collection[str]:
        """Wait until nothing is under way; tell who is waited for no more."""
        now = asyncio.get_running_loop().time
        end = now() + LONGEST_SETTLING
        while self._node.busy_in(world) or not (found := await self._node.stillness_in(world)).settled:
            if now() > end:
                return ()
            await asyncio.sleep(LOOK_AGAIN_AFTER)
        return found.silent

    async def GetCaseSteps(self, request: node_service_pb2.GetCaseStepsRequest, context: Context) -> Case:
        steps: list[CaseStep] = []
        for agency in self._node.worlds.agencies:
            async with self._node.worlds.using(agency, context.world) as kit:
                steps += await steps_of(kit.scans, request.case_id)
        return Case(case_id=request.case_id, steps=steps)

    async def StreamNodeWaits(
        self, request: node_service_pb2.StreamNodeWaitsRequest, context: Context
    ) -> AsyncGenerator[StreamWaitsResponse]:
        for name in self._node.worlds.agencies:
            async with (
                self._node.worlds.using(name, context.world) as kit,
                aclosing(waits_of(self._node.agencies[name], kit)) as pages,
            ):
                now = kit.now()
                async for page in pages:
                    if told := [wait for wait in page if wait.is_overdue(now) or not request.overdue_only]:
                        yield StreamWaitsResponse(waits=[convert.wait_to_proto(name, wait, now) for wait in told])

    async def WatchCaseSteps(
        self, request: node_service_pb2.WatchCaseStepsRequest, context: Context
    ) -> AsyncGenerator[WatchCasesResponse]:
        known = await self._node.worlds.known(context.world)
        with known.steps.listening() as told:
            places = {agency: await self._place(agency, context) for agency in self._node.worlds.agencies}
            yield WatchCasesResponse()
            while taken := await told.get():
                agency = taken.agency.removeprefix(AGENCY_PREFIX)
                for step in await self._steps_after(agency, places[agency], context):
                    places[agency] = step.sequence
                    if request.case_id in ("", step.case_id):
                        yield WatchCasesResponse(step=step)
        raise WorldNotFound(world=context.world)

    async def ListNodeCalls(
        self, request: node_service_pb2.ListNodeCallsRequest, context: Context
    ) -> ListCallsResponse:
        journal = (await self._node.worlds.known(context.world)).journal
        entries = journal.latest(request.query.page_size, convert.filter_from_proto(request.query.filter))
        return ListCallsResponse(calls=map(convert.call_to_proto, entries), evicted=journal.evicted)

    async def CountNodeCalls(
        self, request: node_service_pb2.CountNodeCallsRequest, context: Context
    ) -> node_service_pb2.CountNodeCallsResponse:
        journal = (await self._node.worlds.known(context.world)).journal
        asked = convert.filter_from_proto(request.filter)
        near = nearest(list(journal.entries()), asked, request.near) if request.near else ()
        return node_service_pb2.CountNodeCallsResponse(
            count=sum(1 for _ in journal.fitting(asked)),
            evicted=journal.evicted,
            near=[convert.near_to_proto(*found) for found in near],
        )

    async def WatchNodeCalls(
        self, request: node_service_pb2.WatchNodeCallsRequest, context: Context
    ) -> AsyncGenerator[WatchCallsResponse]:
        known = await self._node.worlds.known(context.world)
        asked = convert.filter_from_proto(request.filter)
        with known.journal.listening() as told:
            yield WatchCallsResponse()
            while entry := await told.get():
                if asked.fits(entry):
                    yield WatchCallsResponse(call=convert.call_to_proto(entry))
        raise WorldNotFound(world=context.world)

    async def PlanNodeFault(self, request: node_service_pb2.PlanNodeFaultRequest, context: Context) -> Fault:
        known = await self._node.worlds.known(context.world)
        now = known.world.clock.at(self._node.wall())
        standing = known.faults.plan(request.fault, request.request_id, now, request.numbered_after)
        return standing.told(now)

    async def ListNodeFaults(
        self, _request: node_service_pb2.ListNodeFaultsRequest, context: Context
    ) -> ListFaultsResponse:
        await self._node.worlds.known(context.world)
        return ListFaultsResponse(faults=self._faults_if_open(context.world))

    async def ClearNodeFaults(
        self, request: node_service_pb2.ClearNodeFaultsRequest, context: Context
    ) -> ClearFaultsResponse:
        known = await self._node.worlds.known(context.world)
        now = known.world.clock.at(self._node.wall())
        return ClearFaultsResponse(faults=[fault.told(now) for fault in known.faults.clear(request.name)])

    def _faults_if_open(self, world: str) -> list[Fault]:
        known = self._node.worlds.if_open(world)
        if known is None:
            return []
        now = known.world.clock.at(self._node.wall())
        return [fault.told(now) for fault in known.faults.all()]

    async def _place(self, agency: str, context: Context) -> int:
        async with self._node.worlds.using(agency, context.world) as kit:
            return await latest_sequence(kit.lookups)

    async def _steps_after(self, agency: str, sequence: int, context: Context) -> list[CaseStep]:
        async with self._node.worlds.using(agency, context.world) as kit:
            return await steps_after(kit.lookups, sequence)
