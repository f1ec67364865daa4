"""The headlines of a nation beside those of the year-end reports, counted tile by tile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from lienthong_emulator.people.draws import Floats, Ints
from lienthong_emulator.people.folk.families import Families
from lienthong_emulator.people.health.coverage import Coverage
from lienthong_emulator.people.labour.facts import column, target_of
from lienthong_emulator.people.labour.standing import Insurance, Pension
from lienthong_emulator.people.labour.work import Work
from lienthong_emulator.reference.ethnic_groups import ethnic_groups

CODES = 100
"""Codes of provinces and ethnic groups have two digits."""
HOUSEHOLD_SIZE: Final = 3.6
"""Census of 2019: persons of a household; general knowledge, unverified."""
UNKNOWN_GROUP = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One figure: a target share of a denominator, and how many were found."""

    name: str
    target: float
    """Share of 1; persons of a household for `household size`."""
    denominator: int
    found: int
    difference: float
    """Found less target, in percentage points; in persons for `household size`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """What is counted in a tile; tiles add up."""

    records: int = 0
    living: int = 0
    labour_force: int = 0
    covered: int = 0
    social: int = 0
    unemployment: int = 0
    voluntary: int = 0
    beneficiaries: int = 0
    households: int = 0
    provinces: Ints
    """By code as a number, the dead included, as in the next two."""
    ethnic_groups: Ints
    ages: Ints
    """By row of the age pyramid."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


def nothing() -> Counts:
    """The counts of no tile, to which others are added."""
    none = np.zeros(CODES, np.int64)
    return Counts(provinces=none, ethnic_groups=none, ages=np.zeros(len(column("age_pyramid", "people")), np.int64))


def counted(year: int, families: Families, work: Work, coverage: Coverage) -> Counts:
    """The counts of one tile."""
    insured = np.isin(work.insurance, (Insurance.COMPULSORY, Insurance.VOLUNTARY))
    firsts = column("age_pyramid", "first_age")
    group = np.searchsorted(firsts, families.age(year), side="right") - 1
    return Counts(
        records=families.size,
        living=int(families.alive.sum()),
        labour_force=int(work.in_labour_force.sum()),
        covered=int(coverage.covered.sum()),
        social=int(insured.sum()),
        unemployment=int(work.unemployment.sum()),
        voluntary=int((work.insurance == Insurance.VOLUNTARY).sum()),
        beneficiaries=int((work.pension != Pension.NONE).sum()),
        households=len(families.head),
        provinces=np.bincount(families.province, minlength=CODES),
        ethnic_groups=np.bincount(families.ethnic_group, minlength=CODES),
        ages=np.bincount(group, minlength=len(firsts)),
    )


def headlines(year: int, counts: Counts) -> Sequence[Headline]:
    """All headlines; of provinces, ethnic groups and ages the one that lies farthest from its target."""
    target = target_of(year)
    return [
        _headline("health insurance", target.coverage, counts.living, counts.covered),
        _headline("social insurance", target.social, counts.labour_force, counts.social),
        _headline("unemployment insurance", target.unemployment, counts.labour_force, counts.unemployment),
        _headline("voluntary social insurance", target.voluntary, counts.labour_force, counts.voluntary),
        _headline("monthly beneficiaries", target.beneficiaries, counts.records, counts.beneficiaries),
        _farthest("province", _by_code("provinces", "province_code"), counts.provinces),
        _farthest("ethnic group", _census_of_groups(), counts.ethnic_groups),
        _farthest("age", column("age_pyramid", "people"), counts.ages),
        _household_size(counts),
    ]


def _headline(name: str, target: float, denominator: int, found: int) -> Headline:
    share = found / denominator if denominator else 0.0
    points = round(100 * (share - target), 3) + 0.0  # no negative zero
    return Headline(name=name, target=target, denominator=denominator, found=found, difference=points)


def _farthest(name: str, weights: Floats, found: Ints) -> Headline:
    shares, total = weights / weights.sum(), int(found.sum())
    row = int(np.abs(found / max(total, 1) - shares).argmax())
    return _headline(f"{name} {_label(name, row)}", float(shares[row]), total, int(found[row]))


def _label(name: str, row: int) -> str:
    return f"from {column('age_pyramid', 'first_age')[row]:.0f}" if name == "age" else f"{row:02}"


def _household_size(counts: Counts) -> Headline:
    size = counts.records / max(counts.households, 1)
    return Headline(
        name="household size",
        target=HOUSEHOLD_SIZE,
        denominator=counts.households,
        found=counts.records,
        difference=round(size - HOUSEHOLD_SIZE, 3),
    )


def _by_code(table: str, code: str) -> Floats:
    found = np.zeros(CODES)
    found[column(table, code).astype(np.int64)] = column(table, "census_2019")
    return found


def _census_of_groups() -> Floats:
    found = np.zeros(CODES)
    for group in ethnic_groups().values():
        if int(group.code) != UNKNOWN_GROUP:
            found[int(group.code)] = group.census_2019
    return found
