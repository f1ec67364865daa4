"""The 63 provinces as they stood until 30 June 2025, and the armed forces' offices beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lienthong_emulator.reference.tables import records


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province or centrally run city (tỉnh, thành phố trực thuộc trung ương).

    `code` has 2 digits (Decision 124/2004/QĐ-TTg), `region_code` 2 or 3 letters (RRD, NMM, NCC, CH, SE, MRD);
    the successor is the unit that holds the territory since 1 July 2025 (Decision 19/2025/QĐ-TTg).
    """

    code: str
    name: str
    ascii_name: str
    region_code: str
    successor_code: str
    successor_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmedForcesOffice:
    """A social-security office of the army or the police; its 2-digit `code` replaces a card's province."""

    code: str
    name: str


@cache
def provinces() -> Mapping[str, Province]:
    """Return the 63 provinces by 2-digit code, in rising order (Decision 124/2004/QĐ-TTg)."""
    return {row["code"]: Province(**row) for row in records("provinces")}


@cache
def armed_forces_offices() -> Mapping[str, ArmedForcesOffice]:
    """Return the offices of the army (97) and the police (98) by 2-digit code (our choice)."""
    return {row["code"]: ArmedForcesOffice(**row) for row in records("armed_forces_offices")}
