"""What population shows to the citizen: told anew whenever the card changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1.events_pb2 import InsuranceFactsChanged
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.wire import date_to_proto

if TYPE_CHECKING:
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.insurance.cards.domain import Card
    from lienthong_emulator.runtime.kit import Tx


def tell_population(tx: Tx, number: IdentityNumber, card: Card, key: str) -> None:
    """Send the facts to population, which knows the citizen under a number; `key` tells what the card changed with."""
    names = Names(tx.kit.opaque_id)
    facts = InsuranceFactsChanged(
        identity_number=number,
        social_insurance_number=card.si_number,
        card_number=card.card_number,
        valid_from=date_to_proto(card.valid_from),
        valid_to=date_to_proto(card.valid_to),
        initial_facility=card.initial_facility,
        card_locked=not card.is_current,
    )
    tx.post(
        "population",
        subject=names.participant(card.participant_key),
        kind="insurance.facts-changed",
        key=f"{names.card(card.participant_key, card.serial)}/{key}",
        body=facts,
    )
