"""A world's time. Nobody asks the machine for it: it is handed in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Without summer time since 1975, so a fixed offset says it all, and needs no time-zone files."""
OFFICE_OPENS = time(9)
FIRST_MOMENT = datetime.min.replace(tzinfo=UTC).astimezone(HANOI)
LAST_MOMENT = datetime.max.replace(tzinfo=HANOI)
"""Of the calendar, in Hà Nội and in Greenwich alike."""

WallClock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The machine's own time, the one place that asks for it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """World time: `anchor + rate × (wall − anchor_wall)`. A change is a new value with a higher revision."""

    revision: int
    anchor: datetime
    anchor_wall: datetime
    rate: float

    def at(self, wall: datetime) -> datetime:
        """World time in Hà Nội at a moment of the wall clock. At the ends of the calendar it stands still."""
        if not self.rate:
            return self.anchor.astimezone(HANOI)
        try:
            return (self.anchor + (wall - self.anchor_wall) * self.rate).astimezone(HANOI)
        except OverflowError:
            return LAST_MOMENT if (wall >= self.anchor_wall) == (self.rate >= 0) else FIRST_MOMENT

    def moved_to(self, moment: datetime, wall: datetime, rate: float | None = None) -> "Clock":
        """The next clock, which shows a moment now; its rate is as before where none is given."""
        pace = self.rate if rate is None else rate
        return replace(self, revision=self.revision + 1, anchor=moment, anchor_wall=wall, rate=pace)

    def wall_seconds_until(self, moment: datetime, wall: datetime) -> float | None:
        """Wall seconds until a moment of world time; None where the clock stands still before it."""
        wait = moment - self.at(wall)
        if wait <= timedelta(0):
            return 0.0
        return wait.total_seconds() / self.rate if self.rate else None


def clock_starting(day: date, wall: datetime, rate: float) -> Clock:
    """A clock that starts at 09:00 in Hà Nội on a day; one that runs goes with the wall where that day is today."""
    start = opening_of(day)
    if rate and start < wall < end_of(day):
        start = wall.astimezone(HANOI)
    return Clock(revision=1, anchor=start, anchor_wall=wall, rate=rate)


def opening_of(day: date) -> datetime:
    return datetime.combine(day, OFFICE_OPENS, HANOI)


def end_of(day: date) -> datetime:
    """The first moment after a day in Hà Nội."""
    return datetime.combine(day + timedelta(days=1), time(0), HANOI)
