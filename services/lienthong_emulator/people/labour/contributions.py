"""Contribution periods of a tile: who paid when, through which employer, on what salary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import MONTHS, first_days, last_days, month, months_of
from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.labour.careers import ABSENT, VOLUNTARY_SINCE, Careers, periods_of
from lienthong_emulator.people.labour.earnings import chosen_incomes, level_of, salaries
from lienthong_emulator.people.labour.participation import FOREIGNERS_SINCE
from lienthong_emulator.people.labour.standing import NONE, WITHOUT_UNEMPLOYMENT, Insurance, Kind

if TYPE_CHECKING:
    from lienthong_emulator.people.folk.families import Families
    from lienthong_emulator.people.labour.employers import Employers

UNEMPLOYMENT_SINCE: Final = month(2009)
"""Law on social insurance of 2006, article 140."""
ONCE_VOLUNTARY, ONCE_UNEMPLOYMENT_INSURED = 0.5, 0.88
"""Our choice: shares of past periods; the second of those with employers whose staff may be."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contributions:
    """Contribution periods of a tile, one entry of each array for each, by person and then by month.

    Months count from January 1970 as 0; both months of a period are included. Those under way end with December of the
    anchor year. Periods of one person never overlap.
    """

    person: Ints
    first: Ints
    last: Ints
    kind: Ints
    """`Insurance.COMPULSORY` or `VOLUNTARY`."""
    employer: Ints
    """Row of `Employers`, of one that has staff; `NONE` for voluntary periods and employers gone or elsewhere."""
    salary: Ints
    """Or chosen income, đồng a month, at the end of the period."""
    unemployment: Mask
    """Whether unemployment insurance was paid too (from 2009 on)."""

    @property
    def length(self) -> Ints:
        """In months."""
        return self.last - self.first + 1

    @property
    def insured_length(self) -> Ints:
        """Months of unemployment insurance."""
        since = np.maximum(self.first, UNEMPLOYMENT_SINCE)
        return np.where(self.unemployment, np.maximum(self.last - since + 1, 0), 0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Present:
    """What is known of each person's present participation before the past is drawn."""

    insurance: Ints
    unemployment: Mask
    employer: Ints
    occupation: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Periods:
    """Whose and when, and whether it is the period under way."""

    person: Ints
    first: Ints
    last: Ints
    now: Mask


def contributions_of(
    careers: Careers, present: Present, families: Families, employers: Employers, chance: Chance
) -> Contributions:
    """Draw the periods of all careers."""
    periods = _drawn(careers, present, families, chance)
    kind = _kinds(present, periods, chance)
    employer = np.where(periods.now, present.employer[periods.person], _once(periods, families, employers, chance))
    employer = np.where(kind == Insurance.VOLUNTARY, NONE, employer)
    founded = months_of(np.append(employers.founded, 0)[employer]) + 1
    of_kind = np.append(employers.kind, Kind.ENTERPRISE)[employer]
    chosen = chosen_incomes(periods.person, periods.last, chance)
    paid = _salaries(present, periods, of_kind, families, chance)
    return Contributions(
        person=periods.person,
        first=np.where(periods.now & (employer != NONE), np.maximum(periods.first, founded), periods.first),
        last=periods.last,
        kind=kind,
        employer=employer,
        salary=np.where(kind == Insurance.VOLUNTARY, chosen, paid),
        unemployment=_insured(present, periods, kind, of_kind, chance) & (families.nationality[periods.person] == 0),
    )


def _drawn(careers: Careers, present: Present, families: Families, chance: Chance) -> _Periods:
    voluntary = present.insurance[careers.person] == Insurance.VOLUNTARY
    firsts, lasts = (months[:, ::-1] for months in periods_of(careers, voluntary, chance))
    row, column = np.nonzero(lasts != ABSENT)
    person = careers.person[row]
    insured = np.isin(present.insurance[person], (Insurance.COMPULSORY, Insurance.VOLUNTARY))
    now = (column == firsts.shape[1] - 1) & insured & families.alive[person]
    first, last, foreign = firsts[row, column], lasts[row, column], families.nationality[person] != 0
    counts = ~foreign | (last >= FOREIGNERS_SINCE)
    first = np.where(foreign, np.maximum(first, FOREIGNERS_SINCE), first)
    return _Periods(person[counts], first[counts], last[counts], now[counts])


def _kinds(present: Present, periods: _Periods, chance: Chance) -> Ints:
    now = present.insurance[periods.person]
    once = (periods.first >= VOLUNTARY_SINCE) & (chance.uniform("once voluntary", periods.person) < ONCE_VOLUNTARY)
    past = np.where(once & (now == Insurance.VOLUNTARY), Insurance.VOLUNTARY, Insurance.COMPULSORY)
    return np.where(periods.now, now, past)


def _once(periods: _Periods, families: Families, employers: Employers, chance: Chance) -> Ints:
    """An employer of the same province that insurance still knows, as far as it was there all the time."""
    staffed = np.nonzero(employers.size > 0)[0]
    if not len(staffed):
        return np.full(len(periods.person), NONE)
    order = staffed[np.argsort(employers.province[staffed], kind="stable")]
    home = families.province[periods.person]
    sorted_provinces = employers.province[order]
    begin, end = np.searchsorted(sorted_provinces, home), np.searchsorted(sorted_provinces, home, side="right")
    draw = chance.below("once employer", periods.person * MONTHS + periods.last % MONTHS, end - begin)
    found = order[np.minimum(begin + draw, len(order) - 1)]
    there = (employers.founded[found] < first_days(periods.first)) & (begin < end)
    return np.where(there & (employers.closed[found] > last_days(periods.last)), found, NONE)


def _salaries(present: Present, periods: _Periods, of_kind: Ints, families: Families, chance: Chance) -> Ints:
    occupation = np.where(periods.now, present.occupation[periods.person], NONE)
    level = level_of(periods.person, of_kind, occupation, chance)
    return salaries(level, of_kind, families.province[periods.person], periods.last)


def _insured(present: Present, periods: _Periods, kind: Ints, of_kind: Ints, chance: Chance) -> Mask:
    """For the present as it was drawn, for the past by the kind of employer."""
    once = chance.uniform("once unemployment insured", periods.person) < ONCE_UNEMPLOYMENT_INSURED
    once &= ~np.isin(of_kind, WITHOUT_UNEMPLOYMENT) & (kind == Insurance.COMPULSORY)
    return np.where(periods.now, present.unemployment[periods.person], once) & (periods.last >= UNEMPLOYMENT_SINCE)
