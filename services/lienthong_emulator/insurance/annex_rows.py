"""The rows of annexes 04 and 05, from what units and people owe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lienthong.filing.v1 import rows_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.annexes.desk import Desk, Page, inspections_of
from lienthong_emulator.annexes.domain import Kind
from lienthong_emulator.insurance.collection.convert import person_months
from lienthong_emulator.insurance.collection.ledger import by_person, total_of
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.months import month_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.insurance.collection.convert import PersonMonth
    from lienthong_emulator.insurance.collection.domain import Carried, Due, Share
    from lienthong_emulator.insurance.collection.ledger import Books
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.peers import Peers

ROWS_OF_UNITS: Final = 250
UNITS_WITH_THEIR_PEOPLE: Final = 100
"""All that concerns a unit stands in one part, in annex 05 with all of its people: some 30, at most thousands."""


async def units(kit: Kit, period: int, after: str) -> Page:
    """Annex 04: what units owe for the month."""
    month, now = Month(period), month_of(kit.today())
    books, following = await _books(kit, month, now, after, ROWS_OF_UNITS)
    rows = [_unit(one, month, now).SerializeToString() for one in books if one.charges(month)]
    return Page(rows, following, is_last=not following)


async def persons(kit: Kit, period: int, after: str) -> Page:
    """Annex 05: what is owed for each person's month."""
    month, now = Month(period), month_of(kit.today())
    books, following = await _books(kit, month, now, after, UNITS_WITH_THEIR_PEOPLE)
    found = [one for each in books for one in person_months(each, month, now)]
    numbers = await StatementQuestions(kit.scans).numbers_of([one.participant_key for one in found])
    rows = [_person(one, numbers.get(one.participant_key)).SerializeToString() for one in found]
    return Page(rows, following, is_last=not following)


async def _books(kit: Kit, month: Month, now: Month, start: str, most: int) -> tuple[Sequence[Books], str]:
    """The books of so many units from a code on, and the code after them, empty where there are no more."""
    questions = StatementQuestions(kit.scans)
    found = await questions.units_from(start, most + 1)
    following = found[most].unit_code if found[most:] else ""
    books = await questions.books_of(found[:most], month, month)
    return [one.counted(now) for one in books], following


def _unit(books: Books, month: Month, now: Month) -> rows_pb2.UnitRow:
    unit, charges, paid = books.unit, books.charges(month), books.paid_of(month, now)
    due, own = total_of(charge.due for charge in charges), [charge for charge in charges if charge.month == month]
    row = rows_pb2.UnitRow(
        unit_name=unit.full_name,
        unit_code=unit.unit_code,
        tax_code=unit.tax_code,
        status=_standing(books, month, is_declaring=bool(own)),
        managing_agency=unit.managing_agency,
        headcount=len(by_person(own)),
        payroll=sum(charge.engagement.salary for charge in own),
        paid=paid,
        remaining=due.total - paid,
    )
    _fill(row.employer, due.employer)
    _fill(row.employee, due.employee)
    return row


def _standing(books: Books, month: Month, *, is_declaring: bool) -> rows_pb2.UnitStanding.ValueType:
    if not is_declaring:
        return rows_pb2.UNIT_STANDING_WITHOUT_STAFF
    is_suspended = books.is_suspended(month)
    return rows_pb2.UNIT_STANDING_PENSION_SUSPENDED if is_suspended else rows_pb2.UNIT_STANDING_ACTIVE


def _person(found: PersonMonth, carried: Carried | None) -> rows_pb2.PersonRow:
    unit, due = found.books.unit, _due(found)
    row = rows_pb2.PersonRow(
        unit_name=unit.full_name,
        unit_code=unit.unit_code,
        tax_code=unit.tax_code,
        person_name=found.charges[0].engagement.full_name,
        paid=found.covered.paid,
        remaining=found.covered.remaining,
    )
    _fill(row.employer, due.employer)
    _fill(row.employee, due.employee)
    if carried is not None:
        row.person_tax_code = carried.tax_code
        _fill_number(row.identity_number, carried)
    return row


def _fill_number(told: IdentityNumber, carried: Carried) -> None:
    """The personal number, else the CMND; where neither is held it stays absent."""
    if number := carried.personal_number or carried.cmnd:
        told.type = PERSONAL_NUMBER if carried.personal_number else CMND
        told.value = number


def _due(found: PersonMonth) -> Due:
    return found.charges[0].due if len(found.charges) == 1 else total_of(charge.due for charge in found.charges)


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
