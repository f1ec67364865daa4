"""What a citizen's 12-digit personal number (số định danh cá nhân) and the old 9-digit identity card say."""

import re
from collections.abc import Set
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import Literal, NewType

from lienthong_emulator.reference.provinces import provinces

PersonalNumber = NewType("PersonalNumber", str)

# Our choice: no real number begins with 9, so none of the emulator's can be somebody's.
PLACE_CODE_ABROAD = "998"
_INVENTED, _REAL = "9", "0"

_YEARS = range(1900, 2400)
_YEAR_OF_DIGITS = {
    f"{digit}{year:02}": _YEARS.start + digit // 2 * 100 + year for digit in range(10) for year in range(100)
}
"""By the digits after the place."""
_SERIALS = range(1_000_000)
_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")


class Sex(IntEnum):
    """Sex as the civil-status register codes it; undetermined (3) has no digit in the number."""

    MALE = 1
    FEMALE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberParts:
    """What a number says: 3-digit place of birth registration, year of birth, sex, serial 0-999999."""

    place_code: str
    century_sex_digit: int
    year: int
    sex: Sex
    serial: int


@lru_cache(maxsize=1024)
def parse_personal_number(text: str) -> NumberParts | None:
    """Return what 12 digits say, None if they are no personal number (Circular 07/2016/TT-BCA).

    Known places: 9 or 0 + province code and 998; the real codes of foreign countries are not, and give None.
    """
    if not _TWELVE_DIGITS.fullmatch(text) or text[:3] not in _place_codes():
        return None
    return _parts(PersonalNumber(text))


def year_in(text: str) -> int | None:
    """Return the year of birth that a number on record says, None if it is no personal number: the same, and fast."""
    return _year_after(text[:6]) if len(text) == 12 else None


def contradicts_year(text: str, year: int) -> bool:
    """Tell whether a number on record says another year of birth. Most say the same, which three digits show."""
    if _YEAR_OF_DIGITS.get(text[3:6]) == year:
        return False
    return year_in(text) not in (None, year)


@lru_cache(maxsize=65_536)  # places times sexes times the years of a century
def _year_after(stem: str) -> int | None:
    parts = parse_personal_number(f"{stem}000000")
    return parts.year if parts else None


def personal_number(place_code: str, sex: Sex, year: int, serial: int) -> PersonalNumber:
    """Return the number of a birth in 1900-2399, serial 0-999999 (Decree 137/2015/NĐ-CP, article 13).

    An unknown 3-digit place, a year or a serial out of range raises ValueError.
    """
    if place_code not in _place_codes() or year not in _YEARS or serial not in _SERIALS:
        raise ValueError(f"no personal number for place {place_code}, year {year}, serial {serial}")
    return PersonalNumber(f"{place_code}{_century_sex_digit(sex, year)}{year % 100:02}{serial:06}")


def place_code_of_province(province_code: str) -> str:
    """Return the 3-digit place code of a 2-digit province, 901 for 01 (our choice); KeyError if unknown."""
    return _INVENTED + provinces()[province_code].code


def is_cmnd(text: str) -> bool:
    """Tell whether the text has the 9 digits of an old identity card (chứng minh nhân dân)."""
    return _NINE_DIGITS.fullmatch(text) is not None


def contradiction(number: PersonalNumber, sex: Sex, birth_year: int) -> Literal["sex", "birth_date"] | None:
    """Return the field that differs from what the number says, sex before birth date, None if both agree."""
    parts = _parts(number)
    if parts.sex != sex:
        return "sex"
    return None if parts.year == birth_year else "birth_date"


def _parts(number: PersonalNumber) -> NumberParts:
    digit = int(number[3])
    return NumberParts(
        place_code=number[:3],
        century_sex_digit=digit,
        year=_YEARS.start + digit // 2 * 100 + int(number[4:6]),
        sex=Sex.FEMALE if digit % 2 else Sex.MALE,
        serial=int(number[6:]),
    )


def _century_sex_digit(sex: Sex, year: int) -> int:
    return (year - _YEARS.start) // 100 * 2 + (sex is Sex.FEMALE)


@cache
def _place_codes() -> Set[str]:
    return {first + code for first in (_INVENTED, _REAL) for code in provinces()} | {PLACE_CODE_ABROAD}
