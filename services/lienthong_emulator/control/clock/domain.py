"""How far a clock may go."""

from datetime import datetime

from lienthong_emulator.control.clock.errors import ClockSetBackwards
from lienthong_emulator.control.worlds.domain import refuse_uncovered


def check_target(now: datetime, target: datetime, field: str) -> None:
    """Refuse what lies behind now, or on a day for which no world is made. Both moments are Hà Nội's."""
    if target < now:
        raise ClockSetBackwards(field=field, now=now.isoformat(), time=target.isoformat())
    refuse_uncovered(target.date(), field)
