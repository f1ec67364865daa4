"""What control remembers of the faults that it had processes keep: whose process has ended, and who is told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from lienthong_emulator.control.convert import told_once

if TYPE_CHECKING:
    from lienthong.control.v1.fault_pb2 import Fault


class PlannedFaults:
    """By world and name, each as a process told of it last."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Fault]] = {}

    def note(self, world: str, faults: Iterable[Fault]) -> None:
        self._known.setdefault(world, {}).update((fault.name, fault) for fault in faults)

    def last_number(self, world: str) -> int:
        """The highest that a fault of a world had."""
        return max((int(name.rpartition("-")[2]) for name in self._known.get(world, ())), default=0)

    def with_lost(self, world: str, told: Collection[Fault]) -> list[Fault]:
        """What processes tell of now, and what they tell of no more, in order."""
        lost = self._lost(world, {fault.name for fault in told})
        self.note(world, told)
        return told_once([*told, *lost])

    def forget(self, world: str, name: str = "") -> None:
        """One that was cleared, or all of a world."""
        if name:
            self._known.get(world, {}).pop(name, None)
        else:
            self._known.pop(world, None)

    def unmet_at_end(self, world: str, names: Collection[str], unmet: Iterable[Fault]) -> list[Fault]:
        """What was planned in a world that is gone and not met: as processes told at last, and what was lost before."""
        lost = [fault for fault in self._lost(world, names) if fault.unmet]
        self.forget(world)
        return told_once([*unmet, *lost])

    def _lost(self, world: str, told: Collection[str]) -> list[Fault]:
        lost = [fault for name, fault in self._known.get(world, {}).items() if name not in told]
        for fault in lost:
            fault.lost = fault.over = True
        return lost
