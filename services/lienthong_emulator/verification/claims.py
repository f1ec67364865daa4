"""Claims as they come over the wire: what no register could answer is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from lienthong.type.v1 import identity_pb2
from lienthong_emulator.matching import NO_CODES, NOWHERE, Claim, PartialDate, Place
from lienthong_emulator.papers import number_claimed
from lienthong_emulator.reference.identity_numbers import year_in
from lienthong_emulator.verification.errors import EmptyClaim, ImpossibleDate, UnknownField
from lienthong_emulator.wire import partial_date

if TYPE_CHECKING:
    from google.protobuf.field_mask_pb2 import FieldMask
    from google.type import date_pb2

    from lienthong.type.v1 import address_pb2, person_claim_pb2
    from lienthong_emulator.matching import Number

PERSONAL_NUMBER: Final = identity_pb2.IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER


def claim_from_proto(
    found: person_claim_pb2.PersonClaim, at: str, codes: Mapping[str, str] = NO_CODES, *, of: str = ""
) -> Claim:
    """A claim that can be compared; `at` is where it stands in the request, `of` where the claim about a person does.

    Refused with `MALFORMED_NUMBER`, `IMPOSSIBLE_DATE` and `EMPTY_CLAIM`.
    """
    person = f"{at}.{of}" if of else at
    number = number_claimed(found.identity_number, f"{person}.identity_number")
    claim = Claim(
        number=number,
        full_name=found.full_name,
        birth_date=date_claimed(found.birth_date, f"{person}.birth_date") if found.HasField("birth_date") else None,
        sex=found.sex,
        ethnic_group=found.ethnic_group,
        nationality=found.nationality,
        birth_registration_commune=found.birth_registration_commune,
        hometown=place_claimed(found.hometown) if found.HasField("hometown") else NOWHERE,
        residence=place_claimed(found.residence) if found.HasField("residence") else NOWHERE,
        mother=number_claimed(found.mother, f"{person}.mother") if found.HasField("mother") else None,
        father=number_claimed(found.father, f"{person}.father") if found.HasField("father") else None,
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


def date_claimed(found: date_pb2.Date, at: str) -> PartialDate:
    """A date that no calendar has is refused: to leave it out would pass for a yes."""
    claimed = partial_date(found)
    if claimed is None:
        raise ImpossibleDate(field=at)
    return claimed


def place_claimed(found: address_pb2.Address) -> Place:
    """What of an address is compared."""
    return Place(found.province_code, found.district_code, found.commune_code)


def _year_of(number: Number) -> int | None:
    """The year of birth that a 12-digit number says."""
    return year_in(number.value) if number.kind == PERSONAL_NUMBER else None
