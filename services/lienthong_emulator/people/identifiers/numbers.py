"""Numbers of the people, households and organisations of a tile, and who holds a number.

Synthetic, yet could be somebody's: social-insurance numbers, household codes, CMND and tax codes. Only the personal
numbers cannot, unless a nation asks for real place codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from lienthong_emulator.people.days import MONTHS, YEAR_OF_MONTH_0
from lienthong_emulator.people.draws import Chance, Ints, Mask, rank_in_group
from lienthong_emulator.people.folk.births import FEMALE
from lienthong_emulator.people.folk.communities import provinces_of
from lienthong_emulator.people.identifiers.series import (
    CMND,
    HOUSEHOLD_CODE,
    NONE,
    ORGANISATION_TAX_CODE,
    PERSON_TAX_CODE,
    PERSONAL_NUMBER,
    SOCIAL_INSURANCE_NUMBER,
    UNIT_CODE,
    Kind,
    Series,
)
from lienthong_emulator.people.labour.standing import NONE as NEVER_PAID
from lienthong_emulator.reference.provinces import provinces

if TYPE_CHECKING:
    from lienthong_emulator.people.folk.families import Families
    from lienthong_emulator.runtime.recipe import Nation

ADULT: Final = 18
NUMBERED_AT_BIRTH: Final = 2016
"""Personal numbers are given at birth registration since 1 January 2016 (law on citizen identification of 2014)."""
WITH_CMND_ONLY, CHILDREN_WITHOUT_NUMBER, NEWBORN_WITHOUT_NUMBER = 0.06, 0.05, 0.01
"""Our choice: of adults; of children born before 2016 and since."""
CMND_FROM: Final = (14, 20, 31)
CMND_SHARES: Final = np.array([0.0, 0.4, 0.8, 0.85])
"""Our choice: who ever had a CMND, of those below 14 (decree 05/1999, article 3), below 20, below 31, and older."""
FIRST_INSURED_YEAR: Final = 1995
"""Social insurance as a fund of its own began in 1995 (decree 12/CP); our choice as the oldest year in a number."""
LAST_OF_THE_FIRST_YEARS: Final = 2000
"""Our choice: by then those who had worked before had their numbers."""
INSURED_AT_BIRTH: Final = 6
_PERSONS: Final = 8
_LAST_HOUSEHOLD_SERIES: Final = 99
_INVENTED, _REAL = 900, 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbers:
    """One entry for each person, `NONE` for who has no such number; `household_code` has one for each household."""

    personal_number: Ints
    cmnd: Ints
    social_insurance_number: Ints
    tax_code: Ints
    household_code: Ints

    @property
    def has_old_cmnd(self) -> Mask:
        """Whose CMND a 12-digit number has superseded."""
        return (self.cmnd != NONE) & (self.personal_number != NONE)


def numbers_of(
    nation: Nation, tile_number: int, tiles: int, families: Families, registered: Ints, chance: Chance
) -> Numbers:
    """Number everybody in a tile; `tiles` is how many the nation has, `registered` months of first contributions."""
    with_personal, with_cmnd = _papers(nation, families, chance)
    adult = families.age(nation.year) >= ADULT
    first_year = _first_insured(nation, families, registered, chance)

    def dealt(kind: Kind, stems: Ints, holds: Mask | None = None) -> Ints:
        return _dealt(Series(kind, nation, tiles), tile_number, stems, holds)

    return Numbers(
        personal_number=dealt(PERSONAL_NUMBER, _personal_stems(nation, families), with_personal),
        cmnd=dealt(CMND, provinces_of(families.registration), with_cmnd),
        social_insurance_number=dealt(SOCIAL_INSURANCE_NUMBER, families.province * 100 + first_year % 100),
        tax_code=dealt(PERSON_TAX_CODE, np.full(families.size, _PERSONS), adult),
        household_code=_household_codes(Series(HOUSEHOLD_CODE, nation, tiles), tile_number, families),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrganisationNumbers:
    """One entry for each organisation; unit codes are numbers that `unit_codes` writes."""

    tax_code: Ints
    unit_code: Ints


def organisation_numbers_of(nation: Nation, tile_number: int, tiles: int, province: Ints) -> OrganisationNumbers:
    """Number the organisations of a tile by the provinces of their head offices.

    Our choice: the tax service's provinces are numbered 01 to 63 in the order of their codes.
    """
    tax_province = 1 + np.searchsorted(_province_codes(), province)
    return OrganisationNumbers(
        tax_code=Series(ORGANISATION_TAX_CODE, nation, tiles).numbers(tile_number, tax_province),
        unit_code=Series(UNIT_CODE, nation, tiles).numbers(tile_number, np.zeros_like(province)),
    )


def texts(kind: Kind, numbers: Ints) -> list[str]:
    """Numbers with their leading zeros, `""` for `NONE`."""
    written = f"0{kind.digits}"
    return [format(number, written) if number else "" for number in numbers.tolist()]


def unit_codes(numbers: Ints) -> list[str]:
    """Two letters, four digits and a letter, as `TE3964E`."""
    return [
        f"{chr(65 + n // 6_760_000)}{chr(65 + n // 260_000 % 26)}{n // 26 % 10_000:04}{chr(65 + n % 26)}"
        for n in numbers.tolist()
    ]


class Holder(NamedTuple):
    """A person by number within a tile, or a household where it is its code that was asked for."""

    tile: int
    number: int


class Directory:
    """Finds the holders of numbers. `numbers_in` tells the numbers of a tile: kept, or made anew."""

    def __init__(self, nation: Nation, tiles: int, numbers_in: Callable[[int], Numbers]) -> None:
        self._series = {kind: Series(kind, nation, tiles) for kind in _COLUMNS}
        self._numbers_in = numbers_in

    def holder(self, kind: Kind, text: str) -> Holder | None:
        """Who holds a number that people or households have; None for any other text."""
        number = int(text) if re.fullmatch(f"[0-9]{{{kind.digits}}}", text) else NONE
        tile = self._series[kind].tile_of(number)
        if tile is None or number == NONE:
            return None
        found = np.nonzero(_COLUMNS[kind](self._numbers_in(tile)) == number)[0]
        return Holder(tile, int(found[0])) if len(found) else None


_COLUMNS: Final[dict[Kind, Callable[[Numbers], Ints]]] = {
    PERSONAL_NUMBER: lambda numbers: numbers.personal_number,
    CMND: lambda numbers: numbers.cmnd,
    SOCIAL_INSURANCE_NUMBER: lambda numbers: numbers.social_insurance_number,
    PERSON_TAX_CODE: lambda numbers: numbers.tax_code,
    HOUSEHOLD_CODE: lambda numbers: numbers.household_code,
}


def _dealt(series: Series, tile: int, stems: Ints, holds: Mask | None) -> Ints:
    if holds is None:
        return series.numbers(tile, stems)
    numbers = np.full(len(stems), NONE)
    numbers[holds] = series.numbers(tile, stems[holds])
    return numbers


def _papers(nation: Nation, families: Families, chance: Chance) -> tuple[Mask, Mask]:
    """Who has a personal number, and who has or had a CMND."""
    index, age = np.arange(families.size), families.age(nation.year)
    citizen = families.nationality == 0
    draw, other_draw = chance.uniform("personal number", index), chance.uniform("cmnd", index)
    missing = np.where(families.birth_year < NUMBERED_AT_BIRTH, CHILDREN_WITHOUT_NUMBER, NEWBORN_WITHOUT_NUMBER)
    missing = np.where(age >= CMND_FROM[0], 0.0, missing)
    missing = np.where(age >= ADULT, WITH_CMND_ONLY, missing)
    with_personal = citizen & (draw >= missing)
    ever = other_draw < CMND_SHARES[np.searchsorted(CMND_FROM, age, side="right")]
    return with_personal, citizen & (ever | (~with_personal & (age >= ADULT)))


def _personal_stems(nation: Nation, families: Families) -> Ints:
    """Place of birth registration, century and sex, year: the first six digits (decree 137/2015, article 13)."""
    place = provinces_of(families.registration) + (_REAL if nation.realistic_numbers else _INVENTED)
    century_and_sex = (families.birth_year // 100 - 19) * 2 + (families.sex == FEMALE)
    return place * 1_000 + century_and_sex * 100 + families.birth_year % 100


def _first_insured(nation: Nation, families: Families, registered: Ints, chance: Chance) -> Ints:
    """Our choice: any year since birth and 1995 alike, but the year of birth for children under six.

    Who pays has a number; those who paid already when the fund began were numbered in its first years.
    """
    oldest = np.maximum(FIRST_INSURED_YEAR, families.birth_year)
    paid = np.where(registered == NEVER_PAID, nation.year, registered // MONTHS + YEAR_OF_MONTH_0)
    newest = np.minimum(np.maximum(paid, LAST_OF_THE_FIRST_YEARS), nation.year)
    years = chance.below("first insured", np.arange(families.size), np.maximum(newest + 1 - oldest, 1))
    return np.where(families.age(nation.year) < INSURED_AT_BIRTH, families.birth_year, oldest + years)


def _household_codes(series: Series, tile: int, families: Families) -> Ints:
    """Province and 99; where a tile has more households than there is room, 98 and so on."""
    province = families.province[families.head]
    full = rank_in_group(province) // series.capacity
    return series.numbers(tile, province * 100 + _LAST_HOUSEHOLD_SERIES - full)


@cache
def _province_codes() -> Ints:
    return np.array([int(code) for code in provinces()])
