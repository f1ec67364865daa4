"""One agency's view of a tile: the truth, with that agency's mistakes in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.days import last_day_of_year
from lienthong_emulator.people.folk.communities import communes_in
from lienthong_emulator.people.folk.families import NEVER, NOBODY
from lienthong_emulator.people.identifiers.series import NONE
from lienthong_emulator.people.mistakes.differences import NOTHING, SPELLINGS, Kind
from lienthong_emulator.people.mistakes.spellings import with_other_middle_name

if TYPE_CHECKING:
    from lienthong_emulator.people.draws import Ints, Mask
    from lienthong_emulator.people.tile import Tile

TRUTH: Final = "truth"
"""Stands for an agency that makes no mistakes."""
DAYS_SINCE_FALSE_DEATH: Final = 30
YEARS_BETWEEN_SERIES: Final = 40
"""Our choice: a second social-insurance number opens with a year 40 years back, under which nobody has a first one."""


class View:
    """Columns of the whole tile, as an agency holds them."""

    def __init__(self, tile: Tile, agency: str) -> None:
        self.tile = tile
        self.agency = agency

    def wrong(self, kind: Kind) -> Ints:
        """The people whom this agency holds wrongly in this way."""
        return self.tile.planted.at(self.agency, kind)

    def names(self, people: Ints) -> list[str]:
        names = self.tile.full_names(people)
        for place in np.nonzero(np.isin(people, self._misspelt))[0].tolist():
            names[place] = self._spelling(int(people[place]), names[place])
        return names

    def _spelling(self, person: int, name: str) -> str:
        kind = self.tile.planted.kind_of(person)
        return with_other_middle_name(name) if kind is Kind.NAME_OTHER_MIDDLE else SPELLINGS[kind](name)

    @cached_property
    def _misspelt(self) -> Ints:
        return np.concatenate([self.wrong(kind) for kind in (*SPELLINGS, Kind.NAME_OTHER_MIDDLE)])

    @cached_property
    def birth_year(self) -> Ints:
        years = self.tile.families.birth_year.copy()
        years[self.wrong(Kind.BIRTH_OTHER_YEAR)] -= 1
        return years

    @cached_property
    def birth_month(self) -> Ints:
        return self._dated(self.tile.birth_month, instead=self.tile.birth_day)

    @cached_property
    def birth_day(self) -> Ints:
        days = self._dated(self.tile.birth_day, instead=self.tile.birth_month)
        leap = self.wrong(Kind.BIRTH_OTHER_YEAR)
        leap = leap[(days[leap] == 29) & (self.birth_month[leap] == 2)]
        days[leap] = 28  # the year before has no such day
        return days

    def _dated(self, parts: Ints, *, instead: Ints) -> Ints:
        found = parts.copy()
        swapped = self.wrong(Kind.BIRTH_DAY_MONTH_SWAPPED)
        found[swapped] = instead[swapped]
        found[self.wrong(Kind.BIRTH_YEAR_ONLY)] = 0
        return found

    @cached_property
    def sex(self) -> Ints:
        sexes = self.tile.families.sex.copy()
        sexes[self.wrong(Kind.SEX_OTHER)] = 3 - sexes[self.wrong(Kind.SEX_OTHER)]
        return sexes

    @cached_property
    def commune(self) -> Ints:
        """Of residence; where it is stale, another one of the province."""
        communes = self.tile.families.commune.copy()
        stale = self.wrong(Kind.RESIDENCE_STALE)
        communes[stale] = self._other_communes(stale)
        return communes

    def _other_communes(self, people: Ints) -> Ints:
        families = self.tile.families
        found = communes_in(families.province[people], self.tile.chance, "stale residence", people)
        again = found == families.commune[people]
        found[again] = families.registration[people[again]]
        again = found == families.commune[people]
        found[again] += np.where(found[again] > 3, -3, 3)
        return found

    @cached_property
    def died(self) -> Ints:
        days = self.tile.families.died.copy()
        days[self.wrong(Kind.DEATH_UNKNOWN)] = NEVER
        days[self.wrong(Kind.DEAD_BY_MISTAKE)] = last_day_of_year(self.tile.nation.year) - DAYS_SINCE_FALSE_DEATH
        return days

    @cached_property
    def mother(self) -> Ints:
        mothers = self.tile.families.mother.copy()
        mothers[self.wrong(Kind.PARENT_UNKNOWN)] = NOBODY
        return mothers

    @cached_property
    def personal_number(self) -> Ints:
        numbers = self.tile.numbers.personal_number.copy()
        numbers[self.wrong(Kind.OLD_NUMBER_ONLY)] = NONE
        confused = self.wrong(Kind.NUMBER_OF_ANOTHER)
        numbers[confused] = numbers[self._others(confused, numbers != NONE)]
        return numbers

    @cached_property
    def cmnd(self) -> Ints:
        """Old cards were numbered by hand, province by province: some numbers were given to two people."""
        numbers = self.tile.numbers.cmnd.copy()
        shared = self.wrong(Kind.CMND_OF_ANOTHER)
        numbers[shared] = numbers[self._others(shared, self.tile.numbers.has_old_cmnd)]
        return numbers

    def _others(self, people: Ints, holders: Mask) -> Ints:
        """Whose number these people are held under: holders of one, about whom nothing is wrong if there are any."""
        right = holders & (self.tile.planted.sort == NOTHING)
        found = np.nonzero(right if right.any() else holders)[0]
        return found[self.tile.chance.below("number of another", people, len(found))]

    @cached_property
    def twice(self) -> Ints:
        """The people whom this agency holds twice."""
        return np.concatenate([self.wrong(Kind.TWO_SI_NUMBERS), self.wrong(Kind.TWO_CARDS)])

    def second_si_numbers(self, people: Ints) -> Ints:
        numbers = self.tile.numbers.social_insurance_number[people]
        stem, serial = numbers // 10**6, numbers % 10**6
        year = (stem % 100 - YEARS_BETWEEN_SERIES) % 100
        return (stem // 100 * 100 + year) * 10**6 + serial
