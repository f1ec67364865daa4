"""Planning faults, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import ParseDict

from lienthong.control.v1.fault_pb2 import Fault
from lienthong.control.v1.fault_service_pb2 import ListFaultsRequest, PlanFaultRequest

if TYPE_CHECKING:
    from lienthong.client import Client


async def plan(client: Client, **fault: Any) -> Fault:
    """Plan what stands in the JSON of a fault."""
    return await client.faults.PlanFault(PlanFaultRequest(fault=ParseDict(fault, Fault())))


async def unmet(client: Client) -> list[str]:
    return [fault.name for fault in (await client.faults.ListFaults(ListFaultsRequest(unmet_only=True))).faults]


def at(agency: str, method: str = "", **aim: Any) -> dict[str, Any]:
    """Calls of an agency."""
    return {"agency": f"agencies/{agency}", "method": method, **aim}
