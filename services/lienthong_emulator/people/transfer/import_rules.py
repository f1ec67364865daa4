"""What the columns of an export must hold, by their names: what a hand, or a spreadsheet, may have broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, TypeVar

from lienthong_emulator.reference.administrative_units import districts, find_commune
from lienthong_emulator.reference.ethnic_groups import ethnic_groups
from lienthong_emulator.reference.facilities import find_facility
from lienthong_emulator.reference.provinces import provinces

Rule = TypeVar("Rule")

DERIVED: Final = frozenset({"fingerprint"})
"""Columns that agencies make of others: no CSV has them, for a hand may change the others there."""
LONGEST_INTEGER: Final = range(-(1 << 63), 1 << 63)
NO_FACILITY: Final = "000"
YEARS: Final = range(1800, 2401)
_INTEGER: Final = re.compile(r"-?[0-9]{1,19}")
_DAYS: Final = (*("valid_from", "valid_to", "place_registered_on"), *("died", "founded", "ended"))
_MONTHS: Final = ("month", "first_month", "last_month")
_CODES: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "province_code": "[0-9]{2}",
        "district_code": "[0-9]{3}",
        "commune_code": "[0-9]{5}",
        "registration_commune": "[0-9]{5}",
        "place_commune": "[0-9]{5}",
        "ethnic_group": "[0-9]{2}",
        "nationality": "[A-Z]{2}",
        "status": "[0-9]{2}",
        "personal_number": "[0-9]{12}",
        "cmnd": "[0-9]{9}",
        "social_insurance_number": "[0-9]{10}",
        "card_number": "[A-Z]{2}[0-9]{13}",
        "unit_code": "[A-Z]{2}[0-9]{4}[A-Z]",
        "tax_code": "[0-9]{10}(-[0-9]{3})?",
        "initial_facility": "[0-9A-Z]{5}",
        "managing_agency": "[0-9]{5}",
    }.items()
}
"""Texts that may be empty, and else look so; spreadsheets take their leading zeros away."""
_TEN_DIGITS: Final = range(1, 10**10)
_KEYS: Final = range(1, 1 << 63)
_KEYS_OR_NOBODY: Final = range(1 << 63)
_RANGES: Final[Mapping[str, range]] = {
    "sex": range(1, 4),
    "superseded": range(2),
    "birth_defaulted": range(2),
    "identity_number.kind": range(1, 9),
    "participant_number.kind": range(1, 9),
    "relative.kind": range(1, 5),
    "relative.number_kind": range(9),
    "benefit.kind": range(1, 12),
    "contribution.funds": range(1, 16),
    "birth.registration_kind": range(1, 5),
    "card.living_area": range(4),
    "participant_key": _TEN_DIGITS,
    "household_key": _TEN_DIGITS,
    "mother_key": _KEYS_OR_NOBODY,
    "father_key": _KEYS_OR_NOBODY,
}
"""Numbers of which there are only so many, beside the codes that an agency knows."""


@cache
def _is_commune(code: str) -> bool:
    return find_commune(code) is not None


@cache
def _is_facility(code: str) -> bool:
    """Serial 000 stands on a newborn's temporary card (decision 4750/QĐ-BYT)."""
    return code.endswith(NO_FACILITY) or find_facility(code) is not None


_KNOWN: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = {
    "province_code": ("province", lambda code: code in provinces()),
    "district_code": ("district", lambda code: code in districts()),
    **dict.fromkeys(
        ("commune_code", "registration_commune", "place_commune"),
        ("commune", _is_commune),
    ),
    "ethnic_group": ("ethnic group", lambda code: code in ethnic_groups()),
    "initial_facility": ("facility", _is_facility),
}
"""Of which codes there is a list."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of one agency's table whose values stand in another; 0 and the empty text are nobody."""

    agency: str
    table: str
    column: str
    to_table: str
    to_column: str


_OF_PARTICIPANTS: Final = (
    *("card", "social_insurance", "unemployment_insurance", "contribution", "benefit", "contact"),
    *("health_condition", "welfare", "participant_number", "relative"),
)
REFERENCES: Final[Sequence[Reference]] = (
    *(Reference("insurance", table, "participant_key", "participant", "participant_key") for table in _OF_PARTICIPANTS),
    Reference("insurance", "participant", "household_key", "household", "household_key"),
    Reference("insurance", "social_insurance", "unit_code", "employer", "unit_code"),
    Reference("population", "identity_number", "citizen_key", "citizen", "citizen_key"),
    Reference("population", "insurance_facts", "citizen_key", "citizen", "citizen_key"),
    *(Reference("population", "citizen", f"{parent}_key", "citizen", "citizen_key") for parent in ("mother", "father")),
    *(
        Reference("justice", table, f"{who}_key", "registered_person", "person_key")
        for table, who in (("birth", "person"), ("marriage", "husband"), ("marriage", "wife"), ("death", "person"))
    ),
    Reference("tax", "income_payment", "employer_key", "organisation", "taxpayer_key"),
    Reference("tax", "income_payment", "person_key", "person", "taxpayer_key"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `is_number` where whole numbers are kept.

    Where its agency knows but some `codes`, it holds one of those.
    """

    table: str
    name: str
    is_number: bool
    codes: frozenset[str] = frozenset()
    needs_day: bool = False

    def fault(self, text: str) -> str:
        """What is wrong with a value, empty where nothing is."""
        if self.codes and text not in self.codes:
            return f"{text!r} is not one of {', '.join(sorted(self.codes, key=lambda code: (len(code), code)))}"
        return self._fault_of_number(text) if self.is_number else self._fault_of_text(text)

    def _fault_of_number(self, text: str) -> str:
        if not _INTEGER.fullmatch(text) or int(text) not in LONGEST_INTEGER:
            return f"{text!r} is not a whole number"
        known = _found(_RANGES, self) or (_KEYS if self.name.endswith("_key") else None)
        if known is None and int(text) < 0:
            return f"{text} is less than 0"
        if known is not None and int(text) not in known:
            return f"{text} is not one of {known[0]} to {known[-1]}"
        if self.name in _MONTHS and not _is_month(int(text), may_go_on=self.name == "last_month"):
            return f"{text} is not a month such as 202112"
        return ""

    def _fault_of_text(self, text: str) -> str:
        if "\0" in text:
            return "there is a character NUL in it"
        if self.name == "full_name" and not text.strip():
            return "there must be a name"
        if self.name in _DAYS or self.name.endswith("_date"):
            return self._fault_of_day(text)
        ending = "_".join(self.name.split("_")[-2:])
        pattern = _found(_CODES, self) or _CODES.get(ending)
        if text and pattern and not pattern.fullmatch(text):
            return f"{text!r} is not written as {pattern.pattern}"
        thing, is_known = _found(_KNOWN, self) or _KNOWN.get(ending) or ("", bool)
        return f"there is no {thing} {text}" if text and thing and not is_known(text) else ""

    def _fault_of_day(self, text: str) -> str:
        if not text:
            return "there must be a day" if self.needs_day else ""
        return "" if is_day(text) else f"{text!r} is not a day of the calendar as YYYY-MM-DD"


def _found(rules: Mapping[str, Rule], column: Column) -> Rule | None:
    return rules.get(f"{column.table}.{column.name}", rules.get(column.name))


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_month(number: int, *, may_go_on: bool) -> bool:
    return (may_go_on and number == 0) or (number // 100 in YEARS and 1 <= number % 100 <= 12)


def is_partial_date(year: int, month: int, day: int) -> bool:
    """Whether there is such a date; 0 stands for a month or day that is not on record."""
    if day and not month:
        return False
    return year in YEARS and is_day(f"{year:04}-{month or 1:02}-{day or 1:02}")
