"""Insurance's side of the contract of reconciling with tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1 import tax_reconciliation_service_pb2 as pb
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.annexes.domain import Annex
from lienthong_emulator.annexes.domain import Kind as AnnexKind
from lienthong_emulator.annexes.errors import AnnexNotReceived
from lienthong_emulator.annexes.store import AnnexQuestions
from lienthong_emulator.insurance.collection.convert import month_from_proto
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.months import after, month_of
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.reconciliation.errors import ReconciliationUnderWay
from lienthong_emulator.insurance.tax_reconciliation import TAX_RECONCILIATION
from lienthong_emulator.insurance.tax_reconciliation.convert import debtor_to_proto, finding_to_proto, run_to_proto
from lienthong_emulator.insurance.tax_reconciliation.domain import Kind, Run, owed_months
from lienthong_emulator.insurance.tax_reconciliation.errors import ReconciliationNotFound
from lienthong_emulator.insurance.tax_reconciliation.results import UNITS_OF_A_STEP
from lienthong_emulator.insurance.tax_reconciliation.store import (
    TaxReconciliationQuestions,
    TaxReconciliationStore,
    told_by,
)
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.insurance.employers.domain import StandingAtTax
    from lienthong_emulator.insurance.tax_reconciliation.domain import DifferenceAtTax, Finding
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx


class TaxReconciliationServicer:
    async def ReconcileTax(self, request: pb.ReconcileTaxRequest, call: Call) -> pb.TaxReconciliation:
        refuse_unless_keeper(call)
        month = month_from_proto(request.month, "month")

        async def act(tx: Tx) -> pb.TaxReconciliation:
            return run_to_proto(await _begun(tx, month), ())

        begun = await once(call, request, pb.TaxReconciliation, act)
        call.belongs_to(_case_of(call.context.case_id, begun.name))
        return begun

    async def GetTaxReconciliation(self, request: pb.GetTaxReconciliationRequest, call: Call) -> pb.TaxReconciliation:
        refuse_unless_keeper(call)
        run = await _found(call.kit.lookups, request.name, "name")
        return run_to_proto(run, await TaxReconciliationQuestions(call.kit.lookups).counts(run.position))

    async def ListTaxFindings(self, request: pb.ListTaxFindingsRequest, call: Call) -> pb.ListTaxFindingsResponse:
        refuse_unless_keeper(call)
        run = await _found(call.kit.lookups, request.reconciliation, "reconciliation")
        size, (place,) = page_size(request), place_in(call, request, (0,))
        kinds = [Kind(request.kind)] if request.kind else [*Kind]
        found = await TaxReconciliationQuestions(call.kit.scans).findings(
            run.position, kinds, after=place, most=size + 1
        )
        at_tax = await TaxReconciliationQuestions(call.kit.scans).differences_of(found)
        names = Names(call.kit.opaque_id)
        return pb.ListTaxFindingsResponse(
            findings=[finding_to_proto(one, names, _at_tax(one, at_tax)) for one in found[:size]],
            next_page_token=page_token(call, request, found[size - 1].number) if len(found) > size else "",
        )

    async def ListClosedDebtors(self, request: pb.ListClosedDebtorsRequest, call: Call) -> pb.ListClosedDebtorsResponse:
        refuse_unless_keeper(call)
        size, (skip,) = page_size(request), place_in(call, request, (0,))
        found = await TaxReconciliationQuestions(call.kit.scans).closed_at_tax(skip=skip, most=size + 1)
        debtors = [debtor for standing in found[:size] for debtor in await _debtors(call, standing)]
        return pb.ListClosedDebtorsResponse(
            debtors=debtors, next_page_token=page_token(call, request, skip + size) if len(found) > size else ""
        )


def _at_tax(found: Finding, known: Mapping[tuple[str, Kind, str, str], DifferenceAtTax]) -> DifferenceAtTax | None:
    sent = found.of_identity
    return known.get(told_by(sent)) if sent else None


async def _begun(tx: Tx, month: Month) -> Run:
    runs = TaxReconciliationStore(tx.db)
    if under_way := await runs.running():
        raise ReconciliationUnderWay(operation=f"taxReconciliations/{under_way[0]}")
    taxpayers = await _received(tx.db, AnnexKind.TAXPAYERS, month)
    deductions = await _received(tx.db, AnnexKind.DEDUCTIONS, month)
    position = await tx.next_number("tax-reconciliation")
    run_id = tx.kit.opaque_id("tax-reconciliation", position)
    pages_of_units = 1 + max(await runs.count_units() - 1, 0) // UNITS_OF_A_STEP
    run = Run(
        position=position,
        run_id=run_id,
        month=month,
        taxpayers_annex=taxpayers.annex_id,
        deductions_annex=deductions.annex_id,
        total_steps=taxpayers.part_count + deductions.part_count + 2 + pages_of_units,
        case_id=_case_of(tx.context.case_id, run_id),
        create_time=tx.now,
        update_time=tx.now,
    )
    runs.add(run)
    tx.context = tx.context.within(run.case_id)
    tx.step("tax-reconciliation-began", f"{month} is held against the tax service", led_to="agencies/tax")
    tx.wake(TAX_RECONCILIATION, run_id)
    return run


async def _received(db: Reader, kind: AnnexKind, month: Month) -> Annex:
    annex = await AnnexQuestions(db).standing(kind, month)
    if annex is None:
        raise AnnexNotReceived(field="month", number=kind.number, month=f"{month // 100}-{month % 100:02}")
    return annex


async def _debtors(call: Call, standing: StandingAtTax) -> list[pb.ClosedDebtor]:
    """Units of a closed taxpayer that owe for months that have ended."""
    now = month_of(call.kit.today())
    last = after(now, -1)
    units = await TaxReconciliationQuestions(call.kit.scans).units_under([standing.tax_code])
    books = await StatementQuestions(call.kit.scans).books_of([*units.get(standing.tax_code, ())], last, last)
    owed = [(each.unit, owed_months(each.counted(now), last, now)) for each in books]
    return [debtor_to_proto(unit, standing, months) for unit, months in owed if months]


def _case_of(case_id: str, name: str) -> str:
    return case_id or f"tax-reconciliation-{name.rpartition('/')[2]}"


async def _found(db: Reader, name: str, field: str) -> Run:
    run = await TaxReconciliationQuestions(db).find(name.rpartition("/")[2])
    if run is None:
        raise ReconciliationNotFound(field=field, reconciliation=name)
    return run
