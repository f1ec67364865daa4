"""Codes, dates and addresses as registers write them, whole columns at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from lienthong_emulator.people.draws import Chance, Ints
from lienthong_emulator.people.folk.communities import districts_of, provinces_of
from lienthong_emulator.people.folk.families import NEVER
from lienthong_emulator.people.registers.versions import Addresses
from lienthong_emulator.people.tables import records

_FIRST_DAY: Final = date(1850, 1, 1)
_DAYS: Final = 366 * 300
_EPOCH: Final = date(1970, 1, 1)
HIGHEST_HOUSE: Final = 250


def codes(numbers: Ints, digits: int) -> list[str]:
    """Codes of so many digits, with zeros in front."""
    return _all_codes(digits)[numbers].tolist()


def optional(numbers: Ints, digits: int) -> list[str]:
    """Long numbers with zeros in front; empty for 0."""
    written = f"%0{digits}d"  # twice as fast as a format string with a width of its own
    return [written % number if number else "" for number in numbers.tolist()]


def dates(days: Ints) -> list[str]:
    """ISO 8601; empty for `NEVER`."""
    table = _all_dates()
    last = len(table) - 1
    offset = (_EPOCH - _FIRST_DAY).days
    return table[np.where(days == NEVER, last, np.clip(days + offset, 0, last - 1))].tolist()


def months(numbers: Ints) -> list[int]:
    """202112 for December 2021, out of months counted from January 1970."""
    return ((numbers // 12 + 1970) * 100 + numbers % 12 + 1).tolist()


def addresses(communes: Ints, details: Sequence[str]) -> Addresses:
    return Addresses(
        province_code=codes(provinces_of(communes), 2),
        district_code=codes(districts_of(communes), 3),
        commune_code=codes(communes, 5),
        detail=details,
    )


def houses(index: Ints, chance: Chance) -> list[str]:
    """House and street; the same for the same index."""
    index, places = np.unique(index, return_inverse=True)
    names = [row["name"] for row in records("streets")]
    street = np.array(names, np.object_)[chance.below("street", index, len(names))].tolist()
    number = (1 + chance.below("house", index, HIGHEST_HOUSE)).tolist()
    written = [f"Số {house} {name}" for house, name in zip(number, street, strict=True)]
    return np.array(written, np.object_)[places].tolist()


@cache
def _all_codes(digits: int) -> npt.NDArray[np.object_]:
    return np.array([f"{number:0{digits}}" for number in range(10**digits)], np.object_)


@cache
def _all_dates() -> npt.NDArray[np.object_]:
    """Every day that a register could hold, and an empty text."""
    first = np.datetime64(_FIRST_DAY)
    return np.append(np.datetime_as_string(np.arange(first, first + _DAYS)).astype(np.object_), "")
