"""Numbers of a team's own people: well formed, of one person, and nobody else's in the world."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Final

from lienthong_emulator.people.by_hand.person_reader import SEXES, Row
from lienthong_emulator.people.by_hand.personas import persona_employers, personas
from lienthong_emulator.people.by_hand.shape import Fault
from lienthong_emulator.reference.identity_numbers import PersonalNumber, contradiction, parse_personal_number
from lienthong_emulator.reference.provinces import armed_forces_offices, provinces

FIRST_OF_THE_NATION, FIRST_ISSUED = 1_000, 900_000
"""Serials: below, they belong to personas and own people; from the second on, to numbers issued while a world runs."""
INVENTED: Final = "9"
"""What opens personal numbers, CMND and tax codes that nobody has."""
_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_MODULUS: Final = 11


@dataclass(frozen=True, slots=True)
class _Kind:
    """A number by its field; `has_serial` where the last six digits count those who share the first."""

    field: str
    form: Callable[[str, Row], str]
    has_serial: bool = False


def faults_of_numbers(document: Mapping[str, Sequence[Row]], *, beside_nation: bool) -> Iterator[Fault]:
    people = document["people"]
    for kind in _KINDS:
        seen = set(_of_personas(kind.field))
        for place, row in enumerate(people):
            value = row.get(kind.field, "")
            if value:
                problem = kind.form(value, row) or _taken(kind, value, seen, beside_nation=beside_nation)
                if problem:
                    yield Fault(f"people[{place}].{kind.field}", f"{value} {problem}")
            if kind.field != "household":
                seen.add(value)
    yield from _of_employers(document.get("employers", ()))


def _taken(kind: _Kind, value: str, seen: Set[str], *, beside_nation: bool) -> str:
    if value in seen:
        return "is that of another person, or of a persona"
    if not kind.has_serial:
        nobodys = value.startswith(INVENTED)
        return "may be that of somebody in the nation: open it with 9" if beside_nation and not nobodys else ""
    serial = int(value[-6:])
    if serial >= FIRST_ISSUED:
        return f"ends with {FIRST_ISSUED} or more, as numbers that are issued while a world runs"
    if beside_nation and serial >= FIRST_OF_THE_NATION:
        return "may be that of somebody in the nation: end it with 000500 to 000999"
    return ""


@cache
def _of_personas(field: str) -> Set[str]:
    """In the year for which they are written; in others their numbers are as far from those of a team."""
    name = {"si_number": "social_insurance_number", "household": "household_code"}.get(field, field)
    return {number for person in personas().values() if (number := getattr(person, name))}


def _personal_number(value: str, row: Row) -> str:
    if parse_personal_number(value) is None:
        return "is no personal number: it must open with 0 or 9 and a province, or 998"
    wrong = contradiction(PersonalNumber(value), SEXES[row["sex"]], int(row["birth"][:4]))
    return f"contradicts {'the sex' if wrong == 'sex' else 'the year of birth'}" if wrong else ""


def _opens_with_province(value: str, _row: Row) -> str:
    known = value[:2] in provinces() or value[:2] in armed_forces_offices()
    return "" if known else f"opens with {value[:2]}, which is no province"


def _tax_code(value: str, _row: Row) -> str:
    """Weights and modulus: as python-stdnum, vn.mst."""
    total = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False))
    return "" if int(value[9]) == 10 - total % _MODULUS else "has a wrong check digit"


def _anything(_value: str, _row: Row) -> str:
    return ""


_KINDS: Final = (
    _Kind("personal_number", _personal_number, has_serial=True),
    _Kind("si_number", _opens_with_province, has_serial=True),
    _Kind("household", _opens_with_province, has_serial=True),
    _Kind("cmnd", _anything),
    _Kind("tax_code", _tax_code),
)


def _of_employers(employers: Sequence[Row]) -> Iterator[Fault]:
    taken = persona_employers().values()
    units, taxpayers = {one.unit_code for one in taken}, {one.tax_code for one in taken}
    for place, row in enumerate(employers):
        for field, seen in (("unit_code", units), ("tax_code", taxpayers)):
            if row[field] and row[field] in seen:
                yield Fault(f"employers[{place}].{field}", f"{row[field]} is another employer's")
            seen.add(row[field])
        if problem := _tax_code(row["tax_code"], row):
            yield Fault(f"employers[{place}].tax_code", f"{row['tax_code']} {problem}")
