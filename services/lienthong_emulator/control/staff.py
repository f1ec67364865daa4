"""How control is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lienthong_emulator.control.nodes import Nodes
from lienthong_emulator.control.planned_faults import PlannedFaults
from lienthong_emulator.runtime.agency import Staff
from lienthong_emulator.runtime.late import Late

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.node import Node


def control_staff(registry: Registry) -> Staff:
    planned = PlannedFaults()

    def given(node: Node) -> Sequence[Any]:
        return registry, Nodes(node.peers)

    def given_faults(node: Node) -> Sequence[Any]:
        return *given(node), planned

    return Staff(
        servicers={
            "WorldService": Late("lienthong_emulator.control.worlds.servicer:WorldServicer", given_faults),
            "ClockService": Late("lienthong_emulator.control.clock.servicer:ClockServicer", given),
            "CaseService": Late("lienthong_emulator.control.cases.servicer:CaseServicer", given),
            "FaultService": Late("lienthong_emulator.control.faults.servicer:FaultServicer", given_faults),
            "JournalService": Late("lienthong_emulator.control.journal.servicer:JournalServicer", given),
        }
    )
