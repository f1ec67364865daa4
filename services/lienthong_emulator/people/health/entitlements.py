"""Which object codes apply to whom, who pays first, and which benefit digit follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import MONTHS, last_day_of_year, month
from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.folk.families import NOBODY, Families
from lienthong_emulator.people.health.card_days import last_days_of_child_cards
from lienthong_emulator.people.health.standing import Poverty
from lienthong_emulator.people.health.welfare import Welfare
from lienthong_emulator.people.labour.facts import levels_on, merits, object_codes, object_row
from lienthong_emulator.people.labour.standing import ARMY, NONE, POLICE, Benefit, Kind, Pension
from lienthong_emulator.people.tables import records

if TYPE_CHECKING:
    from lienthong_emulator.people.labour.work import Work

BEST_FIRST: Final = (0, 2, 3, 4, 5, 1)
"""Rank of each benefit digit: 5 (all costs), 1, 2, 3, 4 (Decision 1351/QĐ-BHXH, article 2)."""
WORST = 6
KINH, HOA = 1, 4
OLD_SURVIVOR = 80
LONG_ILL = 0.002
RUBBER_PROVINCES: Final = (70, 72, 74, 75, 64)
RUBBER = 0.004
CIPHER_AMONG_ARMY = 0.03
STUDENTS: Final = (18, 22)
AT_UNIVERSITY, AT_SCHOOL, AT_HIGH_SCHOOL = 0.3, 0.97, 0.8
HIGH_SCHOOL_FROM = 15
"""Our choice, all of these shares."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entitlements:
    """One entry of each array for each person; for the dead no code applies."""

    first: Ints
    """Row of the code that pays first, `NONE` if none applies."""
    second: Ints
    """Row of the next one that applies."""
    level: Ints
    """The best benefit digit of all that apply, 0 if none does."""


def entitlements_of(year: int, families: Families, work: Work, welfare: Welfare, chance: Chance) -> Entitlements:
    """Ask all codes in the order in which they pay; to whom none applies, joins with the household (GD)."""
    infant = last_days_of_child_cards(families.birth) >= last_day_of_year(year)
    applies = dict(_all(_Asked(year, families, work, welfare, chance, infant)))
    levels, ranks = levels_on(date(year, 12, 31)), np.array(BEST_FIRST)
    first, second = np.full(families.size, NONE), np.full(families.size, NONE)
    best = np.full(families.size, WORST)
    for row, entry in enumerate(object_codes()):
        if (mask := applies.get(entry.code)) is None:
            continue
        those = mask & families.alive
        second[those & (first != NONE) & (second == NONE)] = row
        first[those & (first == NONE)] = row
        best = np.where(those, np.minimum(best, ranks[levels[row]]), best)
    rest, household = families.alive & (first == NONE), object_row("GD")
    first[rest], best[rest] = household, ranks[levels[household]]
    digits = np.array([0, 5, 1, 2, 3, 4, 0])
    return Entitlements(first=first, second=second, level=digits[best])


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Everything that an object code can depend on."""

    year: int
    families: Families
    work: Work
    welfare: Welfare
    chance: Chance
    infant: Mask

    @property
    def age(self) -> Ints:
        return self.families.age(self.year)

    def of_some(self, what: str, share: float) -> Mask:
        return self.chance.uniform(what, np.arange(self.families.size)) < share


def _all(asked: _Asked) -> Iterator[tuple[str, Mask]]:
    yield from _employed(asked)
    yield from _paid_by_insurance(asked)
    yield from _forces(asked)
    yield from _paid_by_budget(asked)
    yield from _supported(asked)


def _employed(asked: _Asked) -> Iterator[tuple[str, Mask]]:
    kind = np.append(asked.work.employers.kind, NONE)[asked.work.employer]
    for row in records("employer_kinds"):
        yield row["object_code"], kind == Kind[row["kind"]]


def _paid_by_insurance(asked: _Asked) -> Iterator[tuple[str, Mask]]:
    work = asked.work
    yield "HT", np.isin(work.pension, (Pension.OLD_AGE, Pension.LOSS_OF_CAPACITY))
    yield "TB", work.pension == Pension.ACCIDENT
    yield "CT", (work.pension == Pension.SURVIVOR) & (asked.age >= OLD_SURVIVOR)
    yield "NO", (work.employer != NONE) & asked.of_some("long illness", LONG_ILL)
    unemployed = np.zeros(asked.families.size, np.bool_)
    drawing = (work.benefits.kind == Benefit.UNEMPLOYMENT) & (work.benefits.ends >= month(asked.year, MONTHS))
    unemployed[work.benefits.person[drawing & (work.benefits.first <= month(asked.year, MONTHS))]] = True
    yield "TN", unemployed
    rubber = np.isin(asked.families.province, RUBBER_PROVINCES) & (asked.age >= 50)
    yield "CS", rubber & (work.pension == Pension.NONE) & (work.employer == NONE) & asked.of_some("rubber", RUBBER)


def _forces(asked: _Asked) -> Iterator[tuple[str, Mask]]:
    """Spouses, parents and children of those who serve are covered too; children under 6 hold civil cards."""
    forces = asked.work.forces
    cipher = (forces == ARMY) & asked.of_some("cipher", CIPHER_AMONG_ARMY)
    for code, family, mask in (
        ("QN", "TQ", (forces == ARMY) & ~cipher),
        ("CA", "TA", forces == POLICE),
        ("CY", "TY", cipher),
    ):
        yield code, mask
        yield family, _relatives(asked.families, mask) & ~asked.infant & (forces == 0)


def _relatives(families: Families, mask: Mask) -> Mask:
    """Spouses, children and parents of those in the mask."""
    serving = np.append(mask, False)
    found = serving[families.spouse] | serving[families.mother] | serving[families.father]
    parents = np.concatenate([families.mother[mask], families.father[mask]])
    found[parents[parents != NOBODY]] = True
    return found


def _paid_by_budget(asked: _Asked) -> Iterator[tuple[str, Mask]]:
    families, welfare = asked.families, asked.welfare
    yield "TE", asked.infant
    for row, merit in enumerate(merits()):
        yield merit.code, welfare.merit == row
    yield "BT", welfare.allowance
    yield "HN", welfare.poverty == Poverty.POOR
    minority = (families.ethnic_group != KINH) & (families.ethnic_group != HOA) & (families.nationality == 0)
    yield "DT", minority & (welfare.area == 1)
    yield "DK", welfare.area == 2
    yield "XD", welfare.area == 3


def _supported(asked: _Asked) -> Iterator[tuple[str, Mask]]:
    age, work = asked.age, asked.work
    yield "CN", asked.welfare.poverty == Poverty.NEAR_POOR
    pupil = (age >= 6) & (age < STUDENTS[0]) & asked.of_some("at school", AT_SCHOOL)
    pupil &= (age < HIGH_SCHOOL_FROM) | asked.of_some("at high school", AT_HIGH_SCHOOL)
    yield "HS", pupil & ~asked.infant
    student = (age >= STUDENTS[0]) & (age <= STUDENTS[1]) & asked.of_some("at university", AT_UNIVERSITY)
    foreign = asked.families.nationality != 0
    yield "SV", student & ~foreign & (work.employer == NONE)
    yield "LS", student & foreign & (work.employer == NONE)
    yield "GB", asked.welfare.poverty == Poverty.AVERAGE_FARM
