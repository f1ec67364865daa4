"""Birth dates of which the month or the day may be unknown."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Final

from lienthong_emulator.matching.outcomes import Comparison, Outcome

DATE_RULE: Final = "vn-dates-1"


class Provenance(Enum):
    """How a register came by a date: written down, or 1 January put for a person who knew only the year."""

    RECORDED = "RECORDED"
    DEFAULTED_1_JAN = "DEFAULTED_1_JAN"


class DateReason(StrEnum):
    HELD_YEAR_ONLY = "HELD_YEAR_ONLY"
    CLAIM_YEAR_ONLY = "CLAIM_YEAR_ONLY"
    HELD_WITHOUT_DAY = "HELD_WITHOUT_DAY"
    CLAIM_WITHOUT_DAY = "CLAIM_WITHOUT_DAY"
    DEFAULTED_1_JAN = "DEFAULTED_1_JAN"
    HELD_DEFAULTED = "HELD_DEFAULTED"
    DAY_MONTH_SWAPPED = "DAY_MONTH_SWAPPED"
    ID_NUMBER_CONFLICT = "ID_NUMBER_CONFLICT"


_Verdict = tuple[Outcome, tuple[DateReason, ...]]


# Not frozen, though nobody changes one: that takes twice as long to make, and every comparison makes two.
@dataclass(slots=True, unsafe_hash=True)
class PartialDate:
    """A day, a month or a year of the calendar; 0 stands for an unknown part, as in google.type.Date."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        date(self.year, self.month or 1, self.day or 1)  # ValueError for what no calendar has
        if self.day and not self.month:
            raise ValueError("a day needs its month")

    @property
    def is_first_of_january(self) -> bool:
        return self.month == 1 and self.day == 1


def compare_dates(
    claim: PartialDate | None,
    held: PartialDate | None,
    *,
    held_provenance: Provenance = Provenance.RECORDED,
    number_year: int | None = None,
) -> Comparison:
    """Compare birth dates; `number_year` is the year, century included, in the claimed 12-digit number."""
    if claim is None:
        return _comparison(Outcome.NOT_COMPARED, ())
    outcome, reasons = _judged(claim, held, held_provenance)
    if number_year not in (None, claim.year):
        reasons = (*reasons, DateReason.ID_NUMBER_CONFLICT)
    return _comparison(outcome, reasons)


@cache  # of a few dozen sets of reasons
def _comparison(outcome: Outcome, reasons: tuple[DateReason, ...]) -> Comparison:
    return Comparison(outcome, reasons, DATE_RULE)


def _judged(claim: PartialDate, held: PartialDate | None, provenance: Provenance) -> _Verdict:
    if held is None:
        return Outcome.NOT_HELD, ()
    if claim.year != held.year:
        return Outcome.MISMATCH, ()
    if provenance is Provenance.DEFAULTED_1_JAN and claim.month:
        reason = DateReason.DEFAULTED_1_JAN if claim.is_first_of_january else DateReason.HELD_DEFAULTED
        return Outcome.PARTIAL, (reason,)
    return _within_one_year(claim, held)


def _within_one_year(claim: PartialDate, held: PartialDate) -> _Verdict:
    if claim == held:
        return Outcome.MATCH, ()
    if reason := _unknown_part(claim, held):
        return Outcome.PARTIAL, (reason,)
    if (claim.month, claim.day) == (held.day, held.month):
        return Outcome.MISMATCH, (DateReason.DAY_MONTH_SWAPPED,)
    return Outcome.MISMATCH, ()


def _unknown_part(claim: PartialDate, held: PartialDate) -> DateReason | None:
    """What keeps two dates that agree as far as both go from being one day."""
    if not held.month:
        return DateReason.DEFAULTED_1_JAN if claim.is_first_of_january else DateReason.HELD_YEAR_ONLY
    if not claim.month:
        return DateReason.CLAIM_YEAR_ONLY
    if claim.month != held.month or (claim.day and held.day):
        return None
    return DateReason.CLAIM_WITHOUT_DAY if held.day else DateReason.HELD_WITHOUT_DAY
