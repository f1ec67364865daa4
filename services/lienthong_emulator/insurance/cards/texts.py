"""How a card and what is said of it write days, births and sexes."""

from datetime import date
from functools import lru_cache

from lienthong_emulator.matching import PartialDate

SEX_NAMES = {1: "Nam", 2: "Nữ", 3: "Chưa xác định"}


@lru_cache(maxsize=4_096)
def day_text(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def birth_text(born: PartialDate) -> str:
    """As much of dd/mm/yyyy as is known."""
    if born.day:
        return f"{born.day:02}/{born.month:02}/{born.year}"
    return f"{born.month:02}/{born.year}" if born.month else str(born.year)
