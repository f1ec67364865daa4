"""Claims that say word for word what is held, as most do: confirmed at once, without a look at each field.

A claim is compared as it is written: byte for byte with one that says what is held. What is held is well formed, so
such a claim is too, and its shape need not be checked. Everything else goes the long way (`comparing`), which comes to
the same: a test holds the two together. Why bytes: docs/decisions/0025.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from google.type.date_pb2 import Date

from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.reference.identity_numbers import year_in
from lienthong_emulator.verification.claims import PERSONAL_NUMBER
from lienthong_emulator.verification.register import NOBODY
from lienthong_emulator.wire import kind_of_number

if TYPE_CHECKING:
    from lienthong_emulator.verification.register import Asking

Words = tuple[Any, ...]
Row = Sequence[Any]
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
PARENTS: Final = {"mother": 10, "father": 11}
"""Their places in a claim. Their word is the kind and the value of a number, or empty: a claim without says so."""
DELIMITED: Final = 2
"""The wire type of texts and messages."""
LAST_KIND, LONGEST_NUMBER = 127, 20
NUMBER, KIND, FIRST_WORD = 0, 1, 2
KEY, IS_ALL = -2, -1


class Said(NamedTuple):
    """Whom a claim is about that says what is held, and the fields asked about of which neither says anything."""

    key: int = NOBODY
    nothing_of: tuple[str, ...] = ()


NOT_SAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a claim gives: the fields, a name and a date among them, and whether it says what kind its number is."""

    fields: tuple[str, ...]
    names_kind: bool
    is_named: bool
    is_dated: bool
    parents: tuple[str, ...]


def shape_of(claim: PersonClaim, mask: AbstractSet[str] = frozenset()) -> Shape:
    """Without fields, where it gives one that is never said word for word, or a number that nobody can have.

    Parents are among them where the mask asks about them, given or not.
    """
    number = claim.identity_number
    if not 0 <= number.type <= LAST_KIND or len(number.value) > LONGEST_NUMBER:
        return _shape((), (), names_kind=False)
    parents = tuple(parent for parent in PARENTS if parent in mask)
    return _shape(tuple(field.name for field, _ in claim.ListFields()), parents, names_kind=bool(number.type))


@lru_cache(maxsize=1024)
def _shape(given: tuple[str, ...], parents: tuple[str, ...], *, names_kind: bool) -> Shape:
    rest = tuple(field for field in given[1:] if field not in parents)
    is_told = given[:1] == ("identity_number",) and WORDS.keys() - PARENTS.keys() >= {*rest}
    fields = (*rest, *parents) if rest and is_told else ()
    return Shape(fields, names_kind, "full_name" in fields, "birth_date" in fields, parents if fields else ())


async def confirmed_at_once(claims: Sequence[PersonClaim], asking: Asking) -> tuple[Sequence[str], Sequence[Said]]:
    """The fields that the claims ask about, and of each claim that says what is held whom it is about.

    The first claim tells the shape, its number included: those of another go the long way.
    """
    shape, number = shape_of(claims[0], asking.mask), claims[0].identity_number
    if not _can_be_told(shape, asking):
        return (), [NOT_SAID] * len(claims)
    written = [claim.SerializeToString() for claim in claims]
    size = len(number.value)
    start = len(_head_of_number(number.type, size))
    numbers = {claim[start : start + size].decode("ascii", "replace") for claim in written}
    held = await _held(numbers, shape, asking)
    return shape.fields, [held.get(claim, NOT_SAID) for claim in written]


def _can_be_told(shape: Shape, asking: Asking) -> bool:
    """Whether all that is given is asked about, nothing else is, and the caller may know it."""
    is_permitted = bool(shape.fields) and asking.rights.fields.issuperset(shape.fields)
    return (
        is_permitted
        and asking.register.told_in_words >= {*shape.fields}
        and (not asking.mask or asking.mask == {*shape.fields})
    )


async def _held(numbers: AbstractSet[str], shape: Shape, asking: Asking) -> Mapping[bytes, Said]:
    """By the claim that says it, whom it is about; without whoever cannot be confirmed by words alone."""
    caller = asking.call.context.caller
    rows = await asking.register.words_held([*numbers], shape.fields, day=asking.day, caller=caller)
    shared, written = _shared(rows), _writer(shape)
    return {
        written(row): Said(row[KEY], _nothing_of(row, shape))
        for row in rows
        if row[IS_ALL] and row[NUMBER] not in shared and _is_plain(row, shape)
    }


def _nothing_of(row: Row, shape: Shape) -> tuple[str, ...]:
    if not shape.parents:
        return ()
    words = row[KEY - len(shape.parents) : KEY]
    return tuple(parent for parent, word in zip(shape.parents, words, strict=True) if not word)


def _shared(rows: Sequence[Row]) -> AbstractSet[str]:
    """The numbers that more than one carry."""
    numbers = [row[NUMBER] for row in rows]
    if len(numbers) == len({*numbers}):
        return frozenset()
    return {number for number, count in Counter(numbers).items() if count > 1}


def _is_plain(row: Row, shape: Shape) -> bool:
    """Whether to say the same is a match without a reason: a name is one, and the number says the same year."""
    if shape.is_named and not row[FIRST_WORD][:1].isalpha():
        return False
    if not shape.names_kind and row[KIND] != kind_of_number(IdentityNumber(value=row[NUMBER])):
        return False
    if not shape.is_dated or row[KIND] != PERSONAL_NUMBER:
        return True
    year = year_in(row[NUMBER])
    return year is None or year == row[FIRST_WORD + shape.is_named]


@lru_cache(maxsize=1024)
def _writer(shape: Shape) -> Callable[[Row], bytes]:
    """What writes the claim of that shape that says what a row holds: a message is its fields, one after the other."""
    first = FIRST_WORD + shape.is_named
    others = tuple(field for field in shape.fields if field not in ("full_name", *shape.parents))
    end = KEY - len(shape.parents)
    write = _one_by_one if {"hometown", "residence"} & {*others} else _remembered

    def written(row: Row) -> bytes:
        number = row[NUMBER].encode()
        head = _head_of_number(row[KIND] if shape.names_kind else 0, len(number))
        rest = write(others, tuple(row[first:end]))
        if shape.parents:
            rest += b"".join(map(_parent, shape.parents, row[end:KEY]))
        if not shape.is_named:
            return head + number + rest
        name = row[FIRST_WORD].encode()
        return head + number + _head(2, len(name)) + name + rest

    return written


def _one_by_one(fields: tuple[str, ...], words: Words) -> bytes:
    """Of whole addresses there are too many to remember them with days and codes."""
    written, start = list[bytes](), 0
    for field in fields:
        written.append(_remembered((field,), words[start : start + WORDS[field]]))
        start += WORDS[field]
    return b"".join(written)


@lru_cache(maxsize=65_536)
def _remembered(fields: tuple[str, ...], words: Words) -> bytes:
    claim, left = PersonClaim(), [*words]
    for field in fields:
        said = [left.pop(0) for _ in range(WORDS[field])]
        claim.MergeFrom(PersonClaim(**{field: _value(field, said)}))
    return claim.SerializeToString()


def _value(field: str, said: Sequence[Any]) -> Any:
    if field == "birth_date":
        return Date(year=said[0], month=said[1], day=said[2])
    if len(said) > 1:
        return Address(province_code=said[0], district_code=said[1], commune_code=said[2])
    return said[0]


def _parent(parent: str, word: str) -> bytes:
    if not word:
        return b""
    kind, _, number = word.partition(" ")
    return _head_of_number(int(kind), len(number), PARENTS[parent]) + number.encode()


@lru_cache
def _head_of_number(kind: int, size: int, field: int = 1) -> bytes:
    number = (bytes((1 << 3, kind)) if kind else b"") + _head(2, size)
    return _head(field, len(number) + size) + number


@lru_cache(maxsize=1024)
def _head(field: int, size: int) -> bytes:
    """What goes before a text or a message: its field and wire type, and its size, of which a byte holds seven bits."""
    return bytes((field << 3 | DELIMITED, *((size,) if size < 0x80 else (size & 0x7F | 0x80, size >> 7))))
