"""How a participant follows a change at population."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lienthong_emulator.insurance.cards.domain import (
    CHILD_OBJECT_CODE,
    Card,
    Ending,
    Wallet,
    five_year_date,
    last_day_of_child_card,
)
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, REPRESENTATIVE, SPOUSE, Participant
from lienthong_emulator.matching import PartialDate

ATTRIBUTES = {
    "full_name": "full_name",
    "birth_date": "birth",
    "sex": "sex",
    "ethnic_group": "ethnic_group",
    "nationality": "nationality",
    "birth_registration_commune": "registration_commune",
    "hometown": "hometown",
    "residence": "residence",
    "death_date": "death_date",
}
"""Fields as the contract names them, and what they are of a participant. Numbers are kept beside."""
PARENTS = {"mother": MOTHER, "father": FATHER}
"""Fields that are relatives, and what they are among them."""
RELATIVES = {MOTHER: "mother", FATHER: "father", SPOUSE: "spouse", REPRESENTATIVE: "representative"}
"""What a relative is confirmed as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedChange:
    """A change at population that had its effect on a participant."""

    event_id: str
    participant_key: int
    record_time: str
    fields: str
    """Separated by blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The day on which population last confirmed a field."""

    participant_key: int
    field: str
    confirm_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyChange:
    """A change of a citizen whom insurance does not know yet, as it was told."""

    number: str
    number_kind: int
    event: bytes
    is_first: bool
    """Of the numbers under which it is kept."""
    receive_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDeath:
    """A death that a facility told of, by a paper and number of its own, or the death register by an entry."""

    source: str
    facility: str
    number: str
    participant_key: int
    death_date: date


def followed(participant: Participant, values: Mapping[str, Any]) -> Participant:
    """The participant with the values that population holds now, by field."""
    return replace(participant, **{ATTRIBUTES[field]: value for field, value in values.items()})


def locked(wallet: Wallet, known: date | None, died: date, today: date) -> Card | None:
    """The card that a death locks: the current one, or that which has been locked on another day, `known` before."""
    card = wallet.current or _locked_at(wallet, known)
    if card is None or card.end_date == died:
        return None
    return replace(card, ending=Ending.LOCKED, end_date=died, confirm_date=today)


def unlocked(wallet: Wallet, died: date | None, today: date) -> Card | None:
    """The card that the death locked, to be current again; None where there is none, or another was issued since."""
    card = _locked_at(wallet, died)
    if card is None or wallet.current is not None:
        return None
    return replace(card, ending=Ending.NONE, end_date=None, confirm_date=today)


def dated(card: Card, born: PartialDate, today: date) -> Card:
    """A child's card by the day on which the child was born, as it is known now; any other card stays as it is."""
    if card.object_code != CHILD_OBJECT_CODE or not born.day:
        return card
    first = date(born.year, born.month, born.day)
    return replace(
        card,
        valid_from=first,
        valid_to=last_day_of_child_card(first),
        five_year_date=five_year_date(first),
        confirm_date=today,
    )


def _locked_at(wallet: Wallet, died: date | None) -> Card | None:
    """A locked card ends on the day of the death."""
    return next((card for card in wallet.past if card.ending is Ending.LOCKED and card.end_date == died), None)
