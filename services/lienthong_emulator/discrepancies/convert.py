"""Between the domain and the wire."""

from __future__ import annotations

from datetime import datetime

from lienthong.discrepancy.v1 import discrepancy_pb2, events_pb2, requests_pb2
from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome
from lienthong.type.v1.information_group_pb2 import InformationGroup
from lienthong_emulator.discrepancies.domain import Difference, Discrepancy, State
from lienthong_emulator.discrepancies.source_of_truth import Row, row_of
from lienthong_emulator.discrepancies.subjects import Person
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import identity, kind_of_number


def discrepancy_to_proto(discrepancy: Discrepancy, now: datetime) -> discrepancy_pb2.Discrepancy:
    row = row_of(discrepancy.field)
    return discrepancy_pb2.Discrepancy(
        name=discrepancy.name,
        identity_number=identity(discrepancy.number_kind, discrepancy.number),
        field=discrepancy.field,
        information_group=_group(row),
        source=row.source,
        reporter=discrepancy.reporter,
        reported_value=discrepancy.reported_value,
        outcome=MatchOutcome.Value(f"MATCH_OUTCOME_{discrepancy.outcome or 'UNSPECIFIED'}"),
        subject=SubjectOutcome.Value(f"SUBJECT_OUTCOME_{discrepancy.subject or 'UNSPECIFIED'}"),
        reasons=discrepancy.reasons.split(),
        state=_state_to_proto(discrepancy.state),
        due_time=instant(discrepancy.due_time),
        overdue=discrepancy.is_overdue(now),
        forwarded_to=discrepancy.forwarded_to,
        change_event=discrepancy.change_event,
        note=discrepancy.note,
        create_time=instant(discrepancy.create_time),
        update_time=instant(discrepancy.update_time),
        etag=str(discrepancy.revision),
        case_id=discrepancy.case_id,
    )


def difference_from_proto(
    found: requests_pb2.ReportDiscrepancyRequest | events_pb2.DiscrepancyReported, person: Person
) -> Difference:
    return Difference(
        subject_key=person.key,
        person=person.name,
        number_kind=kind_of_number(found.identity_number),
        number=found.identity_number.value,
        field=found.field,
        reported_value=found.reported_value,
        note=found.note,
    )


def report_told(discrepancy: Discrepancy) -> events_pb2.DiscrepancyReported:
    return events_pb2.DiscrepancyReported(
        reporter_discrepancy=discrepancy.name,
        identity_number=identity(discrepancy.number_kind, discrepancy.number),
        field=discrepancy.field,
        reported_value=discrepancy.reported_value,
        note=discrepancy.note,
    )


def change_told(discrepancy: Discrepancy, name_there: str) -> events_pb2.DiscrepancyChanged:
    return events_pb2.DiscrepancyChanged(
        reporter_discrepancy=name_there,
        state=_state_to_proto(discrepancy.state),
        forwarded_to=discrepancy.forwarded_to,
        change_event=discrepancy.change_event,
        note=discrepancy.note,
    )


def source_of_truth_to_proto(row: Row) -> requests_pb2.SourceOfTruthRow:
    return requests_pb2.SourceOfTruthRow(
        information_group=_group(row), field=row.field, sources=row.sources, legal_source=row.legal_source
    )


def state_from_proto(state: discrepancy_pb2.DiscrepancyState.ValueType) -> State | None:
    name = discrepancy_pb2.DiscrepancyState.Name(state).removeprefix("DISCREPANCY_STATE_")
    return None if name == "UNSPECIFIED" else State(name)


def _state_to_proto(state: State) -> discrepancy_pb2.DiscrepancyState.ValueType:
    return discrepancy_pb2.DiscrepancyState.Value(f"DISCREPANCY_STATE_{state}")


def _group(row: Row) -> InformationGroup.ValueType:
    return InformationGroup.Value(f"INFORMATION_GROUP_{row.group.upper()}")
