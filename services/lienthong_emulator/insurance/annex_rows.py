"""The rows of annexes 04 and 05, from what units and people owe."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lienthong.filing.v1 import rows_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.annexes.desk import Desk, Page, inspections_of
from lienthong_emulator.annexes.domain import Kind
from lienthong_emulator.insurance.collection.convert import UnitMonth, person_months, unit_month
from lienthong_emulator.insurance.collection.ledger import total_of
from lienthong_emulator.insurance.collection.payroll_store import PayrollQuestions
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.months import month_of
from lienthong_emulator.runtime.written_fields import field, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lienthong_emulator.insurance.collection.domain import Due, Share, Unit
    from lienthong_emulator.insurance.collection.ledger import Books
    from lienthong_emulator.insurance.collection.payrolls import Payroll
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.peers import Peers

ROWS_OF_UNITS: Final = 250
UNITS_WITH_THEIR_PEOPLE: Final = 100
"""All that concerns a unit stands in one part, in annex 05 with all of its people: some 30, at most thousands."""

PERSON_NAME, PERSON_TAX_CODE, IDENTITY_NUMBER = 4, 5, 6
"""Where they stand in a `PersonRow`, between what tells of the unit and what tells of money."""
VALUE: Final = IdentityNumber.VALUE_FIELD_NUMBER
OF_CITIZENS: Final = IdentityNumber(type=PERSONAL_NUMBER).SerializeToString()
OF_CMND: Final = IdentityNumber(type=CMND).SerializeToString()
MOST_AMOUNTS: Final = 16_384


async def units(kit: Kit, period: int, after: str) -> Page:
    """Annex 04: what units owe for the month."""
    month, now = Month(period), month_of(kit.today())
    found, following = await _units_from(kit, after, ROWS_OF_UNITS)
    payrolls = await PayrollQuestions(kit.scans).salaries(found, month)
    months = {code: _month_of(payroll, month, now) for code, payroll in payrolls.items() if payroll.salaries}
    for books in await _books(kit, [unit for unit in found if unit.unit_code not in payrolls], month, now):
        if books.charges(month):
            months[books.unit.unit_code] = unit_month(books, month, now)
    rows = [_unit(months[unit.unit_code]).SerializeToString() for unit in found if unit.unit_code in months]
    return Page(rows, following, is_last=not following)


async def persons(kit: Kit, period: int, after: str) -> Page:
    """Annex 05: what is owed for each person's month."""
    month, now = Month(period), month_of(kit.today())
    found, following = await _units_from(kit, after, UNITS_WITH_THEIR_PEOPLE)
    payrolls = await PayrollQuestions(kit.scans).people(found, month)
    rows: dict[str, Sequence[bytes]] = {code: [*_on_payroll(payroll, month, now)] for code, payroll in payrolls.items()}
    for books in await _books(kit, [unit for unit in found if unit.unit_code not in payrolls], month, now):
        rows[books.unit.unit_code] = await _in_books(kit, books, month, now)
    return Page([row for unit in found for row in rows[unit.unit_code]], following, is_last=not following)


async def _units_from(kit: Kit, start: str, most: int) -> tuple[Sequence[Unit], str]:
    """So many units from a code on, and the code after them, empty where there are no more."""
    found = await StatementQuestions(kit.scans).units_from(start, most + 1)
    return found[:most], found[most].unit_code if found[most:] else ""


async def _books(kit: Kit, units: Sequence[Unit], month: Month, now: Month) -> Sequence[Books]:
    books = await StatementQuestions(kit.scans).books_of(units, month, month) if units else ()
    return [one.counted(now) for one in books]


def _month_of(payroll: Payroll, month: Month, now: Month) -> UnitMonth:
    due = total_of(payroll.dues(month))
    return UnitMonth(payroll.unit, len(payroll.salaries), sum(payroll.salaries), due, _paid(due, month, now))


def _paid(due: Due, month: Month, now: Month) -> int:
    """Who keeps no account has paid all of a month that has ended."""
    return due.total if month < now else 0


def _unit(found: UnitMonth) -> rows_pb2.UnitRow:
    unit, due = found.unit, found.due
    row = rows_pb2.UnitRow(
        unit_name=unit.full_name,
        unit_code=unit.unit_code,
        tax_code=unit.tax_code,
        status=_standing(found),
        managing_agency=unit.managing_agency,
        headcount=found.headcount,
        payroll=found.payroll,
        paid=found.paid,
        remaining=due.total - found.paid,
    )
    _fill(row.employer, due.employer)
    _fill(row.employee, due.employee)
    return row


def _standing(found: UnitMonth) -> rows_pb2.UnitStanding.ValueType:
    if not found.headcount:
        return rows_pb2.UNIT_STANDING_WITHOUT_STAFF
    return rows_pb2.UNIT_STANDING_PENSION_SUSPENDED if found.is_suspended else rows_pb2.UNIT_STANDING_ACTIVE


def _on_payroll(payroll: Payroll, month: Month, now: Month) -> Iterator[bytes]:
    opening, dues = _opening(payroll.unit), payroll.dues(month)
    told = (payroll.names, payroll.tax_codes, payroll.personal_numbers, payroll.cmnds)
    for name, tax_code, personal_number, cmnd, due in zip(*told, dues, strict=True):
        numbers = _numbers(tax_code, personal_number, cmnd)
        yield _person(opening, name, numbers, due, _paid(due, month, now))


async def _in_books(kit: Kit, books: Books, month: Month, now: Month) -> Sequence[bytes]:
    people, opening = person_months(books, month, now), _opening(books.unit)
    carried = await StatementQuestions(kit.scans).numbers_of([one.participant_key for one in people])
    numbers = {key: _numbers(one.tax_code, one.personal_number, one.cmnd) for key, one in carried.items()}
    return [
        _person(opening, one.full_name, numbers.get(one.participant_key, b""), one.due, one.covered.paid)
        for one in people
    ]


def _opening(unit: Unit) -> bytes:
    """What the rows of all of its people begin with."""
    row = rows_pb2.PersonRow(unit_name=unit.full_name, unit_code=unit.unit_code, tax_code=unit.tax_code)
    return row.SerializeToString()


def _person(opening: bytes, name: str, numbers: bytes, due: Due, paid: int) -> bytes:
    """A `PersonRow` as it is written: a message is its fields, one after the other."""
    return opening + text(PERSON_NAME, name) + numbers + _money(due.employer, due.employee, paid, due.total - paid)


def _numbers(tax_code: str, personal_number: str, cmnd: str) -> bytes:
    """The personal number, else the CMND, after the tax code; where neither is held it stays absent."""
    told = text(PERSON_TAX_CODE, tax_code)
    if personal_number:
        return told + field(IDENTITY_NUMBER, OF_CITIZENS + text(VALUE, personal_number))
    return told + field(IDENTITY_NUMBER, OF_CMND + text(VALUE, cmnd)) if cmnd else told


@lru_cache(maxsize=MOST_AMOUNTS)
def _money(employer: Share, employee: Share, paid: int, remaining: int) -> bytes:
    """What a row ends with: many earn the same."""
    row = rows_pb2.PersonRow(paid=paid, remaining=remaining)
    _fill(row.employer, employer)
    _fill(row.employee, employee)
    return row.SerializeToString()


def _fill(told: rows_pb2.AnnexShare, share: Share) -> None:
    """In its place in the row: to make one and copy it there takes three times as long."""
    told.total = sum(share)
    told.social = share.social
    told.health = share.health
    told.unemployment = share.unemployment
    told.accident = share.accident


_DESK = Desk(
    {
        Kind.UNITS: units,
        Kind.PERSONS: persons,
        Kind.INSURANCE_INSPECTIONS: inspections_of(Kind.INSURANCE_INSPECTIONS),
    }
)


def annex_desk(_peers: Peers) -> Desk:
    return _DESK
