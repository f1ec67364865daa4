"""What a process knows of one world beside the kits of its agencies there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lienthong.control.v1 import case_pb2
from lienthong_emulator.runtime.changes import Feed
from lienthong_emulator.runtime.faults import FaultBoard
from lienthong_emulator.runtime.journal import Journal

if TYPE_CHECKING:
    import asyncio

    from lienthong_emulator.runtime.kit import Kit, World
    from lienthong_emulator.runtime.shelf import Part


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an agency has come with building its part of a world."""

    agency: str
    people: int
    of: int


@dataclass(slots=True, eq=False, weakref_slot=True)
class OpenWorld:
    """All that a process knows of one world. Who drops it has forgotten the world."""

    world: World
    making: dict[str, asyncio.Task[Part]] = field(default_factory=dict[str, "asyncio.Task[Part]"])
    opening: dict[str, asyncio.Task[Kit]] = field(default_factory=dict[str, "asyncio.Task[Kit]"])
    progress: Feed[Progress] = field(default_factory=Feed[Progress])
    steps: Feed[case_pb2.CaseStep] = field(default_factory=Feed[case_pb2.CaseStep])
    journal: Journal = field(default_factory=Journal)
    faults: FaultBoard = field(default_factory=FaultBoard)
    work_told: int = 0
    """How much work `control` was told of."""
    gone: bool = False

    def end(self) -> None:
        """Begin nothing more, and tell whoever watches."""
        self.gone = True
        self.progress.end()
        self.steps.end()
        self.journal.end()
        for task in self.under_way():
            task.cancel()

    def under_way(self) -> list[asyncio.Task[Any]]:
        return [*self.making.values(), *self.opening.values()]
