"""The tax service's side of the contract on deductions that were not paid in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.filing.v1.rows_pb2 import PersonRow
from lienthong.tax.v1 import unpaid_deduction_service_pb2 as pb
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.annexes.domain import MONTHS, YEARS, Kind
from lienthong_emulator.annexes.errors import AnnexNotReceived, ImpossiblePeriod
from lienthong_emulator.annexes.reading import rows_that_stand
from lienthong_emulator.annexes.store import AnnexQuestions
from lienthong_emulator.runtime.paging import page_size, page_token, place_in
from lienthong_emulator.tax.unpaid_deductions.convert import owed_from_row, unpaid_to_proto
from lienthong_emulator.tax.unpaid_deductions.domain import unpaid
from lienthong_emulator.tax.unpaid_deductions.store import DeductionQuestions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from google.type.date_pb2 import Date

    from lienthong_emulator.annexes.domain import Annex
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.tax.unpaid_deductions.domain import Owed


PARTS_AT_ONCE = 10


class UnpaidDeductionServicer:
    async def ListUnpaidDeductions(
        self, request: pb.ListUnpaidDeductionsRequest, call: Call
    ) -> pb.ListUnpaidDeductionsResponse:
        refuse_unless_keeper(call)
        month, (first,) = _month(request.month), place_in(call, request, (1,))
        annex = await _received(call, month)
        following = first + page_size(request, 1, PARTS_AT_ONCE)
        owed = [row for part in range(first, following) for row in await _owed(call, annex, part)]
        employers = {row.employer_tax_code for row in owed}
        deducted = await DeductionQuestions(call.kit.scans).deducted_by(employers, month)
        return pb.ListUnpaidDeductionsResponse(
            deductions=[unpaid_to_proto(found, month) for found in unpaid(owed, deducted)],
            next_page_token=page_token(call, request, following) if following <= annex.part_count else "",
        )


def _month(found: Date) -> int:
    if found.year not in YEARS or found.month not in MONTHS or found.day:
        raise ImpossiblePeriod(field="month")
    return found.year * 100 + found.month


async def _received(call: Call, month: int) -> Annex:
    annex = await AnnexQuestions(call.kit.lookups).standing(Kind.PERSONS, month)
    if annex is None:
        raise AnnexNotReceived(field="month", number=Kind.PERSONS.number, month=f"{month // 100}-{month % 100:02}")
    return annex


async def _owed(call: Call, annex: Annex, number: int) -> Sequence[Owed]:
    """What a part of annex 05 says that insurance waits for; the many of whom it has all are not looked into."""
    annexes = AnnexQuestions(call.kit.scans)
    part = await annexes.part(annex.annex_id, number)
    if part is None:
        return ()
    refused = await annexes.refused_numbers(annex.annex_id, part.first_row, annex.row_count)
    rows = (PersonRow.FromString(written) for _, written in rows_that_stand(part, refused))
    return [owed_from_row(row) for row in rows if row.remaining]
