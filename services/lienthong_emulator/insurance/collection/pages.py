"""Statements page after page: by unit, by person, by month."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from lienthong.insurance.v1 import contribution_service_pb2 as pb
from lienthong_emulator.access.record import note_access
from lienthong_emulator.insurance.collection.convert import (
    person_months,
    person_statement_to_proto,
    unit_statement_to_proto,
)
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.employers.errors import EmployerNotFound
from lienthong_emulator.insurance.months import months
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from lienthong.insurance.v1.contribution_pb2 import PersonStatement
    from lienthong_emulator.insurance.collection.convert import PersonMonth
    from lienthong_emulator.insurance.collection.ledger import Books
    from lienthong_emulator.runtime.calls import Call

PAGE, MOST_UNITS, MOST_PEOPLE = 100, 1_000, 2_000
PAGE_OF_MONTHS, MOST_MONTHS = 24, 120
UNITS_AT_ONCE: Final = 100
FIRST_MONTH: Final = Month(201801)
END: Final = (1 << 62, 0)
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


async def unit_page(
    call: Call, request: pb.ListUnitStatementsRequest, month: Month, now: Month
) -> pb.ListUnitStatementsResponse:
    size, (place,) = page_size(request, PAGE, MOST_UNITS), place_in(call, request, (0,))
    questions = StatementQuestions(call.kit.scans)
    units = await questions.units_from(code_of(place), size + 1)
    found = [books.counted(now) for books in await questions.books_of(units[:size], month, month)]
    return pb.ListUnitStatementsResponse(
        statements=[unit_statement_to_proto(books, month, now) for books in found if books.charges(month)],
        next_page_token=page_token(call, request, number_of(units[size].unit_code)) if units[size:] else "",
    )


async def person_page(
    call: Call, request: pb.ListPersonStatementsRequest, month: Month, now: Month
) -> pb.ListPersonStatementsResponse:
    size, (unit, key) = page_size(request, PAGE, MOST_PEOPLE), place_in(call, request, (0, 0))
    found: list[PersonMonth] = []
    async for books in _books(call, request.unit_code, code_of(unit), month):
        is_first = number_of(books.unit.unit_code) == unit
        people = person_months(books.counted(now), month, now)
        left = (one for one in people if not is_first or one.participant_key >= key)
        found.extend(islice(left, size + 1 - len(found)))
        if len(found) > size:
            break
    places = [(number_of(one.books.unit.unit_code), one.participant_key) for one in found[size:]]
    return pb.ListPersonStatementsResponse(
        statements=await _told(call, found[:size]),
        next_page_token=page_token(call, request, *places[0]) if places else "",
    )


async def month_page(
    call: Call, request: pb.ListContributionsRequest, participant_key: int, now: Month
) -> pb.ListContributionsResponse:
    """A person's months, the latest first, and in a month unit by unit."""
    size, before = page_size(request, PAGE_OF_MONTHS, MOST_MONTHS), place_in(call, request, END)
    questions = StatementQuestions(call.kit.lookups)
    engagements = [one for one in await questions.engagements_with_all(participant_key) if one.unit_code]
    places = {
        (month, number_of(one.unit_code))
        for one in engagements
        for month in one.months_between(FIRST_MONTH, now)
        if (month, number_of(one.unit_code)) < before
    }
    wanted = sorted(places, reverse=True)
    page = wanted[:size]
    units = await questions.units([code_of(unit) for unit in sorted({unit for _, unit in page})])
    span = [month for month, _ in page] or [now]
    books = await questions.books_of(units, min(span), max(span))
    found = {
        (month, number): one
        for each in (one.counted(now) for one in books)  # once: books keep what was due in each month
        for number in [number_of(each.unit.unit_code)]
        for month in months(min(span), max(span))
        if (month, number) in page
        for one in person_months(each, month, now)
        if one.participant_key == participant_key
    }
    return pb.ListContributionsResponse(
        statements=await _told(call, [found[place] for place in page if place in found]),
        next_page_token=page_token(call, request, *page[-1]) if wanted[size:] else "",
    )


async def _told(call: Call, found: Sequence[PersonMonth]) -> Sequence[PersonStatement]:
    keys = sorted({one.participant_key for one in found})
    numbers, names = await StatementQuestions(call.kit.scans).numbers_of(keys), Names(call.kit.opaque_id)
    note_access(call, keys)
    return [person_statement_to_proto(one, numbers, names) for one in found]


async def _books(call: Call, unit_code: str, start: str, month: Month) -> AsyncGenerator[Books]:
    """The books of one unit, or of all from one on, some at a time."""
    questions = StatementQuestions(call.kit.scans)
    if unit_code:
        unit = await questions.unit(unit_code)
        if unit is None:
            raise EmployerNotFound(field="unit_code", code=unit_code)
        for books in await questions.books_of([unit], month, month):
            yield books
        return
    units = await questions.units_from(start, UNITS_AT_ONCE + 1)
    while units:
        for books in await questions.books_of(units[:UNITS_AT_ONCE], month, month):
            yield books
        rest = units[UNITS_AT_ONCE:]
        units = await questions.units_from(rest[0].unit_code, UNITS_AT_ONCE + 1) if rest else ()


def number_of(unit_code: str) -> int:
    """A unit code as a number, whose order is that of the codes."""
    return int(unit_code, len(DIGITS))


def code_of(number: int) -> str:
    code = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        code = DIGITS[digit] + code
    return code
