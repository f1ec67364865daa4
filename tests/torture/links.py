"""One way between two parties, with the faults that it still has ready."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from tests.torture.plan import Fault, Mishap

SECONDS_TO_BE_OVERTAKEN = 1.0


class Link:
    """Hands a fault to whoever passes when its turn has come, and counts those that happened.

    A fault that could not happen, because the other side was dead or nobody overtook, comes back for the next.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self._left = deque(faults)
        self._good = 0
        self._passing = asyncio.Event()
        self.met: Counter[Mishap] = Counter()

    def turn(self) -> Turn | None:
        """What is to happen to the one that passes now. It must be settled."""
        if not self._left:
            return None
        if self._good < self._left[0].good_before:
            self._good += 1
            return None
        self._good = 0
        return Turn(self, self._left.popleft())

    def give_back(self, fault: Fault) -> None:
        self._left.appendleft(Fault(fault.mishap, 0, fault.seconds))

    def passed(self) -> None:
        """Somebody came through: who waits to be overtaken was overtaken."""
        self._passing.set()
        self._passing = asyncio.Event()

    async def overtaken(self) -> bool:
        """Wait until somebody else came through; give up after a while."""
        try:
            await asyncio.wait_for(self._passing.wait(), SECONDS_TO_BE_OVERTAKEN)
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class Turn:
    """A fault whose turn it is. The first word on whether it happened stands."""

    link: Link
    fault: Fault
    settled: bool = False
    is_later: bool = False
    """It happens after the call that met it, and is settled then."""

    def settle(self, *, happened: bool) -> None:
        if self.settled:
            return
        self.settled = True
        if happened:
            self.link.met[self.fault.mishap] += 1
        else:
            self.link.give_back(self.fault)
