"""The claim that says what a register holds, as bytes: a message is its fields, one after the other.

It is written without a message where it can be, as one is written for each claim that comes (docs/decisions/0055), and
for many people at once (docs/decisions/0062).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from google.type.date_pb2 import Date

from lienthong.type.v1.address_pb2 import Address
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.runtime.written_fields import head_of

if TYPE_CHECKING:
    from lienthong.type.v1.identity_pb2 import IdentityNumber

Row = tuple[Any, ...]
"""What is held of somebody: a number and its kind, a word for each field in their order, the key, and whether that is
all there is to say.
"""
NUMBER, KIND, FIRST_WORD = 0, 1, 2
KEY, IS_ALL = -2, -1
YEAR: Final = 10_000
"""The word of a date is a number: 19930508 is 8 May 1993, and what is not recorded is 0."""
PARENTS: Final = {"mother": 10, "father": 11}
"""Their places in a claim. Their word is the kind and the value of a number, or empty: a claim without says so."""
FIELDS: Final = (
    *("full_name", "birth_date", "sex", "ethnic_group", "nationality", "birth_registration_commune"),
    *("hometown", "residence", *PARENTS),
)
"""In the order in which a claim is written."""
LAST_KIND, LONGEST_NUMBER = 127, 20
PLACE_OF_NUMBER, PLACE_OF_NAME, PLACE_OF_DATE = 1, 2, 3
MOST_REMEMBERED: Final = 65_536
K = TypeVar("K")


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


def word_of_date(year: str, month: str, day: str) -> str:
    """What gives the word of a date that is kept in three columns."""
    return f"{year} * {YEAR} + {month} * 100 + {day}"


def word_of_address(column: str) -> str:
    """What gives the word of an address: its codes, with a blank between two."""
    return f"{column}_province_code || ' ' || {column}_district_code || ' ' || {column}_commune_code"


def words_of_person(year: str, month: str, day: str) -> dict[str, str]:
    """What gives the word of each field that registers hold alike; the date of birth has columns of other names."""
    return {
        "full_name": "full_name",
        "birth_date": word_of_date(year, month, day),
        "sex": "sex",
        "ethnic_group": "ethnic_group",
        "nationality": "nationality",
        "birth_registration_commune": "registration_commune",
        "hometown": word_of_address("hometown"),
        "residence": word_of_address("residence"),
    }


@lru_cache(maxsize=1024)
def writer_of(shape: Shape) -> Callable[[Sequence[Row]], list[bytes]]:
    """What writes the claims of that shape that say what rows hold.

    Compiled, as what reads rows is (`runtime/database.py`): one claim takes half the time.
    """
    parts = [*_number_written(shape.names_kind), *(part for field in shape.fields for part in _field_written(field))]
    names = ", ".join(("number", "kind", *shape.fields, "_key", "_is_all"))
    return eval(f"lambda rows: [b''.join(({', '.join(parts)},)) for {names} in rows]", dict(_REMEMBERED))


def _number_written(names_kind: bool) -> Sequence[str]:
    kind = "kind" if names_kind else "0"
    return f"heads[{kind}, len(number)]", "number.encode()"


def _field_written(field: str) -> Sequence[str]:
    """The parts of a claim that say a field, out of its word."""
    match field:
        case "full_name":
            return "name_heads[len(name := full_name.encode())]", "name"
        case "birth_date":
            # Whole dates are not remembered: there are so many that the memory where one stands is never at hand.
            return f"years[birth_date // {YEAR}, len(day := days[birth_date % {YEAR}])]", "day"
        case "mother" | "father":
            return f"{field}_heads[{field}[:2], len({field})]", f"{field}[2:].encode()"
        case _:
            return (f"{field}s[{field}]",)


class _Remembered(dict[K, bytes]):
    """Parts of claims as they were written before: of codes, communes and years there are few."""

    def __init__(self, write: Callable[[K], bytes]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, word: K) -> bytes:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        written = self[word] = self._write(word)
        return written


def _field(field: str) -> _Remembered[Any]:
    return _Remembered(lambda word: PersonClaim(**{field: word}).SerializeToString())


def _address(field: str) -> _Remembered[str]:
    def write(word: str) -> bytes:
        province, district, commune = word.split(" ")
        said: Any = {field: Address(province_code=province, district_code=district, commune_code=commune)}
        return PersonClaim(**said).SerializeToString()

    return _Remembered(write)


def _year_before(born: tuple[int, int]) -> bytes:
    """How a date of birth begins after whose year come so many bytes."""
    year, rest = born
    written = Date(year=year).SerializeToString()
    return head_of(PLACE_OF_DATE, len(written) + rest) + written


def _head_of_parent(parent: str) -> _Remembered[tuple[str, int]]:
    """By the kind, a blank after it, and the size of the whole word."""

    def write(word: tuple[str, int]) -> bytes:
        kind, size = word
        return _head_of_number(int(kind), size - len(kind), PARENTS[parent]) if size else b""

    return _Remembered(write)


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


_REMEMBERED: Final[Mapping[str, _Remembered[Any]]] = {
    "heads": _Remembered(lambda number: _head_of_number(*number)),
    "name_heads": _Remembered(lambda size: head_of(PLACE_OF_NAME, size)),
    "years": _Remembered(_year_before),
    "days": _Remembered(lambda day: Date(month=day // 100, day=day % 100).SerializeToString()),
    **{f"{parent}_heads": _head_of_parent(parent) for parent in PARENTS},
    **{f"{field}s": _address(field) for field in ("hometown", "residence")},
    **{f"{field}s": _field(field) for field in ("sex", "ethnic_group", "nationality", "birth_registration_commune")},
}
"""What the writers of all shapes call upon."""
