"""The claim that says what a register holds, as bytes: a message is its fields, one after the other.

It is written without a message where it can be, as one is written for each claim that comes (docs/decisions/0055).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from google.type.date_pb2 import Date

from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.runtime.written_fields import head_of

if TYPE_CHECKING:
    from lienthong.type.v1.identity_pb2 import IdentityNumber

Words = tuple[Any, ...]
Row = tuple[Any, ...]
"""What is held of somebody: a number and its kind, the words of the fields in their order, the key, and whether that
is all there is to say.
"""
NUMBER, KIND, FIRST_WORD = 0, 1, 2
KEY, IS_ALL = -2, -1
WORDS: Final[Mapping[str, int]] = {
    "full_name": 1,
    "birth_date": 3,
    "sex": 1,
    "ethnic_group": 1,
    "nationality": 1,
    "birth_registration_commune": 1,
    "hometown": 3,
    "residence": 3,
    "mother": 1,
    "father": 1,
}
"""How many words of a register a field takes; in the order in which a claim is written."""
ADDRESSES: Final = ("hometown", "residence")
"""There are too many of them to remember each together with the codes beside it."""
PARENTS: Final = {"mother": 10, "father": 11}
"""Their places in a claim. Their word is the kind and the value of a number, or empty: a claim without says so."""
LAST_KIND, LONGEST_NUMBER = 127, 20
PLACE_OF_NUMBER, PLACE_OF_NAME, PLACE_OF_DATE = 1, 2, 3
MOST_REMEMBERED: Final = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a claim gives: the fields, a name and a date among them, and whether it says what kind its number is.

    There is one of each: `shape_given` and `shape_of` remember theirs.
    """

    fields: tuple[str, ...]
    names_kind: bool
    is_named: bool
    is_dated: bool
    parents: tuple[str, ...]


@lru_cache
def shape_given(fields: tuple[str, ...]) -> Shape:
    """The shape of a claim that gives a number with its kind, and these fields."""
    parents = tuple(parent for parent in PARENTS if parent in fields)
    return Shape(fields, True, "full_name" in fields, "birth_date" in fields, parents)


@lru_cache(maxsize=1024)
def writer_of(shape: Shape) -> Callable[[Row], bytes]:
    """What writes the claim of that shape that says what a row holds."""
    groups, date = _groups(shape), FIRST_WORD + shape.is_named
    first_parent = KEY - len(shape.parents)

    def written(row: Row) -> bytes:
        number = row[NUMBER].encode()
        claim = _head_of_number(row[KIND] if shape.names_kind else 0, len(number)) + number
        if shape.is_named:
            name = row[FIRST_WORD].encode()
            claim += head_of(PLACE_OF_NAME, len(name)) + name
        if shape.is_dated:
            year, month, day = row[date : date + 3]
            rest = _month_and_day(month, day)
            claim += _date_until_month(year, len(rest)) + rest
        for start, end, remembered in groups:
            claim += remembered[row[start:end]]
        if shape.parents:
            claim += b"".join(map(_parent, shape.parents, row[first_parent:KEY]))
        return claim

    return written


def _groups(shape: Shape) -> Sequence[tuple[int, int, _Remembered]]:
    """From which word to which other one it is that fields are remembered together."""
    groups, alone = list[list[str]](), True
    for field in shape.fields:
        if field in ("full_name", "birth_date", *shape.parents):
            continue
        if alone or field in ADDRESSES:
            groups.append([])
        groups[-1].append(field)
        alone = field in ADDRESSES
    found, start = list[tuple[int, int, _Remembered]](), FIRST_WORD + shape.is_named + 3 * shape.is_dated
    for fields in groups:
        end = start + sum(WORDS[field] for field in fields)
        found.append((start, end, _remembered(tuple(fields))))
        start = end
    return found


class _Remembered(dict[Words, bytes]):
    """Fields of a claim, by their words, as they were written before: of codes and communes there are few."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__()
        self._fields = fields

    def __missing__(self, words: Words) -> bytes:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        left = iter(words)
        claim = PersonClaim(
            **{field: _value(field, [next(left) for _ in range(WORDS[field])]) for field in self._fields}
        )
        written = self[words] = claim.SerializeToString()
        return written


@lru_cache(maxsize=1024)
def _date_until_month(year: int, rest: int) -> bytes:
    """How a date of birth begins after whose year come so many bytes.

    Whole dates are not remembered: there are so many that the memory where one stands is never at hand.
    """
    written = Date(year=year).SerializeToString()
    return head_of(PLACE_OF_DATE, len(written) + rest) + written


@lru_cache(maxsize=1024)
def _month_and_day(month: int, day: int) -> bytes:
    return Date(month=month, day=day).SerializeToString()


_remembered = lru_cache(maxsize=64)(_Remembered)
"""Shared by shapes that differ elsewhere."""


def _value(field: str, said: Sequence[Any]) -> Any:
    if len(said) > 1:
        return Address(province_code=said[0], district_code=said[1], commune_code=said[2])
    return said[0]


def _parent(parent: str, word: str) -> bytes:
    if not word:
        return b""
    kind, _, number = word.partition(" ")
    return _head_of_number(int(kind), len(number), PARENTS[parent]) + number.encode()


def head_before(number: IdentityNumber) -> bytes:
    """What goes before the digits of a number, in a claim that begins with it; empty where nobody can have it."""
    if not 0 <= number.type <= LAST_KIND or len(number.value) > LONGEST_NUMBER:
        return b""
    return _head_of_number(number.type, len(number.value))


@lru_cache
def _head_of_number(kind: int, size: int, place: int = PLACE_OF_NUMBER) -> bytes:
    """What goes before a number of so many digits, at a place of the claim; a kind of 0 is not said."""
    number = (bytes((1 << 3, kind)) if kind else b"") + head_of(2, size)
    return head_of(place, len(number) + size) + number
