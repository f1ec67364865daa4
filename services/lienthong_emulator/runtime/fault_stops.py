"""Moments at which a planned fault begins or ends: a clock that is advanced stops there, as it does at a timer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.clock import LAST_MOMENT
from lienthong_emulator.runtime.fault_effects import BeingDown
from lienthong_emulator.runtime.timers import Timer

if TYPE_CHECKING:
    from datetime import datetime

    from lienthong_emulator.runtime.faults import FaultBoard
    from lienthong_emulator.runtime.standing_fault import StandingFault

EXCHANGE = "exchange"


class FaultStops:
    """Those of one world in one process, each of which is told once."""

    def __init__(self, board: FaultBoard) -> None:
        self._board = board
        self._passed: set[Timer] = set()

    def next(self, agencies: Collection[str], now: datetime, until: datetime) -> Timer | None:
        """The earliest stop of the agencies that are played here, up to a moment.

        What a clock ticked past is no stop any more.
        """
        self._passed = {stop for stop in self._passed if stop.due >= now}
        found = (stop for stop in self._all(agencies) if now <= stop.due <= until and stop not in self._passed)
        return min(found, default=None)

    def pass_by(self, stop: Timer) -> bool:
        """Note that a clock came to a stop; False where it is none."""
        is_one = any(stop == known for known in self._all([stop.agency])) and stop not in self._passed
        if is_one:
            self._passed.add(stop)
        return is_one

    def _all(self, agencies: Collection[str]) -> Iterator[Timer]:
        for fault in self._board.all():
            if fault.agency in agencies and isinstance(fault.effect, BeingDown):
                yield from _of_outage(fault, fault.effect)
        if EXCHANGE in agencies and self._board.of_messages is not None:
            for hold in self._board.of_messages.held():
                yield Timer(hold.due, EXCHANGE, "delay-end", hold.fault.name)


def _of_outage(fault: StandingFault, outage: BeingDown) -> Iterator[Timer]:
    if outage.start > fault.plan_time:
        yield Timer(outage.start, fault.agency, "outage-start", fault.name)
    if outage.end < LAST_MOMENT:
        yield Timer(outage.end, fault.agency, "outage-end", fault.name)
