"""What a month's salary may be: the base salary, the regional minimum wage, the cap."""

from __future__ import annotations

from functools import cache

import numpy as np

from lienthong_emulator.people.days import day_of
from lienthong_emulator.people.draws import Floats, Ints
from lienthong_emulator.reference import base_salaries as reference
from lienthong_emulator.reference import minimum_wages as regional

CAP_IN_BASE_SALARIES = 20
"""Law on social insurance of 2014, article 89, clause 3."""
THOUSAND = 1_000


def base_salaries(days: Ints) -> Ints:
    """The base salary on each day, đồng a month; before 1995 that of 1995."""
    first_days = np.array([day_of(salary.first_day) for salary in reference.base_salaries()])
    amounts = np.array([salary.amount for salary in reference.base_salaries()], dtype=np.int64)
    return amounts[np.maximum(np.searchsorted(first_days, days, side="right") - 1, 0)]


def minimum_wages(days: Ints, province: Ints) -> Ints:
    """The minimum wage on each day in each province, đồng a month; 0 before 2013 (our choice: not modelled)."""
    table = np.array([wages for _, wages in regional.minimum_wages()])
    first_days = np.array([day_of(first_day) for first_day, _ in regional.minimum_wages()])
    rows = np.searchsorted(first_days, days, side="right") - 1
    return np.where(rows >= 0, table[rows, wage_regions(province) - 1], 0)


def wage_regions(province: Ints) -> Ints:
    """The region of minimum wages, 1 to 4, of each province by code as a number."""
    return _regions()[province]


def insurable(wanted: Floats, days: Ints, lowest: Ints) -> Ints:
    """Whole thousands of đồng from the lowest to 20 base salaries."""
    rounded = (wanted / THOUSAND).round().astype(np.int64) * THOUSAND
    return np.clip(rounded, lowest, CAP_IN_BASE_SALARIES * base_salaries(days))


@cache
def _regions() -> Ints:
    found = np.zeros(100, np.int64)
    for code, region in regional.wage_regions().items():
        found[int(code)] = region
    return found
