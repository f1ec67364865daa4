"""Participants, their households and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lienthong_emulator.insurance.registry.errors import NumbersExhausted
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address

# Our choice: serials from 900000 on are for numbers issued while a world runs; those it starts with stay below.
FIRST_ISSUED_SERIAL = 900_000
SERIALS = 1_000_000

MOTHER, FATHER = 1, 2


@dataclass(frozen=True, slots=True)
class HeldNumber:
    """A number under which a participant is or was known."""

    kind: int
    value: str
    superseded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A relative of group a; `number` is empty where unknown."""

    kind: int
    full_name: str
    number_kind: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Group c: a household (hộ gia đình)."""

    household_id: str
    household_code: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person in the National Insurance Database."""

    participant_id: str
    si_number: str
    full_name: str
    birth_date: PartialDate
    sex: int
    ethnic_group: str
    nationality: str
    registration_commune: str
    hometown: Address
    residence: Address
    household_id: str
    relation: str
    confirm_date: date
    numbers: Sequence[HeldNumber] = ()
    relatives: Sequence[Relative] = ()


def si_number_stem(province_code: str, day: date) -> str:
    """The four digits that open a social-insurance number: province and year (layout inferred from masked samples)."""
    return f"{province_code}{day.year % 100:02}"


def household_code_stem(province_code: str) -> str:
    """The four digits that open a household code: province and 99 (layout inferred from samples)."""
    return f"{province_code}99"


def issued_number(stem: str, count: int) -> str:
    """The count-th number (from 1) of ten digits that is issued under a stem while a world runs."""
    serial = FIRST_ISSUED_SERIAL + count - 1
    if serial >= SERIALS:
        raise NumbersExhausted(stem=stem)
    return f"{stem}{serial:06}"
