"""What somebody earned, as the employer declared it to insurance."""

from __future__ import annotations

from typing import Final

import numpy as np

from lienthong_emulator.people.days import last_day_of_year, last_days
from lienthong_emulator.people.draws import Chance, Floats, Ints
from lienthong_emulator.people.labour.facts import column
from lienthong_emulator.people.labour.pay import THOUSAND, base_salaries, insurable, minimum_wages
from lienthong_emulator.people.labour.standing import Kind
from lienthong_emulator.people.labour.tails import lognormal
from lienthong_emulator.people.tables import records

TABLE_YEAR = 2021
"""The year whose salaries the tables give."""
BUDGET: Final = (Kind.PUBLIC_UNIT, Kind.STATE_BODY, Kind.COMMUNE)
LOWEST_STEP, STEP = 1.86, 0.33
"""Our choice: one scale for all officials, in base salaries (decree 204/2004 has several)."""
CHOSEN_INCOMES: Final = (1.0, 1.5, 2.0, 3.0, 5.0)
"""Our choice: incomes of voluntary participants, in rural poverty lines."""
POVERTY_LINES: Final = (700_000, 1_500_000)
NEW_LINE_SINCE = 2022
"""Decree 07/2021/NĐ-CP, article 3."""


def level_of(person: Ints, kind: Ints, occupation: Ints, chance: Chance) -> Floats:
    """What each would earn in 2021, đồng a month: by kind of employer, position and luck."""
    median, spread = column("employer_kinds", "salary")[kind], column("employer_kinds", "spread")[kind] / 1_000
    pay = np.append(column("occupations", "pay"), 100.0)[occupation] / 100
    return THOUSAND * median * pay * lognormal(chance, "salary", person, spread)


def salaries(level: Floats, kind: Ints, province: Ints, months: Ints) -> Ints:
    """Declared salaries of those months: the state pays steps of the base salary, others at least the minimum wage."""
    days = last_days(months)
    base = base_salaries(days)
    then = level * _index(kind, days)
    steps = base * (LOWEST_STEP + STEP * np.maximum((then / base - LOWEST_STEP) / STEP, 0).round())
    steps = np.where(kind == Kind.COMMUNE, base, steps)
    budget = np.isin(kind, BUDGET)
    lowest = np.maximum(np.where(budget, 0, minimum_wages(days, province)), base)
    return insurable(np.where(budget, steps, then), days, lowest)


def chosen_incomes(person: Ints, months: Ints, chance: Chance) -> Ints:
    """What voluntary participants chose (decree 134/2015, article 10: at least the rural poverty line)."""
    line = np.where(months // 12 + 1970 < NEW_LINE_SINCE, POVERTY_LINES[0], POVERTY_LINES[1])
    times = np.array(CHOSEN_INCOMES)[chance.picks("chosen income", person, (60, 15, 14, 8, 3))]
    return (line * times).astype(np.int64)


def occupations_of(sector: Ints, person: Ints, chance: Chance) -> Ints:
    """A position for each employee that suits the employer's sector."""
    bounds = _bounds()[sector]
    return (bounds <= (chance.uniform("position", person) * bounds[:, -1])[:, None]).sum(axis=1)


def _index(kind: Ints, days: Ints) -> Floats:
    """Salaries of a day beside the table's year: by the minimum wage since there is one, else by the base salary."""
    at = np.array([last_day_of_year(TABLE_YEAR)])
    by_base = base_salaries(days) / base_salaries(at)
    capital = np.ones(len(days), np.int64)
    wages = minimum_wages(days, capital) / minimum_wages(at, np.ones(1, np.int64))
    return np.where((wages > 0) & ~np.isin(kind, BUDGET), wages, by_base)


def _bounds() -> Floats:
    """Cumulative weights of the positions for each sector."""
    weight = column("occupations", "weight")
    sections = np.array([row["section"] for row in records("occupations")])
    found = [_suits(sections, row["section"]) * weight for row in records("sectors")]
    return np.cumsum(found, axis=1)


def _suits(sections: np.ndarray[tuple[int], np.dtype[np.str_]], section: str) -> Floats:
    general = sections == "*" if not section.startswith("O") else sections == ""
    return ((sections == section) | general).astype(np.float64)
