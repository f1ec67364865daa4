"""The steps of a case as hops between parties."""

from __future__ import annotations

from collections.abc import Iterable
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


class Route:
    """Tells whether a step came from its party or led to it, which a step does not say.

    It came from a party that has acted since the agency's own last step, and else led to it.
    """

    def __init__(self) -> None:
        self._acted: list[str] = []

    def hop(self, step: CaseStep) -> Hop:
        """The next step of a case."""
        came_from_party = step.party in self._since_last(step.agency)
        self._acted.append(step.agency)
        return Hop(
            agency=_called(step.agency),
            party=_called(step.party),
            came_from_party=came_from_party,
            title=step.title,
            time=moment_of(step.time),
        )

    def _since_last(self, agency: str) -> list[str]:
        own = [place for place, actor in enumerate(self._acted) if actor == agency]
        return self._acted[own[-1] + 1 :] if own else self._acted


def hops(steps: Iterable[CaseStep]) -> list[Hop]:
    route = Route()
    return [route.hop(step) for step in steps]


def _called(party: str) -> str:
    return party.removeprefix("agencies/")
