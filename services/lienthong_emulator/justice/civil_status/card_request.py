"""Asking insurance for a child's card."""

from lienthong.justice.v1 import events_pb2
from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration
from lienthong_emulator.justice.civil_status.answers import record_to_proto
from lienthong_emulator.justice.civil_status.convert import number_of
from lienthong_emulator.justice.civil_status.domain import Declaration, Dossier, Parent, Record
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.wire import address_to_proto, date_to_proto, partial_to_proto


def ask_for_card(tx: Tx, dossier: Dossier, record: Record, declaration: Declaration, found: BirthDeclaration) -> None:
    """Tell insurance of the birth; each round of the dossier asks once."""
    tx.step("card-asked-for", "Insurance asked for the child's card", led_to="agencies/insurance")
    tx.post(
        "insurance",
        subject=record.name,
        kind="justice.birth-registered",
        key=f"{dossier.dossier_id}/{dossier.round}",
        body=_birth_registered(dossier, record, declaration, found),
    )
    tx.changed(dossier.name)


def _birth_registered(
    dossier: Dossier, record: Record, declaration: Declaration, found: BirthDeclaration
) -> events_pb2.BirthRegistered:
    return events_pb2.BirthRegistered(
        dossier=dossier.name,
        record=record_to_proto(record),
        file_date=date_to_proto(dossier.file_time.date()),
        child=found.child,
        mother=_registered(declaration.mother),
        father=_registered(declaration.father),
        residence=address_to_proto(declaration.residence()),
        health_insurance=found.health_insurance,
        card_due_date=date_to_proto(dossier.card_due_date),
        round=dossier.round,
        birth_notice_number=declaration.notice_number,
    )


def _registered(parent: Parent | None) -> events_pb2.RegisteredParent | None:
    if parent is None:
        return None
    return events_pb2.RegisteredParent(
        full_name=parent.full_name,
        birth_date=partial_to_proto(parent.birth_date),
        identity_number=number_of(parent),
    )
