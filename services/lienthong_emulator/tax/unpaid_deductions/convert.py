"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.type.date_pb2 import Date

from lienthong.tax.v1 import unpaid_deduction_service_pb2 as pb
from lienthong_emulator.tax.unpaid_deductions.domain import Owed, UnpaidDeduction

if TYPE_CHECKING:
    from lienthong.filing.v1.rows_pb2 import PersonRow


def owed_from_row(row: PersonRow) -> Owed:
    return Owed(row.unit_code, row.unit_name, row.tax_code, row.person_tax_code, row.remaining)


def unpaid_to_proto(found: UnpaidDeduction, month: int) -> pb.UnpaidDeduction:
    return pb.UnpaidDeduction(
        employer_tax_code=found.employer_tax_code,
        unit_name=found.unit_name,
        unit_code=found.unit_code,
        month=Date(year=month // 100, month=month % 100),
        people=found.people,
        deducted=found.deducted,
        remaining=found.remaining,
        kept_back=found.kept_back,
    )
