"""Calls of control that are made twice, in a world and beside it; and those that are made by others alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import ParseDict
from google.protobuf.timestamp_pb2 import Timestamp
from tests.faults import at

from lienthong.control.v1 import clock_service_pb2 as clocks
from lienthong.control.v1 import world_service_pb2 as worlds
from lienthong.control.v1.fault_pb2 import Fault
from lienthong.control.v1.fault_service_pb2 import ClearFaultsRequest, PlanFaultRequest

if TYPE_CHECKING:
    from lienthong.client import Client

REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c0ab"
AFTERNOON = Timestamp(seconds=1641369600)  # 2022-01-05 15:00 in Hà Nội
LOSS = ParseDict({"calls": at("tax"), "reply_loss": {}, "times": 3}, Fault())
Prepare = Callable[["Client", str], Awaitable[Any]]


@dataclass(frozen=True)
class ControlCase:
    """A call about a world, or about another that is called like it and `-new`.

    `again` is the reason with which it is refused where it was made before: who asked again knows from it what stands.
    """

    stub: str
    method: str
    prepare: Prepare
    why: str
    again: str = ""


def _just(make: Callable[[str], Any]) -> Prepare:
    async def prepare(_client: Client, world: str) -> Any:
        return make(world)

    return prepare


async def _exported(client: Client, world: str) -> list[worlds.ImportWorldRequest]:
    export = client.worlds.ExportWorld(worlds.ExportWorldRequest(name=f"worlds/{world}"))
    parts = [worlds.ImportWorldRequest(chunk=part.chunk) async for part in export]
    header = worlds.ImportWorldHeader(world_id=f"{world}-new")
    return [worlds.ImportWorldRequest(header=header), *parts]


async def _planned(client: Client, _world: str) -> ClearFaultsRequest:
    await client.faults.PlanFault(PlanFaultRequest(fault=LOSS))
    return ClearFaultsRequest()


WORLDS, CLOCK = "lienthong.control.v1.WorldService", "lienthong.control.v1.ClockService"
FAULTS, NODE = "lienthong.control.v1.FaultService", "lienthong.control.v1.NodeService"
_NAME = "the name is the caller's, and serves one world"

CONTROL: Mapping[str, ControlCase] = {
    f"{WORLDS}.CreateWorld": ControlCase(
        "worlds", "CreateWorld", _just(lambda world: worlds.CreateWorldRequest(world_id=f"{world}-new")), _NAME
    ),
    f"{WORLDS}.BuildWorld": ControlCase(
        "worlds",
        "BuildWorld",
        _just(lambda world: worlds.BuildWorldRequest(name=f"worlds/{world}")),
        "what is built stays",
    ),
    f"{WORLDS}.ForkWorld": ControlCase(
        "worlds",
        "ForkWorld",
        _just(lambda world: worlds.ForkWorldRequest(name=f"worlds/{world}", world_id=f"{world}-new")),
        _NAME,
        "WORLD_ALREADY_EXISTS",
    ),
    f"{WORLDS}.ImportWorld": ControlCase("worlds", "ImportWorld", _exported, _NAME, "WORLD_ALREADY_EXISTS"),
    f"{WORLDS}.ResetWorld": ControlCase(
        "worlds",
        "ResetWorld",
        _just(lambda world: worlds.ResetWorldRequest(name=f"worlds/{world}")),
        "what is as its recipe made it stays so",
    ),
    f"{WORLDS}.NotePreparation": ControlCase(
        "worlds",
        "NotePreparation",
        _just(lambda world: worlds.NotePreparationRequest(name=f"worlds/{world}", agency="agencies/tax")),
        "it is noted or not",
    ),
    f"{WORLDS}.DeleteWorld": ControlCase(
        "worlds",
        "DeleteWorld",
        _just(lambda world: worlds.DeleteWorldRequest(name=f"worlds/{world}")),
        "what is gone stays gone",
        "WORLD_NOT_FOUND",
    ),
    f"{CLOCK}.AdvanceClock": ControlCase(
        "clock",
        "AdvanceClock",
        _just(lambda _world: clocks.AdvanceClockRequest(time=AFTERNOON)),
        "it names a moment; a duration, as the contract says, is another advance each time",
    ),
    f"{CLOCK}.FreezeClock": ControlCase(
        "clock", "FreezeClock", _just(lambda _world: clocks.FreezeClockRequest()), "what stands still stays"
    ),
    f"{CLOCK}.RunClock": ControlCase(
        "clock", "RunClock", _just(lambda _world: clocks.RunClockRequest(rate=0.000001)), "it names the pace"
    ),
    f"{FAULTS}.PlanFault": ControlCase(
        "faults",
        "PlanFault",
        _just(lambda _world: PlanFaultRequest(fault=LOSS, request_id=REQUEST_ID)),
        "it takes a request id",
    ),
    f"{FAULTS}.ClearFaults": ControlCase("faults", "ClearFaults", _planned, "what is cleared stays so"),
}

MADE_BY: Mapping[str, str] = {
    f"{NODE}.PrepareWorld": f"{WORLDS}.BuildWorld",
    f"{NODE}.DropWorld": f"{WORLDS}.DeleteWorld",
    f"{NODE}.HoldWorld": f"{WORLDS}.ForkWorld",
    f"{NODE}.CopyWorld": f"{WORLDS}.ForkWorld",
    f"{NODE}.WriteWorld": f"{WORLDS}.ImportWorld",
    f"{NODE}.SetClock": f"{CLOCK}.AdvanceClock",
    f"{NODE}.FireTimer": f"{CLOCK}.AdvanceClock",
    f"{NODE}.Settle": f"{CLOCK}.AdvanceClock",
    f"{NODE}.PlanNodeFault": f"{FAULTS}.PlanFault",
    f"{NODE}.ClearNodeFaults": f"{FAULTS}.ClearFaults",
}
"""What control asks of a process, and the call with which that is made again."""

KEEPING_NOTHING: Mapping[str, str] = {
    "lienthong.exchange.v1.ExchangeService.Subscribe": "listens: what a receiver has taken in is told by its cursor",
    "lienthong.insurance.v1.FacilityService.SignIn": "gives a token of its own each time, which its process remembers",
}
"""Calls that change nothing that is kept."""
