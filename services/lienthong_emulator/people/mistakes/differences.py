"""Mistakes planted on purpose: who is held differently by which agency, and how. One at most for each person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from lienthong_emulator.people.draws import Ints, Mask
from lienthong_emulator.people.folk.families import NOBODY, Precision
from lienthong_emulator.people.folk.names import Part, vocabulary
from lienthong_emulator.people.identifiers.series import NONE
from lienthong_emulator.people.labour.standing import Insurance
from lienthong_emulator.people.mistakes.spellings import (
    given_name_first,
    has_middle_name,
    with_late_tones,
    without_diacritics,
)
from lienthong_emulator.people.tables import records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lienthong_emulator.people.tile import Tile

NOTHING = -1
ATTEMPTS = 8
DEATHS_UNKNOWN = 0.25
"""Our choice: the share of the dead whom insurance still holds for alive."""
FIRST_YEAR_OF_BIRTH_RECORDS = 1960
"""Our choice: births before are in books that were never digitised."""
WORKING_AGE = range(20, 56)


class Kind(StrEnum):
    """What is wrong."""

    NAME_WITHOUT_DIACRITICS = "NAME_WITHOUT_DIACRITICS"
    NAME_TONE_PLACEMENT = "NAME_TONE_PLACEMENT"
    NAME_OTHER_MIDDLE = "NAME_OTHER_MIDDLE"
    NAME_WORD_ORDER = "NAME_WORD_ORDER"
    BIRTH_DAY_MONTH_SWAPPED = "BIRTH_DAY_MONTH_SWAPPED"
    BIRTH_OTHER_YEAR = "BIRTH_OTHER_YEAR"
    BIRTH_YEAR_ONLY = "BIRTH_YEAR_ONLY"
    BIRTH_DEFAULTED = "BIRTH_DEFAULTED"
    SEX_OTHER = "SEX_OTHER"
    OLD_NUMBER_ONLY = "OLD_NUMBER_ONLY"
    NUMBER_OF_ANOTHER = "NUMBER_OF_ANOTHER"
    CMND_OF_ANOTHER = "CMND_OF_ANOTHER"
    TWO_SI_NUMBERS = "TWO_SI_NUMBERS"
    TWO_CARDS = "TWO_CARDS"
    RESIDENCE_STALE = "RESIDENCE_STALE"
    PARENT_UNKNOWN = "PARENT_UNKNOWN"
    DEATH_UNKNOWN = "DEATH_UNKNOWN"
    DEAD_BY_MISTAKE = "DEAD_BY_MISTAKE"
    ABSENT_FROM_INSURANCE = "ABSENT_FROM_INSURANCE"
    SALARY_ABOVE_INSURED = "SALARY_ABOVE_INSURED"
    CLOSED_FOR_TAX = "CLOSED_FOR_TAX"
    HEADCOUNT_ABOVE_INSURED = "HEADCOUNT_ABOVE_INSURED"


SPELLINGS = {
    Kind.NAME_WITHOUT_DIACRITICS: without_diacritics,
    Kind.NAME_TONE_PLACEMENT: with_late_tones,
    Kind.NAME_WORD_ORDER: given_name_first,
}
"""How a name is written where that is what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of mistake of one agency, the field that it is in, and what a comparison must come to."""

    agency: str
    kind: Kind
    field: str
    outcome: str
    weight: float = 0.0


DEATH_UNKNOWN = Sort("insurance", Kind.DEATH_UNKNOWN, "death_date", "DECEASED")
BIRTH_DEFAULTED = Sort("population", Kind.BIRTH_DEFAULTED, "birth_date", "PARTIAL")
"""Not drawn: it comes with the birth date itself, and with every other mistake."""
CLOSED_FOR_TAX = Sort("tax", Kind.CLOSED_FOR_TAX, "status", "MISMATCH")
HEADCOUNT_ABOVE_INSURED = Sort("tax", Kind.HEADCOUNT_ABOVE_INSURED, "headcount", "MISMATCH")


@cache
def sorts() -> Sequence[Sort]:
    """Every sort that is planted on the living, by weight, and the one of the dead."""
    drawn = [
        Sort(row["agency"], Kind(row["kind"]), row["field"], row["outcome"], float(row["weight"]))
        for row in records("differences")
    ]
    return [*drawn, DEATH_UNKNOWN]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planted:
    """For each person of a tile the row of `sorts()`, `NOTHING` for most."""

    sort: Ints

    def kind_of(self, person: int) -> Kind:
        return sorts()[int(self.sort[person])].kind

    def at(self, agency: str, kind: Kind) -> Ints:
        """The people whom an agency holds wrongly in this way."""
        rows = [row for row, sort in enumerate(sorts()) if (sort.agency, sort.kind) == (agency, kind)]
        return np.nonzero(np.isin(self.sort, rows))[0]


def plant(tile: Tile) -> Planted:
    """Choose exactly so many of the living as the nation says, each with a sort that changes something."""
    families, chance = tile.families, tile.chance
    found = np.full(families.size, NOTHING)
    count = round(tile.nation.differing / 1000 * int(families.alive.sum()))
    numbers = tile.numbers
    to_be_found = (numbers.personal_number != NONE) | (numbers.cmnd != NONE)  # of others no register can say it
    undecided = np.nonzero(chance.chosen("differs", (families.alive & to_be_found).astype(np.float64), count))[0]
    of_kind, known_to = _possible(tile), _known_to(tile)
    possible = np.stack([of_kind[sort.kind] & known_to[sort.agency] for sort in sorts()[:-1]])
    for attempt in range(ATTEMPTS):
        drawn = chance.picks(f"sort/{attempt}", undecided, [sort.weight for sort in sorts()[:-1]])
        fits = possible[drawn, undecided]
        found[undecided[fits]] = drawn[fits]
        undecided = undecided[~fits]
    found[undecided] = _row_of("insurance", Kind.NAME_OTHER_MIDDLE)
    _spell_otherwise(found, tile)
    if tile.nation.differing:
        dead = np.nonzero(~families.alive & to_be_found)[0]
        found[dead[chance.uniform("death unknown", dead) < DEATHS_UNKNOWN]] = len(sorts()) - 1
    return Planted(sort=found)


def _has_movable_tone(tile: Tile) -> Mask:
    names = tile.names
    parts: tuple[tuple[Part, Ints], ...] = (("family", names.family), ("middle", names.middle), ("given", names.given))
    return np.logical_or.reduce([_movable(part)[rows] for part, rows in parts])


@cache
def _movable(part: Part) -> Mask:
    return np.array([with_late_tones(word) != word for word in vocabulary(part).words.tolist()])


def _row_of(agency: str, kind: Kind) -> int:
    return next(row for row, sort in enumerate(sorts()) if (sort.agency, sort.kind) == (agency, kind))


def _spell_otherwise(found: Ints, tile: Tile) -> None:
    """Who has no such spelling gets another middle name, and without a middle name the other sex."""
    for row, sort in enumerate(sorts()):
        if sort.kind in SPELLINGS:
            found[_unchanged(found == row, tile, SPELLINGS[sort.kind])] = _row_of("insurance", Kind.NAME_OTHER_MIDDLE)
    for row, sort in enumerate(sorts()):
        if sort.kind is Kind.NAME_OTHER_MIDDLE:
            people = np.nonzero(found == row)[0]
            short = np.array([not has_middle_name(name) for name in tile.full_names(people)], np.bool_)
            found[people[short]] = _row_of("insurance", Kind.SEX_OTHER)


def _unchanged(those: Mask, tile: Tile, spell: Callable[[str], str]) -> Ints:
    people = np.nonzero(those)[0]
    return people[np.array([spell(name) == name for name in tile.full_names(people)], np.bool_)]


def _known_to(tile: Tile) -> Mapping[str, Mask]:
    """Whom each agency knows."""
    everybody = np.ones(tile.families.size, np.bool_)
    return {
        "population": everybody,
        "insurance": everybody,
        # Who was born in the first year and is held a year older would be in no book.
        "justice": tile.families.birth_year > FIRST_YEAR_OF_BIRTH_RECORDS,
        "tax": tile.numbers.tax_code != NONE,
    }


def _possible(tile: Tile) -> Mapping[Kind, Mask]:
    """For each kind the people of whom it can be told."""
    families, numbers, work = tile.families, tile.numbers, tile.work
    exact = families.precision == Precision.DAY
    anybody = np.ones(families.size, np.bool_)
    month, day = tile.birth_month, tile.birth_day
    of_working_age = np.isin(families.age(tile.nation.year), WORKING_AGE)
    no_insurance = np.isin(work.insurance, (Insurance.NONE, Insurance.RESERVED)) & (work.forces == 0)
    return dict.fromkeys(Kind, anybody) | {
        Kind.NAME_TONE_PLACEMENT: _has_movable_tone(tile),
        Kind.BIRTH_DAY_MONTH_SWAPPED: exact & (day <= 12) & (day != month),
        Kind.BIRTH_OTHER_YEAR: exact,
        Kind.BIRTH_YEAR_ONLY: exact,
        Kind.OLD_NUMBER_ONLY: numbers.has_old_cmnd,
        Kind.NUMBER_OF_ANOTHER: numbers.personal_number != NONE,
        Kind.CMND_OF_ANOTHER: numbers.has_old_cmnd,
        Kind.TWO_CARDS: tile.coverage.covered,
        Kind.PARENT_UNKNOWN: families.mother != NOBODY,
        Kind.ABSENT_FROM_INSURANCE: of_working_age & no_insurance & work.in_labour_force,
        Kind.SALARY_ABOVE_INSURED: work.insurance == Insurance.COMPULSORY,
    }
