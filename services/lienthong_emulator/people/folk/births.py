"""Sex and birth date of everybody in a tile, and who has died: exactly as many of each age as the census found."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints, quotas
from lienthong_emulator.people.folk.families import NEVER, Precision
from lienthong_emulator.people.tables import records

MALE, FEMALE = 1, 2
OLDEST = 100
DAYS_OF_A_YEAR = 365
DEATHS_DOUBLE_EVERY = 8
"""Years of age: Gompertz' law."""
DAYS_OF_DEATHS = 240
"""Our choice: the dead of a tile died within the last so many days of the anchor year."""
UNSURE_FROM = 46
YEAR_ONLY, DEFAULTED = 0.02, 0.02
"""Our choice: shares of those of this age and older whose registers hold the year alone, or 1 January for it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Births:
    """`day` counts from 1 January, 0 to 364; `died` from 1970-01-01, as all other days do."""

    sex: Ints
    year: Ints
    day: Ints
    precision: Ints
    died: Ints

    def ordinal(self) -> Ints:
        """Days of years that are all alike, so that who is older does not hang on where the leap years lie."""
        return self.year * DAYS_OF_A_YEAR + self.day


def births_of(count: int, dead: int, year: int, chance: Chance) -> Births:
    """The people of a tile; neighbours differ in age as much as people do at large."""
    index = np.arange(count)
    sexes, ages = _pyramid(count)
    place = _spread(index, chance)
    sex, born = sexes[place], year - ages[place]
    precision = _precision(ages[place], chance)
    day = np.where(precision == Precision.DAY, chance.below("birth day", index, DAYS_OF_A_YEAR), 0)
    died = np.full(count, NEVER)
    gone = chance.chosen("death", np.where(ages[place] > 0, 2.0 ** (ages[place] / DEATHS_DOUBLE_EVERY), 0.0), dead)
    died[gone] = first_day(np.array([year + 1]))[0] - 1 - chance.below("death day", index[gone], DAYS_OF_DEATHS)
    return Births(sex=sex, year=born, day=day, precision=precision, died=died)


def _pyramid(count: int) -> tuple[Ints, Ints]:
    """Sexes and ages of so many people, sorted."""
    rows = records("age_pyramid")
    firsts = [int(row["first_age"]) for row in rows]
    widths = np.diff([*firsts, OLDEST + 1])
    weights, men = (np.array([float(row[name]) for row in rows]) for name in ("people", "men"))
    yearly, share = np.repeat(weights / widths, widths), np.repeat(men / 1000, widths)
    counts = quotas(count, np.stack([yearly * share, yearly * (1 - share)], axis=1).ravel())
    return np.repeat(np.tile([MALE, FEMALE], OLDEST + 1), counts), np.repeat(np.repeat(range(OLDEST + 1), 2), counts)


def _spread(index: Ints, chance: Chance) -> Ints:
    """A permutation that steps through the sorted ages by the golden ratio, so that every village gets all of them."""
    count = len(index)
    step = max(1, round(count * 0.6180339887))
    while gcd(step, count) != 1:
        step += 1
    return (index * step + chance.number("first age", count)) % count


def _precision(age: Ints, chance: Chance) -> Ints:
    draw = chance.uniform("precision", np.arange(len(age)))
    found = np.where(draw < YEAR_ONLY, Precision.YEAR, Precision.DAY)
    found = np.where((draw >= YEAR_ONLY) & (draw < YEAR_ONLY + DEFAULTED), Precision.DEFAULTED, found)
    return np.where(age >= UNSURE_FROM, found, Precision.DAY)


def first_day(years: Ints) -> Ints:
    """1 January of each year."""
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
