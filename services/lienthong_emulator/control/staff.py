"""How control is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.control.cases.servicer import CaseServicer
from lienthong_emulator.control.clock.servicer import ClockServicer
from lienthong_emulator.control.faults.servicer import FaultServicer
from lienthong_emulator.control.journal.servicer import JournalServicer
from lienthong_emulator.control.nodes import Nodes
from lienthong_emulator.control.planned_faults import PlannedFaults
from lienthong_emulator.control.worlds.servicer import WorldServicer
from lienthong_emulator.runtime.agency import Staff

if TYPE_CHECKING:
    from lienthong_emulator.control.worlds.registry import Registry


def control_staff(registry: Registry) -> Staff:
    planned = PlannedFaults()
    return Staff(
        servicers={
            "WorldService": lambda node: WorldServicer(registry, Nodes(node.peers), planned),
            "ClockService": lambda node: ClockServicer(registry, Nodes(node.peers)),
            "CaseService": lambda node: CaseServicer(registry, Nodes(node.peers)),
            "FaultService": lambda node: FaultServicer(registry, Nodes(node.peers), planned),
            "JournalService": lambda node: JournalServicer(registry, Nodes(node.peers)),
        }
    )
