"""How old somebody was, as far as the day of birth is known, and how long somebody had been dead."""

from datetime import date, timedelta

from lienthong_emulator.matching import PartialDate

# Our choice: whoever had children or married at a lower age was entered wrongly, there or here.
YOUNGEST = 12
# Law on Marriage and Family 52/2014, article 88, from general knowledge, unverified: a child born within 300 days from
# the end of a marriage, which a death ends (article 65), was conceived in it. Our choice: so it is with fathers who
# were not married. A mother lives on the day of the birth.
DAYS_AFTER_DEATH = {"mother": 0, "father": 300}


def whole(day: date) -> PartialDate:
    """A day of which every part is known."""
    return PartialDate(day.year, day.month, day.day)


def years_between(one: PartialDate, other: PartialDate) -> int:
    """Whole years, below 0 where the other is the earlier; as many as can be where a part is unknown."""
    parts = 2 if one.day and other.day else 1 if one.month and other.month else 0
    too_early = (other.month, other.day)[:parts] < (one.month, one.day)[:parts]
    return other.year - one.year - too_early


def died_too_early(role: str, died: date, child_born: PartialDate) -> bool:
    """Whether somebody who died that day cannot be the parent, whichever day an unknown part of the birth is."""
    first = date(child_born.year, child_born.month or 1, child_born.day or 1)
    return died + timedelta(days=DAYS_AFTER_DEATH[role]) < first
