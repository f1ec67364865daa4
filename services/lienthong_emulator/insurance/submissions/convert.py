"""Between the domain and the wire, and between documents and the domain."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import paper_pb2, submission_pb2
from lienthong_emulator.insurance.papers.domain import Paper, PaperKind
from lienthong_emulator.insurance.submissions.domain import FoundPaper, FoundTreatment, Patient, Submission
from lienthong_emulator.insurance.treatments.domain import Outcome, Treatment, VisitReason, reason_of_route
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto, partial_to_proto, sex_to_proto

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from google.type import date_pb2

    from lienthong_emulator.insurance.names import Names
    from lienthong_emulator.insurance.submissions.forms import Values
    from lienthong_emulator.matching import PartialDate


def submission_to_proto(submission: Submission, names: Names) -> submission_pb2.Submission:
    return submission_pb2.Submission(
        name=f"submissions/{submission.submission_id}",
        transaction_code=submission.transaction_code,
        kind=cast("submission_pb2.FileKind.ValueType", submission.kind.value),
        facility=submission.facility,
        sender=submission.sender,
        receive_time=instant(submission.receive_time),
        bytes=submission.bytes,
        digest=submission.digest,
        dossiers=submission.dossiers,
        treatments=[names.treatment(int(number)) for number in submission.treatments.split()],
        papers=[f"papers/{paper_id}" for paper_id in submission.papers.split()],
        total_cost=submission.total_cost,
    )


def treatment_in(values: Values, facility: str, now: datetime) -> FoundTreatment:
    """A treatment as a check-in or a table XML1 tells of it; a check-in leaves out what comes with the discharge."""
    has_ended = bool(values.text("discharged"))
    treatment = Treatment(
        treatment_number=0,
        facility=facility,
        visit=values.text("visit"),
        participant_key=0,
        card_number=values.text("card"),
        admit_time=values.moment("admitted").astimezone(UTC),
        discharge_time=values.moment("discharged").astimezone(UTC) if has_ended else None,
        diagnosis=values.text("diagnosis"),
        disease_code=values.text("disease"),
        discharge_kind=values.number("discharge"),
        outcome=Outcome(values.number("result")),
        visit_reason=VisitReason(values.number("reason")) or reason_of_route(values.text("route")),
        route_code=values.text("route"),
        total_cost=values.number("total_cost"),
        insurance_pays=values.number("insurance_pays"),
        co_payment=values.number("co_payment"),
        submission_id="",
        receive_time=now.astimezone(UTC),
    )
    return FoundTreatment(patient_in(values), treatment)


def patient_in(values: Values) -> Patient:
    numbers = [values.text(name) for name in ("card", "identity_number", "si_number")]
    return Patient(numbers=numbers, full_name=values.text("full_name"), birth=values.birth("birth"))


def birth_notice_in(values: Values, facility: str, now: datetime) -> FoundPaper:
    """About the mother or carer."""
    numbers = [values.text(name) for name in ("mother_card", "mother_identity", "mother_si")]
    content = paper_pb2.BirthNotice(
        mother_name=values.text("mother_name"),
        mother_birth_date=_partial(values.birth("mother_birth")),
        mother_social_insurance_number=values.text("mother_si"),
        mother_card=values.text("mother_card"),
        mother_identity_number=values.text("mother_identity"),
        mother_residence=values.text("mother_residence"),
        father_name=values.text("father_name"),
        temporary_card=values.text("temporary_card"),
        child_name=values.text("child_name"),
        child_sex=sex_to_proto(values.number("child_sex")),
        birth_time=instant(values.moment("born")),
        birth_place=values.text("birth_place"),
        weight=values.number("weight"),
        children=values.number("children"),
    )
    mother = Patient(numbers=numbers, full_name=values.text("mother_name"), birth=values.birth("mother_birth"))
    return FoundPaper(mother, _paper(PaperKind.BIRTH_NOTICE, values, facility, now, content))


def death_notice_in(values: Values, facility: str, now: datetime) -> FoundPaper:
    died, born = values.moment("died"), values.birth("birth")
    content = paper_pb2.DeathNotice(
        full_name=values.text("full_name"),
        birth_date=_partial(born),
        card_number=values.text("card"),
        identity_number=values.text("identity_number"),
        death_time=instant(died),
        cause=values.text("cause"),
        disease_code=values.text("disease"),
    )
    paper = _paper(PaperKind.DEATH_NOTICE, values, facility, now, content)
    return FoundPaper(patient_in(values), paper, died.date())


def sick_leave_in(values: Values, facility: str, now: datetime, full_name: str = "") -> FoundPaper:
    """`full_name` is that of the claim's patient: the certificate itself has none."""
    content = paper_pb2.SickLeave(
        serial=values.text("serial"),
        social_insurance_number=values.text("si_number"),
        card_number=values.text("card"),
        unit=values.text("unit"),
        diagnosis=values.text("diagnosis"),
        first_day=_day(values.day("first_day")),
        last_day=_day(values.day("last_day")),
        days=values.number("days"),
    )
    patient = Patient(numbers=[values.text("si_number"), values.text("card")], full_name=full_name, birth=None)
    return FoundPaper(patient, _paper(PaperKind.SICK_LEAVE, values, facility, now, content))


def _paper(kind: PaperKind, values: Values, facility: str, now: datetime, content: Message) -> Paper:
    return Paper(
        paper_number=0,
        paper_id="",
        kind=kind,
        facility=facility,
        number=values.text("number"),
        submission_id="",
        participant_key=0,
        receive_time=now.astimezone(UTC),
        issue_date=values.day("issued"),
        content=content.SerializeToString(deterministic=True),
    )


def _partial(found: PartialDate | None) -> date_pb2.Date | None:
    return partial_to_proto(found) if found else None


def _day(found: date | None) -> date_pb2.Date | None:
    return date_to_proto(found) if found else None
