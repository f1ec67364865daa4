"""Cards follow what units declare: the card register, the case and what population shows the citizen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.insurance.cards.at_work import Staff, begun, ended
from lienthong_emulator.insurance.cards.store import CardStore
from lienthong_emulator.insurance.facts import number_at_population, tell_population

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.insurance.cards.domain import Card
    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.registry.domain import Participant
    from lienthong_emulator.runtime.kit import Tx

FIRST_FACILITY = "001"
"""Our choice for who never had a card: the first facility of the province, until they choose another."""


async def card_begins(tx: Tx, person: Participant, unit: Unit) -> None:
    """The unit pays for a person from now on."""
    province = person.residence.province_code or unit.province_code
    staff = Staff(
        participant_key=person.participant_key,
        si_number=person.si_number,
        employer=unit.type,
        province_code=province,
        facility=f"{province}{FIRST_FACILITY}",
    )
    wallet = await CardStore(tx.db).wallet_of(person.participant_key)
    await _keep(tx, begun(wallet, staff, tx.now.date()))


async def card_ends(tx: Tx, person: Participant) -> None:
    """Nobody pays for the person's card any more."""
    wallet = await CardStore(tx.db).wallet_of(person.participant_key)
    await _keep(tx, ended(wallet, tx.now.date()))


async def _keep(tx: Tx, cards: Sequence[Card]) -> None:
    store = CardStore(tx.db)
    for card in cards:
        wallet = await store.wallet_of(card.participant_key)
        known = any(one.serial == card.serial for one in wallet.cards)
        (store.keep if known else store.add)(card)
    if cards:
        await _tell(tx, cards[-1])


async def _tell(tx: Tx, card: Card) -> None:
    number = await number_at_population(tx, card.participant_key)
    if number is not None:
        tell_population(tx, number, card, key=f"at-work/{await tx.next_number('card-at-work')}")
