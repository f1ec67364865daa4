"""How far a clock may go."""

from datetime import datetime, timedelta

from lienthong_emulator.control.clock.errors import ClockSetBackwards
from lienthong_emulator.control.worlds.domain import refuse_uncovered
from lienthong_emulator.reference.working_days import last_covered_day
from lienthong_emulator.runtime.clock import end_of


def last_moment() -> datetime:
    """The last one that a clock can come to."""
    return end_of(last_covered_day()) - timedelta(microseconds=1)


def check_target(now: datetime, target: datetime, field: str) -> None:
    """Refuse what lies behind now, or on a day for which no world is made. Both moments are Hà Nội's.

    A clock that ran there by itself may be told to stay.
    """
    if target < now:
        raise ClockSetBackwards(field=field, now=now.isoformat(), time=target.isoformat())
    if target > now:
        refuse_uncovered(target.date(), field)
