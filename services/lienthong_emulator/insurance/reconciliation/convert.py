"""Between the domain and the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, cast

from google.longrunning.operations_pb2 import Operation
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.field_mask_pb2 import FieldMask
from google.rpc.status_pb2 import Status

from lienthong.insurance.v1 import reconciliation_service_pb2 as pb
from lienthong.justice.v1.verification_service_pb2 import VerifyCivilStatusesRequest
from lienthong.population.v1.citizen_service_pb2 import (
    VerifyCitizensRequest,
    VerifyFingerprintsRequest,
    VerifyFingerprintsResponse,
)
from lienthong.population.v1.events_pb2 import CITIZEN_CHANGE_KIND_CORRECTED, CitizenChanged
from lienthong.type.v1.field_match_pb2 import (
    MATCH_OUTCOME_MATCH,
    MATCH_OUTCOME_MATCH_NORMALIZED,
    SUBJECT_OUTCOME_FOUND,
    SUBJECT_OUTCOME_UNSPECIFIED,
    FieldMatch,
    MatchOutcome,
    SubjectOutcome,
)
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.verification_pb2 import Verification
from lienthong_emulator.insurance.reconciliation.domain import (
    DEATH,
    FIELDS,
    JUSTICE,
    NUMBER,
    POPULATION,
    Answer,
    Glimpse,
    Reconciliation,
    Result,
    State,
    agrees,
)
from lienthong_emulator.insurance.registry.domain import is_same_person, number_of
from lienthong_emulator.matching import Comparison, Outcome, Subject
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.runtime.refusals import Kind
from lienthong_emulator.verification.batches import with_claims
from lienthong_emulator.verification.fingerprints import RULE, fingerprints_to_bytes
from lienthong_emulator.verification.written_claims import shape_given, writer_of
from lienthong_emulator.wire import identity, partial_date

if TYPE_CHECKING:
    from datetime import datetime

    from lienthong.population.v1.citizen_pb2 import Citizen
    from lienthong_emulator.insurance.names import Names
    from lienthong_emulator.insurance.registry.domain import Participant
    from lienthong_emulator.verification.written_claims import Row

YES: Final = frozenset({MATCH_OUTCOME_MATCH, MATCH_OUTCOME_MATCH_NORMALIZED})
NOT_ASKED: Final = Answer(None, {})
CLAIMS: Final = writer_of(shape_given(tuple(FIELDS[POPULATION])))
"""Writes claims of all that is held against any register; the mask says what is compared."""


BATCHES: Final[Mapping[str, type[VerifyCitizensRequest | VerifyCivilStatusesRequest]]] = {
    POPULATION: VerifyCitizensRequest,
    JUSTICE: VerifyCivilStatusesRequest,
}


def batch_of(people: Sequence[Row], batch_id: str, agency: str) -> bytes:
    """A request with a claim about each."""
    batch = BATCHES[agency](batch_id=batch_id, compare_mask=FieldMask(paths=FIELDS[agency]))
    return with_claims(batch, CLAIMS(people))


def fingerprints_of(glimpses: Sequence[Glimpse], batch_id: str) -> bytes:
    """A request with the fingerprint of each."""
    _, numbers, made = zip(*glimpses, strict=True)
    request = VerifyFingerprintsRequest(
        batch_id=batch_id, rule=RULE, identity_numbers=numbers, fingerprints=fingerprints_to_bytes(made)
    )
    return request.SerializeToString()


def confirmed_in(answer: bytes, glimpses: Sequence[Glimpse]) -> Sequence[int]:
    """The keys of who is confirmed, of those who were asked about."""
    is_confirmed = bytearray(b"\1") * len(glimpses)
    for place in VerifyFingerprintsResponse.FromString(answer).unconfirmed:
        if place < len(is_confirmed):
            is_confirmed[place] = False
    return [key for key, _, _ in compress(glimpses, is_confirmed)]


@dataclass(frozen=True, slots=True)
class Said:
    """What the other register said of somebody.

    `is_plain_yes`: one living person, and nothing differs, which is true of most, who are all told the same. `found` is
    what is told of that, written once for all of whom it was said.
    """

    answer: Answer
    told: Verification
    is_plain_yes: bool
    found: bytes


@lru_cache(maxsize=1_024)
def said_in(written: bytes) -> Said:
    """Much is said more than once: what was read before need not be read again."""
    told = Verification.FromString(written)
    answer = answer_from_proto(told)
    return Said(answer, told, _is_plain_yes(told), _found(answer, told).SerializeToString())


def _is_plain_yes(told: Verification) -> bool:
    if told.subject != SUBJECT_OUTCOME_FOUND:
        return False
    return all(
        match.outcome in YES or (match.outcome == MatchOutcome.MATCH_OUTCOME_NOT_COMPARED and not match.reasons)
        for match in told.fields
    )


def answer_from_proto(found: Verification) -> Answer:
    if found.subject == SUBJECT_OUTCOME_UNSPECIFIED:
        return NOT_ASKED
    return Answer(Subject(found.subject), {match.field: _comparison(match) for match in found.fields})


def _comparison(match: FieldMatch) -> Comparison:
    name = MatchOutcome.Name(match.outcome).removeprefix("MATCH_OUTCOME_")
    return Comparison(Outcome(name), tuple(match.reasons), match.rule)


def found_written(said: Said | None, discrepancies: Sequence[str]) -> bytes:
    """What is told of one participant, without the person: parts of a message, put one after the other, are one."""
    names = pb.ReconciliationResult(discrepancies=discrepancies).SerializeToString() if discrepancies else b""
    return names + said.found if said else names


def _found(answer: Answer, told: Verification) -> pb.ReconciliationResult:
    differing = [match for match in told.fields if not agrees(answer.fields[match.field])]
    found = pb.ReconciliationResult(subject=told.subject, fields=differing)
    if told.HasField("refusal"):
        found.refusal.CopyFrom(told.refusal)
    return found


def result_to_proto(result: Result, names: Names) -> pb.ReconciliationResult:
    told = pb.ReconciliationResult.FromString(result.found)
    told.participant = names.participant(result.participant_key)
    told.social_insurance_number = number_of(result.participant_key)
    if result.matched:
        told.list = pb.RECONCILIATION_LIST_MATCHED
        told.subject = told.subject or SUBJECT_OUTCOME_FOUND
    else:
        told.list = pb.RECONCILIATION_LIST_NOT_MATCHED
    return told


def wanted_list(found: pb.ReconciliationList.ValueType) -> bool | None:
    """Whether the list of who matched is wanted; None for both."""
    return None if not found else found == pb.RECONCILIATION_LIST_MATCHED


def operation_to_proto(run: Reconciliation, counts: Sequence[tuple[str, str, str, int]]) -> Operation:
    packed = Packed()
    packed.Pack(_reconciliation(run, counts))
    told = Operation(name=run.name, metadata=packed, done=not run.is_running)
    if run.state is State.DONE:
        told.response.CopyFrom(packed)
    elif run.state is State.CANCELLED:
        told.error.CopyFrom(Status(code=Kind.CANCELLED.value, message=f"{run.name} was cancelled"))
    return told


def _reconciliation(run: Reconciliation, counts: Sequence[tuple[str, str, str, int]]) -> pb.Reconciliation:
    return pb.Reconciliation(
        agency=run.agency,
        create_time=instant(run.create_time),
        update_time=instant(run.update_time),
        total=run.total,
        verified=run.verified,
        matched=run.matched,
        not_matched=run.verified - run.matched,
        discrepancies_opened=run.opened,
        discrepancies_known=run.known,
        discrepancies_withdrawn=run.withdrawn,
        counts=[
            pb.ReconciliationCount(
                field=field,
                outcome=MatchOutcome.Value(f"MATCH_OUTCOME_{outcome or 'UNSPECIFIED'}"),
                subject=SubjectOutcome.Value(f"SUBJECT_OUTCOME_{subject or 'UNSPECIFIED'}"),
                count=times,
            )
            for field, outcome, subject, times in counts
        ],
        cancel_requested=run.cancel_requested,
    )


def is_same_as(citizen: Citizen, person: Participant) -> bool:
    """Not where name and birth date are both others."""
    born = partial_date(citizen.birth_date)
    return born is not None and is_same_person((citizen.full_name, born), (person.full_name, person.birth))


def change_from_citizen(citizen: Citizen, field: str, event_id: str, now: datetime) -> CitizenChanged | None:
    """What the source holds of a field, as if it had just changed; None where it holds nothing."""
    change = CitizenChanged(
        event_id=event_id,
        kind=CITIZEN_CHANGE_KIND_CORRECTED,
        known_by=citizen.identity_numbers,
        fields=[field],
        event_time=instant(now),
        record_time=instant(now),
        caused_by="agencies/population",
    )
    told: dict[str, Any] = {field: _held(citizen, field)}
    if told[field]:
        change.MergeFrom(CitizenChanged(**told))
    return change if told[field] or field == DEATH else None


def _held(citizen: Citizen, field: str) -> object:
    """What a citizen holds of a field of group a; nothing where it is not set."""
    if field == NUMBER:
        return identity(PERSONAL_NUMBER, citizen.personal_number) if citizen.personal_number else None
    descriptor = citizen.DESCRIPTOR.fields_by_name.get(field)
    is_message = descriptor is not None and descriptor.message_type is not None
    if descriptor is None or (is_message and not citizen.HasField(cast(Any, field))):
        return None
    return getattr(citizen, field)
