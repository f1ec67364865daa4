"""How serials are dealt out: every tile numbers its own, no two tiles alike, and each number leads back to its tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from lienthong_emulator.people.draws import Chance, Ints, Shuffle, rank_in_group
from lienthong_emulator.people.identifiers.tax_codes import CODES_OF_EIGHT_DIGITS, counts_of, tax_codes

if TYPE_CHECKING:
    from lienthong_emulator.runtime.recipe import Nation

NONE: Final = 0
"""Stands for the number of somebody who has none; no stem of people and households is 0, and so no number of theirs."""

_MILLION: Final = 1_000_000
# Our choice: serials below 1000 belong to the personas, those from 900000 on to numbers issued while a world runs.
_OF_THE_NATION: Final = range(1_000, 900_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of number: a stem that says something of the holder, then one of `width` serials.

    The nation takes its own from `serials`. Those with a check digit are counted as if they had none.
    """

    name: str
    digits: int
    width: int = _MILLION
    serials: range = _OF_THE_NATION
    has_check_digit: bool = False


class Series:
    """All numbers of one kind in a nation. Each tile has an equal share of the serials under each stem."""

    def __init__(self, kind: Kind, nation: Nation, tiles: int) -> None:
        self.capacity = len(kind.serials) // tiles
        """Holders of one stem that a tile has room for."""
        self._kind, self._tiles = kind, tiles
        self._chance = Chance(nation.seed, "numbers")
        self._shuffle = Shuffle(len(kind.serials), self._chance, kind.name)

    def numbers(self, tile: int, stems: Ints) -> Ints:
        """A number for each stem: its serial is a permutation of (tile, rank among those of the stem)."""
        ranks = rank_in_group(stems)
        if ranks.max(initial=0) >= self.capacity:
            raise ValueError(f"tile {tile} has more than {self.capacity} of one stem: {self._kind.name}")
        places = self._shuffle.of(tile * self.capacity + ranks)
        serials = self._kind.serials.start + (places + self._turn(stems)) % self._shuffle.size
        numbers = stems * self._kind.width + serials
        return tax_codes(numbers) if self._kind.has_check_digit else numbers

    def tile_of(self, number: int) -> int | None:
        """The only tile that could have dealt out a number."""
        stem, serial = divmod(self._count(number), self._kind.width)
        if stem < 0 or serial not in self._kind.serials:
            return None
        turned = np.array([serial - self._kind.serials.start]) - self._turn(np.array([stem]))
        tile = int(self._shuffle.back(turned % self._shuffle.size)[0]) // self.capacity
        return tile if tile < self._tiles else None

    def _count(self, number: int) -> int:
        """Negative where the check digit is wrong."""
        return int(counts_of(np.array([number]))[0]) if self._kind.has_check_digit else number

    def _turn(self, stems: Ints) -> Ints:
        """Under each stem serials begin elsewhere, or the first of each would look alike."""
        return self._chance.below(f"{self._kind.name} from", stems, self._shuffle.size)


PERSONAL_NUMBER: Final = Kind(name="personal number", digits=12)
SOCIAL_INSURANCE_NUMBER: Final = Kind(name="social-insurance number", digits=10)
HOUSEHOLD_CODE: Final = Kind(name="household code", digits=10)

_CARDS: Final = 10**7
CMND: Final = Kind(name="cmnd", digits=9, width=_CARDS, serials=range(_CARDS))

_PEOPLE: Final = 10**7 * CODES_OF_EIGHT_DIGITS
PERSON_TAX_CODE: Final = Kind(
    name="person's tax code", digits=10, width=_PEOPLE, serials=range(_PEOPLE), has_check_digit=True
)
_ORGANISATIONS: Final = 10**6 * CODES_OF_EIGHT_DIGITS
ORGANISATION_TAX_CODE: Final = Kind(
    name="organisation's tax code",
    digits=10,
    width=_ORGANISATIONS,
    serials=range(_ORGANISATIONS),
    has_check_digit=True,
)

_UNITS: Final = 26**3 * 10**4
UNIT_CODE: Final = Kind(name="unit code", digits=7, width=_UNITS, serials=range(_UNITS))
