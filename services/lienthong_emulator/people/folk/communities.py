"""Where people live: how many of each ethnic group in each province, and in which communes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints, quotas
from lienthong_emulator.people.tables import records
from lienthong_emulator.reference.administrative_units import districts
from lienthong_emulator.reference.ethnic_groups import ethnic_groups

KINH = 1
LARGEST_MINORITY = 0.95
"""Our choice: so much of a province can be held by its minorities."""
LEAST_OF_A_GROUP, LEAST_OF_A_COMMUNITY = 200, 1_500
"""Our choice: so many people of one group and province marry among themselves, fewer with their neighbours; provinces
with few people share a community, so that small nations have families too."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """For each person of a tile the province, the ethnic group, and the community within which people marry."""

    province: Ints
    ethnic_group: Ints
    community: Ints


def places_of(count: int) -> Places:
    """As many people as the census would have found in each province and group, province by province."""
    provinces, per_province = _province_counts(count)
    table = _groups_by_province(provinces, per_province, count)
    of_province, of_group = np.nonzero(table)
    sizes = table[of_province, of_group]
    community = np.repeat(_communities(of_province, of_group, sizes), sizes)
    return Places(
        province=np.repeat(provinces[of_province], sizes),
        ethnic_group=np.repeat(of_group, sizes),
        community=community,
    )


def _communities(of_province: Ints, of_group: Ints, sizes: Ints) -> Ints:
    """A number for each group of each province, the same for those who marry each other."""
    kinh = of_group == KINH
    few = (sizes < LEAST_OF_A_GROUP) & ~kinh
    found = of_province * 100 + of_group
    for those, kind in ((kinh, KINH), (few, 0)):
        found[those] = np.cumsum(sizes[those]) // LEAST_OF_A_COMMUNITY * 100 + kind
    return found


def _province_counts(count: int) -> tuple[Ints, Ints]:
    rows = records("provinces")
    codes = np.array([int(row["province_code"]) for row in rows])
    return codes, quotas(count, [float(row["census_2019"]) for row in rows])


def _groups_by_province(provinces: Ints, per_province: Ints, count: int) -> Ints:
    """People by province (row) and group (column): minorities at home as far as there is room, Kinh in the rest."""
    groups = [group for group in ethnic_groups().values() if group.code != "99"]
    wanted = quotas(count, [group.census_2019 for group in groups])
    table = np.zeros((len(provinces), 56), np.int64)
    room = np.floor(per_province * LARGEST_MINORITY).astype(np.int64)
    for group, people in sorted(zip(groups, wanted.tolist(), strict=True), key=lambda pair: -pair[1]):
        if int(group.code) != KINH:
            _settle(table, room, int(group.code), people, _homes(provinces, group.code))
    table[:, KINH] = per_province - table.sum(axis=1)
    return table


def _settle(table: Ints, room: Ints, group: int, people: int, homes: Ints) -> None:
    """Give a group its places: at home, then anywhere; in a tiny nation there may be none."""
    for rows in (homes, np.arange(len(room))):
        if share := min(people, int(room[rows].sum())):
            taken = np.minimum(quotas(share, room[rows]), room[rows])
            taken += _overflow(share - int(taken.sum()), room[rows] - taken)
            table[rows, group] += taken
            room[rows] -= taken
            people -= share


def _overflow(missing: int, room: Ints) -> Ints:
    """What rounding could not place goes where there is room, from the first on."""
    before = np.cumsum(room) - room
    return np.clip(missing - before, 0, room)


@cache
def _homes_by_group() -> dict[str, frozenset[int]]:
    return {row["ethnic_group"]: frozenset(map(int, row["province_codes"].split())) for row in records("ethnic_homes")}


def _homes(provinces: Ints, group: str) -> Ints:
    return np.nonzero(np.isin(provinces, list(_homes_by_group()[group])))[0]


@cache
def communes_by_province() -> dict[int, Ints]:
    """The communes of each province, by code as a number."""
    found: dict[int, list[int]] = {}
    for district in districts().values():
        codes = range(int(district.first_commune_code), int(district.last_commune_code) + 1, 3)
        found.setdefault(int(district.province_code), []).extend(codes)
    return {province: np.array(codes) for province, codes in found.items()}


def communes_in(provinces: Ints, chance: Chance, what: str, index: Ints) -> Ints:
    """A commune of each province that is given, all alike likely."""
    table = communes_by_province()
    draws = chance.uniform(what, index)
    found = np.zeros(len(provinces), np.int64)
    for province in np.unique(provinces).tolist():
        here = provinces == province
        codes = table[province]
        found[here] = codes[(draws[here] * len(codes)).astype(np.int64)]
    return found


@cache
def _first_communes() -> tuple[Ints, Ints, Ints]:
    rows = list(districts().values())
    return (
        np.array([int(row.first_commune_code) for row in rows]),
        np.array([int(row.code) for row in rows]),
        np.array([int(row.province_code) for row in rows]),
    )


def districts_of(communes: Ints) -> Ints:
    """The district of each commune, by code as a number."""
    firsts, codes, _ = _first_communes()
    return codes[np.searchsorted(firsts, communes, side="right") - 1]


def provinces_of(communes: Ints) -> Ints:
    """The province of each commune, by code as a number."""
    firsts, _, codes = _first_communes()
    return codes[np.searchsorted(firsts, communes, side="right") - 1]
