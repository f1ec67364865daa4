"""What is told of dossiers and of the birth register."""

from __future__ import annotations

from datetime import date
from typing import cast

from google.type import date_pb2

from lienthong.insurance.v1 import card_pb2
from lienthong.justice.v1 import birth_declaration_pb2, birth_dossier_pb2
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.justice.civil_status.domain import Dossier, Record
from lienthong_emulator.justice.civil_status.history import entries_of
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto, sex_to_proto


def child_card(card: card_pb2.Card, household_code: str) -> birth_dossier_pb2.ChildCard:
    return birth_dossier_pb2.ChildCard(
        social_insurance_number=card.social_insurance_number,
        card_number=card.card_number,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        initial_facility=card.initial_facility,
        household_code=household_code,
    )


def dossier_to_proto(dossier: Dossier, record: Record | None, today: date) -> birth_dossier_pb2.BirthDossier:
    states, steps = birth_dossier_pb2.DossierState, birth_dossier_pb2.DossierStep
    history = entries_of(dossier)
    return birth_dossier_pb2.BirthDossier(
        name=dossier.name,
        linked_dossier_id=dossier.linked_dossier_id,
        one_stop_dossier_id=dossier.one_stop_dossier_id,
        case_id=dossier.case_id,
        state=states.Value(f"DOSSIER_STATE_{dossier.state}"),
        step=steps.Value(f"DOSSIER_STEP_{dossier.step or 'UNSPECIFIED'}"),
        declaration=birth_declaration_pb2.BirthDeclaration.FromString(dossier.declaration),
        birth_record=record_to_proto(record) if record else None,
        card=birth_dossier_pb2.ChildCard.FromString(dossier.card) if dossier.card else None,
        refusal=refusal_pb2.Refusal.FromString(dossier.refusal) if dossier.refusal else None,
        file_time=instant(dossier.file_time),
        due_date=date_to_proto(dossier.due_date),
        supplement_due_date=_day(dossier.supplement_due_date),
        waits_until_date=_day(dossier.waits_until.date() if dossier.waits_until else None),
        waits_until_time=instant(dossier.waits_until) if dossier.waits_until else None,
        registration_due_date=date_to_proto(dossier.registration_due_date),
        card_due_date=date_to_proto(dossier.card_due_date),
        portal_status=history[-1].status,
        status_history=history,
        overdue=dossier.is_overdue(today),
        etag=str(dossier.revision),
        attempts=dossier.attempts,
    )


def _day(day: date | None) -> date_pb2.Date | None:
    return date_to_proto(day) if day else None


def record_to_proto(record: Record) -> birth_dossier_pb2.BirthRecord:
    return birth_dossier_pb2.BirthRecord(
        name=record.name,
        number=record.number,
        book=record.book,
        page=record.page,
        registration_date=date_to_proto(record.registration_date),
        registration_commune=record.registration_commune,
        personal_number=record.personal_number,
        full_name=record.full_name,
        birth_date=date_to_proto(record.birth_date),
        sex=sex_to_proto(record.sex),
        registration_kind=cast("birth_declaration_pb2.RegistrationKind.ValueType", record.registration_kind),
        dossier=f"birthDossiers/{record.dossier_id}",
    )
