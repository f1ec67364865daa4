"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.justice.v1 import verification_service_pb2 as pb
from lienthong_emulator.justice.registers.domain import Register
from lienthong_emulator.justice.verification.domain import Extract, SaidOf, fields_given
from lienthong_emulator.papers import number_claimed
from lienthong_emulator.verification.errors import EmptyClaim, ImpossibleDate
from lienthong_emulator.wire import partial_date

if TYPE_CHECKING:
    from google.type import date_pb2

    from lienthong_emulator.matching import PartialDate

Request = pb.VerifyBirthRecordRequest | pb.VerifyDeathRecordRequest | pb.VerifyMarriageRecordRequest

ROLES = {
    Register.BIRTHS: ("child", "mother", "father"),
    Register.MARRIAGES: ("husband", "wife"),
    Register.DEATHS: ("deceased",),
}
"""Whom an extract of each register names."""


def extract_from_proto(register: Register, found: Request) -> Extract:
    """Refused with `IMPOSSIBLE_DATE`, `MALFORMED_NUMBER` and, where nothing is given to compare, `EMPTY_CLAIM`."""
    place = found.place
    entry, year = place.number.split("/")
    given = {descriptor.name for descriptor, _ in found.ListFields()}
    died = found.death_date if isinstance(found, pb.VerifyDeathRecordRequest) and found.HasField("death_date") else None
    extract = Extract(
        register=register,
        commune=place.registration_commune,
        entry=int(entry),
        year=int(year),
        book=place.book,
        registered_on=_date(place.registration_date, "place.registration_date")
        if place.HasField("registration_date")
        else None,
        people={role: _said(getattr(found, role), role) for role in ROLES[register] if role in given},
        died=_date(died, "death_date") if died is not None else None,
    )
    if not fields_given(extract):
        raise EmptyClaim(field="place")
    return extract


def _said(found: pb.ExtractPerson, at: str) -> SaidOf:
    return SaidOf(
        full_name=found.full_name,
        birth_date=_date(found.birth_date, f"{at}.birth_date") if found.HasField("birth_date") else None,
        sex=found.sex,
        number=number_claimed(found.identity_number, f"{at}.identity_number")
        if found.HasField("identity_number")
        else None,
    )


def _date(found: date_pb2.Date, at: str) -> PartialDate:
    day = partial_date(found)
    if day is None:
        raise ImpossibleDate(field=at)
    return day
