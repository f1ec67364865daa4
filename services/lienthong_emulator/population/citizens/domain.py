"""Citizens and their numbers."""

from dataclasses import dataclass
from datetime import date

from lienthong_emulator.matching import PartialDate, Provenance, canonical_name
from lienthong_emulator.population.citizens.errors import SerialsExhausted
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.identity_numbers import (
    PLACE_CODE_ABROAD,
    PersonalNumber,
    Sex,
    personal_number,
    place_code_of_province,
)

# Our choice: serials from 900000 on are for numbers issued while a world runs; those it starts with stay below.
FIRST_ISSUED_SERIAL = 900_000
SERIALS = 1_000_000

CARD_AGES = (14, 25, 40, 60)
FIRST_CITIZEN_CARDS = date(2016, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """A person. Parents are keys, 0 where not known; without `personal_number` a person has only a CMND."""

    citizen_key: int
    personal_number: str
    full_name: str
    birth_date: PartialDate
    sex: int
    ethnic_group: str
    nationality: str
    registration_commune: str
    hometown: Address
    residence: Address
    mother_key: int = 0
    father_key: int = 0
    death_date: date | None = None
    birth_defaulted: bool = False
    revision: int = 1

    @property
    def provenance(self) -> Provenance:
        """How the register came by the birth date."""
        return Provenance.DEFAULTED_1_JAN if self.birth_defaulted else Provenance.RECORDED


@dataclass(frozen=True, slots=True)
class HeldNumber:
    """A number under which a citizen is or was known."""

    kind: int
    value: str
    superseded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuranceFacts:
    """What insurance told this register to show."""

    citizen_key: int
    social_insurance_number: str
    card_number: str
    valid_from: date
    valid_to: date
    initial_facility: str
    card_locked: bool = False


def number_stem(province_code: str, sex: Sex, year: int) -> str:
    """The six digits that open the numbers of one province, or of abroad where it is empty, sex, century and year."""
    place = place_code_of_province(province_code) if province_code else PLACE_CODE_ABROAD
    return personal_number(place, sex, year, 0)[:6]


def issued_number(stem: str, count: int) -> PersonalNumber:
    """The count-th number (from 1) that is issued under a stem while a world runs."""
    serial = FIRST_ISSUED_SERIAL + count - 1
    if serial >= SERIALS:
        raise SerialsExhausted(stem=stem)
    return PersonalNumber(f"{stem}{serial:06}")


def is_same_child(one: Citizen, name: str, sex: int) -> bool:
    """The same name and sex among the children that a parent had on one day: one child, registered again."""
    return one.sex == sex and canonical_name(one.full_name) == canonical_name(name)


def citizen_card_issued(born: PartialDate, today: date) -> date | None:
    """When somebody's present card was issued, None for who is too young to have one.

    Unknown parts of a birth date count as the first. Source: Law 59/2014/QH13, articles 19 and 21.
    """
    birthdays = [_birthday(born, age) for age in CARD_AGES]
    past = [day for day in birthdays if day <= today]
    # Our choice: whoever was old enough before the law was in force got the card on its first day.
    return max(past[-1], FIRST_CITIZEN_CARDS) if past else None


def _birthday(born: PartialDate, age: int) -> date:
    try:
        return date(born.year + age, born.month or 1, born.day or 1)
    except ValueError:  # the 29th of February
        return date(born.year + age, 3, 1)
