"""Days and months as numbers, whole arrays at a time: days since 1970-01-01, months since January 1970."""

from __future__ import annotations

from datetime import date

import numpy as np

from lienthong_emulator.people.draws import Ints

YEAR_OF_MONTH_0 = 1970
MONTHS = 12


def day_of(day: date) -> int:
    return day.toordinal() - date(YEAR_OF_MONTH_0, 1, 1).toordinal()


def last_day_of_year(year: int) -> int:
    return day_of(date(year, 12, 31))


def month(year: int, number: int = 1) -> int:
    """A month of a year, January is number 1."""
    return (year - YEAR_OF_MONTH_0) * MONTHS + number - 1


def months_of(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_days(months: Ints) -> Ints:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def last_days(months: Ints) -> Ints:
    return first_days(months + 1) - 1


def later(days: Ints, months: Ints | int) -> Ints:
    """The same day so many months later, or the last of a shorter month."""
    then = months_of(days) + months
    return np.minimum(first_days(then) + days - first_days(months_of(days)), last_days(then))


def five_years_after(days: Ints) -> Ints:
    """As insurance counts (decree 146/2018, article 12, clause 5): the same day, 1 March for 29 February."""
    then = later(days, 5 * MONTHS)
    return then + ((days - first_days(months_of(days))) > (then - first_days(months_of(then))))
