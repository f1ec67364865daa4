"""Comparing what somebody claims with what a register holds, one field at a time."""

from lienthong_emulator.matching.canonical import Normalization, canonical_name
from lienthong_emulator.matching.claims import (
    NO_CODES,
    PERSON_FIELDS,
    RULES,
    Claim,
    ClaimReason,
    Held,
    Subject,
    asked_about,
    compare,
    is_confirmed,
    judge,
    withheld,
)
from lienthong_emulator.matching.codes import CODE_RULE, compare_exact
from lienthong_emulator.matching.dates import DATE_RULE, DateReason, PartialDate, Provenance, compare_dates
from lienthong_emulator.matching.names import NAME_RULE, Departure, compare_names, is_name
from lienthong_emulator.matching.numbers import NUMBER_RULE, Number, compare_numbers
from lienthong_emulator.matching.outcomes import Comparison, Outcome
from lienthong_emulator.matching.places import NOWHERE, PLACE_RULE, Place, PlaceReason, compare_places

__all__ = [
    "CODE_RULE",
    "DATE_RULE",
    "NAME_RULE",
    "NOWHERE",
    "NO_CODES",
    "NUMBER_RULE",
    "PERSON_FIELDS",
    "PLACE_RULE",
    "RULES",
    "Claim",
    "ClaimReason",
    "Comparison",
    "DateReason",
    "Departure",
    "Held",
    "Normalization",
    "Number",
    "Outcome",
    "PartialDate",
    "Place",
    "PlaceReason",
    "Provenance",
    "Subject",
    "asked_about",
    "canonical_name",
    "compare",
    "compare_dates",
    "compare_exact",
    "compare_names",
    "compare_numbers",
    "compare_places",
    "is_confirmed",
    "is_name",
    "judge",
    "withheld",
]
