"""A newborn whom insurance knows by a hospital's temporary card, in a parent's name (Circular 30/2020, article 10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.cards.domain import SI_DIGITS_START, Ending
from lienthong_emulator.insurance.cards.store import CardStore
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.matching import PartialDate, compare_names

if TYPE_CHECKING:
    from lienthong.justice.v1.events_pb2 import BirthRegistered
    from lienthong_emulator.insurance.registry.domain import Participant
    from lienthong_emulator.runtime.kit import Tx

NO_FACILITY: Final = "000"
"""Stands behind the province where another card names its facility (Decision 4750/QĐ-BYT)."""


async def newborn_under(tx: Tx, temporary_card: str, event: BirthRegistered) -> Participant | None:
    """The child of a registered birth, where the number of its temporary card is its own and nobody else's."""
    registry = RegistryStore(tx.db)
    held = await registry.find_by_number(SOCIAL_INSURANCE, temporary_card[SI_DIGITS_START:]) if temporary_card else None
    if held is None or await _is_registered(registry, held):
        return None
    card = (await CardStore(tx.db).wallet_of(held.participant_key)).find(temporary_card)
    if card is None or not card.initial_facility.endswith(NO_FACILITY):
        return None
    is_held = card.is_current or card.ending is Ending.LOCKED  # locked: who died is the same child
    return held if is_held and _is_of(held, event) else None


async def died_unnamed(tx: Tx, household_key: int, event: BirthRegistered) -> bool:
    """Whether a household lost a newborn who may be the child of a birth that names no temporary card."""
    registry, cards = RegistryStore(tx.db), CardStore(tx.db)
    for held in await registry.members_born(household_key, _born(event), event.record.sex):
        if not _is_of(held, event) or await _is_registered(registry, held):
            continue
        wallet = await cards.wallet_of(held.participant_key)
        if wallet.is_locked and wallet.cards[0].initial_facility.endswith(NO_FACILITY):
            return True
    return False


async def _is_registered(registry: RegistryStore, held: Participant) -> bool:
    return any(number.kind == PERSONAL_NUMBER for number in await registry.numbers_of(held))


def _is_of(held: Participant, event: BirthRegistered) -> bool:
    """Born that day, of that sex, and in the name of one of the parents."""
    parents = [parent.full_name for parent in (event.mother, event.father) if parent.full_name]
    same_child = held.birth == _born(event) and held.sex == event.record.sex
    return same_child and any(compare_names(held.full_name, name).outcome.is_positive for name in parents)


def _born(event: BirthRegistered) -> PartialDate:
    born = event.record.birth_date
    return PartialDate(born.year, born.month, born.day)


async def end_temporary_card(tx: Tx, held: Participant) -> None:
    """The final card, which keeps its ten digits, takes its place."""
    cards = CardStore(tx.db)
    current = (await cards.wallet_of(held.participant_key)).current
    assert current is not None  # the temporary one
    cards.keep(replace(current, ending=Ending.SUPERSEDED, end_date=tx.now.date()))
