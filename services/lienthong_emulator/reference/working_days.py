"""The working days of state offices: Monday to Friday without holidays, and Saturdays worked in exchange."""

from collections.abc import Mapping, Set
from datetime import date, timedelta
from functools import cache, lru_cache

from lienthong_emulator.reference.tables import records

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class UncoveredYear(ValueError):
    """Names a day in a year whose holidays are not known."""

    def __init__(self, day: date) -> None:
        super().__init__(f"holidays of {day.year} are not known, only of {min(_years())} to {max(_years())}")


def is_working_day(day: date) -> bool:
    """Tell whether offices work on this day (Labour Code 45/2019, articles 111 and 112; five-day week).

    Years 2018 to 2030, the last four by our choice. So is that every weekday counts after them: a clock that runs fast
    comes there, and what is begun in the last weeks has a deadline. A day before 2018 raises UncoveredYear.
    """
    if day < first_covered_day():
        raise UncoveredYear(day)
    return _exceptions().get(day, day.weekday() < _SATURDAY)


@cache
def first_covered_day() -> date:
    """The first day of which it is known whether offices work."""
    return date(min(_years()), 1, 1)


@cache
def last_covered_day() -> date:
    """The last day of which it is known whether offices work."""
    return date(max(_years()), 12, 31)


@lru_cache(maxsize=1_024)
def add_working_days(day: date, count: int) -> date:
    """Return the count-th working day after the day, itself not counted (Civil Code 91/2015, article 147).

    `count` is in working days: 0 gives the day itself, a negative one raises ValueError.
    A count that begins before 2018 raises UncoveredYear.
    """
    if count < 0:
        raise ValueError(f"cannot add {count} working days")
    while count:
        day += _ONE_DAY
        count -= is_working_day(day)
    return day


@cache
def _exceptions() -> Mapping[date, bool]:
    """Return whether offices work, for the days on which the weekday does not tell."""
    return {date.fromisoformat(row["day"]): row["status"] == "on" for row in records("holidays")}


@cache
def _years() -> Set[int]:
    return {day.year for day in _exceptions()}
