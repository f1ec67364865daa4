"""Claims as they come over the wire: what no register could answer is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Final

from lienthong.type.v1 import identity_pb2
from lienthong_emulator.matching import NO_CODES, NOWHERE, Claim, Number, PartialDate, Place
from lienthong_emulator.reference.identity_numbers import parse_personal_number
from lienthong_emulator.verification.errors import EmptyClaim, ImpossibleDate, MalformedNumber, UnknownField
from lienthong_emulator.wire import kind_of_number, partial_date

if TYPE_CHECKING:
    from google.protobuf.field_mask_pb2 import FieldMask
    from google.type import date_pb2

    from lienthong.type.v1 import address_pb2, person_claim_pb2

PERSONAL_NUMBER: Final = identity_pb2.IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER


def claim_from_proto(
    found: person_claim_pb2.PersonClaim, at: str, codes: Mapping[str, str] = NO_CODES, *, of: str = ""
) -> Claim:
    """A claim that can be compared; `at` is where it stands in the request, `of` where the claim about a person does.

    Refused with `MALFORMED_NUMBER`, `IMPOSSIBLE_DATE` and `EMPTY_CLAIM`.
    """
    person = f"{at}.{of}" if of else at
    number = _number(found.identity_number, f"{person}.identity_number")
    claim = Claim(
        number=number,
        full_name=found.full_name,
        birth_date=_date(found.birth_date, f"{person}.birth_date") if found.HasField("birth_date") else None,
        sex=found.sex,
        ethnic_group=found.ethnic_group,
        nationality=found.nationality,
        birth_registration_commune=found.birth_registration_commune,
        hometown=_place(found.hometown) if found.HasField("hometown") else NOWHERE,
        residence=_place(found.residence) if found.HasField("residence") else NOWHERE,
        mother=_number(found.mother, f"{person}.mother") if found.HasField("mother") else None,
        father=_number(found.father, f"{person}.father") if found.HasField("father") else None,
        number_year=_year_of(number),
        codes=codes,
    )
    if not claim.given:
        raise EmptyClaim(field=at)
    return claim


def mask_from_proto(found: FieldMask, known: Collection[str]) -> frozenset[str]:
    """The fields that a mask names. Refused with `UNKNOWN_FIELD`."""
    for path in found.paths:
        if path not in known:
            raise UnknownField(field="compare_mask", path=path[:100])
    return frozenset(found.paths)


def _date(found: date_pb2.Date, at: str) -> PartialDate:
    """A date that no calendar has is refused: to leave it out would pass for a yes."""
    claimed = partial_date(found)
    if claimed is None:
        raise ImpossibleDate(field=at)
    return claimed


def _place(found: address_pb2.Address) -> Place:
    return Place(found.province_code, found.district_code, found.commune_code)


def number_asked(found: identity_pb2.IdentityNumber, at: str) -> Number:
    """The number under which somebody is looked up; where its kind is not said, it may be of any paper.

    Refused with `MALFORMED_NUMBER`: of an empty number `not found` would tell nothing of the person.
    """
    kind = kind_of_number(found)
    if not _SHAPES.get(kind, _ANYTHING)(found.value):
        raise MalformedNumber(field=f"{at}.value")
    return Number(kind, found.value)


def _number(found: identity_pb2.IdentityNumber, at: str) -> Number:
    kind = kind_of_number(found)
    looks_right = _SHAPES.get(kind) or (_ANYTHING if found.type else _NOTHING)
    if not looks_right(found.value):
        raise MalformedNumber(field=f"{at}.value")
    return Number(kind, found.value)


def _year_of(number: Number) -> int | None:
    """The year of birth that a 12-digit number says."""
    parts = parse_personal_number(number.value) if number.kind == PERSONAL_NUMBER else None
    return parts.year if parts else None


_ANYTHING: Final = re.compile("[0-9A-Za-z]+").fullmatch
_NOTHING: Final = re.compile("(?!)").fullmatch
_SHAPES: Final[Mapping[int, Callable[[str], object]]] = {
    PERSONAL_NUMBER: re.compile("[0-9]{12}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_CMND: re.compile("[0-9]{9}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE: re.compile("[0-9]{10}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD: re.compile("[A-Z]{2}[1-5][0-9]{12}").fullmatch,
    identity_pb2.IDENTITY_NUMBER_TYPE_TAX_CODE: re.compile("[0-9]{10}").fullmatch,
}
"""What a number of a kind looks like; of the others nothing is known but that there is one."""
