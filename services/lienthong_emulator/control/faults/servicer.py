"""Faults, as the contract has them: each stands in the process that plays what it strikes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lienthong.control.v1 import fault_service_pb2
from lienthong.control.v1.fault_pb2 import Fault
from lienthong.control.v1.node_service_pb2 import ClearNodeFaultsRequest, ListNodeFaultsRequest, PlanNodeFaultRequest
from lienthong_emulator.control.convert import told_once
from lienthong_emulator.control.faults.aims import refuse_never_met
from lienthong_emulator.control.faults.errors import FaultNeverMet, FaultNotFound
from lienthong_emulator.control.worlds.domain import names_near

if TYPE_CHECKING:
    from lienthong_emulator.control.nodes import Nodes, Process
    from lienthong_emulator.control.planned_faults import PlannedFaults
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context

EXCHANGE = "agencies/exchange"


class FaultServicer:
    def __init__(self, registry: Registry, nodes: Nodes, planned: PlannedFaults) -> None:
        self._registry = registry
        self._nodes = nodes
        self._planned = planned

    async def PlanFault(self, request: fault_service_pb2.PlanFaultRequest, context: Context) -> Fault:
        world = await self._registry.describe(context.world)
        refuse_never_met(request.fault, world.clock.at(self._registry.wall()))
        question = PlanNodeFaultRequest(
            fault=request.fault,
            request_id=request.request_id,
            numbered_after=self._planned.last_number(context.world),
        )
        question.fault.ClearField("name")
        places = await self._places(request.fault)
        planned = await places[0].ask(places[0].stub.PlanNodeFault, question, context.world)
        question.fault.name = planned.name
        for place in places[1:]:
            await place.ask(place.stub.PlanNodeFault, question, context.world)
        self._planned.note(context.world, [planned])
        return planned

    async def ListFaults(
        self, request: fault_service_pb2.ListFaultsRequest, context: Context
    ) -> fault_service_pb2.ListFaultsResponse:
        faults = [fault for fault in await self._all(context.world) if fault.unmet or not request.unmet_only]
        return fault_service_pb2.ListFaultsResponse(faults=faults)

    async def ClearFaults(
        self, request: fault_service_pb2.ClearFaultsRequest, context: Context
    ) -> fault_service_pb2.ClearFaultsResponse:
        known = {fault.name: fault for fault in await self._all(context.world)}
        if request.name and request.name not in known:
            raise FaultNotFound(field="name", name=request.name, near=names_near(request.name, known))
        question = ClearNodeFaultsRequest(name=request.name)
        parts = await self._nodes.ask_all(lambda node: node.ClearNodeFaults, question, context.world)
        lost = [fault for name, fault in known.items() if fault.lost and request.name in ("", name)]
        self._planned.forget(context.world, request.name)
        cleared = told_once([*lost, *(fault for part in parts for fault in part.faults)])
        return fault_service_pb2.ClearFaultsResponse(faults=cleared)

    async def _all(self, world: str) -> list[Fault]:
        await self._registry.describe(world)
        parts = await self._nodes.ask_all(lambda node: node.ListNodeFaults, ListNodeFaultsRequest(), world)
        return self._planned.with_lost(world, told_once(fault for part in parts for fault in part.faults))

    async def _places(self, fault: Fault) -> Sequence[Process]:
        """The processes where a fault is met: where the agency is played; for messages, where the exchange is."""
        if fault.HasField("messages"):
            return [await self._playing(EXCHANGE, "fault.messages")]
        place = await self._playing(fault.calls.agency, "fault.calls.agency")
        if not fault.HasField("outage"):
            return [place]
        exchange = await self._nodes.playing(EXCHANGE)
        return [place] if exchange in (place, None) else [place, exchange]

    async def _playing(self, agency: str, field: str) -> Process:
        process = await self._nodes.playing(agency)
        if process is None:
            raise FaultNeverMet(
                field=field,
                why=f"nobody of this house plays {agency}",
                why_vi=f"không tiến trình nào đóng vai {agency}",
            )
        return process
