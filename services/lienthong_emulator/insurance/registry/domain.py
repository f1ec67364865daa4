"""Participants, their households and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from lienthong_emulator.insurance.registry.errors import NumbersExhausted
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.matching import NOWHERE, Outcome, PartialDate, Place, compare_dates, compare_names
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune

# Our choice: serials from 900000 on are for numbers issued while a world runs; those it starts with stay below.
FIRST_ISSUED_SERIAL = 900_000
SERIALS = 1_000_000

DIGITS = 10

MOST_FOUND = 20

MOTHER, FATHER, SPOUSE, REPRESENTATIVE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Group c: a household (hộ gia đình)."""

    household_key: int
    address: Address
    confirm_date: date

    @property
    def household_code(self) -> str:
        return number_of(self.household_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person in the National Insurance Database: group a, and the place in a household."""

    participant_key: int
    full_name: str
    birth: PartialDate
    sex: int
    ethnic_group: str
    nationality: str
    registration_commune: str
    hometown: Address
    residence: Address
    household_key: int
    place_in_household: int
    relation: str
    source: Source = Source.POPULATION
    confirm_date: date | None
    death_date: date | None = None

    @property
    def si_number(self) -> str:
        return number_of(self.participant_key)

    def confirmed_on(self, day: date | None) -> Participant:
        """With group a as population confirmed it on a day, unless something is known of it that is newer."""
        if day is None or (self.confirm_date is not None and self.confirm_date > day):
            return self
        return replace(self, source=Source.POPULATION, confirm_date=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A participant as one of a household."""

    participant_key: int
    full_name: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldNumber:
    """A number under which a participant is or was known, beside the current social-insurance number."""

    value: str
    kind: int
    participant_key: int
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A relative of group a; `number` is empty where unknown."""

    participant_key: int
    kind: int
    full_name: str
    number_kind: int
    number: str


def is_same_person(one: tuple[str, PartialDate], other: tuple[str, PartialDate]) -> bool:
    """Of two who are held under one number: not where name and birth date are both others."""
    name, born = compare_names(one[0], other[0]), compare_dates(one[1], other[1])
    return not name.outcome is born.outcome is Outcome.MISMATCH


def number_of(key: int) -> str:
    """The ten digits of a social-insurance number or household code, of which its key is the whole number."""
    return f"{key:010}"


def key_of(number: str) -> int | None:
    """The key that stands for ten digits; None for anything else."""
    return int(number) if len(number) == DIGITS and number.isascii() and number.isdigit() else None


def si_number_stem(province_code: str, day: date) -> str:
    """The four digits that open a social-insurance number: province and year (layout inferred from masked samples)."""
    return f"{province_code}{day.year % 100:02}"


def household_code_stem(province_code: str) -> str:
    """The four digits that open a household code: province and 99 (layout inferred from samples)."""
    return f"{province_code}99"


def issued_number(stem: str, count: int, *, instead: str) -> str:
    """The count-th number (from 1) of ten digits that is issued under a stem while a world runs.

    Refused with `NumbersExhausted` after the last; `instead` is the field that may bring a number along.
    """
    serial = FIRST_ISSUED_SERIAL + count - 1
    if serial >= SERIALS:
        raise NumbersExhausted(field=instead, stem=stem)
    return f"{stem}{serial:06}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Whom somebody looks for: the birth date and the places as far as they are known, sex 0 for any."""

    full_name: str
    birth: PartialDate
    sex: int = 0
    registered_in: Place = NOWHERE
    lives_in: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A participant with as much of a description as no database compares."""

    participant_key: int
    full_name: str
    registration_commune: str


def those_described(description: Description, candidates: Iterable[Candidate]) -> Sequence[int]:
    """Keys of those who have the name and were registered there, at most `MOST_FOUND`."""
    found = (one.participant_key for one in candidates if _is_described(description, one))
    return list(islice(found, MOST_FOUND))


def _is_described(description: Description, one: Candidate) -> bool:
    registered = _is_within(one.registration_commune, description.registered_in)
    return registered and compare_names(description.full_name, one.full_name).outcome.is_positive


def _is_within(commune_code: str, area: Place) -> bool:
    if not area:
        return True
    commune = find_commune(commune_code)
    if commune is None:
        return False
    place = (commune.province_code, commune.district_code, commune.code)
    return all(code in ("", known) for code, known in zip(area, place, strict=True))
