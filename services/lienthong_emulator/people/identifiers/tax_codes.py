"""Tax codes (mã số thuế): nine digits, and a tenth that checks them."""

from __future__ import annotations

from typing import Final

import numpy as np

from lienthong_emulator.people.draws import Ints

CODES_OF_EIGHT_DIGITS: Final = 8
"""Our choice: of the ten ninth digits after eight given ones 0 is left out, for seven zeros are no sequence, and at
most one of the others has no check digit. Eight always remain, so codes can be counted."""
_WEIGHTS: Final = np.array([31, 29, 23, 19, 17, 13, 7, 5, 3])
_POWERS: Final = 10 ** np.arange(8, -1, -1)
_MODULUS: Final = 11


def tax_codes(counts: Ints) -> Ints:
    """The valid codes in rising order, by count from 0; 8 of them for each eight digits that open a code."""
    opening, choice = counts // CODES_OF_EIGHT_DIGITS, counts % CODES_OF_EIGHT_DIGITS
    ninth = choice + 1
    ninth += ninth >= _ninth_without_check(opening)
    digits = opening * 10 + ninth
    return digits * 10 + 10 - _sum(digits) % _MODULUS


def counts_of(codes: Ints) -> Ints:
    """The count that gives each code, -1 where none does."""
    opening, ninth = codes // 100, codes // 10 % 10
    choice = ninth - 1 - (ninth > _ninth_without_check(opening))
    counts = opening * CODES_OF_EIGHT_DIGITS + np.clip(choice, 0, CODES_OF_EIGHT_DIGITS - 1)
    return np.where(tax_codes(counts) == codes, counts, -1)


def _ninth_without_check(opening: Ints) -> Ints:
    """The ninth digit after which the sum leaves nothing, so that the check digit would be 10; 10 if there is none."""
    # Four is the inverse of the last weight: 3 * 4 = 12, which leaves 1.
    return -_sum(opening * 10) * 4 % _MODULUS


def _sum(nine_digits: Ints) -> Ints:
    """Weights and modulus: as python-stdnum, vn.mst; sums are of those nine digits."""
    return (nine_digits[:, None] // _POWERS % 10) @ _WEIGHTS
