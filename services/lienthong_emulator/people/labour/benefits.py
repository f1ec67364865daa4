"""What insurance paid: pensions, maternity, sickness, unemployment, lump sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lienthong_emulator.people.days import MONTHS, YEAR_OF_MONTH_0, first_days, month, months_of
from lienthong_emulator.people.draws import Chance, Floats, Ints, Mask
from lienthong_emulator.people.folk.families import NOBODY
from lienthong_emulator.people.labour.participation import MALE
from lienthong_emulator.people.labour.pay import base_salaries
from lienthong_emulator.people.labour.standing import NONE, Benefit, Insurance, Pension

if TYPE_CHECKING:
    from lienthong_emulator.people.folk.families import Families
    from lienthong_emulator.people.labour.careers import Careers
    from lienthong_emulator.people.labour.contributions import Contributions

FIRST_RATE, RATE_A_YEAR, HIGHEST_RATE = 0.45, 0.02, 0.75
YEARS_OF_FIRST_RATE, YEARS_OF_MEN_SINCE, MOST_YEARS_OF_MEN = 15, 2017, 20
"""Law 58/2014, article 56: 15 years; for men who retire in 2018 a year more, and so on up to 20 from 2022 on."""
ACCIDENT_BASES, LOSS_BASES, SURVIVOR_BASES = 0.5, 0.9, 0.5
"""Monthly allowances in base salaries: survivors by Law 58/2014, article 68; the other two by our choice."""
MATERNITY_MONTHS = 6
MATERNITY_YEARS = 10
SICK_SHARE, SICK_RATE, SICK_DAYS, WORKING_DAYS = 0.4, 0.75, 10, 24
"""Law 58/2014, article 28; share and days by our choice."""
UNEMPLOYMENT_RATE, UNEMPLOYMENT_CAP = 0.6, 5
"""Law on employment of 2013, article 50; the cap in base salaries for all (our choice)."""
MONTHS_FOR_UNEMPLOYMENT, MONTHS_OF_LEAST, FREED_A_MONTH = 12, 36, 12
LEAST_PAID, MOST_PAID = 3, 12
CLAIMED_AFTER_BREAK = 0.3
LUMP_SUM_SALARIES = 2
"""Salaries for each year (Law 58/2014, article 60, for years from 2014 on; our choice: for all years)."""
WAITING_AFTER_END = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Benefits:
    """Benefit periods of a tile, one entry of each array for each, by person and then by month."""

    person: Ints
    kind: Ints
    """`Benefit`."""
    first: Ints
    """Month, counted from January 1970 as 0."""
    last: Ints
    """Month, included; December of the anchor year where the benefit goes on."""
    amount: Ints
    """Đồng: a month, or once for sickness and lump sums."""
    days: Ints
    """Days paid for sickness, 0 for the others."""
    continues: Mask
    """Whether it goes on after the anchor year."""
    ends: Ints
    """Month in which it is to end, as known at the anchor; `last` where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Claims:
    """Benefits before the anchor cuts them."""

    person: Ints
    kind: Ints
    first: Ints
    last: Ints
    amount: Floats
    days: Ints


def benefits_of(
    year: int, families: Families, careers: Careers, paid: Contributions, survivors: Ints, chance: Chance
) -> Benefits:
    """All benefits of a tile, those of the dead until they died."""
    today = month(year, MONTHS)
    maternity = _maternity(families, paid, today)
    claims = (
        _pensions(families, careers, paid, today),
        _survivors(survivors, families, today, chance),
        maternity,
        _sickness(paid, today, maternity.person, chance),
        _unemployment(families, careers, paid, today, chance),
        _lump_sums(careers, paid),
    )
    person, kind, first, last, days = (
        np.concatenate([getattr(claim, name) for claim in claims])
        for name in ("person", "kind", "first", "last", "days")
    )
    amount = np.concatenate([claim.amount for claim in claims])
    order = np.lexsort((first, person))
    person, kind, first, ends = person[order], kind[order], first[order], last[order]
    monthly = (kind <= Benefit.SURVIVOR) & families.alive[person]
    return Benefits(
        person=person,
        kind=kind,
        first=first,
        last=np.minimum(ends, today),
        amount=(amount[order] / 100).round().astype(np.int64) * 100,
        days=days[order],
        continues=(ends > today) | monthly,
        ends=ends,
    )


def reserved_months(size: int, paid: Contributions, benefits: Benefits) -> Ints:
    """Months of unemployment insurance that no benefit has used up (Law on employment of 2013, article 45)."""
    found = np.bincount(paid.person, paid.insured_length, size).astype(np.int64)
    drawn = benefits.kind == Benefit.UNEMPLOYMENT
    whose, length = benefits.person[drawn], (benefits.ends - benefits.first + 1)[drawn]
    used = MONTHS_OF_LEAST + FREED_A_MONTH * (length - LEAST_PAID)
    return np.maximum(found - np.bincount(whose, used, size).astype(np.int64), 0)


def latest_of(size: int, paid: Contributions) -> Ints:
    """For each person the row of the latest contribution period, `NONE` without any."""
    found = np.full(size, NONE)
    found[paid.person] = np.arange(len(paid.person))  # by month: the last one stays
    return found


def _pensions(families: Families, careers: Careers, paid: Contributions, today: int) -> _Claims:
    own = (careers.pension != Pension.NONE) & (careers.pension != Pension.SURVIVOR)
    person, kind = careers.person[own], careers.pension[own]
    died = months_of(np.where(families.alive, 0, families.died))[person]
    last = np.where(families.alive[person], today, died)
    base = base_salaries(first_days(np.full(len(person), today)))
    latest = latest_of(families.size, paid)[person]
    today_worth = paid.salary[latest] * base / base_salaries(first_days(paid.last[latest]))
    years = np.bincount(paid.person, paid.length, families.size)[person] // MONTHS
    least = years_of_first_rate(families.sex[person] == MALE, careers.draws_from[own])
    rate = np.clip(FIRST_RATE + RATE_A_YEAR * (years - least), FIRST_RATE, HIGHEST_RATE)
    old_age = np.maximum(rate * today_worth, base)
    amount = np.select(
        (kind == Pension.OLD_AGE, kind == Pension.ACCIDENT), (old_age, ACCIDENT_BASES * base), LOSS_BASES * base
    )
    return _claims(person, kind, careers.draws_from[own], last, amount)


def years_of_first_rate(man: Mask, begins: Ints) -> Ints:
    """Years of contribution that give 45 %, by the month of the first pension."""
    after = begins // MONTHS + YEAR_OF_MONTH_0 - YEARS_OF_MEN_SINCE
    most = MOST_YEARS_OF_MEN - YEARS_OF_FIRST_RATE
    return YEARS_OF_FIRST_RATE + np.where(man, np.clip(after, 0, most), 0)


def _survivors(person: Ints, families: Families, today: int, chance: Chance) -> _Claims:
    """Paid since a parent died of late, or for up to eight years, never before birth."""
    died = np.append(families.died, 0)
    when = np.maximum(_death(died, families.mother[person]), _death(died, families.father[person]))
    since = np.where(when > 0, months_of(when) + 1, today - chance.below("survivor", person, 8 * MONTHS))
    since = np.minimum(np.maximum(since, months_of(families.birth[person])), today)
    base = base_salaries(first_days(np.full(len(person), today)))
    return _claims(
        person, np.full(len(person), int(Benefit.SURVIVOR)), since, np.full(len(person), today), SURVIVOR_BASES * base
    )


def _death(died: Ints, parent: Ints) -> Ints:
    found = np.where(parent == NOBODY, 0, died[parent])
    return np.where(found < 2**31 - 1, found, 0)


def _maternity(families: Families, paid: Contributions, today: int) -> _Claims:
    """Mothers who were compulsory participants in the half year before the birth (Law 58/2014, article 31)."""
    born = months_of(families.birth)
    child = (families.mother != NOBODY) & families.alive[families.mother] & (born > today - MATERNITY_YEARS * MONTHS)
    births = np.unique(np.stack([families.mother[child], born[child]], axis=1), axis=0)
    mother, birth = births[:, 0], births[:, 1]
    row = _period_at(paid, mother, birth - MATERNITY_MONTHS)
    insured = (row != NONE) & (paid.last[row] >= birth - 1) & (paid.kind[row] == Insurance.COMPULSORY)
    mother, birth, row = mother[insured], birth[insured], row[insured]
    kind = np.full(len(mother), int(Benefit.MATERNITY))
    return _claims(mother, kind, birth, birth + MATERNITY_MONTHS - 1, paid.salary[row] * 1.0)


def _period_at(paid: Contributions, person: Ints, when: Ints) -> Ints:
    """The row of the period that holds a month, `NONE` where none does."""
    key, wanted = paid.person * 2**20 + paid.first + 2**19, person * 2**20 + when + 2**19
    row = np.searchsorted(key, wanted, side="right") - 1
    holds = (row >= 0) & (paid.person[row] == person) & (paid.last[row] >= when)
    return np.where(holds, row, NONE)


def _sickness(paid: Contributions, today: int, mothers: Ints, chance: Chance) -> _Claims:
    now = (paid.last == today) & (paid.kind == Insurance.COMPULSORY) & ~np.isin(paid.person, mothers)
    row = np.nonzero(now & (chance.uniform("sick", paid.person) < SICK_SHARE))[0]
    person = paid.person[row]
    when = today - chance.below("sick month", person, np.minimum(MONTHS, paid.length[row]))
    days = 1 + chance.below("sick days", person, SICK_DAYS)
    amount = paid.salary[row] * SICK_RATE / WORKING_DAYS * days
    return _claims(person, np.full(len(person), int(Benefit.SICKNESS)), when, when, amount, days)


def _unemployment(families: Families, careers: Careers, paid: Contributions, today: int, chance: Chance) -> _Claims:
    """After a period with unemployment insurance that ended of late, or in a break; each person at most once."""
    following = np.append(paid.first[1:], 0)
    more = np.append(paid.person[1:] == paid.person[:-1], False)[: len(paid.person)]
    length = paid.insured_length
    months = np.clip(LEAST_PAID + (length - MONTHS_OF_LEAST) // FREED_A_MONTH, LEAST_PAID, MOST_PAID)
    first, last = paid.last + 2, paid.last + 1 + months
    room = np.where(more, last < following[: len(paid.person)], paid.last < today - 1)
    taken = np.isin(paid.person, careers.person[careers.lump_sum | (careers.pension != Pension.NONE)])
    taken |= ~families.alive[paid.person]
    lately = ~more & (paid.last > today - WAITING_AFTER_END)
    may = room & ~taken & (length >= MONTHS_FOR_UNEMPLOYMENT)
    drawn = may & (lately | (more & (chance.uniform("claims", paid.person) < CLAIMED_AFTER_BREAK)))
    row = np.nonzero(drawn)[0][::-1]
    person, at = np.unique(paid.person[row], return_index=True)
    row = row[at]
    base = base_salaries(first_days(paid.last[row]))
    amount = np.minimum(paid.salary[row] * UNEMPLOYMENT_RATE, UNEMPLOYMENT_CAP * base)
    return _claims(person, np.full(len(person), int(Benefit.UNEMPLOYMENT)), first[row], last[row], amount)


def _lump_sums(careers: Careers, paid: Contributions) -> _Claims:
    """Paid a year after the last contribution (Law 58/2014, article 60 and resolution 93/2015)."""
    person, when = careers.person[careers.lump_sum], careers.end[careers.lump_sum] + WAITING_AFTER_END
    size = int(careers.person.max(initial=0)) + 1
    worth = np.bincount(paid.person, paid.length * paid.salary * LUMP_SUM_SALARIES / MONTHS, size)
    return _claims(person, np.full(len(person), int(Benefit.LUMP_SUM)), when, when, worth[person])


def _claims(
    person: Ints, kind: Ints, first: Ints, last: Ints, amount: npt.ArrayLike, days: Ints | None = None
) -> _Claims:
    none = np.zeros(len(person), np.int64)
    money, sick = np.asarray(amount, np.float64), none if days is None else days
    return _Claims(person=person, kind=kind, first=first, last=last, amount=money, days=sick)
