"""What population shows to the citizen: told anew whenever the card changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1.events_pb2 import InsuranceFactsChanged
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.wire import date_to_proto, identity

if TYPE_CHECKING:
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.insurance.cards.domain import Card
    from lienthong_emulator.runtime.kit import Tx


async def number_at_population(tx: Tx, key: int) -> IdentityNumber | None:
    """A number by which population knows a participant; None for who is no citizen."""
    registry = RegistryStore(tx.db)
    person = await registry.find(key)
    assert person is not None  # a key of somebody who was found
    held = [number for number in await registry.numbers_of(person) if number.kind in (PERSONAL_NUMBER, CMND)]
    return identity(held[0].kind, held[0].value) if held else None


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
