"""Statements, between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from google.type import date_pb2

from lienthong.insurance.v1 import contribution_pb2 as pb
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.collection.domain import Due, Share
from lienthong_emulator.insurance.collection.errors import ImpossibleMonth
from lienthong_emulator.insurance.collection.ledger import by_person, shared_out, total_of
from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.months import last_day_of
from lienthong_emulator.insurance.registry.domain import number_of
from lienthong_emulator.wire import date_to_proto, identity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.insurance.collection.domain import Carried, Charge, Covered, Unit
    from lienthong_emulator.insurance.collection.ledger import Books
    from lienthong_emulator.insurance.names import Names


MONTHS: Final = range(1, 13)
YEARS: Final = range(2018, 2100)
"""The rates are known from 2018 on."""


def month_from_proto(found: date_pb2.Date, field: str) -> Month:
    """A month as a whole number. Raises `ImpossibleMonth`."""
    if found.year not in YEARS or found.month not in MONTHS or found.day:
        raise ImpossibleMonth(field=field)
    return Month(found.year * 100 + found.month)


def month_to_proto(month: Month) -> date_pb2.Date:
    return date_pb2.Date(year=month // 100, month=month % 100)


def due_to_proto(due: Due) -> pb.ContributionDue:
    return pb.ContributionDue(employer=_share(due.employer), employee=_share(due.employee), total=due.total)


def _share(share: Share) -> pb.ContributionShare:
    return pb.ContributionShare(
        sickness=share.sickness,
        pension=share.pension,
        social=share.social,
        health=share.health,
        unemployment=share.unemployment,
        accident=share.accident,
        total=sum(share),
    )


class UnitMonth(NamedTuple):
    """A unit's month: whom it declares, what is due, what waited until then among it, and what of it is paid."""

    unit: Unit
    headcount: int
    payroll: int
    due: Due
    paid: int
    is_suspended: bool = False


def unit_month(books: Books, month: Month, now: Month) -> UnitMonth:
    charges = books.charges(month)
    own = [charge for charge in charges if charge.month == month]
    return UnitMonth(
        unit=books.unit,
        headcount=len(by_person(own)),
        payroll=sum(charge.engagement.salary for charge in own),
        due=total_of([charge.due for charge in charges]),
        paid=books.paid_of(month, now),
        is_suspended=books.is_suspended(month),
    )


def unit_statement_to_proto(books: Books, month: Month, now: Month) -> pb.UnitStatement:
    unit, found = books.unit, unit_month(books, month, now)
    return pb.UnitStatement(
        unit_code=unit.unit_code,
        display_name=unit.full_name,
        tax_code=unit.tax_code,
        month=month_to_proto(month),
        status=_status(found),
        managing_agency=unit.managing_agency,
        headcount=found.headcount,
        payroll=found.payroll,
        due=due_to_proto(found.due),
        paid=found.paid,
        remaining=found.due.total - found.paid,
        due_date=date_to_proto(last_day_of(unit.due_month(month))),
    )


def _status(found: UnitMonth) -> pb.UnitStatus.ValueType:
    if not found.headcount:
        return pb.UNIT_STATUS_WITHOUT_STAFF
    return pb.UNIT_STATUS_PENSION_SUSPENDED if found.is_suspended else pb.UNIT_STATUS_ACTIVE


class PersonMonth(NamedTuple):
    """One person's month with a unit, and what of it is paid."""

    books: Books
    month: Month
    participant_key: int
    charges: Sequence[Charge]
    due: Due
    covered: Covered

    @property
    def full_name(self) -> str:
        return self.charges[0].engagement.full_name


def person_months(books: Books, month: Month, now: Month) -> Sequence[PersonMonth]:
    """Everybody whom a unit declares for a month, by number."""
    people = by_person(books.charges(month))
    dues = [total_of([charge.due for charge in charges]) for charges in people.values()]
    shares = shared_out(books.paid_of(month, now), [due.total for due in dues])
    return [
        PersonMonth(books, month, key, charges, due, covered)
        for (key, charges), due, covered in zip(people.items(), dues, shares, strict=True)
    ]


def person_statement_to_proto(found: PersonMonth, numbers: Mapping[int, Carried], names: Names) -> pb.PersonStatement:
    unit, carried, charges = found.books.unit, numbers.get(found.participant_key), found.charges
    return pb.PersonStatement(
        participant=names.participant(found.participant_key),
        full_name=found.full_name,
        social_insurance_number=number_of(found.participant_key),
        tax_code=carried.tax_code if carried else "",
        identity_number=_identity(carried),
        unit_code=unit.unit_code,
        unit_name=unit.full_name,
        unit_tax_code=unit.tax_code,
        month=month_to_proto(found.month),
        salary=max((one.engagement.salary for one in charges if one.month == found.month), default=0),
        due=due_to_proto(found.due),
        paid=found.covered.paid,
        remaining=found.covered.remaining,
    )


def _identity(carried: Carried | None) -> IdentityNumber | None:
    if carried is None or not (carried.personal_number or carried.cmnd):
        return None
    kind = PERSONAL_NUMBER if carried.personal_number else CMND
    return identity(kind, carried.personal_number or carried.cmnd)
