"""Between the domain and the wire."""

from collections.abc import Sequence

from google.type import date_pb2

from lienthong.insurance.v1 import events_pb2
from lienthong.population.v1 import citizen_pb2, citizen_service_pb2
from lienthong.type.v1 import field_match_pb2
from lienthong_emulator.matching import Comparison, PartialDate
from lienthong_emulator.population.citizens.domain import Citizen, Claim, HeldNumber, InsuranceFacts, Subject
from lienthong_emulator.runtime.intake import day_of
from lienthong_emulator.runtime.kit import Kit
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.wire import (
    address_from_proto,
    address_to_proto,
    date_to_proto,
    field_match,
    identity,
    partial_date,
    partial_to_proto,
    sex_to_proto,
)


def citizen_to_proto(
    kit: Kit, citizen: Citizen, numbers: Sequence[HeldNumber], facts: InsuranceFacts | None
) -> citizen_pb2.Citizen:
    def name(key: int) -> str:
        return f"citizens/{kit.opaque_id('citizen', key)}" if key else ""

    return citizen_pb2.Citizen(
        name=name(citizen.citizen_key),
        personal_number=citizen.personal_number,
        identity_numbers=[identity(number.kind, number.value) for number in numbers],
        full_name=citizen.full_name,
        birth_date=partial_to_proto(citizen.birth_date),
        sex=sex_to_proto(citizen.sex),
        ethnic_group=citizen.ethnic_group,
        nationality=citizen.nationality,
        birth_registration_commune=citizen.registration_commune,
        hometown=address_to_proto(citizen.hometown),
        residence=address_to_proto(citizen.residence),
        mother=name(citizen.mother_key),
        father=name(citizen.father_key),
        insurance=_facts_to_proto(facts) if facts else None,
    )


def _facts_to_proto(facts: InsuranceFacts) -> citizen_pb2.InsuranceFacts:
    return citizen_pb2.InsuranceFacts(
        social_insurance_number=facts.social_insurance_number,
        card_number=facts.card_number,
        valid_from=date_to_proto(facts.valid_from),
        valid_to=date_to_proto(facts.valid_to),
        initial_facility=facts.initial_facility,
    )


def facts_from_event(event: events_pb2.InsuranceFactsChanged) -> InsuranceFacts:
    return InsuranceFacts(
        personal_number=event.personal_number,
        social_insurance_number=event.social_insurance_number,
        card_number=event.card_number,
        valid_from=day_of(event.valid_from, "valid_from"),
        valid_to=day_of(event.valid_to, "valid_to"),
        initial_facility=event.initial_facility,
    )


def claim_from_proto(request: citizen_service_pb2.VerifyCitizenRequest) -> Claim:
    return Claim(
        full_name=request.full_name,
        birth_date=_claimed_date(request.birth_date) if request.HasField("birth_date") else None,
        sex=request.sex,
    )


def _claimed_date(found: date_pb2.Date) -> PartialDate:
    """Refused with `INVALID_REQUEST` where no calendar has the date: to leave it out would pass for a yes."""
    claimed = partial_date(found)
    if claimed is None:
        violation = Violation("birth_date", "is not a day of the calendar", "không phải là ngày có trong lịch")
        raise InvalidRequest([violation])
    return claimed


def verdict_to_proto(subject: Subject, fields: dict[str, Comparison]) -> citizen_service_pb2.VerifyCitizenResponse:
    return citizen_service_pb2.VerifyCitizenResponse(
        subject=field_match_pb2.SubjectOutcome.Value(f"SUBJECT_OUTCOME_{subject.name}"),
        fields=[field_match(field, found) for field, found in fields.items()],
    )


def newborn_from_proto(
    request: citizen_service_pb2.IssuePersonalNumberRequest,
    *,
    citizen_key: int,
    personal_number: str,
    parents: tuple[int, int],
) -> Citizen:
    born = request.birth_date
    return Citizen(
        citizen_key=citizen_key,
        personal_number=personal_number,
        full_name=request.full_name,
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=request.sex,
        ethnic_group=request.ethnic_group,
        nationality=request.nationality,
        registration_commune=request.registration_commune,
        hometown=address_from_proto(request.hometown),
        residence=address_from_proto(request.residence),
        mother_key=parents[0],
        father_key=parents[1],
    )
