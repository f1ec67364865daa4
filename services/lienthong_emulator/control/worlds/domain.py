"""Which days a world may see, and which names look alike."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from lienthong_emulator.control.worlds.errors import DateNotCovered
from lienthong_emulator.reference.working_days import UncoveredYear, first_covered_day, last_covered_day


def refuse_uncovered(day: date, field: str) -> None:
    """Refuse a day outside of the calendar of working days, 2018-01-01 the first: deadlines would be wrong there."""
    if not first_covered_day() <= day <= last_covered_day():
        raise DateNotCovered(field=field, date=day.isoformat(), why=str(UncoveredYear(day)))


def names_near(name: str, names: Iterable[str]) -> str:
    """Names that look alike, the most alike first; empty where none does."""
    return ", ".join(get_close_matches(name, list(names)))
