"""From which day until which day cards hold (decree 146/2018, article 13), whole arrays at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lienthong_emulator.people.days import MONTHS, first_days, last_day_of_year, last_days, later, month, months_of
from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.folk.families import NEVER, Families
from lienthong_emulator.people.labour.facts import object_row
from lienthong_emulator.people.labour.standing import Benefit, Pension

if TYPE_CHECKING:
    from lienthong_emulator.people.labour.work import Work

CHILD_MONTHS, OLD_MONTHS = 72, 80 * MONTHS
SCHOOL_ENDS, SCHOOL_STARTS = 9, 10
"""Cards of pupils run from 1/10 to 30/9."""
COURSE_ENDS, LAST_YEAR_OF_COURSE = 6, 22
"""Our choice: courses end in June of the year in which students turn 23, or later."""
PAID_FOR_DAYS = 365
"""Households and farms pay for 12 months, each on a day of their own."""
YEARS_OF_LONG_CARDS = 2
"""Our choice: cards of groups 1 to 3 and of the near-poor hold from 1 January of the anchor year, or from the day on
which the reason began, to 31 December of the next year; the law ties them to the reason alone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CardDays:
    """One entry of each array for each person, `NEVER` for those without a card. Both days are included."""

    valid_from: Ints
    valid_to: Ints


def last_days_of_child_cards(birth: Ints) -> Ints:
    """The same rule as for a new card, `last_day_of_child_card` of the insurance agency."""
    then = months_of(birth) + CHILD_MONTHS
    number = then % MONTHS + 1
    in_summer = number <= SCHOOL_ENDS
    return last_days(np.where(in_summer, then + SCHOOL_ENDS - number, then))


def card_days_of(year: int, families: Families, work: Work, code: Ints, chance: Chance) -> CardDays:
    """The validity at the anchor of a card with each code."""
    school = first_days(np.array([month(year, SCHOOL_STARTS), month(year + 1, SCHOOL_STARTS)]))
    today, children = last_day_of_year(year), last_days_of_child_cards(families.birth)
    of_age = np.where(children < today, children + 1, -NEVER)
    household = np.maximum(today - chance.below("paid", np.arange(families.size), PAID_FOR_DAYS), of_age)
    pupils_from = np.where(families.age(year) == CHILD_MONTHS // MONTHS, np.maximum(children + 1, school[0]), school[0])
    drawn = _unemployment(year, families.size, work)
    last_year = families.age(year) >= LAST_YEAR_OF_COURSE
    course = last_days(np.where(last_year, month(year + 1, COURSE_ENDS), month(year + 1, SCHOOL_ENDS)))
    january = np.maximum(first_days(np.array([month(year)]))[0], of_age)
    january = np.where(_is(code, "CT"), np.maximum(january, later(families.birth, OLD_MONTHS)), january)
    which = [_is(code, *codes) for codes in (("TE",), ("HS",), ("SV", "LS"), ("GD", "GB"), ("TN",))]
    first = np.select(
        which, (families.birth, pupils_from, school[0], household, drawn[0]), np.maximum(january, _began(work))
    )
    last = np.select(
        which,
        (children, school[1] - 1, course, later(household, MONTHS) - 1, drawn[1]),
        last_day_of_year(year + YEARS_OF_LONG_CARDS - 1),
    )
    covered = code >= 0
    return CardDays(valid_from=np.where(covered, first, NEVER), valid_to=np.where(covered, last, NEVER))


def _is(code: Ints, *codes: str) -> Mask:
    return np.isin(code, [object_row(each) for each in codes])


def _began(work: Work) -> Ints:
    """The day on which a contract or a pension began, where that is why the card is held; long ago for the others."""
    benefits, found = work.benefits, np.full(len(work.pension), -NEVER)
    monthly = (benefits.kind <= Benefit.SURVIVOR) & benefits.continues
    found[benefits.person[monthly]] = first_days(benefits.first[monthly])
    employed = (work.employer >= 0) & (work.pension == Pension.NONE)
    return np.where(employed, work.contract, found)


def _unemployment(year: int, size: int, work: Work) -> tuple[Ints, Ints]:
    """First and last day of the unemployment benefit that each draws now."""
    benefits, first, last = work.benefits, np.full(size, NEVER), np.full(size, NEVER)
    now = (benefits.kind == Benefit.UNEMPLOYMENT) & (benefits.ends >= month(year, MONTHS))
    now &= benefits.first <= month(year, MONTHS)
    person = benefits.person[now]
    first[person], last[person] = first_days(benefits.first[now]), last_days(benefits.ends[now])
    return first, last
