"""How a citizen changes, and what may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.population.changes.errors import (
    AlreadyDead,
    EthnicGroupNotFound,
    FieldRequired,
    ImpossibleDate,
    NotDead,
    NothingChanged,
    NumberContradictsBirthDate,
    NumberContradictsSex,
    NumberStands,
    PlaceNotFound,
)
from lienthong_emulator.population.citizens.domain import Citizen
from lienthong_emulator.population.citizens.errors import SexHasNoNumber
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune, unknown_level
from lienthong_emulator.reference.ethnic_groups import ethnic_groups
from lienthong_emulator.reference.identity_numbers import (
    PLACE_CODE_ABROAD,
    Sex,
    parse_personal_number,
    personal_number,
    place_code_of_province,
)

PARENTS = ("mother", "father")
EARLIEST_BIRTH_YEAR = 1900  # no personal number says an earlier one
STEM = 6
ATTRIBUTES = {
    "identity_number": "personal_number",
    "full_name": "full_name",
    "birth_date": "birth_date",
    "sex": "sex",
    "ethnic_group": "ethnic_group",
    "nationality": "nationality",
    "birth_registration_commune": "registration_commune",
    "hometown": "hometown",
    "residence": "residence",
    "death_date": "death_date",
    "mother": "mother_key",
    "father": "father_key",
}
"""Fields as the contract names them, and what they are of a citizen."""


class Kind(StrEnum):
    """Named as in the contract."""

    CORRECTED = "CORRECTED"
    NUMBER_ISSUED = "NUMBER_ISSUED"
    MOVED = "MOVED"
    DIED = "DIED"
    DEATH_REVOKED = "DEATH_REVOKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """A change that was made, as the register keeps it."""

    event_id: str
    citizen_key: int
    subject_sequence: int
    kind: Kind
    fields: str
    event_time: datetime
    record_time: datetime
    caused_by: str
    basis: str


def corrected(citizen: Citizen, values: Mapping[str, Any], today: date) -> Citizen:
    """The citizen with the right values, by field. Whether the number still agrees is for `check_number` to say."""
    if "birth_date" in values:
        _check_birth(values["birth_date"], citizen.death_date or today, today)
    if "ethnic_group" in values and values["ethnic_group"] not in ethnic_groups():
        raise EthnicGroupNotFound(field="values.ethnic_group", code=values["ethnic_group"])
    commune = "birth_registration_commune"
    if commune in values and find_commune(values[commune]) is None:
        raise PlaceNotFound(field=f"values.{commune}", code=values[commune])
    if "hometown" in values:
        _check_place("values.hometown", values["hometown"])
    right = {ATTRIBUTES[field]: value for field, value in values.items()}
    return replace(citizen, birth_defaulted=citizen.birth_defaulted and "birth_date" not in values, **right)


def _check_birth(born: PartialDate, last_day: date, today: date) -> None:
    if born.year < EARLIEST_BIRTH_YEAR or _is_after(born, last_day):
        raise ImpossibleDate(field="values.birth_date", today=today.isoformat())


def _check_place(field: str, place: Address) -> None:
    if level := unknown_level(place):
        raise PlaceNotFound(field=f"{field}.{level}", code=getattr(place, level))


def moved(citizen: Citizen, residence: Address) -> Citizen:
    _refuse_dead(citizen)
    if not residence.commune_code:
        raise FieldRequired(field="residence.commune_code")
    _check_place("residence", residence)
    return replace(citizen, residence=residence)


def died(citizen: Citizen, day: date, today: date) -> Citizen:
    _refuse_dead(citizen)
    if day > today or _is_after(citizen.birth_date, day):
        raise ImpossibleDate(field="death_date", today=today.isoformat())
    return replace(citizen, death_date=day)


def _refuse_dead(citizen: Citizen) -> None:
    if citizen.death_date is not None:
        raise AlreadyDead(died=citizen.death_date.isoformat())


def revived(citizen: Citizen) -> Citizen:
    if citizen.death_date is None:
        raise NotDead
    return replace(citizen, death_date=None)


def check_number(citizen: Citizen, fields: Sequence[str]) -> None:
    """Refuse a number that contradicts what was just corrected, among `fields`."""
    number = parse_personal_number(citizen.personal_number)
    if number is None:
        return
    if "sex" in fields and number.sex != citizen.sex:
        raise NumberContradictsSex(field="values.sex")
    if "birth_date" in fields and number.year != citizen.birth_date.year:
        raise NumberContradictsBirthDate(field="values.birth_date", year=str(number.year))


def needs_number(citizen: Citizen) -> bool:
    """The citizen has only a CMND, or a number that says another sex or year of birth."""
    number = parse_personal_number(citizen.personal_number)
    return number is None or (number.sex, number.year) != (citizen.sex, citizen.birth_date.year)


def stem_of(citizen: Citizen) -> str:
    """The digits that open the number that a citizen is due."""
    if not needs_number(citizen):
        raise NumberStands
    if citizen.sex not in (Sex.MALE, Sex.FEMALE):
        raise SexHasNoNumber(field="")
    return personal_number(_place_code_of(citizen), Sex(citizen.sex), citizen.birth_date.year, 0)[:STEM]


def _place_code_of(citizen: Citizen) -> str:
    """The place of birth registration. Our choice: where none is held, the hometown, else the residence or abroad."""
    commune = find_commune(citizen.registration_commune)
    held = commune.province_code if commune else citizen.hometown.province_code or citizen.residence.province_code
    return place_code_of_province(held) if held else PLACE_CODE_ABROAD


def fields_changed(before: Citizen, after: Citizen) -> Sequence[str]:
    """The fields in which two states of a citizen differ. Refused with `NOTHING_CHANGED`."""
    found = [field for field, name in ATTRIBUTES.items() if getattr(before, name) != getattr(after, name)]
    if before.birth_defaulted != after.birth_defaulted and "birth_date" not in found:
        found.append("birth_date")
    if not found:
        raise NothingChanged
    return found


def _is_after(partial: PartialDate, day: date) -> bool:
    """Compare as far as the date is known."""
    known = [part for part in (partial.year, partial.month, partial.day) if part]
    return known > [day.year, day.month, day.day][: len(known)]
