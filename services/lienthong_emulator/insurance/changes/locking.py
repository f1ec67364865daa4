"""What becomes of a card: locked with a death, unlocked where nobody says so any more, dated anew with a birth date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.insurance.cards.store import CardStore
from lienthong_emulator.insurance.changes.domain import ReportedDeath, dated, locked, unlocked
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.facts import number_at_population, tell_population
from lienthong_emulator.insurance.registry.store import RegistryStore

if TYPE_CHECKING:
    from datetime import date

    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.matching import PartialDate
    from lienthong_emulator.runtime.kit import Tx


async def note_death(tx: Tx, source: str, facility: str, number: str, found: tuple[int, date] | None) -> None:
    """Take in what a facility tells of a death, or that what it told was none (None); cards follow.

    `found` is whom it is about and the day.
    """
    changes = ChangeStore(tx.db)
    before = await changes.reported_death(source, facility, number)
    concerned = {before.participant_key: None} if before else {}
    if found:
        concerned[found[0]] = None
    known = {key: await _death_date(tx, key) for key in concerned}
    if found:
        told = ReportedDeath(
            source=source, facility=facility, number=number, participant_key=found[0], death_date=found[1]
        )
        changes.keep_death(told)
    elif before:
        changes.forget_death(before)
    for key in concerned:
        if (died := await _death_date(tx, key)) != known[key]:
            cause = str(await tx.next_number("reported-death"))
            await lock_or_unlock(tx, key, known[key], died, await number_at_population(tx, key), cause)


async def _death_date(tx: Tx, key: int) -> date | None:
    """Population's word goes first; else the earliest that a facility tells."""
    person = await RegistryStore(tx.db).find(key)
    assert person is not None  # a key of somebody who was found
    return person.death_date or await reported_day(tx, key)


async def reported_day(tx: Tx, key: int) -> date | None:
    """The earliest day of death that a facility tells of a participant."""
    reported = await ChangeStore(tx.db).reported_deaths_of(key)
    return reported[0].death_date if reported else None


async def lock_or_unlock(
    tx: Tx, key: int, known: date | None, died: date | None, number: IdentityNumber | None, cause: str
) -> None:
    """Let the card follow a day of death, `known` before; population shows it to the citizen under a number."""
    cards, today = CardStore(tx.db), tx.now.date()
    wallet = await cards.wallet_of(key)
    card = locked(wallet, known, died, today) if died else unlocked(wallet, known, today)
    if card is None:
        return
    cards.keep(card)
    word = "unlocked" if card.is_current else "locked"
    tx.step(f"card-{word}", f"Card {card.card_number} {word}", details={"card_number": card.card_number})
    if number is not None:
        tell_population(tx, number, card, key=cause)


async def date_anew(tx: Tx, key: int, born: PartialDate, number: IdentityNumber, cause: str) -> None:
    """Let a child's card follow a corrected birth date: its days count from it."""
    cards = CardStore(tx.db)
    current = (await cards.wallet_of(key)).current
    card = dated(current, born, tx.now.date()) if current else None
    if card is None or card == current:
        return
    cards.keep(card)
    title = f"Card {card.card_number} is valid {card.valid_from} to {card.valid_to}"
    tx.step("card-dated-anew", title, details={"card_number": card.card_number})
    tell_population(tx, number, card, key=cause)
