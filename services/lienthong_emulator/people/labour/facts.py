"""What is known of work and insurance: yearly targets, codes, sectors, occupations, wages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from lienthong_emulator.people.draws import Floats, Ints
from lienthong_emulator.people.tables import records
from lienthong_emulator.reference.object_codes import object_code_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a year-end was like: shares of 1, of the people (`coverage`) or of the labour force (the insurances)."""

    coverage: float
    social: float
    unemployment: float
    voluntary: float
    labour_force: float
    """Of the people."""
    beneficiaries: float
    """Who draw a monthly benefit, of all records."""


@cache
def target_of(year: int) -> Target:
    """The year's targets, or those of the nearest year that is known."""
    row = min(records("targets"), key=lambda row: abs(int(row["year"]) - year))
    return Target(
        coverage=float(row["coverage"]) / 100,
        social=float(row["social"]) / 100,
        unemployment=float(row["unemployment"]) / 100,
        voluntary=float(row["voluntary"]) / 100,
        labour_force=float(row["labour_force"]) / float(row["people"]),
        beneficiaries=float(row["beneficiaries"]) / float(row["records"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectCode:
    """A code of Decision 1351/QĐ-BHXH with the group that pays (1 to 5)."""

    code: str
    name: str
    payer_group: int


@cache
def object_codes() -> Sequence[ObjectCode]:
    """The 43 codes, in the order in which they pay."""
    return [
        ObjectCode(code=row["code"], name=row["name"], payer_group=int(row["payer_group"]))
        for row in object_code_rows().values()
    ]


@cache
def object_row(code: str) -> int:
    """The row of a code in `object_codes()`."""
    return [entry.code for entry in object_codes()].index(code)


def levels_on(day: date) -> Ints:
    """The default benefit digit of each row of `object_codes()` on a day."""
    rows = list(object_code_rows().values())
    changed = [bool(row["changed_on"]) and date.fromisoformat(row["changed_on"]) <= day for row in rows]
    return np.array([int(row["level_since" if new else "level"]) for row, new in zip(rows, changed, strict=True)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A code with its name: a sector, an occupation, a kind of merit, a chronic condition."""

    code: str
    name: str


def _named(table: str) -> Sequence[Named]:
    return [Named(code=row["code"], name=row["name"]) for row in records(table)]


@cache
def sectors() -> Sequence[Named]:
    """Lines of business (VSIC 2018 divisions)."""
    return _named("sectors")


@cache
def occupations() -> Sequence[Named]:
    """Positions that employers declare."""
    return _named("occupations")


@cache
def merits() -> Sequence[Named]:
    """Merit, veterans and retired cadres, by the object code that follows from it."""
    return _named("merits")


@cache
def conditions() -> Sequence[Named]:
    """Chronic conditions (ICD-10)."""
    return _named("conditions")


@cache
def column(table: str, name: str) -> Floats:
    """A column of numbers of a fact file."""
    return np.array([float(row[name]) for row in records(table)])


def by_age(table: str, name: str, age: Ints) -> Floats:
    """What a table says of each age, by its groups `first_age`; 0 below the first of them."""
    firsts, values = column(table, "first_age"), np.append(column(table, name), 0.0)
    return values[np.searchsorted(firsts, age, side="right") - 1]


def by_province(name: str, province: Ints) -> Floats:
    """What the table of livelihoods says of each province, by code as a number."""
    return _provinces()[name][province]


@cache
def _provinces() -> Mapping[str, Floats]:
    codes = column("livelihoods", "province_code").astype(np.int64)
    found: dict[str, Floats] = {}
    for name in set(records("livelihoods")[0]) - {"province_code"}:
        found[name] = np.zeros(100)
        found[name][codes] = column("livelihoods", name)
    return found
