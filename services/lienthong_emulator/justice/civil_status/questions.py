"""What the population database is asked, and what it answers, on the wire."""

from __future__ import annotations

from lienthong.population.v1 import citizen_service_pb2
from lienthong.type.v1 import field_match_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong.type.v1.person_claim_pb2 import PersonClaim
from lienthong_emulator.justice.civil_status.convert import number_of
from lienthong_emulator.justice.civil_status.domain import Declaration, Parent, RegistrationKind
from lienthong_emulator.justice.civil_status.rules import SEX_OF, Verdict
from lienthong_emulator.matching import Outcome
from lienthong_emulator.wire import address_to_proto, date_to_proto, identity, partial_to_proto, sex_to_proto


def claim_about(role: str, parent: Parent) -> citizen_service_pb2.VerifyCitizenRequest:
    claim = PersonClaim(
        identity_number=number_of(parent),
        full_name=parent.full_name,
        birth_date=partial_to_proto(parent.birth_date),
        sex=sex_to_proto(SEX_OF[role]),
    )
    return citizen_service_pb2.VerifyCitizenRequest(claim=claim)


def claim_about_child(declaration: Declaration) -> citizen_service_pb2.VerifyCitizenRequest:
    claim = PersonClaim(
        identity_number=identity(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, declaration.child_number),
        full_name=declaration.child_name,
        birth_date=date_to_proto(declaration.child_birth_date),
        sex=sex_to_proto(declaration.child_sex),
    )
    return citizen_service_pb2.VerifyCitizenRequest(claim=claim)


def verdict_from_proto(answer: citizen_service_pb2.VerifyCitizenResponse) -> Verdict:
    found = answer.verification
    fields = {match.field: (_outcome(match.outcome), tuple(match.reasons)) for match in found.fields}
    return Verdict(field_match_pb2.SubjectOutcome.Name(found.subject).removeprefix("SUBJECT_OUTCOME_"), fields)


def _outcome(found: field_match_pb2.MatchOutcome.ValueType) -> Outcome:
    return Outcome(field_match_pb2.MatchOutcome.Name(found).removeprefix("MATCH_OUTCOME_"))


def number_request(declaration: Declaration, request_id: str) -> citizen_service_pb2.IssuePersonalNumberRequest:
    return citizen_service_pb2.IssuePersonalNumberRequest(
        request_id=request_id,
        full_name=declaration.child_name,
        birth_date=date_to_proto(declaration.child_birth_date),
        sex=sex_to_proto(declaration.child_sex),
        registration_commune=declaration.registration_commune,
        ethnic_group=declaration.child_ethnic_group,
        nationality=declaration.child_nationality,
        hometown=address_to_proto(declaration.child_hometown),
        residence=address_to_proto(declaration.residence()),
        mother=number_of(declaration.mother) if declaration.mother else None,
        father=number_of(declaration.father) if declaration.father else None,
        registered_abroad=declaration.registration_kind == RegistrationKind.FOREIGN_RECORD,
    )
