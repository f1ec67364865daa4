"""How long the desks of offices take: no time at all, unless the world is of a realistic pace.

Of it are the desks that work on births and the cards that follow (`desk_times.csv`); all others take no time.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lienthong_emulator.reference.office_hours import done_at
from lienthong_emulator.runtime.recipe import Pace

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Kit


def desk_done(kit: Kit, desk: str, taken_in: datetime) -> datetime | None:
    """When a desk is done with what it takes in at a moment; None where desks take no time."""
    return done_at(desk, taken_in) if kit.world.recipe.pace is Pace.REALISTIC else None
