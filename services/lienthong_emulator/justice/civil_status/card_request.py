"""Asking insurance for a child's card."""

from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration
from lienthong_emulator.justice.civil_status.convert import birth_registered
from lienthong_emulator.justice.civil_status.domain import Declaration, Dossier, Record
from lienthong_emulator.runtime.kit import Tx


def ask_for_card(tx: Tx, dossier: Dossier, record: Record, declaration: Declaration, found: BirthDeclaration) -> None:
    """Tell insurance of the birth; each round of the dossier asks once."""
    tx.step("card-asked-for", "Insurance asked for the child's card", led_to="agencies/insurance")
    tx.post(
        "insurance",
        subject=record.name,
        kind="justice.birth-registered",
        key=f"{dossier.dossier_id}/{dossier.round}",
        body=birth_registered(dossier, record, declaration, found),
    )
    tx.changed(dossier.name)
