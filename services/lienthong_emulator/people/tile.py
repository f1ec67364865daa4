"""One tile of the nation: everything that is true of its people, worked out when it is asked for."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import first_days, months_of
from lienthong_emulator.people.draws import Ints
from lienthong_emulator.people.folk.everybody import families_of
from lienthong_emulator.people.folk.families import Families, Precision
from lienthong_emulator.people.folk.names import Names, Texts, full_names, names_of
from lienthong_emulator.people.health.coverage import Coverage, coverage_of
from lienthong_emulator.people.health.welfare import Welfare, welfare_of
from lienthong_emulator.people.identifiers.numbers import (
    Numbers,
    OrganisationNumbers,
    numbers_of,
    organisation_numbers_of,
    unit_codes,
)
from lienthong_emulator.people.labour.employers import Employers
from lienthong_emulator.people.labour.work import Work, work_of
from lienthong_emulator.people.mistakes.differences import Planted, plant
from lienthong_emulator.people.registers.texts import optional
from lienthong_emulator.people.tiles import Span, chance_of, spans

if TYPE_CHECKING:
    from lienthong_emulator.runtime.recipe import Nation

FIRST_KEY: Final = 1_000
"""Keys below belong to the personas."""


class Tile:
    """The people of a span of the nation. Kept parts are arrays; texts are made when they are needed."""

    def __init__(self, nation: Nation, span: Span, tiles: int) -> None:
        self.nation = nation
        self.span = span
        self.chance = chance_of(nation, span)
        self._tiles = tiles

    @cached_property
    def families(self) -> Families:
        return families_of(self.nation, self.span, self.chance)

    @cached_property
    def names(self) -> Names:
        return names_of(self.families, self.chance)

    @cached_property
    def numbers(self) -> Numbers:
        return numbers_of(self.nation, self.span.number, self._tiles, self.families, self.work.registered, self.chance)

    @cached_property
    def work(self) -> Work:
        return work_of(self.nation, self.families, self.chance)

    @property
    def employers(self) -> Employers:
        return self.work.employers

    @cached_property
    def organisations(self) -> OrganisationNumbers:
        return organisation_numbers_of(self.nation, self.span.number, self._tiles, self.employers.province)

    @cached_property
    def unit_codes(self) -> Texts:
        """Of each employer; the last is empty, and so stands for row -1."""
        return np.array([*unit_codes(self.organisations.unit_code), ""], np.object_)

    @cached_property
    def organisation_codes(self) -> Texts:
        """Tax codes, as `unit_codes`."""
        return np.array([*optional(self.organisations.tax_code, 10), ""], np.object_)

    @cached_property
    def welfare(self) -> Welfare:
        return welfare_of(self.nation, self.families, self.work, self.chance)

    @cached_property
    def coverage(self) -> Coverage:
        return coverage_of(self.nation, self.families, self.work, self.welfare, self.chance)

    @cached_property
    def planted(self) -> Planted:
        return plant(self)

    @cached_property
    def si_numbers(self) -> Texts:
        """Social-insurance numbers as they are written: they stand in many tables."""
        return np.array(optional(self.numbers.social_insurance_number, 10), np.object_)

    @cached_property
    def birth_month(self) -> Ints:
        """1 to 12; 0 where only the year is on record."""
        return np.where(self.families.precision == Precision.YEAR, 0, months_of(self.families.birth) % 12 + 1)

    @cached_property
    def birth_day(self) -> Ints:
        """1 to 31; 0 where only the year is on record."""
        birth = self.families.birth
        day = birth - first_days(months_of(birth)) + 1
        return np.where(self.families.precision == Precision.YEAR, 0, day)

    def full_names(self, people: Ints) -> list[str]:
        names = self.names
        return full_names(names.family[people], names.middle[people], names.given[people])

    def keys(self, people: Ints) -> Ints:
        """What tells people apart in every agency; 0 for nobody."""
        return np.where(people < 0, 0, FIRST_KEY + self.span.first + people)

    def households(self, people: Ints) -> Ints:
        """What tells their households apart."""
        return self.span.first + self.families.head[self.families.household[people]]


@lru_cache(maxsize=1)
def tile_of(nation: Nation, number: int) -> Tile:
    """One tile; the last is kept, for those who ask for one person after the other."""
    found = spans(nation)
    return Tile(nation, found[number], len(found))
