"""The people of a tile, put together: places, births, kin, households, homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints
from lienthong_emulator.people.folk.births import births_of, first_day
from lienthong_emulator.people.folk.communities import Places, communes_in, places_of, provinces_of
from lienthong_emulator.people.folk.families import NATIONALITIES, NOBODY, Families, Precision
from lienthong_emulator.people.folk.households import households_of
from lienthong_emulator.people.folk.kinship import kin_of

if TYPE_CHECKING:
    from lienthong_emulator.people.tiles import Span
    from lienthong_emulator.runtime.recipe import Nation

FOREIGNER = 55
BORN_AT_HOME, FROM_HERE = 0.85, 0.8
"""Our choice: shares of those whose birth was registered, and whose father's line comes from, where they live."""


def families_of(nation: Nation, span: Span, chance: Chance) -> Families:
    """The people of a tile. Shapes and meaning: `Families`."""
    places = places_of(span.records)
    births = births_of(span.records, span.dead, nation.year, chance)
    kin = kin_of(births, places.community, nation.year, chance)
    homes = households_of(births, kin, places.community, nation.year, chance)
    order, number = homes.order, _renumbered(homes.order)
    mother, father, spouse = (number[array[order]] for array in (kin.mother, kin.father, kin.spouse))
    clan = _clans(mother, father)
    ethnic_group = _ethnic_groups(places, order, clan)
    commune = _homes(places.province[order], homes.head, homes.household, chance)
    born_at = _registered(mother, commune, chance)
    return Families(
        sex=births.sex[order],
        birth=(first_day(births.year) + kin.day)[order],
        birth_year=births.year[order],
        precision=_recorded(births.precision, nation)[order],
        died=births.died[order],
        ethnic_group=ethnic_group,
        nationality=_nationalities(ethnic_group, clan, chance),
        mother=mother,
        father=father,
        spouse=spouse,
        clan=clan,
        relation=homes.relation,
        household=homes.household,
        province=provinces_of(commune),
        commune=commune,
        registration=born_at,
        hometown=_hometowns(commune, clan, chance),
        head=homes.head,
    )


def _recorded(precision: Ints, nation: Nation) -> Ints:
    """Where nothing is to differ, no day is written that nobody knows."""
    return precision if nation.differing else np.where(precision == Precision.DEFAULTED, Precision.YEAR, precision)


def _renumbered(order: Ints) -> Ints:
    """The new number of each person, and of NOBODY."""
    number = np.full(len(order) + 1, NOBODY)
    number[order] = np.arange(len(order))
    return number


def _clans(mother: Ints, father: Ints) -> Ints:
    """The oldest known forefather of each person; a child without a father belongs to the mother's."""
    before = np.where(father != NOBODY, father, mother)
    found = np.where(before == NOBODY, np.arange(len(before)), before)
    while not ((further := found[found]) == found).all():
        found = further
    return found


def _ethnic_groups(places: Places, order: Ints, clan: Ints) -> Ints:
    """One group for each clan. Within a community the clans are laid side by side, and the groups in the same room."""
    groups = places.ethnic_group[np.lexsort((places.ethnic_group, places.community))]
    place = np.empty(len(clan), np.int64)
    place[np.lexsort((clan, places.community[order]))] = np.arange(len(clan))
    return groups[place[clan]]


def _homes(provinces: Ints, head: Ints, household: Ints, chance: Chance) -> Ints:
    """One commune for each household, in the province of its head."""
    return communes_in(provinces[head], chance, "home", np.arange(len(head)))[household]


def _registered(mother: Ints, commune: Ints, chance: Chance) -> Ints:
    """Most births are registered where the mother lives, the others anywhere in a province of somebody else."""
    index = np.arange(len(mother))
    at_home = np.where(mother == NOBODY, commune, commune[mother])
    elsewhere = commune[chance.below("born elsewhere", index, len(index))]
    return np.where(chance.uniform("born at home", index) < BORN_AT_HOME, at_home, elsewhere)


def _hometowns(commune: Ints, clan: Ints, chance: Chance) -> Ints:
    elsewhere = commune[chance.below("hometown", clan, len(clan))]
    return np.where(chance.uniform("from here", clan) < FROM_HERE, commune[clan], elsewhere)


def _nationalities(ethnic_group: Ints, clan: Ints, chance: Chance) -> Ints:
    foreign = 1 + chance.below("nationality", clan, len(NATIONALITIES) - 1)
    return np.where(ethnic_group == FOREIGNER, foreign, 0)
