"""The same dates in another year: a persona is as old in every world as in the one of 2021."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from lienthong_emulator.matching import PartialDate

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def years_later(day: date, years: int) -> date:
    """The same day; the last of February where that year has no 29th."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def five_years_after(day: date) -> date:
    """As insurance counts (decree 146/2018, article 12, clause 5): the same day, 1 March for 29 February."""
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 5, 3, 1) if leap_day else day.replace(year=day.year + 5)


def read_day(text: str, years: int = 0) -> date:
    """A day as YYYY-MM-DD, so many years later."""
    return years_later(date.fromisoformat(text), years)


def written_date(year: int, month: int, day: int) -> str:
    """As much of an ISO 8601 date as there is; 0 for an unknown part."""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])


def read_birth(text: str, years: int = 0) -> PartialDate:
    """A birth as YYYY, YYYY-MM or YYYY-MM-DD, so many years later; ValueError for what no calendar has."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date")
    year, month, day = (int(part or 0) for part in found.groups())
    known = PartialDate(year, month, day)
    if not day:
        return PartialDate(year + years, month)
    then = years_later(date(known.year, known.month, known.day), years)
    return PartialDate(then.year, then.month, then.day)


def read_month(text: str, years: int = 0) -> int:
    """A month YYYY-MM as 202112, so many years later; 0 for an empty text."""
    if not text:
        return 0
    year, month = text.split("-")
    date(int(year), int(month), 1)  # ValueError for what no calendar has
    return (int(year) + years) * 100 + int(month)
