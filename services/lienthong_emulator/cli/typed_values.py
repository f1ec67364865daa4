"""Dates and sexes as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.cli.endings import Ending, Stopped

if TYPE_CHECKING:
    from google.type.date_pb2 import Date

SEXES = {"male": 1, "female": 2, "undetermined": 3}


def date_typed(text: str, option: str) -> Date:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; whether the calendar has it is for the register to say."""
    from google.type.date_pb2 import Date

    parts = text.split("-")
    if not (len(parts) <= 3 and all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts)):
        raise Stopped(Ending.USAGE, f"{option} must be YYYY, YYYY-MM or YYYY-MM-DD, not {text!r}")
    return Date(**dict(zip(("year", "month", "day"), map(int, parts), strict=False)))


def sex_typed(text: str) -> int:
    """The contract's code; 0 where nothing is typed."""
    if text and text not in SEXES:
        raise Stopped(Ending.USAGE, f"--sex must be {', '.join(SEXES)}, not {text!r}")
    return SEXES.get(text, 0)
