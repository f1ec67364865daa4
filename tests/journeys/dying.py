"""Agencies that die at named points of a path, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import SplitHouse


@dataclass(frozen=True)
class Deaths:
    """The points of a path through the house, those of one agency side by side.

    A point is armed for a process when it starts, and a mark that lies there already disarms it: so the process that
    takes over from one that died waits for the next test with the next point, and the test takes the mark away.
    """

    path: str
    points: Sequence[str]

    async def arm(self, house: SplitHouse, agency: str, point: str) -> Path:
        """Have the agency die at the point; return the mark that it leaves."""
        mark = self._mark_of(house, point)
        if not mark.exists():
            await house.cut_off(agency)
            await self.start_for(house, agency, point)
        mark.unlink()
        return mark

    async def start_again(self, house: SplitHouse, agency: str, point: str) -> None:
        """Start the agency that died at a point so that it can be armed for the next."""
        await self.start_for(house, agency, self._next(point))

    async def start_for(self, house: SplitHouse, agency: str, point: str) -> None:
        """Start the agency so that it can be armed for the point."""
        mark = self._mark_of(house, point)
        mark.write_text("not yet")
        await house.start(agency, LIENTHONG_KILL_AT=point, LIENTHONG_KILL_MARK=str(mark))

    def _mark_of(self, house: SplitHouse, point: str) -> Path:
        return house.folder / f"{self.path}.{point}.mark"

    def _next(self, point: str) -> str:
        """The next point of the same agency; after the last, one that nobody reaches."""
        following = dict(pairwise(self.points)).get(point, "")
        return following if following.partition(".")[0] == point.partition(".")[0] else f"{point}.none"
