"""Comparing what somebody claims with what a register holds, one field at a time."""

from lienthong_emulator.matching.canonical import Normalization, canonical_name
from lienthong_emulator.matching.codes import CODE_RULE, compare_exact
from lienthong_emulator.matching.dates import DATE_RULE, DateReason, PartialDate, Provenance, compare_dates
from lienthong_emulator.matching.names import NAME_RULE, Departure, compare_names
from lienthong_emulator.matching.outcomes import Comparison, Outcome

__all__ = [
    "CODE_RULE",
    "DATE_RULE",
    "NAME_RULE",
    "Comparison",
    "DateReason",
    "Departure",
    "Normalization",
    "Outcome",
    "PartialDate",
    "Provenance",
    "canonical_name",
    "compare_dates",
    "compare_exact",
    "compare_names",
]
