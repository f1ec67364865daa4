"""Extracts, and the entries that they are compared with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lienthong_emulator.justice.registers.domain import Place, Register
from lienthong_emulator.matching import (
    Comparison,
    Number,
    PartialDate,
    compare_dates,
    compare_exact,
    compare_names,
    compare_numbers,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOf:
    """What an extract says of a person; empty is not compared."""

    full_name: str = ""
    birth_date: PartialDate | None = None
    sex: int = 0
    number: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOf:
    """What an entry holds of a person."""

    full_name: str = ""
    birth_date: PartialDate | None = None
    sex: int = 0
    numbers: Collection[Number] = ()


NOBODY_HELD = HeldOf()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What somebody holds in hand: where the entry stands, whom it names by their role, and the day of a death."""

    register: Register
    commune: str
    entry: int
    year: int
    book: str = ""
    registered_on: PartialDate | None = None
    people: Mapping[str, SaidOf] = field(default_factory=dict[str, SaidOf])
    died: PartialDate | None = None

    @property
    def key(self) -> str:
        """Tells the entry from all others."""
        return f"{self.register}/{self.commune}/{self.entry}/{self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a register; `key` tells it from others where attempts are counted."""

    key: int
    place: Place
    people: Mapping[str, HeldOf]
    died: date | None = None


def compared(extract: Extract, entry: Entry) -> Mapping[str, Comparison]:
    """What is given, field by field, in the order of the contract."""
    found = dict(_of_place(extract, entry))
    for role, said in extract.people.items():
        found |= _of_person(role, said, entry.people.get(role, NOBODY_HELD))
    if extract.died is not None:
        found["death_date"] = compare_dates(extract.died, _partial(entry.died))
    return found


def fields_given(extract: Extract) -> Collection[str]:
    """Whatever there may be to compare it with."""
    nothing = Entry(key=0, place=Place(entry=0, registered_on=date(1, 1, 1), commune=""), people={})
    return compared(extract, nothing).keys()


def _of_place(extract: Extract, entry: Entry) -> Iterator[tuple[str, Comparison]]:
    if extract.book:
        yield "place.book", compare_exact(extract.book, entry.place.book(extract.register))
    if extract.registered_on is not None:
        yield "place.registration_date", compare_dates(extract.registered_on, _partial(entry.place.registered_on))


def _of_person(role: str, said: SaidOf, held: HeldOf) -> Mapping[str, Comparison]:
    found = dict[str, Comparison]()
    if said.full_name:
        found[f"{role}.full_name"] = compare_names(said.full_name, held.full_name or None)
    if said.birth_date is not None:
        found[f"{role}.birth_date"] = compare_dates(said.birth_date, held.birth_date)
    if said.sex:
        found[f"{role}.sex"] = compare_exact(said.sex, held.sex)
    if said.number is not None:
        found[f"{role}.identity_number"] = compare_numbers(said.number, held.numbers)
    return found


def _partial(day: date | None) -> PartialDate | None:
    return PartialDate(day.year, day.month, day.day) if day else None
