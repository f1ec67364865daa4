"""Who lives with whom, who is the head, and how the others are related to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints, Mask
from lienthong_emulator.people.folk.births import FEMALE, MALE
from lienthong_emulator.people.folk.families import NEVER, NOBODY, Relation

if TYPE_CHECKING:
    from lienthong_emulator.people.folk.births import Births
    from lienthong_emulator.people.folk.kinship import Kin

ADULT = 18
LEAVES_HOME_AT = 35
STAYS_UNMARRIED, STAYS_LATER, STAYS_MARRIED, STAYS_WITH_WIDOW = 0.82, 0.5, 0.28, 0.65
"""Our choice, so that a household has 3.6 members as in the 2019 census: shares of those who live with a parent."""
MOST_MEMBERS = 10
"""Our choice. Where more would live together, the largest family among them that is no larger has a home of its own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Households:
    """`order` lists the people household by household, the head first; the others are in that order already."""

    order: Ints
    household: Ints
    head: Ints
    relation: Ints


def households_of(births: Births, kin: Kin, community: Ints, year: int, chance: Chance) -> Households:
    """Follow everybody to the one they live with."""
    age, alive = year - births.year, births.died == NEVER
    lives_with = _lives_with(births, kin, community, age, alive, chance)
    root = _followed(_with_homes_of_their_own(lives_with, births.sex, kin.spouse, alive & (age >= ADULT)))
    heads_first = np.lexsort((-age, np.arange(len(age)) != root, age < ADULT, ~alive, root))
    starts = np.concatenate([[True], np.diff(root[heads_first]) != 0])
    household = np.cumsum(starts) - 1
    place = np.empty(len(age), np.int64)
    place[heads_first] = np.arange(len(age))
    head = np.nonzero(starts)[0]
    return Households(
        order=heads_first,
        household=household,
        head=head,
        relation=_relations(heads_first, heads_first[head][household], kin),
    )


def _lives_with(births: Births, kin: Kin, community: Ints, age: Ints, alive: Mask, chance: Chance) -> Ints:
    """Whom each person follows: themselves, or somebody older, or the husband; so nobody follows in a circle."""
    index = np.arange(len(age))
    draw = chance.uniform("stays at home", index)
    parent = np.where(kin.mother != NOBODY, kin.mother, kin.father)
    widowed = (parent != NOBODY) & (kin.spouse[parent] == NOBODY)
    unmarried = kin.spouse == NOBODY
    stays = np.where(age < LEAVES_HOME_AT, STAYS_UNMARRIED, STAYS_LATER)
    stays = np.where(unmarried, stays, np.where(widowed, STAYS_WITH_WIDOW, STAYS_MARRIED))
    at_home = (parent != NOBODY) & ((age < ADULT) | (draw < stays))
    found = np.where(at_home, parent, index)
    wives = (births.sex == FEMALE) & ~unmarried
    found[wives] = kin.spouse[wives]
    orphans = (age < ADULT) & (parent == NOBODY) & unmarried
    found[orphans] = _guardians(births, community, age, alive, index[orphans], chance)
    return found


def _guardians(births: Births, community: Ints, age: Ints, alive: Mask, orphans: Ints, chance: Chance) -> Ints:
    """An adult of the community for each child without parents; where there is none, any adult."""
    adults = np.nonzero((age >= ADULT + 7) & alive & (births.sex == MALE))[0]
    if not len(adults):
        return orphans
    adults = adults[np.argsort(community[adults], kind="stable")]
    first, last = (np.searchsorted(community[adults], community[orphans], side=side) for side in ("left", "right"))
    near = first + chance.below("guardian", orphans, np.maximum(last - first, 1))
    anybody = chance.below("guardian", orphans, len(adults))
    return adults[np.where(last > first, near, anybody)]


def _followed(lives_with: Ints) -> Ints:
    """Whom each person comes to in the end."""
    while True:
        further = lives_with[lives_with]
        if (further == lives_with).all():
            return lives_with
        lives_with = further


def _with_homes_of_their_own(lives_with: Ints, sex: Ints, spouse: Ints, adult: Mask) -> Ints:
    """Part the largest households: one family at a time, until none is too large or none can leave.

    A family is somebody with all who follow them. Who leaves is a living adult, and a living adult stays; a wife goes
    where her husband does.
    """
    lives_with, people = lives_with.copy(), np.arange(len(lives_with))
    stays = ~adult | ((sex == FEMALE) & (spouse != NOBODY))
    while True:
        root = _followed(lives_with)
        crowd = np.nonzero((np.bincount(root, minlength=len(root)) > MOST_MEMBERS)[root])[0]
        members, adults = _followers(lives_with, crowd, adult)
        may = crowd[~stays[crowd] & (people[crowd] != root[crowd]) & (adults[crowd] < adults[root[crowd]])]
        if not len(may):
            return lives_with
        largest_first = np.lexsort((-members[may], members[may] > MOST_MEMBERS, root[may]))
        leaving = may[largest_first][np.unique(root[may][largest_first], return_index=True)[1]]
        lives_with[leaving] = leaving


def _followers(lives_with: Ints, crowd: Ints, adult: Mask) -> tuple[Ints, Ints]:
    """How many follow each of a crowd in the end, themselves included, and how many of those are living adults."""
    members, adults = np.zeros((2, len(lives_with)), np.int64)
    whom = crowd
    while True:
        np.add.at(members, whom, 1)
        np.add.at(adults, whom, adult[crowd])
        on = lives_with[whom] != whom
        if not on.any():
            return members, adults
        crowd, whom = crowd[on], lives_with[whom[on]]


def _relations(people: Ints, head: Ints, kin: Kin) -> Ints:
    """How each person is related to the head of the household."""
    mother, father, spouse = (_with_nobody(array) for array in (kin.mother, kin.father, kin.spouse))
    partner = spouse[head]

    def is_child_of(child: Ints, one: Ints, other: Ints) -> Mask:
        known = (child != NOBODY) & (one != NOBODY)
        return known & ((mother[child] == one) | (father[child] == one) | _same(mother[child], other))

    tests = [
        (people == head, Relation.HEAD),
        (_same(spouse[people], head), Relation.SPOUSE),
        (is_child_of(people, head, partner), Relation.CHILD),
        (_same(mother[head], people) | _same(father[head], people), Relation.PARENT),
        (is_child_of(spouse[people], head, partner), Relation.CHILD_IN_LAW),
        (is_child_of(mother[people], head, partner) | is_child_of(father[people], head, partner), Relation.GRANDCHILD),
        (_same(mother[people], mother[head]), Relation.SIBLING),
    ]
    return np.select([test for test, _ in tests], [int(relation) for _, relation in tests], int(Relation.OTHER))


def _with_nobody(numbers: Ints) -> Ints:
    """The same, with a last entry for NOBODY (-1), who has nobody."""
    return np.append(numbers, NOBODY)


def _same(one: Ints, other: Ints) -> Mask:
    return (one == other) & (one != NOBODY)
