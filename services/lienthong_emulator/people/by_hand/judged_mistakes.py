"""What is wrong where an agency holds something otherwise, and what a comparison comes to, when nobody said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, TypeVar

from lienthong_emulator.matching import (
    DateReason,
    Departure,
    Normalization,
    Outcome,
    PartialDate,
    compare_dates,
    compare_exact,
    compare_names,
)
from lienthong_emulator.matching.words import words
from lienthong_emulator.people.by_hand.person import HeldOtherwise, Person
from lienthong_emulator.people.by_hand.person_views import FIELDS, INSURANCE, POPULATION
from lienthong_emulator.reference.addresses import Address

_T = TypeVar("_T")
Judged = tuple[str, str]
"""The kind of a mistake and its outcome, as in the answer key. Our choice: the kinds that the nation has not."""

_NAMES: Final[Mapping[str, str]] = {
    Departure.DIACRITICS_DROPPED: "NAME_WITHOUT_DIACRITICS",
    Departure.WORD_ORDER: "NAME_WORD_ORDER",
    Departure.MIDDLE_NAME_MISSING: "NAME_MIDDLE_MISSING",
    Normalization.TONE_PLACEMENT: "NAME_TONE_PLACEMENT",
}


def judged(person: Person, held: HeldOtherwise, numbers: Collection[str]) -> Judged:
    """Compare what is held with the truth; `numbers` are the personal numbers that somebody has.

    Insurance claims what it holds at the register that is right; at another register the truth is claimed.
    """
    truth, wrong = getattr(person, FIELDS[held.field]), held.value
    match truth, wrong:
        case _ if held.field == "personal_number":
            return _of_number(person, str(wrong), held.agency, numbers)
        case _ if held.field in ("mother", "father"):
            return ("PARENT_OTHER", Outcome.MISMATCH) if truth and wrong else ("PARENT_UNKNOWN", Outcome.NOT_HELD)
        case _ if held.field == "birth_defaulted":
            return "BIRTH_DEFAULTED", Outcome.PARTIAL
        case str(), str():
            return _of_name(*_claimed(truth, wrong, held.agency))
        case PartialDate(), PartialDate():
            return _of_birth(truth, wrong, held.agency)
        case Address(), Address():
            claim, right = _claimed(truth.commune_code, wrong.commune_code, held.agency)
            return "RESIDENCE_STALE", compare_exact(claim, right).outcome
        case ((date() | None), (date() | None)):
            return (
                "DEATH_OTHER_DAY" if truth and wrong else "DEATH_UNKNOWN" if truth else "DEAD_BY_MISTAKE"
            ), "DECEASED"
        case _:
            return "SEX_OTHER", compare_exact(*_claimed(truth, wrong, held.agency)).outcome


def _claimed(truth: _T, wrong: _T, agency: str) -> tuple[_T, _T]:
    return (wrong, truth) if agency == INSURANCE else (truth, wrong)


def _of_name(claim: str, right: str) -> Judged:
    found = compare_names(claim, right)
    if found.outcome is Outcome.MISMATCH:
        (*_, given), (*_, right_given) = words(claim), words(right)
        same_ends = given == right_given and words(claim)[0] == words(right)[0]
        return ("NAME_OTHER_MIDDLE" if same_ends else "NAME_OTHER"), found.outcome
    return next((_NAMES[reason] for reason in found.reasons if reason in _NAMES), "NAME_SPELLING"), found.outcome


def _of_birth(truth: PartialDate, wrong: PartialDate, agency: str) -> Judged:
    found = compare_dates(*_claimed(truth, wrong, agency))
    if truth.year != wrong.year:
        return "BIRTH_OTHER_YEAR", found.outcome
    if wrong.is_first_of_january:
        return "BIRTH_FIRST_OF_JANUARY", found.outcome
    if DateReason.DAY_MONTH_SWAPPED in found.reasons:
        return "BIRTH_DAY_MONTH_SWAPPED", found.outcome
    return ("BIRTH_YEAR_ONLY" if not wrong.month else "BIRTH_OTHER_DAY"), found.outcome


def _of_number(person: Person, wrong: str, agency: str, numbers: Collection[str]) -> Judged:
    if not wrong and person.old_cmnd:
        return "OLD_NUMBER_ONLY", "SUPERSEDED_IDENTIFIER"
    if not wrong:
        return "NUMBER_UNKNOWN", "NOT_FOUND" if agency == POPULATION else Outcome.NOT_COMPARED
    if wrong in numbers:
        return "NUMBER_OF_ANOTHER", "NOT_FOUND" if agency == POPULATION else Outcome.MISMATCH
    return "NUMBER_OF_NOBODY", "NOT_FOUND"
