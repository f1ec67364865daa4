"""How the compulsory participants of a tile divide among employers, province by province."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints, Mask, quotas
from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.labour.facts import column, target_of
from lienthong_emulator.people.labour.pay import wage_regions
from lienthong_emulator.people.labour.standing import NONE, WITHOUT_UNEMPLOYMENT, Kind
from lienthong_emulator.people.labour.tails import lognormal

INDUSTRY = 0.6
"""Our choice: foreign employers keep to so much of the country's staff, from the highest wage regions on."""
AGES_APART = 25.0
"""Our choice: years by which chance mixes the ages of staff."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staffs:
    """Employers with staff, by row, and where each person sits."""

    kind: Ints
    size: Ints
    middle: Ints
    """For each employer a member of its staff, in whose commune the head office is."""
    seat: Ints
    """For each person of the tile the row of the employer, `NONE` for those without."""


def staffs_of(year: int, families: Families, employed: Mask, chance: Chance) -> Staffs:
    """Divide the employed: in a province the youngest sit where the young work; a few employers lie on a border."""
    people = _by_province(families, np.nonzero(employed)[0])
    kind, size = _along_the_country(*_sizes(_kind_counts(year, len(people)), chance), chance)
    province = families.province[people]
    middle = np.cumsum(size) - (size + 1) // 2
    order = np.lexsort((column("employer_kinds", "youth")[kind], _rank(province)[middle]))
    kind, size = kind[order], size[order]
    noise = AGES_APART * chance.uniform("seat", people)
    foreign = families.nationality[people] != 0
    people = people[np.lexsort((noise - families.birth_year[people], ~foreign, _rank(province)))]
    seat = np.full(families.size, NONE)
    seat[people] = np.repeat(np.arange(len(kind)), size)
    return Staffs(kind=kind, size=size, middle=people[np.cumsum(size) - (size + 1) // 2], seat=seat)


def unemployment_insured(year: int, families: Families, working: int, staffs: Staffs, chance: Chance) -> Mask:
    """Exactly as many as the target says: no civil servants, no foreigners, and not some on short contracts."""
    seated = staffs.seat != NONE
    civil = seated & np.isin(np.append(staffs.kind, NONE)[staffs.seat], WITHOUT_UNEMPLOYMENT)
    may = (seated & ~civil & (families.nationality == 0)).astype(np.float64)
    return chance.chosen("unemployment insured", may, round(working * target_of(year).unemployment))


def _by_province(families: Families, people: Ints) -> Ints:
    """From the highest wage region to the lowest, and there province by province."""
    province = families.province[people]
    return people[np.lexsort((province, wage_regions(province)))]


def _rank(sorted_provinces: Ints) -> Ints:
    """The place of each one's province in their order."""
    return np.cumsum(np.append(0, np.diff(sorted_provinces) != 0))[: len(sorted_provinces)]


def _kind_counts(year: int, employed: int) -> Ints:
    target = target_of(year)
    insured = round(employed * target.unemployment / (target.social - target.voluntary))
    found = quotas(insured, column("employer_kinds", "staff"))
    return found + quotas(employed - insured, column("employer_kinds", "without"))


def _sizes(staff: Ints, chance: Chance) -> tuple[Ints, Ints]:
    """Kinds and sizes of employers, kind by kind; the sizes of a kind add up to its staff."""
    kinds, sizes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for kind, people in enumerate(staff.tolist()):
        if people:
            count = max(1, round(people / column("employer_kinds", "mean_size")[kind]))
            tail = np.full(count, column("employer_kinds", "tail")[kind] / 1_000)
            shares = lognormal(chance, f"size {kind}", np.arange(count), tail)
            sizes.append(1 + quotas(people - count, shares))
            kinds.append(np.full(count, kind))
    return np.concatenate(kinds), np.concatenate(sizes)


def _along_the_country(kind: Ints, size: Ints, chance: Chance) -> tuple[Ints, Ints]:
    place = chance.uniform("place", np.arange(len(kind)))
    order = np.argsort(np.where(kind == Kind.FOREIGN, INDUSTRY * place, place), kind="stable")
    return kind[order], size[order]
