"""Who the people of a tile are and how they belong together: sex, birth, kin, household, home."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from lienthong_emulator.people.draws import Ints, Mask

NOBODY: Final = -1
NEVER: Final = 2**31 - 1
"""Stands for the day on which a living person died."""


class Precision(IntEnum):
    """How much of a birth date is on record."""

    DAY = 0
    YEAR = 1
    """The year alone."""
    DEFAULTED = 2
    """The year alone, written as 1 January (decree 135/2020, article 3, clause 3)."""


class Relation(IntEnum):
    """To the head of the household."""

    HEAD = 1
    SPOUSE = 2
    CHILD = 3
    PARENT = 4
    CHILD_IN_LAW = 5
    GRANDCHILD = 6
    SIBLING = 7
    OTHER = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Families:
    """People of one tile, one entry of each array for each; members of a household stand in a row, its head first.

    People are numbered from 0 within the tile; `mother`, `father` and `spouse` are such numbers, `NOBODY` where none is
    in the nation. Days count from 1970-01-01; `died` is `NEVER` for the living. Communes are their codes as numbers
    (`00166` is 166), provinces and ethnic groups too. People of one `clan` carry one family name.
    """

    sex: Ints
    birth: Ints
    precision: Ints
    died: Ints
    ethnic_group: Ints
    nationality: Ints
    """Row of `NATIONALITIES`."""
    mother: Ints
    father: Ints
    spouse: Ints
    clan: Ints
    relation: Ints
    household: Ints
    """Number of the household within the tile."""
    birth_year: Ints
    province: Ints
    """Of residence."""
    commune: Ints
    """Of residence; the same for a whole household."""
    registration: Ints
    """Commune of birth registration."""
    hometown: Ints
    """Commune of the father's line."""

    head: Ints
    """For each household the number of its head, which is its first member."""

    @property
    def size(self) -> int:
        return len(self.sex)

    @property
    def alive(self) -> Mask:
        return self.died == NEVER

    def age(self, year: int) -> Ints:
        """In whole years on 31 December of a year."""
        return year - self.birth_year


NATIONALITIES: Final = ("VN", "KR", "CN", "JP", "US", "FR")
"""Our choice of those beside Vietnamese, for the few foreigners (ethnic group 55)."""
