"""Health-insurance cards: number, validity, state."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from lienthong_emulator.matching import PartialDate

# Decision 1351/QĐ-BHXH of 2015: children under 6 are group TE, paid for at 100 %, level 1.
CHILD_OBJECT_CODE = "TE"
CHILD_BENEFIT_LEVEL = 1
YEARS_COVERED = 6
SCHOOL_YEAR_STARTS = (9, 30)
CARD_NUMBER_LENGTH = 15
SI_DIGITS_START = 5


class State(StrEnum):
    """Where a card stands on a day; named as in the contract."""

    NOT_YET_VALID = "NOT_YET_VALID"
    VALID = "VALID"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"
    REVOKED = "REVOKED"
    REDUCED = "REDUCED"
    LOCKED = "LOCKED"


class Ending(IntEnum):
    """Why a card is of the past: the codes of the card gateway, and three of our own below them."""

    NONE = 0
    """It is the current one."""
    EXPIRED = 1
    """Its time ended and the next one followed."""
    SUPERSEDED = 2
    LOCKED = 3
    """Its holder died."""
    REVOKED = 110
    REDUCED = 120
    MOVED_OUT_OF_PROVINCE = 121
    MOVED_WITHIN_PROVINCE = 122
    INCREASED_AGAIN = 123
    """At the same unit."""
    STOPPED = 124

    @property
    def gateway_code(self) -> int:
        """The code by which the card gateway tells it, 0 where it has none."""
        return self.value if self >= Ending.REVOKED else 0


_STATES = {
    Ending.EXPIRED: State.EXPIRED,
    Ending.SUPERSEDED: State.SUPERSEDED,
    Ending.LOCKED: State.LOCKED,
    Ending.REVOKED: State.REVOKED,
}


# Card, Holder and Wallet are not frozen, though nobody changes one, and take their fields by position too: else they
# take two to four times as long to make, and every check at a reception makes all three (docs/decisions/0069, 0070).
@dataclass(slots=True)
class Card:
    """A card, the `serial`-th of its holder. Both days of validity are included.

    The number of a card of the past may carry a social-insurance number that its holder has no more.
    """

    participant_key: int
    serial: int
    card_number: str
    valid_from: date
    valid_to: date
    initial_facility: str
    five_year_date: date
    issue_date: date
    confirm_date: date
    living_area: int = 0
    ending: Ending = Ending.NONE
    end_date: date | None = None

    @property
    def object_code(self) -> str:
        return self.card_number[:2]

    @property
    def benefit_level(self) -> int:
        return int(self.card_number[2])

    @property
    def province_code(self) -> str:
        return self.card_number[3:5]

    @property
    def si_number(self) -> str:
        return self.card_number[SI_DIGITS_START:]

    @property
    def is_current(self) -> bool:
        return self.ending is Ending.NONE

    def state_on(self, day: date) -> State:
        if not self.is_current:
            return _STATES.get(self.ending, State.REDUCED)
        if day < self.valid_from:
            return State.NOT_YET_VALID
        return State.VALID if day <= self.valid_to else State.EXPIRED


@dataclass(slots=True)
class Holder:
    """What the register holds of who a card belongs to."""

    participant_key: int
    full_name: str
    birth: PartialDate
    sex: int
    residence_province_code: str
    residence_detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRequest:
    """A child's card that was asked for and waits for the desk; `event` as the contract writes it."""

    request_key: str
    case_id: str
    on_behalf_of: str
    sender: str
    event: bytes


@dataclass(slots=True)
class Wallet:
    """Every card of one person, the current one first, then the latest."""

    cards: Sequence[Card] = ()

    @property
    def current(self) -> Card | None:
        return next((card for card in self.cards if card.is_current), None)

    @property
    def past(self) -> Sequence[Card]:
        return [card for card in self.cards if not card.is_current]

    @property
    def is_locked(self) -> bool:
        """Somebody tells that the holder has died."""
        return any(card.ending is Ending.LOCKED for card in self.cards[:1])

    @property
    def next_serial(self) -> int:
        return 1 + max((card.serial for card in self.cards), default=0)

    def find(self, number: str) -> Card | None:
        """The card under a card number; under a social-insurance number the first there is."""
        by_holder = len(number) < CARD_NUMBER_LENGTH
        for card in self.cards:
            if by_holder or card.card_number == number:
                return card
        return None

    def successor_of(self, card: Card) -> str:
        """Number of the current card, where a card is of the past."""
        return "" if card.is_current or self.current is None else self.current.card_number

    def number_before(self, card: Card) -> str:
        """Number of the card that a card took the place of; empty where there was none, or one of the same number."""
        earlier = [one for one in self.cards if one.serial < card.serial and one.card_number != card.card_number]
        return max(earlier, key=lambda one: one.serial).card_number if earlier else ""


def wallet_with(cards: list[Card]) -> Wallet:
    """All cards of one person, which come in any order."""
    if len(cards) > 1:
        cards.sort(key=lambda card: (card.is_current, card.serial), reverse=True)
    return Wallet(cards)


def card_number(object_code: str, benefit_level: int, province_code: str, si_number: str) -> str:
    """15 characters: group, level, province of the issuing office, social-insurance number."""
    return f"{object_code}{benefit_level}{province_code}{si_number}"


def last_day_of_child_card(born: date) -> date:
    """Last day of a card for a child under 6 (decree 146/2018, article 13, clause 5).

    Born up to 30/9: 30/9 of the year in which it reaches 72 months; born after: the last day of that month. For a birth
    on 30/9, where the text is silent, both give the same day.
    """
    year = born.year + YEARS_COVERED
    if (born.month, born.day) <= SCHOOL_YEAR_STARTS:
        return date(year, *SCHOOL_YEAR_STARTS)
    return date(year, born.month, monthrange(year, born.month)[1])


def five_year_date(valid_from: date) -> date:
    """The day on which five years without a break are reached (decree 146/2018, article 12, clause 5)."""
    try:
        return valid_from.replace(year=valid_from.year + 5)
    except ValueError:
        return date(valid_from.year + 5, 3, 1)
