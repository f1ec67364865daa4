"""Months of the calendar as whole numbers: December 2021 is 202112."""

from collections.abc import Iterator
from datetime import date, timedelta

from lienthong_emulator.insurance.contributions.domain import Month


def month_of(day: date) -> Month:
    return Month(day.year * 100 + day.month)


def told(month: Month) -> str:
    """Year and month, as in 2021-12."""
    return f"{month // 100}-{month % 100:02}"


def first_day_of(month: Month) -> date:
    return date(month // 100, month % 100, 1)


def last_day_of(month: Month) -> date:
    return first_day_of(after(month)) - timedelta(days=1)


def after(month: Month, count: int = 1) -> Month:
    """The count-th month after a month; a negative count goes back."""
    year, index = divmod(month // 100 * 12 + month % 100 - 1 + count, 12)
    return Month(year * 100 + index + 1)


def months(first: Month, last: Month) -> Iterator[Month]:
    """Every month from one to another, both included."""
    while first <= last:
        yield first
        first = after(first)
