"""How a taxpayer changes, and what may not."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import unknown_level
from lienthong_emulator.reference.tax_codes import with_check_digit
from lienthong_emulator.tax.changes.errors import (
    ImpossibleDate,
    MergedIntoItself,
    NothingChanged,
    PlaceNotFound,
    StatusForbids,
)
from lienthong_emulator.tax.taxpayers.domain import EconomicType, Organisation, Person, Status, code_of

OPENING_OF_NEW_CODES = "64"
"""Our choice: codes given out while a world runs open with a number that no province of the tax service has."""
SERIALS = 10_000_000
EARLIEST = date(1900, 1, 1)
"""Our choice: the register names no day before it."""
T = TypeVar("T", bound=Organisation | Person)
ENDED = (Status.ENDED, Status.ENDING)
ACTIVE = (Status.ACTIVE, Status.HOUSEHOLD_ACTIVE)


class Kind(StrEnum):
    """Named as in the contract."""

    REGISTERED = "REGISTERED"
    STATUS = "STATUS"
    MERGED = "MERGED"
    MOVED = "MOVED"
    CORRECTED = "CORRECTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """A change of a taxpayer, as the register keeps it."""

    event_id: str
    taxpayer_key: int
    revision: int
    kind: Kind
    event_date: date
    record_time: datetime
    caused_by: str


def active_status(economic_type: EconomicType) -> Status:
    """That of somebody who does business: household businesses have one of their own."""
    is_household = economic_type is EconomicType.HOUSEHOLD_BUSINESS
    return Status.HOUSEHOLD_ACTIVE if is_household else Status.ACTIVE


def standing(organisation: Organisation, status: Status, since: date) -> Organisation:
    """The organisation with another status since a day."""
    if organisation.status is status:
        raise NothingChanged
    is_other_kind = status in ACTIVE and status is not active_status(organisation.economic_type)
    if organisation.status is Status.ENDED or is_other_kind:
        raise StatusForbids(field="status", code=code_of(organisation.taxpayer_key), status=organisation.status.value)
    return _with_status(organisation, status, since)


def merged(organisation: Organisation, into: Organisation, today: date) -> Organisation:
    """The organisation whose code is merged into another's: it has ended."""
    if organisation.taxpayer_key == into.taxpayer_key:
        raise MergedIntoItself(field="into_tax_code", code=code_of(into.taxpayer_key))
    for one, field in ((organisation, "tax_code"), (into, "into_tax_code")):
        _refuse_ended(one, field)
    return _with_status(organisation, Status.ENDED, today)


def moved(organisation: Organisation, head_office: Address) -> Organisation:
    _refuse_ended(organisation, "tax_code")
    check_place(head_office)
    return changed(organisation, head_office=head_office)


def changed(taxpayer: T, **values: Any) -> T:
    """The taxpayer with other values. Refused with `NOTHING_CHANGED` where they are the same."""
    after = replace(taxpayer, **values)
    if after == taxpayer:
        raise NothingChanged
    return replace(after, revision=taxpayer.revision + 1)


def check_place(place: Address) -> None:
    """Refused with `PLACE_NOT_FOUND`: the tax office in charge follows from province, district and commune."""
    level = "commune_code" if not place.commune_code else unknown_level(place)
    if level:
        raise PlaceNotFound(field=f"head_office.{level}", code=getattr(place, level))


def past_day(found: date | None, today: date, field: str) -> date:
    """A day up to today, from 1900 on. Refused with `IMPOSSIBLE_DATE`; None is no day of the calendar."""
    if found is None or not EARLIEST <= found <= today:
        raise ImpossibleDate(field=field, today=today.isoformat())
    return found


def new_code(serial: int) -> str | None:
    """The code with a serial from 1; None where it has no check digit."""
    return with_check_digit(f"{OPENING_OF_NEW_CODES}{serial:07}") if serial < SERIALS else None


def _with_status(organisation: Organisation, status: Status, since: date) -> Organisation:
    return changed(organisation, status=status, ended=since if status in ENDED else None)


def _refuse_ended(organisation: Organisation, field: str) -> None:
    if organisation.status is Status.ENDED:
        raise StatusForbids(field=field, code=code_of(organisation.taxpayer_key), status=organisation.status.value)
