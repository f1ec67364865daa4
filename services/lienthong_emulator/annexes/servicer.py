"""The contract of annexes, at whichever agency mounts it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from lienthong.filing.v1 import annex_pb2, requests_pb2
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.annexes.convert import annex_to_proto, period_to_proto, refused_row_to_proto
from lienthong_emulator.annexes.domain import MONTHS, YEARS, Inspection, Kind, checked_period, month_of, quarter_of
from lienthong_emulator.annexes.errors import AnnexNotFound, ImpossiblePeriod, NotItsAnnex
from lienthong_emulator.annexes.handling import publish
from lienthong_emulator.annexes.reading import check, refuse_ahead, rows_to_proto
from lienthong_emulator.annexes.store import AnnexQuestions, AnnexStore
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from google.type.date_pb2 import Date

    from lienthong_emulator.annexes.domain import Annex
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx

ALL = (0, 999999)
FINDINGS = {"tax_inspection": Kind.TAX_INSPECTIONS, "insurance_inspection": Kind.INSURANCE_INSPECTIONS}


class FilingServicer:
    async def PublishAnnex(self, request: requests_pb2.PublishAnnexRequest, call: Call) -> annex_pb2.Annex:
        refuse_unless_keeper(call)
        kind, given = _own_kind(Kind(request.kind), call, "kind"), request.period
        period = checked_period(kind, given.year, given.month, given.day, call.kit.today())

        async def act(tx: Tx) -> annex_pb2.Annex:
            return annex_to_proto(await publish(tx, kind, period, correct=request.correct, note=request.note))

        annex = await once(call, request, annex_pb2.Annex, act)
        call.belongs_to(call.context.case_id or f"annex-{annex.name.removeprefix('annexes/')}")
        return annex

    async def GetAnnex(self, request: requests_pb2.GetAnnexRequest, call: Call) -> annex_pb2.Annex:
        refuse_unless_keeper(call)
        return annex_to_proto(await _found(call.kit.lookups, request.name))

    async def ListAnnexes(
        self, request: requests_pb2.ListAnnexesRequest, call: Call
    ) -> requests_pb2.ListAnnexesResponse:
        refuse_unless_keeper(call)
        kinds = [Kind(request.kind)] if request.kind else [*Kind]
        size, (skip,) = page_size(request), place_in(call, request, (0,))
        found = await AnnexQuestions(call.kit.lookups).annexes(
            kinds, _periods(request.period), skip=skip, most=size + 1
        )
        return requests_pb2.ListAnnexesResponse(
            annexes=map(annex_to_proto, found[:size]),
            next_page_token=page_token(call, request, skip + size) if len(found) > size else "",
        )

    async def ReadAnnex(
        self, request: requests_pb2.ReadAnnexRequest, call: Call
    ) -> AsyncGenerator[requests_pb2.ReadAnnexResponse]:
        refuse_unless_keeper(call)
        annexes = AnnexQuestions(call.kit.lookups)
        annex = await _found(call.kit.lookups, request.name)
        for number in range(1, annex.part_count + 1):
            part = await annexes.part(annex.annex_id, number)
            if part is None:
                return
            refused = await annexes.refused_numbers(annex.annex_id, part.first_row, annex.row_count)
            yield requests_pb2.ReadAnnexResponse(rows=rows_to_proto(annex.kind, part, refused))

    async def ListRefusedRows(
        self, request: requests_pb2.ListRefusedRowsRequest, call: Call
    ) -> requests_pb2.ListRefusedRowsResponse:
        refuse_unless_keeper(call)
        annex = await _found(call.kit.lookups, request.name)
        size, (after,) = page_size(request), place_in(call, request, (0,))
        found = await AnnexQuestions(call.kit.lookups).refused_rows(annex.annex_id, after=after, most=size + 1)
        return requests_pb2.ListRefusedRowsResponse(
            rows=map(refused_row_to_proto, found[:size]),
            next_page_token=page_token(call, request, found[size - 1].number) if len(found) > size else "",
        )

    async def RecordInspection(
        self, request: requests_pb2.RecordInspectionRequest, call: Call
    ) -> requests_pb2.RecordInspectionResponse:
        refuse_unless_keeper(call)
        field = request.WhichOneof("finding") or "tax_inspection"
        kind = _own_kind(FINDINGS[field], call, field)
        row = getattr(request, field)
        check(kind, row, field)

        async def act(tx: Tx) -> requests_pb2.RecordInspectionResponse:
            today = tx.now.date()
            refuse_ahead(row, field, today)
            quarter = quarter_of(month_of(today))
            position = await tx.next_number("inspection")
            found = row.SerializeToString(deterministic=True)
            AnnexStore(tx.db).add_inspection(Inspection(position=position, kind=kind, quarter=quarter, found=found))
            return requests_pb2.RecordInspectionResponse(quarter=period_to_proto(quarter))

        return await once(call, request, requests_pb2.RecordInspectionResponse, act)


def _own_kind(kind: Kind, call: Call, field: str) -> Kind:
    if kind.sender != call.kit.agency:
        raise NotItsAnnex(field=field, agency=f"agencies/{call.kit.agency}", number=kind.number)
    return kind


def _periods(given: Date) -> tuple[int, int]:
    """The first and the last period asked for: one, or all where none is given."""
    if not (given.year or given.month or given.day):
        return ALL
    if given.day or given.year not in YEARS or given.month not in MONTHS:
        raise ImpossiblePeriod(field="period")
    only = given.year * 100 + given.month
    return only, only


async def _found(db: Reader, name: str) -> Annex:
    annex = await AnnexQuestions(db).find(name.removeprefix("annexes/"))
    if annex is None:
        raise AnnexNotFound(field="name", annex=name)
    return annex
