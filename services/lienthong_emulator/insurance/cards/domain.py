"""Health-insurance cards: number, validity, state."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# Decision 1351/QĐ-BHXH of 2015: children under 6 are group TE, paid for at 100 %, level 1.
CHILD_OBJECT_CODE = "TE"
CHILD_BENEFIT_LEVEL = 1
YEARS_COVERED = 6
SCHOOL_YEAR_STARTS = (9, 30)


class State(StrEnum):
    """Where a card stands on a day; named as in the contract."""

    NOT_YET_VALID = "NOT_YET_VALID"
    VALID = "VALID"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card. Both days of validity are included."""

    card_id: str
    card_number: str
    participant_id: str
    si_number: str
    object_code: str
    benefit_level: int
    province_code: str
    valid_from: date
    valid_to: date
    initial_facility: str
    issue_date: date

    def state_on(self, day: date) -> State:
        if day < self.valid_from:
            return State.NOT_YET_VALID
        return State.VALID if day <= self.valid_to else State.EXPIRED


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
