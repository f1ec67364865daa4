"""Claims that say word for word what is held, as most do: confirmed at once, without a look at each field.

A claim is compared as it is written: byte for byte with one that says what is held. What is held is well formed, so
such a claim is too, and its shape need not be checked. Everything else goes the long way (`comparing`), which comes to
the same: a test holds the two together. Why bytes: docs/decisions/0025.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.reference.identity_numbers import contradicts_year
from lienthong_emulator.verification.claims import PERSONAL_NUMBER
from lienthong_emulator.verification.register import NOBODY
from lienthong_emulator.verification.written_claims import (
    FIELDS,
    FIRST_WORD,
    IS_ALL,
    KEY,
    KIND,
    NUMBER,
    PARENTS,
    YEAR,
    Row,
    Shape,
    head_before,
    writer_of,
)
from lienthong_emulator.wire import kind_of_number

if TYPE_CHECKING:
    from lienthong.type.v1.person_claim_pb2 import PersonClaim
    from lienthong_emulator.verification.register import Asking


class Confirmed(NamedTuple):
    """Which of some claims say what is held: of each the key of whom it is about, NOBODY where it does not.

    `nothing_of` has, by that key, the fields asked about of which neither side says anything.
    """

    keys: Sequence[int]
    fields: tuple[str, ...] = ()
    nothing_of: Mapping[int, tuple[str, ...]] = MappingProxyType({})


def shape_of(claim: PersonClaim, mask: AbstractSet[str] = frozenset()) -> Shape:
    """Without fields, where it gives one that is never said word for word, or a number that nobody can have.

    Parents are among them where the mask asks about them, given or not.
    """
    number = claim.identity_number
    if not head_before(number):
        return _shape((), (), False)
    parents = tuple([parent for parent in PARENTS if parent in mask]) if mask else ()
    return _shape(tuple([given.name for given, _ in claim.ListFields()]), parents, number.type != 0)


@lru_cache(maxsize=1024)
def _shape(given: tuple[str, ...], parents: tuple[str, ...], names_kind: bool) -> Shape:
    rest = tuple(name for name in given[1:] if name not in parents)
    is_told = given[:1] == ("identity_number",) and {*FIELDS} - PARENTS.keys() >= {*rest}
    fields = (*rest, *parents) if rest and is_told else ()
    return Shape(fields, names_kind, "full_name" in fields, "birth_date" in fields, parents if fields else ())


async def confirmed_at_once(
    shape: Shape, written: Sequence[bytes], numbers: Collection[str], asking: Asking
) -> Confirmed:
    """Which claims, as they are written, say what is held; `numbers` are those that they are about.

    Those of another shape go the long way.
    """
    if not _can_be_told(shape, asking):
        return Confirmed([NOBODY] * len(written))
    caller = asking.call.context.caller
    askable = [number for number in numbers if number.isalnum()]
    rows = await asking.register.words_held(askable, shape.fields, day=asking.day, caller=caller)
    said = _claims_that_say(rows, shape)
    keys = [said.get(claim, NOBODY) for claim in written]
    return Confirmed(keys, shape.fields, _nothing_of(rows, shape) if shape.parents else {})


def _can_be_told(shape: Shape, asking: Asking) -> bool:
    """Whether all that is given is asked about, nothing else is, and the caller may know it."""
    is_permitted = bool(shape.fields) and asking.rights.fields.issuperset(shape.fields)
    return (
        is_permitted
        and asking.register.told_in_words >= {*shape.fields}
        and (not asking.mask or asking.mask == {*shape.fields})
    )


def _claims_that_say(rows: Sequence[Row], shape: Shape) -> Mapping[bytes, int]:
    """The claims that say what rows hold, with the key of each; none of whoever cannot be confirmed by words alone."""
    shared = _shared(rows)
    told = plain([row for row in rows if row[IS_ALL]], shape)
    if shared:
        told = [row for row in told if row[NUMBER] not in shared]
    return {claim: row[KEY] for claim, row in zip(writer_of(shape)(told), told, strict=True)}


def plain(rows: Sequence[Row], shape: Shape) -> Sequence[Row]:
    """Those of whom to say the same is a match without a reason: a name is one, and the number says the same year."""
    if not shape.names_kind:
        rows = [row for row in rows if row[KIND] == kind_of_number(IdentityNumber(value=row[NUMBER]))]
    if shape.is_named:
        rows = [row for row in rows if row[FIRST_WORD][:1].isalpha()]
    if not shape.is_dated:
        return rows
    born = FIRST_WORD + shape.is_named
    return [row for row in rows if row[KIND] != PERSONAL_NUMBER or not contradicts_year(row[NUMBER], row[born] // YEAR)]


def _nothing_of(rows: Sequence[Row], shape: Shape) -> Mapping[int, tuple[str, ...]]:
    first = KEY - len(shape.parents)
    return {
        row[KEY]: _unsaid(shape.parents, tuple(map(bool, words))) for row in rows if "" in (words := row[first:KEY])
    }


@lru_cache
def _unsaid(parents: tuple[str, ...], are_said: tuple[bool, ...]) -> tuple[str, ...]:
    return tuple(parent for parent, is_said in zip(parents, are_said, strict=True) if not is_said)


def _shared(rows: Sequence[Row]) -> AbstractSet[str]:
    """The numbers that more than one carry."""
    numbers = [row[NUMBER] for row in rows]
    if len(numbers) == len({*numbers}):
        return frozenset()
    return {number for number, count in Counter(numbers).items() if count > 1}
