"""What a month's salary may be: the base salary, the regional minimum wage, the cap."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from lienthong_emulator.people.days import day_of
from lienthong_emulator.people.draws import Floats, Ints
from lienthong_emulator.people.labour.facts import by_province, column
from lienthong_emulator.people.tables import records
from lienthong_emulator.reference import base_salaries as reference

CAP_IN_BASE_SALARIES = 20
"""Law on social insurance of 2014, article 89, clause 3."""
THOUSAND = 1_000
_REGIONS = ("region_1", "region_2", "region_3", "region_4")


def base_salaries(days: Ints) -> Ints:
    """The base salary on each day, đồng a month; before 1995 that of 1995."""
    first_days = np.array([day_of(salary.first_day) for salary in reference.base_salaries()])
    amounts = np.array([salary.amount for salary in reference.base_salaries()], dtype=np.int64)
    return amounts[np.maximum(np.searchsorted(first_days, days, side="right") - 1, 0)]


def minimum_wages(days: Ints, province: Ints) -> Ints:
    """The minimum wage on each day in each province, đồng a month; 0 before 2013 (our choice: not modelled)."""
    table = np.stack([column("minimum_wages", region) for region in _REGIONS], axis=1).astype(np.int64)
    region = by_province("wage_region", province).astype(np.int64)
    known = days >= _first_days("minimum_wages")[0]
    return np.where(known, table[_rows("minimum_wages", days), region - 1], 0)


def insurable(wanted: Floats, days: Ints, lowest: Ints) -> Ints:
    """Whole thousands of đồng from the lowest to 20 base salaries."""
    rounded = (wanted / THOUSAND).round().astype(np.int64) * THOUSAND
    return np.clip(rounded, lowest, CAP_IN_BASE_SALARIES * base_salaries(days))


def _rows(table: str, days: Ints) -> Ints:
    return np.maximum(np.searchsorted(_first_days(table), days, side="right") - 1, 0)


@cache
def _first_days(table: str) -> Ints:
    return np.array([day_of(date.fromisoformat(row["first_day"])) for row in records(table)])
