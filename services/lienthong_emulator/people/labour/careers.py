"""When somebody worked: one to four periods, none before the age of work, none overlapping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import MONTHS, month, months_of
from lienthong_emulator.people.draws import Chance, Floats, Ints, Mask
from lienthong_emulator.people.folk.families import NEVER, Families
from lienthong_emulator.people.labour.standing import Insurance, Pension

if TYPE_CHECKING:
    from lienthong_emulator.people.labour.participation import Participation

MOST_PERIODS = 4
ABSENT = -(2**31)
PERIODS: Final = (50, 28, 14, 8)
"""Our choice: weights of one to four periods."""
SHORTEST_WITH_BREAKS = 12
EARLIEST, USUAL, USUAL_FROM = 15 * MONTHS + 1, 18 * MONTHS, 19
"""First month of work by age: the one after the 15th birthday for the youngest, the 18th birthday for others."""
VOLUNTARY_SINCE: Final = month(2008)
"""Law on social insurance of 2006, article 140."""
LEAST_FOR_PENSION: Final = 20 * MONTHS
"""Law 58/2014, articles 54 and 55, of men and women alike. Our choice: also of those who retired under older laws, and
of women who worked for a commune, whom article 54, clause 3, lets retire with 15 years."""
FIRST_COUNTED: Final = month(1970)
FIRST_PENSIONS: Final = month(1990, 2)
"""Our choice: no time before counts, and the oldest retired late enough to have their years."""
RETIRED_AT: Final = (60 * MONTHS, 55 * MONTHS)
LATER_SINCE, LATER_BY, LATER_AT_MOST = 2021, (3, 4), (24, 60)
"""Labour Code 45/2019, article 169: 3 and 4 months later with each year from 2021 on, up to 62 and 60."""
YOUNGEST_RETIRED: Final = (55 * MONTHS, 50 * MONTHS)
"""Law 58/2014, article 55: the earliest old-age pension of men and women who have lost capacity for work, as far as it
is told apart here."""
EARLY, EARLY_BY = 0.2, 5 * MONTHS
"""Our choice: so many retire up to so many months before."""
LUMP_SUMS_PER_LIVING, LUMP_SUM_YEARS = 0.03, 6
LUMP_SUM_AGES: Final = (27, 55)
"""Our choice after 863,000 takers a year (2021): those who left with a lump sum within so many years."""
DEAD_WITH_PAST, DEAD_RETIRED_FROM = 0.4, 65
"""Our choice."""
RESERVED_SINCE = 8 * MONTHS
RECENT = 12
"""Months within which those ended who may draw for unemployment."""
RECENTLY_LEFT = 0.24
"""Our choice, which gives about as many recipients in a year as the reports (626,397 to 738,000 in 2021)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Careers:
    """One entry of each array for each person with a past or present in social insurance, by person."""

    person: Ints
    start: Ints
    """First month in which the person could have worked."""
    end: Ints
    """Last month of contribution."""
    pension: Ints
    """`Pension`; that of the dead who drew one included."""
    draws_from: Ints
    """Month of the first pension."""
    lump_sum: Mask
    least: Ints
    """Months that must have been contributed."""


def careers_of(year: int, families: Families, participation: Participation, chance: Chance) -> Careers:
    """Whose periods are to be drawn, and until when."""
    people, today = np.arange(families.size), month(year, MONTHS)
    lump_sum = _lump_sums(year, families, participation, chance)
    past = ~families.alive & (chance.uniform("past of the dead", people) < DEAD_WITH_PAST) & (families.nationality == 0)
    pension = np.where(past & (families.age(year) >= DEAD_RETIRED_FROM), Pension.OLD_AGE, participation.pension)
    own = (pension != Pension.NONE) & (pension != Pension.SURVIVOR)
    start = months_of(families.birth) + np.where(families.age(year) < USUAL_FROM, EARLIEST, USUAL)
    start = np.maximum(start, FIRST_COUNTED)
    last = np.where(families.alive, today, months_of(np.where(families.alive, 0, families.died)))
    draws_from = np.where(own, np.minimum(_pension_starts(families, pension, today, chance), last), NEVER)
    took = today - RECENT - chance.below("left", people, LUMP_SUM_YEARS * MONTHS)
    which = (own, lump_sum, participation.insurance == Insurance.RESERVED)
    end = np.select(which, (draws_from - 1, took, _left(today, start, chance)), last)
    least = np.where(pension == Pension.OLD_AGE, LEAST_FOR_PENSION, 1)
    has = (participation.insurance != Insurance.NONE) | own | lump_sum | past
    found = people[has & (end - start + 1 >= least)]
    return Careers(
        person=found,
        start=start[found],
        end=end[found],
        pension=pension[found],
        draws_from=draws_from[found],
        lump_sum=lump_sum[found],
        least=least[found],
    )


def periods_of(careers: Careers, voluntary: Mask, chance: Chance) -> tuple[Ints, Ints]:
    """First and last month of up to four periods of each career: columns, the latest first, `ABSENT` for none.

    Those who are voluntary participants now cannot have been for longer than that exists.
    """
    free = careers.end - careers.start + 1
    share = chance.uniform("career", careers.person) ** np.where(careers.least > 1, 1.0, 1.6)
    total = careers.least + (share * (free - careers.least)).astype(np.int64)
    count = 1 + chance.picks("periods", careers.person, PERIODS)
    count = np.where(total < SHORTEST_WITH_BREAKS, 1, count)
    length = _parts(total - count, _shares(careers.person, count, "length", chance)) + 1
    gap = _parts((free - total) // 2, _shares(careers.person, count, "gap", chance))
    column = np.arange(MOST_PERIODS)
    last = careers.end[:, None] - (np.cumsum(length + gap, axis=1) - length - gap)
    first = last - length + 1
    first[:, 0] = np.where(voluntary, np.maximum(first[:, 0], VOLUNTARY_SINCE), first[:, 0])
    none = column >= count[:, None]
    return np.where(none, ABSENT, first), np.where(none, ABSENT, last)


def _parts(total: Ints, shares: Floats) -> Ints:
    """Whole parts of each total, the first of them takes what rounding leaves."""
    found = (total[:, None] * shares).astype(np.int64)
    found[:, 0] += total - found.sum(axis=1)
    return found


def _shares(person: Ints, count: Ints, what: str, chance: Chance) -> Floats:
    drawn = np.stack([0.15 + chance.uniform(f"{what} {column}", person) for column in range(MOST_PERIODS)], axis=1)
    drawn[np.arange(MOST_PERIODS) >= count[:, None]] = 0.0
    return drawn / drawn.sum(axis=1, keepdims=True)


def _left(today: int, start: Ints, chance: Chance) -> Ints:
    """Last months of those who left with their time reserved: some so lately that they may draw for unemployment."""
    people = np.arange(len(start))
    ago = chance.below("left", people, RESERVED_SINCE)
    lately = chance.uniform("left lately", people) < RECENTLY_LEFT
    return np.maximum(today - np.where(lately, 2 + ago % RECENT, ago + RECENT), np.minimum(start, today - 1))


def _lump_sums(year: int, families: Families, participation: Participation, chance: Chance) -> Mask:
    may = (participation.insurance == Insurance.NONE) & (participation.pension == Pension.NONE)
    may &= (participation.forces == 0) & families.alive & participation.in_labour_force
    age = families.age(year)
    may &= (age >= LUMP_SUM_AGES[0]) & (age < LUMP_SUM_AGES[1]) & (families.nationality == 0)
    return chance.chosen("lump sum", may.astype(np.float64), round(families.alive.sum() * LUMP_SUMS_PER_LIVING))


def _pension_starts(families: Families, pension: Ints, today: int, chance: Chance) -> Ints:
    """The month after retirement; those who draw for an accident or the loss of capacity began when they did."""
    people, born, row = np.arange(families.size), months_of(families.birth), families.sex - 1
    usual = born + np.array(RETIRED_AT)[row]
    steps = usual // MONTHS + 1970 - LATER_SINCE + 1
    usual += np.clip(np.maximum(steps, 0) * np.array(LATER_BY)[row], 0, np.array(LATER_AT_MOST)[row])
    early = (chance.uniform("early", people) < EARLY) * chance.below("early by", people, EARLY_BY)
    retired = np.maximum(usual - early + 1, FIRST_PENSIONS)
    lately = today - chance.below("retired before", people, RECENT)
    retired = np.minimum(retired, np.maximum(lately, born + np.array(YOUNGEST_RETIRED)[row] + 1))
    hurt = today - chance.below("hurt", people, 5 * MONTHS)
    unable = month(1985) + chance.below("unable", people, 9 * MONTHS)
    return np.select((pension == Pension.ACCIDENT, pension == Pension.LOSS_OF_CAPACITY), (hurt, unable), retired)
