"""The steps of a case as hops between parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.cli.moments import moment_of
from lienthong_emulator.runtime.sequence_diagram import Hop

if TYPE_CHECKING:
    from lienthong.control.v1.case_pb2 import CaseStep


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
