"""People as the platform's services describe them, and as insurance does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from google.type import date_pb2

from lienthong.insurance.v1.registry_service_pb2 import FindParticipantsRequest
from lienthong.type.v1 import person_pb2
from lienthong_emulator.edge.platform.service import Ended, Outcome
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune, unknown_level
from lienthong_emulator.reference.provinces import provinces
from lienthong_emulator.wire import address_to_proto

if TYPE_CHECKING:
    from lienthong.type.v1 import address_pb2
    from lienthong_emulator.edge.platform.service import Question

Value = TypeVar("Value")

WHOLE_DATE, YEAR_ALONE, YEAR_AND_MONTH = "0", "1", "2"
BY_REGISTRATION, BY_HOUSEHOLD = "1", "0"
SEXES: Final = {
    "": person_pb2.SEX_UNSPECIFIED,
    "1": person_pb2.SEX_MALE,
    "2": person_pb2.SEX_FEMALE,
    "3": person_pb2.SEX_UNDETERMINED,
}
_SHAPES: Final = {
    WHOLE_DATE: re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    YEAR_AND_MONTH: re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})([0-9]{2})?"),
    YEAR_ALONE: re.compile("(?P<year>[0-9]{4})([0-9]{2}){0,2}"),
}
"""Of a date that is not whole the parts that do not count may stand there, as they do in answers."""


def description(question: Question, place: Address) -> FindParticipantsRequest:
    """Whom a question means, looked for in a place. Raises `Ended`."""
    fields = question.fields
    asked = FindParticipantsRequest(
        full_name=question.needed("hoTen"),
        birth_date=_birth_date(question.needed("ngaySinh"), fields.text("loaiNgaySinh") or WHOLE_DATE),
        sex=_one_of(SEXES, fields.text("gioiTinh")),
    )
    # Our choice: where nothing is said the household's address is meant, as by those who call the real one.
    by_registration = _one_of({"": False, BY_HOUSEHOLD: False, BY_REGISTRATION: True}, fields.text("isKs"))
    where = asked.birth_registration if by_registration else asked.household
    where.CopyFrom(address_to_proto(_known(place)))
    return asked


def birth_texts(born: date_pb2.Date) -> tuple[str, str]:
    """`ngaySinh` and `loaiNgaySinh`: what is not known is told as the first (Decree 135/2020, Article 3.3)."""
    kind = WHOLE_DATE if born.day else YEAR_AND_MONTH if born.month else YEAR_ALONE
    return f"{born.year:04}{born.month or 1:02}{born.day or 1:02}", kind


def address_text(place: address_pb2.Address) -> str:
    """House and street as written, and the province's name: communes and districts have none here."""
    province = provinces().get(place.province_code)
    return ", ".join(part for part in (place.detail, province.name if province else "") if part)


def _birth_date(text: str, kind: str) -> date_pb2.Date:
    match = _one_of(_SHAPES, kind).fullmatch(text)
    if match is None:
        raise Ended(Outcome.MALFORMED)
    year, month, day = (int(match.groupdict().get(part, 0)) for part in ("year", "month", "day"))
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise Ended(Outcome.MALFORMED) from None
    if (kind != YEAR_ALONE and not month) or (kind == WHOLE_DATE and not day):
        raise Ended(Outcome.MALFORMED)
    return date_pb2.Date(year=year, month=month, day=day)


def _one_of(values: Mapping[str, Value], given: str) -> Value:
    if given not in values:
        raise Ended(Outcome.MALFORMED)
    return values[given]


def _known(place: Address) -> Address:
    """A place of the lists; a commune tells its district. Raises `Ended`."""
    commune = find_commune(place.commune_code)
    if commune and not place.district_code:
        place = Address(place.province_code, commune.district_code, place.commune_code)
    if unknown_level(place):
        raise Ended(Outcome.PLACE_UNKNOWN)
    return place
