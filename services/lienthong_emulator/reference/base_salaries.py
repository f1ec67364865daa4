"""The base salary (lương cơ sở) by day."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from lienthong_emulator.reference.tables import records


class BaseSalary(NamedTuple):
    """Đồng a month, from a day on."""

    first_day: date
    amount: int


@cache
def base_salaries() -> Sequence[BaseSalary]:
    """All that there were, in the order of time."""
    return [BaseSalary(date.fromisoformat(row["first_day"]), int(row["amount"])) for row in records("base_salaries")]


def base_salary_on(day: date) -> int:
    """Đồng a month; before 1995 that of 1995."""
    place = bisect_right(base_salaries(), day, key=lambda salary: salary.first_day)
    return base_salaries()[max(place - 1, 0)].amount
