"""Rows of annexes: which kind each annex has, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import eq
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError, Message

from lienthong.filing.v1 import rows_pb2
from lienthong.filing.v1.events_pb2 import AnnexRows
from lienthong_emulator.annexes.domain import Kind, Part
from lienthong_emulator.annexes.errors import InspectionAhead, RowRepeated, RowUnreadable
from lienthong_emulator.papers import check_tax_code, is_tax_code
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.runtime.shape_rules import keeps_rules
from lienthong_emulator.runtime.validation import check_row

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

ROWS: Mapping[Kind, type[Message]] = {
    Kind.TAXPAYERS: rows_pb2.TaxpayerRow,
    Kind.DEDUCTIONS: rows_pb2.DeductionRow,
    Kind.TAX_INSPECTIONS: rows_pb2.TaxInspectionRow,
    Kind.UNITS: rows_pb2.UnitRow,
    Kind.PERSONS: rows_pb2.PersonRow,
    Kind.INSURANCE_INSPECTIONS: rows_pb2.InsuranceInspectionRow,
}
FIELDS: Mapping[Kind, str] = {
    Kind.TAXPAYERS: "taxpayer",
    Kind.DEDUCTIONS: "deduction",
    Kind.TAX_INSPECTIONS: "tax_inspection",
    Kind.UNITS: "unit",
    Kind.PERSONS: "person",
    Kind.INSURANCE_INSPECTIONS: "insurance_inspection",
}
"""What a row is called in the contract's `AnnexRow`."""
TAX_CODES: Mapping[Kind, Sequence[str]] = {
    **dict.fromkeys(Kind, ("tax_code",)),
    Kind.DEDUCTIONS: ("employer_tax_code", "person_tax_code"),
    Kind.PERSONS: ("tax_code", "person_tax_code"),
}
KEYS: Mapping[Kind, Callable[[Any], str]] = {
    **dict.fromkeys(Kind, lambda row: row.tax_code),
    Kind.DEDUCTIONS: lambda row: f"{row.employer_tax_code} {row.person_tax_code}",
    Kind.PERSONS: lambda row: f"{row.tax_code} {row.person_tax_code}".rstrip(),
}
"""What a row is about."""


def row_name(kind: Kind, row: Any) -> str:
    return KEYS[kind](row)


def check(kind: Kind, row: Message, at: str) -> None:
    """Refuse a row that breaks a shape rule or names a tax code that cannot be."""
    check_row(row, at)
    for field in TAX_CODES[kind]:
        if code := getattr(row, field):
            check_tax_code(code, f"{at}.{field}")


def refuse_ahead(finding: rows_pb2.TaxInspectionRow | rows_pb2.InsuranceInspectionRow, at: str, today: date) -> None:
    """Raises `InspectionAhead` where a finding tells of a year or a day that has not come."""
    if isinstance(finding, rows_pb2.TaxInspectionRow):
        told = {"year": (finding.year, 0, 0)}
    else:
        days = {field: getattr(finding, field) for field in ("first_month", "last_month", "inspection_date")}
        told = {field: (day.year, day.month, day.day) for field, day in days.items()}
    for field, moment in told.items():
        if moment > (today.year, today.month, today.day):
            raise InspectionAhead(field=f"{at}.{field}", today=today.isoformat())


def broken_rows(kind: Kind, rows: Sequence[bytes], before: bytes = b"") -> Iterator[tuple[int, str, Refusal]]:
    """The place (from 0), the key and the fault of each row that cannot be taken; `before` precedes them all."""
    if not _stand(kind, rows, before):
        yield from _each_broken(kind, rows, before)


def _stand(kind: Kind, rows: Sequence[bytes], before: bytes) -> bool:
    """Whether nothing is wrong with any row, as in most parts: tax codes, which rows share, are looked at once."""
    if any(map(eq, rows, (before, *rows))):
        return False
    fields, codes = TAX_CODES[kind], set[str]()
    try:
        for row in map(ROWS[kind].FromString, rows):
            if not keeps_rules(row):
                return False
            for field in fields:
                codes.add(getattr(row, field))
    except DecodeError:
        return False
    return all(map(is_tax_code, filter(None, codes)))


def _each_broken(kind: Kind, rows: Sequence[bytes], before: bytes) -> Iterator[tuple[int, str, Refusal]]:
    for place, written in enumerate(rows):
        row = ROWS[kind]()
        try:
            row.ParseFromString(written)
            if written == (rows[place - 1] if place else before):
                raise RowRepeated
            check(kind, row, f"rows[{place}]")
        except DecodeError:
            yield place, "", RowUnreadable(number=kind.number)
        except Refusal as no:
            yield place, row_name(kind, row), no


def rows_that_stand(part: Part, refused: AbstractSet[int]) -> Iterator[tuple[int, bytes]]:
    """The rows of a part that were not refused, each with its place in the annex."""
    for number, written in enumerate(AnnexRows.FromString(part.rows).rows, part.first_row):
        if number not in refused:
            yield number, written


def rows_to_proto(kind: Kind, part: Part, refused: AbstractSet[int]) -> Iterator[rows_pb2.AnnexRow]:
    """Rows of a part that stand, as the contract tells them."""
    for number, written in rows_that_stand(part, refused):
        row = rows_pb2.AnnexRow(number=number)
        getattr(row, FIELDS[kind]).ParseFromString(written)
        yield row
