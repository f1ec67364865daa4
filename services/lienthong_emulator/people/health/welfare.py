"""Health and welfare of the people of a tile: groups h and i of decree 43/2021, article 6, which name no fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.folk.communities import provinces_of
from lienthong_emulator.people.folk.families import NOBODY, Families
from lienthong_emulator.people.health.standing import Disability, Poverty
from lienthong_emulator.people.labour.facts import by_province, column, conditions, merits
from lienthong_emulator.people.labour.standing import NONE, Insurance, Pension

if TYPE_CHECKING:
    from lienthong_emulator.people.labour.work import Work
    from lienthong_emulator.runtime.recipe import Nation

BLOOD_GROUPS: Final = ("O+", "B+", "A+", "AB+", "O-", "B-", "A-", "AB-")
BLOOD_WEIGHTS: Final = (430, 305, 213, 50, 1, 1, 1, 1)
BLOOD_KNOWN = 0.4
DISABLED: Final = ((0, (985, 9, 4, 2)), (40, (960, 22, 13, 5)), (65, (890, 55, 40, 15)))
"""Weights of no, light, severe and very severe disability from an age on."""
OLD_WITH_ALLOWANCE = 80
"""Decree 20/2021/NĐ-CP, article 5: those of 80 and more without a pension, severely disabled people, orphans."""
EARNERS_RICHER, OTHERS_POORER = 3.0, 1.6
"""Our choice: households with an employee are so much more seldom poor, and the others so much more often."""
AGES: Final = (0, 15, 40, 60)
"""All shares here are our choice, after general knowledge."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Welfare:
    """One entry of each array for each person of the tile, save for the pairs of conditions; nothing for the dead."""

    blood_group: Ints
    """Row of `BLOOD_GROUPS`, -1 where unknown."""
    poverty: Ints
    """`Poverty`, the same for a whole household."""
    merit: Ints
    """Row of `merits()`, -1 for none."""
    disability: Ints
    """`Disability`."""
    allowance: Mask
    """Whether a monthly social allowance (trợ cấp bảo trợ xã hội) is paid."""
    area: Ints
    """Of residence: 1, 2, 3 in difficulty (K1), in special difficulty (K2), on an island (K3); 0 for the others."""
    sick_person: Ints
    """With `condition`: pairs of a person and a chronic condition, by person."""
    condition: Ints
    """Row of `conditions()`."""


def welfare_of(nation: Nation, families: Families, work: Work, chance: Chance) -> Welfare:
    """The welfare of a tile; areas depend on the commune alone, poverty on the household."""
    people, age = np.arange(families.size), np.where(families.alive, families.age(nation.year), NOBODY)
    disability = np.where(families.alive, _disability(people, age, chance), 0)
    sick_person, condition = _conditions(people, age, chance)
    known = chance.uniform("blood group known", people) < BLOOD_KNOWN
    blood = chance.picks("blood group", people, BLOOD_WEIGHTS)
    return Welfare(
        blood_group=np.where(known & families.alive, blood, NONE),
        poverty=np.where(families.alive, _poverty(families, work, chance)[families.household], Poverty.NONE),
        merit=_merits(age, families, work, chance),
        disability=disability,
        allowance=_allowances(families, work, age, disability),
        area=areas_of(families.commune, Chance(nation.seed, "areas")),
        sick_person=sick_person,
        condition=condition,
    )


def areas_of(commune: Ints, chance: Chance) -> Ints:
    """The area of each commune: an invented list with each province's shares."""
    drawn = 100 * chance.uniform("area", commune)
    bound, found = np.zeros(len(commune)), np.zeros(len(commune), np.int64)
    for area, name in ((2, "most_difficult"), (1, "difficult"), (3, "island")):
        before, bound = bound, bound + by_province(name, provinces_of(commune))
        found[(before <= drawn) & (drawn < bound)] = area
    return found


def _poverty(families: Families, work: Work, chance: Chance) -> Ints:
    """Of each household, by its province; where somebody has a contract, poverty is rarer."""
    households, province = np.arange(len(families.head)), families.province[families.head]
    earners = np.bincount(families.household, work.insurance == Insurance.COMPULSORY, len(households))
    drawn = 1_000 * chance.uniform("poverty", households) * np.where(earners > 0, EARNERS_RICHER, 1.0)
    shares = [by_province(name, province) * OTHERS_POORER for name in ("poor", "near_poor", "farm")]
    bounds = np.cumsum(shares, axis=0)
    return np.select(
        [drawn < bound for bound in bounds], [Poverty.POOR, Poverty.NEAR_POOR, Poverty.AVERAGE_FARM], Poverty.NONE
    )


def _merits(age: Ints, families: Families, work: Work, chance: Chance) -> Ints:
    found = np.full(families.size, NONE)
    firsts, lasts = column("merits", "first_age"), column("merits", "last_age")
    counts = (column("merits", "people") * families.alive.sum() / 100_000).round().astype(np.int64)
    may = (families.nationality == 0) & (work.forces == 0)
    for row in range(len(merits())):
        open_to = may & (age >= firsts[row]) & (age <= lasts[row]) & (found == NONE)
        found[chance.chosen(f"merit {row}", open_to * 1.0, int(counts[row]))] = row
    return found


def _disability(people: Ints, age: Ints, chance: Chance) -> Ints:
    found = np.zeros(len(people), np.int64)
    for first, weights in DISABLED:
        found = np.where(age >= first, chance.picks("disability", people, weights), found)
    return found


def _allowances(families: Families, work: Work, age: Ints, disability: Ints) -> Mask:
    alive = np.append(families.alive, True)
    orphan = (age < 16) & ~alive[families.mother] & ~alive[families.father]
    old = (age >= OLD_WITH_ALLOWANCE) & (work.pension == Pension.NONE)
    return (
        families.alive & (work.insurance != Insurance.COMPULSORY) & (old | orphan | (disability >= Disability.SEVERE))
    )


def _conditions(people: Ints, age: Ints, chance: Chance) -> tuple[Ints, Ints]:
    group = np.searchsorted(AGES, age, side="right") - 1
    shares = np.stack([column("conditions", f"age_{first}") for first in AGES])[group] / 1_000
    drawn = np.stack([chance.uniform(f"condition {row}", people) for row in range(len(conditions()))], axis=1)
    found = np.nonzero((drawn < shares) & (age >= 0)[:, None])
    return found[0], found[1]
