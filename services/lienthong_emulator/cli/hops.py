"""The steps of a case as hops between parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lienthong_emulator.cli.moments import moment_of

if TYPE_CHECKING:
    from lienthong.control.v1.case_pb2 import CaseStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A step that an agency took by itself, where `party` is empty; else one that led to it or came from it."""

    agency: str
    party: str
    came_from_party: bool
    title: str
    time: datetime

    @property
    def route(self) -> str:
        arrow = "←" if self.came_from_party else "→"
        return f"{self.agency} {arrow} {self.party}" if self.party else self.agency


def hop_of(step: CaseStep) -> Hop:
    """One step as a hop."""
    return Hop(
        agency=_called(step.agency),
        party=_called(step.party),
        came_from_party=step.from_party,
        title=step.title,
        time=moment_of(step.time),
    )


def _called(party: str) -> str:
    return party.removeprefix("agencies/")
