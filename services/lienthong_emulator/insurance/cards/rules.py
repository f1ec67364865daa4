"""Whether a card can be used by who presents it: the results of the card gateway, and the order in which they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Final, NamedTuple

from lienthong_emulator.insurance.cards.domain import (
    CARD_NUMBER_LENGTH,
    Card,
    Ending,
    Holder,
    State,
    Wallet,
    last_day_of_child_card,
)
from lienthong_emulator.matching import Outcome, PartialDate, canonical_name, compare_dates, compare_names
from lienthong_emulator.reference.object_codes import object_code_rows
from lienthong_emulator.reference.provinces import armed_forces_offices, provinces

ARMY, POLICE = "97", "98"
BENEFIT_LEVELS = "12345"


class Result(IntEnum):
    """What a check comes to, numbered as in the contract; `code` is how the gateway says it."""

    CORRECT = 1
    MANAGED_BY_ARMY = 2
    MANAGED_BY_POLICE = 3
    EXPIRED_AND_REPLACED = 4
    REPLACED = 5
    EXPIRED = 10
    NOT_FOUND = 50
    CARD_NUMBER_WRONG = 51
    PROVINCE_WRONG = 52
    BENEFIT_LEVEL_WRONG = 53
    NAME_WRONG = 60
    NAME_WRONG_INITIALS_RIGHT = 61
    BIRTH_DATE_WRONG = 70
    SEX_WRONG = 80
    FACILITY_WRONG = 90
    REVOKED = 110
    REDUCED = 120
    MOVED_OUT_OF_PROVINCE = 121
    MOVED_WITHIN_PROVINCE = 122
    INCREASED_AGAIN = 123
    STOPPED = 124
    CHILD_WITHOUT_CARD = 130

    @property
    def code(self) -> str:
        return f"{self - 1 if self < Result.EXPIRED else self:03}"

    @property
    def is_of_another(self) -> bool:
        """Who presents the card is not its holder, or named no card of theirs: nothing is told of anybody."""
        return Result.NOT_FOUND <= self < Result.REVOKED


OF_ENDINGS: Final = {
    Ending.LOCKED: Result.REVOKED,
    Ending.REVOKED: Result.REVOKED,
    Ending.REDUCED: Result.REDUCED,
    Ending.MOVED_OUT_OF_PROVINCE: Result.MOVED_OUT_OF_PROVINCE,
    Ending.MOVED_WITHIN_PROVINCE: Result.MOVED_WITHIN_PROVINCE,
    Ending.INCREASED_AGAIN: Result.INCREASED_AGAIN,
    Ending.STOPPED: Result.STOPPED,
}
OF_FORCES: Final = {ARMY: Result.MANAGED_BY_ARMY, POLICE: Result.MANAGED_BY_POLICE}


class Presented(NamedTuple):
    """What a facility was shown and told. `sex` 0 and an empty facility are not compared."""

    number: str
    full_name: str
    birth: PartialDate
    sex: int = 0
    facility: str = ""


class Judged(NamedTuple):
    """What a check comes to, whom and which card it is about, and all cards that there are."""

    result: Result
    holder: Holder | None = None
    card: Card | None = None
    wallet: Wallet = Wallet()


_CARD_NUMBER: Final = re.compile(r"[A-Z]{2}[0-9]{13}")
_HOLDERS_NUMBER: Final = re.compile(r"[0-9]{10}|[0-9]{12}")


def fault_of_number(presented: Presented, today: date) -> Result | None:
    """What is wrong with a number by itself, before anybody is looked up."""
    number = presented.number
    if not number:
        return Result.CHILD_WITHOUT_CARD if _is_young(presented.birth, today) else Result.CARD_NUMBER_WRONG
    if len(number) != CARD_NUMBER_LENGTH:
        return None if _HOLDERS_NUMBER.fullmatch(number) else Result.CARD_NUMBER_WRONG
    if not _CARD_NUMBER.fullmatch(number) or number[:2] not in object_code_rows():
        return Result.CARD_NUMBER_WRONG
    if number[3:5] not in provinces() and number[3:5] not in armed_forces_offices():
        return Result.PROVINCE_WRONG
    return None if number[2] in BENEFIT_LEVELS else Result.BENEFIT_LEVEL_WRONG


def _is_young(born: PartialDate, today: date) -> bool:
    """Young enough for a child's card; where a part of the date is unknown, by its latest day."""
    return today <= last_day_of_child_card(date(born.year, born.month or 12, born.day or 28))


def judge(presented: Presented, found: tuple[Holder, Wallet] | None, today: date) -> Judged:
    """The first result that applies, and the card that is meant."""
    if found is None:
        return Judged(Result.NOT_FOUND)
    holder, wallet = found
    card = wallet.find(presented.number)
    if card is None:
        return Judged(_fault_beside(presented.number, wallet), holder, None, wallet)
    return Judged(_fault(presented, holder, card) or _standing(card, wallet, today), holder, card, wallet)


def _fault_beside(number: str, wallet: Wallet) -> Result:
    """The holder is known, the card is not: which part of its number differs from the card there is."""
    if not wallet.cards or len(number) != CARD_NUMBER_LENGTH:
        return Result.NOT_FOUND
    meant = wallet.cards[0].card_number
    if number[3:5] != meant[3:5]:
        return Result.PROVINCE_WRONG
    return Result.BENEFIT_LEVEL_WRONG if number[2] != meant[2] else Result.CARD_NUMBER_WRONG


def _fault(presented: Presented, holder: Holder, card: Card) -> Result | None:
    """What is not as the register holds it."""
    if not compare_names(presented.full_name, holder.full_name).outcome.is_positive:
        alike = _initials(presented.full_name) == _initials(holder.full_name)
        return Result.NAME_WRONG_INITIALS_RIGHT if alike else Result.NAME_WRONG
    # Our choice: a part of the date that one side does not know contradicts nothing, as clients send the year alone.
    if compare_dates(presented.birth, holder.birth).outcome is Outcome.MISMATCH:
        return Result.BIRTH_DATE_WRONG
    if presented.sex not in (0, holder.sex):
        return Result.SEX_WRONG
    return Result.FACILITY_WRONG if presented.facility not in ("", card.initial_facility) else None


def _initials(name: str) -> Sequence[str]:
    return [word[0] for word in canonical_name(name).split()]


def _standing(card: Card, wallet: Wallet, today: date) -> Result:
    if card.ending in OF_ENDINGS:
        return OF_ENDINGS[card.ending]
    if not card.is_current and wallet.current is not None:
        return Result.EXPIRED_AND_REPLACED if card.valid_to < today else Result.REPLACED
    if card.state_on(today) is not State.VALID:
        return Result.EXPIRED
    return OF_FORCES.get(card.province_code, Result.CORRECT)
