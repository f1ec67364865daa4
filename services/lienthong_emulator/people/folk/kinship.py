"""Who is whose mother, wife and father: matched within communities, by age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.folk.births import DAYS_OF_A_YEAR, FEMALE, MALE, Births, first_day
from lienthong_emulator.people.folk.families import NOBODY, Precision

YOUNGEST_MOTHER = 18
AGES_OF_MOTHERS = (1, 2, 4, 6, 8, 9, 10, 10, 9, 8, 7, 6, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1)
"""Our choice: weights of a mother's age at birth, from 18 on."""
CHILDREN_OF_A_MOTHER = 2.1
MOST_CHILDREN = 5
DAYS_BETWEEN_CHILDREN = 280
YOUNGEST_WIFE, YOUNGEST_HUSBAND = 18, 20
"""Law on marriage and family of 2014, article 8."""
YOUNGEST_FATHER = 18
MARRIED_BY_AGE = ((18, 0.15), (22, 0.45), (26, 0.72), (30, 0.86), (35, 0.9))
MARRIED_MOTHERS = 0.94
LARGEST_GAP = 15
YEARS_OLDER = 3
_OLDER_THAN_ANYBODY = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kin:
    """Numbers of people, `NOBODY` where there is none; `day` of the year of birth, moved off a sibling's."""

    mother: Ints
    father: Ints
    spouse: Ints
    day: Ints


def kin_of(births: Births, community: Ints, year: int, chance: Chance) -> Kin:
    """Match children with mothers and women with men."""
    age = year - births.year
    mother = _mothers(births, community, age, chance)
    day, mother = _with_room_between(births, mother, chance)
    mother = np.where((mother != NOBODY) & (births.died[mother] < first_day(births.year) + day), NOBODY, mother)
    spouse = _spouses(births, community, age, mother, chance)
    father = _fathers(births, mother, spouse)
    spouse = np.where(_too_close_to_marry(mother, father, spouse), NOBODY, spouse)
    return Kin(mother=mother, father=_fathers(births, mother, spouse), spouse=spouse, day=day)


def _fathers(births: Births, mother: Ints, spouse: Ints) -> Ints:
    husband = np.where(mother == NOBODY, NOBODY, spouse[mother])
    too_young = births.year[husband] > births.year - YOUNGEST_FATHER
    return np.where((husband == NOBODY) | too_young, NOBODY, husband)


def _too_close_to_marry(mother: Ints, father: Ints, spouse: Ints) -> Mask:
    """Who has a mother or grandmother in common with the spouse (Law on marriage and family of 2014, article 5)."""
    of_nobody = np.append(mother, NOBODY)
    elders = (mother, of_nobody[mother], of_nobody[father])
    pairs = [(one != NOBODY) & (one == np.append(other, NOBODY)[spouse]) for one in elders for other in elders]
    return (spouse != NOBODY) & np.logical_or.reduce(pairs)


def _mothers(births: Births, community: Ints, age: Ints, chance: Chance) -> Ints:
    """Of the women who are as much older as was drawn, a few have all the children: siblings lie years apart."""
    index = np.arange(len(age))
    wanted = age + YOUNGEST_MOTHER + chance.picks("mother's age", index, AGES_OF_MOTHERS)
    women = index[(births.sex == FEMALE) & (age >= YOUNGEST_MOTHER)]
    women = women[np.argsort(_key(community, age)[women], kind="stable")]
    women_keys = _key(community, age)[women]
    children = np.lexsort((births.ordinal(), _key(community, wanted)))
    keys = _key(community, wanted)[children]
    first, last = (np.searchsorted(keys, keys, side=side) for side in ("left", "right"))
    first_woman, last_woman = (np.searchsorted(women_keys, keys, side=side) for side in ("left", "right"))
    mothers = np.minimum(np.ceil((last - first) / CHILDREN_OF_A_MOTHER).astype(np.int64), last_woman - first_woman)
    rank = np.arange(len(keys)) - first
    has_one = (mothers > 0) & (rank < mothers * MOST_CHILDREN)
    found = np.full(len(age), NOBODY)
    found[children[has_one]] = women[(first_woman + rank % np.maximum(mothers, 1))[has_one]]
    return found


def _with_room_between(births: Births, mother: Ints, chance: Chance) -> tuple[Ints, Ints]:
    """Siblings of one year that lie too close are twins; those of two years are moved apart, or lose their mother."""
    born, mother = births.ordinal(), mother.copy()
    year = births.year * DAYS_OF_A_YEAR
    for _ in range(3):
        older, younger = _too_close(born, mother)
        same_year = year[older] == year[younger]
        born[younger[same_year]] = born[older[same_year]]
        older, younger = older[~same_year], younger[~same_year]
        born[older] = year[older] + chance.below("early", older, 40)
        born[younger] = year[younger] + DAYS_OF_A_YEAR - 1 - chance.below("late", younger, 40)
    while len(younger := _too_close(born, mother)[1]):
        mother[younger] = NOBODY
    return np.where(births.precision == Precision.DAY, born - year, 0), mother


def _too_close(day: Ints, mother: Ints) -> tuple[Ints, Ints]:
    """Pairs of one mother born within nine months, the older first; twins are none."""
    order = np.lexsort((day, mother))
    order = order[mother[order] != NOBODY]
    apart = np.diff(day[order])
    close = (np.diff(mother[order]) == 0) & (apart > 0) & (apart < DAYS_BETWEEN_CHILDREN)
    return order[:-1][close], order[1:][close]


def _spouses(births: Births, community: Ints, age: Ints, mother: Ints, chance: Chance) -> Ints:
    """The youngest bride takes the youngest groom of her community, and so on; the oldest women are widows."""
    index = np.arange(len(age))
    noise = chance.uniform("age of marriage", index) * 5
    brides = index[_marries(births, age, mother, chance)]
    grooms = index[(births.sex == MALE) & (age >= YOUNGEST_HUSBAND) & (chance.uniform("groom", index) < 0.9)]
    brides = brides[np.lexsort((age[brides] + YEARS_OLDER + noise[brides], community[brides]))]
    grooms = grooms[np.lexsort((age[grooms] + noise[grooms], community[grooms]))]
    place = np.arange(len(brides)) - np.searchsorted(community[brides], community[brides])
    first, last = (np.searchsorted(community[grooms], community[brides], side=side) for side in ("left", "right"))
    met = first + place < last
    brides, grooms = brides[met], grooms[(first + place)[met]]
    fits = _may_marry(age, mother, brides, grooms)
    spouse = np.full(len(age), NOBODY)
    spouse[brides[fits]], spouse[grooms[fits]] = grooms[fits], brides[fits]
    return spouse


def _marries(births: Births, age: Ints, mother: Ints, chance: Chance) -> Mask:
    """Most mothers, and of the other women more with every year."""
    index = np.arange(len(age))
    ages, shares = zip(*MARRIED_BY_AGE, strict=True)
    share = np.interp(age, ages, shares)
    has_children = np.zeros(len(age), np.bool_)
    has_children[mother[mother != NOBODY]] = True
    likely = np.where(has_children, MARRIED_MOTHERS, share)
    return (births.sex == FEMALE) & (age >= YOUNGEST_WIFE) & (chance.uniform("bride", index) < likely)


def _may_marry(age: Ints, mother: Ints, brides: Ints, grooms: Ints) -> Mask:
    siblings = (mother[brides] != NOBODY) & (mother[brides] == mother[grooms])
    parent = (mother[grooms] == brides) | (mother[brides] == grooms)
    return (np.abs(age[brides] - age[grooms]) <= LARGEST_GAP) & ~siblings & ~parent


def _key(community: Ints, age: Ints) -> Ints:
    return community * _OLDER_THAN_ANYBODY + age
