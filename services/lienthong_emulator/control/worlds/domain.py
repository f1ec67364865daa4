"""Which days a world may see, and which names look alike."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from lienthong_emulator.control.worlds.errors import DateNotCovered
from lienthong_emulator.reference.working_days import UncoveredYear, is_working_day


def refuse_uncovered(day: date, field: str) -> None:
    """Refuse a day outside of the calendar of working days, 2018-01-01 the first: no deadline can be counted there."""
    try:
        is_working_day(day)
    except UncoveredYear as uncovered:
        raise DateNotCovered(field=field, date=day.isoformat(), why=str(uncovered)) from None


def names_near(name: str, names: Iterable[str]) -> str:
    """Names that look alike, the most alike first; empty where none does."""
    return ", ".join(get_close_matches(name, list(names)))
