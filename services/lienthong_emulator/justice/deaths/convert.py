"""Between the domain and the wire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from lienthong.insurance.v1 import benefit_pb2
from lienthong.insurance.v1.benefit_pb2 import (
    SURVIVOR_KIND_FATHER,
    SURVIVOR_KIND_MOTHER,
    SURVIVOR_KIND_SPOUSE,
    SurvivorKind,
)
from lienthong.justice.v1 import death_dossier_pb2, death_events_pb2
from lienthong.justice.v1.birth_declaration_pb2 import RegistrationKind
from lienthong.justice.v1.death_declaration_pb2 import DeathDeclaration
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.justice.civil_status.convert import (
    KIND_OF_PAPER,
    full_day,
    paper_of,
    partial_day,
)
from lienthong_emulator.justice.civil_status.domain import PaperKind
from lienthong_emulator.justice.deaths.domain import Deceased, Declaration, Dossier, Record
from lienthong_emulator.justice.registers.convert import numbers_of, place_to_proto
from lienthong_emulator.justice.registers.domain import CivilStatus, Death, EndReason, Person, Register
from lienthong_emulator.readable import refuse_unreadable
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import address_from_proto, date_to_proto, identity, partial_to_proto, sex_to_proto

if TYPE_CHECKING:
    from datetime import date

    from google.type import date_pb2

    from lienthong.insurance.v1.events_pb2 import FuneralAllowanceDecided
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.matching import PartialDate
    from lienthong_emulator.reference.addresses import Address


@lru_cache(maxsize=128)
def declaration_in(content: bytes) -> Declaration:
    """The declaration that a dossier keeps: filing reads it, and the desk does so again a moment later."""
    return declaration_from_proto(DeathDeclaration.FromString(content))


def declaration_from_proto(found: DeathDeclaration) -> Declaration:
    """The declaration as the rules need it. Refuses texts that nobody can read and dates that no calendar has."""
    _refuse_unreadable(found)
    deceased, applicant = found.deceased, found.applicant
    kind, number = paper_of(deceased.paper)
    return Declaration(
        registration_kind=found.registration_kind,
        registration_commune=found.registration_commune,
        notice_number=found.death_notice.number,
        deceased=Deceased(
            full_name=" ".join(normalize("NFC", deceased.full_name).split()),
            sex=deceased.sex,
            birth_date=partial_day("declaration.deceased.birth_date", deceased.birth_date),
            nationality=deceased.nationality,
            paper_kind=kind,
            paper_number=number,
            death_date=full_day("declaration.deceased.death_date", deceased.death_date),
        ),
        applicant_paper=(*paper_of(applicant.paper), applicant.personal_number),
        places=list(_places(found)),
        ethnic_group=deceased.ethnic_group,
        past_dates=list(_past_dates(found)),
    )


def _refuse_unreadable(found: DeathDeclaration) -> None:
    deceased, applicant = found.deceased, found.applicant
    names = {
        "declaration.deceased.full_name": deceased.full_name,
        "declaration.applicant.full_name": applicant.full_name,
    }
    texts = {
        "declaration.deceased.death_place": deceased.death_place,
        "declaration.deceased.death_cause": deceased.death_cause,
        "declaration.deceased.residence.detail": deceased.residence.detail,
        "declaration.applicant.residence.detail": applicant.residence.detail,
    }
    refuse_unreadable(names, texts, printed=names | texts)


def _places(found: DeathDeclaration) -> Iterator[tuple[str, Address]]:
    yield "declaration.deceased.residence", address_from_proto(found.deceased.residence)
    yield "declaration.applicant.residence", address_from_proto(found.applicant.residence)


def _past_dates(found: DeathDeclaration) -> Iterator[tuple[str, PartialDate]]:
    """Every date that cannot lie ahead."""
    dates = {
        "deceased.death_date": found.deceased.death_date,
        "deceased.birth_date": found.deceased.birth_date,
        "deceased.paper.issue_date": found.deceased.paper.issue_date,
        "death_notice.issue_date": found.death_notice.issue_date,
        "paper.issue_date": found.paper.issue_date,
        "applicant.paper.issue_date": found.applicant.paper.issue_date,
    }
    for path, day in dates.items():
        if day.year or day.month or day.day:
            yield f"declaration.{path}", partial_day(f"declaration.{path}", day)


def dossier_to_proto(dossier: Dossier, record: Record | None, today: date) -> death_dossier_pb2.DeathDossier:
    states, steps = death_dossier_pb2.DeathDossierState, death_dossier_pb2.DeathDossierStep
    told = death_dossier_pb2.DeathDossier(
        name=dossier.name,
        linked_dossier_id=dossier.linked_dossier_id,
        one_stop_dossier_id=dossier.one_stop_dossier_id,
        case_id=dossier.case_id,
        state=states.Value(f"DEATH_DOSSIER_STATE_{dossier.state}"),
        step=steps.Value(f"DEATH_DOSSIER_STEP_{dossier.step or 'UNSPECIFIED'}"),
        declaration=DeathDeclaration.FromString(dossier.declaration),
        death_record=record_to_proto(record) if record else None,
        refusal=refusal_pb2.Refusal.FromString(dossier.refusal) if dossier.refusal else None,
        file_time=instant(dossier.file_time),
        due_date=date_to_proto(dossier.due_date),
        follow_up_due_date=date_to_proto(dossier.follow_up_due_date),
        supplement_due_date=_day(dossier.supplement_due_date),
        overdue=dossier.is_overdue(today),
        etag=str(dossier.revision),
        attempts=dossier.attempts,
    )
    if dossier.allowance:
        told.funeral_allowance.MergeFromString(dossier.allowance)
    return told


def _day(day: date | None) -> date_pb2.Date | None:
    return date_to_proto(day) if day else None


def record_to_proto(record: Record) -> death_dossier_pb2.DeathRecord:
    return death_dossier_pb2.DeathRecord(
        name=record.name,
        place=place_to_proto(record.place, Register.DEATHS),
        identity_number=identity(record.number_kind, record.number) if record.number else None,
        full_name=record.full_name,
        birth_date=partial_to_proto(record.birth),
        sex=sex_to_proto(record.sex),
        death_date=date_to_proto(record.died),
        registration_kind=cast("RegistrationKind.ValueType", record.registration_kind),
        dossier=f"deathDossiers/{record.dossier_id}",
        revoke_time=instant(record.revoke_time) if record.revoke_time else None,
        revoke_reason=record.revoke_reason,
        etag=str(record.revision),
    )


def allowance_from_event(event: FuneralAllowanceDecided) -> death_dossier_pb2.FuneralAllowance:
    claim = event.claim
    return death_dossier_pb2.FuneralAllowance(
        claim=claim.name,
        funeral_class=claim.funeral_class,
        amount=claim.amount,
        due_date=claim.due_date if claim.HasField("due_date") else None,
        refusal=event.refusal if event.HasField("refusal") else None,
    )


def death_registered(
    record: Record,
    found: DeathDeclaration,
    known_by: Sequence[IdentityNumber],
    survivors: Sequence[benefit_pb2.Survivor],
) -> death_events_pb2.DeathRegistered:
    return death_events_pb2.DeathRegistered(
        dossier=f"deathDossiers/{record.dossier_id}",
        record=record_to_proto(record),
        known_by=known_by,
        claimant=_claimant(found),
        survivors=survivors,
    )


def record_revoked(record: Record, standing: Death | None) -> death_events_pb2.DeathRecordRevoked:
    """`standing` is another entry of the same death."""
    return death_events_pb2.DeathRecordRevoked(
        dossier=f"deathDossiers/{record.dossier_id}",
        record=record_to_proto(record),
        standing_record=f"deathRecords/{standing.record_id}" if standing and standing.record_id else "",
        standing_death_date=_day(standing.died if standing else None),
    )


def _claimant(found: DeathDeclaration) -> benefit_pb2.Claimant:
    kind, number = paper_of(found.applicant.paper)
    if found.applicant.personal_number:
        kind, number = PaperKind.CCCD, found.applicant.personal_number
    return benefit_pb2.Claimant(
        full_name=found.applicant.full_name,
        relation=found.applicant.relation,
        identity_number=identity(KIND_OF_PAPER.get(kind, 0), number) if number else None,
    )


def survivors_in(status: CivilStatus) -> Iterator[benefit_pb2.Survivor]:
    """Whom the registers name beside a person: parents, and husband or wife unless they married somebody else."""
    parents = (status.birth.mother_key, status.birth.father_key) if status.birth else (0, 0)
    for kind, key in zip((SURVIVOR_KIND_MOTHER, SURVIVOR_KIND_FATHER), parents, strict=True):
        if key in status.named:
            yield _survivor(kind, status.named[key])
    for marriage, end in status.marriages:
        spouse = marriage.spouse_of(status.person.person_key)
        parted = end is not None and end.reason is EndReason.REMARRIAGE
        if spouse in status.named and not parted:
            yield _survivor(SURVIVOR_KIND_SPOUSE, status.named[spouse])


def _survivor(kind: SurvivorKind.ValueType, person: Person) -> benefit_pb2.Survivor:
    number = next(numbers_of(person), None)
    return benefit_pb2.Survivor(kind=kind, full_name=person.full_name, identity_number=number)
