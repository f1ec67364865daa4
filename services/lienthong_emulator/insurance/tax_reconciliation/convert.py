"""Between the domain and the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from lienthong.insurance.v1 import tax_reconciliation_service_pb2 as pb
from lienthong.tax.v1 import identity_difference_events_pb2 as events
from lienthong.tax.v1.identity_difference_pb2 import IDENTITY_FIELD_NAME, IDENTITY_FIELD_NUMBER
from lienthong_emulator.insurance.collection.convert import month_to_proto
from lienthong_emulator.insurance.tax_reconciliation.domain import (
    Count,
    DifferenceAtTax,
    DifferenceState,
    Finding,
    Kind,
    Phase,
    Run,
)
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lienthong.tax.v1.identity_difference_pb2 import IdentityDifferenceState
    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.contributions.domain import Month
    from lienthong_emulator.insurance.employers.domain import StandingAtTax
    from lienthong_emulator.insurance.names import Names

FIELDS: Final = {Kind.NAME_DIFFERS: IDENTITY_FIELD_NAME, Kind.NUMBER_DIFFERS: IDENTITY_FIELD_NUMBER}


def run_to_proto(run: Run, counts: Sequence[Count]) -> pb.TaxReconciliation:
    return pb.TaxReconciliation(
        name=run.name,
        month=month_to_proto(run.month),
        done=run.phase is Phase.DONE,
        total_steps=run.total_steps,
        steps_done=run.steps_done,
        counts=[
            pb.TaxFindingCount(kind=_kind(Kind(kind)), count=times, amount=amount) for kind, times, amount in counts
        ],
        create_time=instant(run.create_time),
        update_time=instant(run.update_time),
        taxpayers_annex=f"annexes/{run.taxpayers_annex}",
        deductions_annex=f"annexes/{run.deductions_annex}",
    )


def listed_to_proto(one: DifferenceAtTax) -> events.ListedDifference:
    return events.ListedDifference(
        tax_code=one.tax_code,
        field=FIELDS[one.kind],
        held_by_insurance=one.held_here,
        held_by_tax=one.held_there,
    )


def ended_from_proto(event: events.IdentityDifferenceEnded) -> DifferenceAtTax:
    told = event.difference
    return DifferenceAtTax(
        tax_code=told.tax_code,
        kind=next(kind for kind, field in FIELDS.items() if field == told.field),
        held_here=told.held_by_insurance,
        held_there=told.held_by_tax,
        state=DifferenceState(event.state),
        answer=event.corrected_value or event.note,
    )


def finding_to_proto(found: Finding, names: Names, at_tax: DifferenceAtTax | None = None) -> pb.TaxFinding:
    return pb.TaxFinding(
        number=found.number,
        kind=_kind(found.kind),
        employer_tax_code=found.employer_tax_code,
        unit_code=found.unit_code,
        person_tax_code=found.person_tax_code,
        participant=names.participant(found.participant_key) if found.participant_key else "",
        first_month=month_to_proto(found.first_month),
        last_month=month_to_proto(found.last_month),
        held_here=found.held_here,
        held_there=found.held_there,
        amount=found.amount,
        state=cast("IdentityDifferenceState.ValueType", at_tax.state.value if at_tax else 0),
        answer=at_tax.answer if at_tax else "",
    )


def _kind(kind: Kind) -> pb.TaxFindingKind.ValueType:
    return cast("pb.TaxFindingKind.ValueType", kind.value)


def debtor_to_proto(unit: Unit, standing: StandingAtTax, owed: Mapping[Month, int]) -> pb.ClosedDebtor:
    return pb.ClosedDebtor(
        unit_code=unit.unit_code,
        display_name=unit.full_name,
        tax_code=unit.tax_code,
        status=standing.status,
        since=date_to_proto(standing.since),
        first_month=month_to_proto(min(owed)),
        last_month=month_to_proto(max(owed)),
        owed=sum(owed.values()),
    )
