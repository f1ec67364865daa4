"""When offices work, and when a desk is done with what it takes in."""

from datetime import datetime, time, timedelta
from functools import cache

from lienthong_emulator.reference.tables import records
from lienthong_emulator.reference.working_days import add_working_days, is_working_day

# Our choice: from nine, as everything here that begins with a day, to five.
OPENS, CLOSES = time(9), time(17)


def done_at(desk: str, taken_in: datetime) -> datetime:
    """When a desk is done with what it takes in at a moment: its minutes, counted in office hours of working days."""
    left = timedelta(minutes=_minutes()[desk])
    begins = _opened_by(taken_in)
    while (today := datetime.combine(begins, CLOSES, begins.tzinfo) - begins) < left:
        left -= today
        begins = _next_opening(begins)
    return begins + left


def _opened_by(moment: datetime) -> datetime:
    """The first moment of office hours from this one on."""
    if not is_working_day(moment.date()) or moment.time() >= CLOSES:
        return _next_opening(moment)
    return max(moment, datetime.combine(moment, OPENS, moment.tzinfo))


def _next_opening(moment: datetime) -> datetime:
    return datetime.combine(add_working_days(moment.date(), 1), OPENS, moment.tzinfo)


@cache
def _minutes() -> dict[str, int]:
    return {row["desk"]: int(row["minutes"]) for row in records("desk_times")}
