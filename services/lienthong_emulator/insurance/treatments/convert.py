"""Between the domain and the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import treatment_pb2, treatment_service_pb2
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from lienthong_emulator.insurance.names import Names
    from lienthong_emulator.insurance.treatments.domain import ClaimTable, CoPayment, Treatment


def treatment_to_proto(treatment: Treatment, names: Names) -> treatment_pb2.Treatment:
    """Codes of the tables and of the contract are the same numbers."""
    return treatment_pb2.Treatment(
        name=names.treatment(treatment.treatment_number),
        number=treatment.treatment_number,
        facility=treatment.facility,
        card_number=treatment.card_number,
        admit_time=instant(treatment.admit_time),
        discharge_time=instant(treatment.discharge_time) if treatment.discharge_time else None,
        diagnosis=treatment.diagnosis,
        disease_code=treatment.disease_code,
        discharge_kind=cast("treatment_pb2.DischargeKind.ValueType", treatment.discharge_kind),
        result=cast("treatment_pb2.TreatmentResult.ValueType", treatment.outcome.value),
        visit_reason=cast("treatment_pb2.VisitReason.ValueType", treatment.visit_reason.value),
        route_code=treatment.route_code,
        total_cost=treatment.total_cost,
        insurance_pays=treatment.insurance_pays,
        co_payment=treatment.co_payment,
    )


def co_payments_to_proto(
    year: int, found: Sequence[CoPayment], limit: int, five_year_date: date | None, today: date, names: Names
) -> treatment_pb2.CoPaymentYear:
    total = found[0].running_total if found else 0
    return treatment_pb2.CoPaymentYear(
        year=year,
        total=total,
        limit=limit,
        five_year_date=date_to_proto(five_year_date) if five_year_date else None,
        exempt=total > limit and five_year_date is not None and five_year_date <= today,
        co_payments=[
            treatment_pb2.CoPayment(
                treatment=treatment_to_proto(one.treatment, names),
                running_total=one.running_total,
                receive_time=instant(one.treatment.receive_time),
            )
            for one in found
        ],
    )


def claim_to_proto(treatment: Treatment, tables: Sequence[ClaimTable], names: Names) -> treatment_service_pb2.Claim:
    return treatment_service_pb2.Claim(
        treatment=treatment_to_proto(treatment, names),
        tables=[
            treatment_service_pb2.ClaimTable(
                table=table.table,
                rows=[treatment_service_pb2.ClaimRow(values=dict(row)) for row in table.rows],
            )
            for table in tables
        ],
    )
