"""The nouns that every agency shares, between the contract and Python."""

from __future__ import annotations

from datetime import date
from typing import cast

from google.type import date_pb2

from lienthong.type.v1 import address_pb2, field_match_pb2, identity_pb2, person_pb2, qr_pb2
from lienthong_emulator.matching import Comparison, PartialDate
from lienthong_emulator.qr_codes import CitizenCardPayload, HealthCardPayload, ShortCardPayload
from lienthong_emulator.reference.addresses import Address

CMND_DIGITS = 9
YEARS = range(1800, 2401)


def date_to_proto(day: date) -> date_pb2.Date:
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def full_date(found: date_pb2.Date) -> date | None:
    """The day, or None where it is partial or impossible."""
    try:
        return date(found.year, found.month, found.day)
    except ValueError:
        return None


def partial_to_proto(found: PartialDate) -> date_pb2.Date:
    return date_pb2.Date(year=found.year, month=found.month, day=found.day)


def partial_date(found: date_pb2.Date) -> PartialDate | None:
    """The date with unknown parts as 0, or None where no calendar has it or nobody alive can have been born then."""
    if found.year not in YEARS:
        return None
    try:
        return PartialDate(found.year, found.month, found.day)
    except ValueError:
        return None


def address_to_proto(place: Address) -> address_pb2.Address:
    return address_pb2.Address(
        province_code=place.province_code,
        district_code=place.district_code,
        commune_code=place.commune_code,
        detail=place.detail,
    )


def address_from_proto(found: address_pb2.Address) -> Address:
    return Address(found.province_code, found.district_code, found.commune_code, found.detail)


def sex_to_proto(code: int) -> person_pb2.Sex.ValueType:
    """Codes of the register and of the contract are the same numbers."""
    return cast("person_pb2.Sex.ValueType", code)


def identity(kind: int, value: str) -> identity_pb2.IdentityNumber:
    return identity_pb2.IdentityNumber(type=cast("identity_pb2.IdentityNumberType.ValueType", kind), value=value)


def kind_of_number(found: identity_pb2.IdentityNumber) -> int:
    """The kind of a number; where it is not said, its length tells."""
    if found.type:
        return found.type
    lengths = {
        12: identity_pb2.IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
        CMND_DIGITS: identity_pb2.IDENTITY_NUMBER_TYPE_CMND,
        10: identity_pb2.IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE,
        15: identity_pb2.IDENTITY_NUMBER_TYPE_HEALTH_INSURANCE_CARD,
    }
    return lengths.get(len(found.value), identity_pb2.IDENTITY_NUMBER_TYPE_OTHER)


def field_match(field: str, found: Comparison) -> field_match_pb2.FieldMatch:
    outcome = field_match_pb2.MatchOutcome.Value(f"MATCH_OUTCOME_{found.outcome}")
    return field_match_pb2.FieldMatch(field=field, outcome=outcome, rule=found.rule, reasons=found.reasons)


def health_card_qr_to_proto(payload: HealthCardPayload | ShortCardPayload) -> qr_pb2.HealthCardQr:
    told = qr_pb2.HealthCardQr(
        card_number=payload.card_number,
        full_name=payload.name,
        birth_date=_day_or_year_to_proto(payload.birth),
        sex=sex_to_proto(payload.sex),
        address=payload.address or "",
        initial_facility=payload.facility,
    )
    if isinstance(payload, ShortCardPayload):
        told.short_form = True
        return told
    told.valid_from.CopyFrom(date_to_proto(payload.valid_from))
    if payload.valid_to is not None:
        told.valid_to.CopyFrom(date_to_proto(payload.valid_to))
    told.issue_date.CopyFrom(date_to_proto(payload.issued))
    told.office, told.parent_name, told.living_area = payload.office, payload.parent or "", payload.living_area or ""
    told.five_year_date.CopyFrom(date_to_proto(payload.five_year_date))
    return told


def citizen_card_qr_to_proto(payload: CitizenCardPayload) -> qr_pb2.CitizenCardQr:
    return qr_pb2.CitizenCardQr(
        personal_number=payload.personal_number,
        old_number=payload.old_number or "",
        full_name=payload.name,
        birth_date=partial_to_proto(payload.birth),
        sex=sex_to_proto(payload.sex),
        address=payload.address or "",
        issue_date=None if payload.issued is None else date_to_proto(payload.issued),
    )


def _day_or_year_to_proto(birth: date | int) -> date_pb2.Date:
    return date_to_proto(birth) if isinstance(birth, date) else date_pb2.Date(year=birth)
