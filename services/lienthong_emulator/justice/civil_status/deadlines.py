"""By when what must be done with a dossier, by the law in force on the day of filing."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from lienthong_emulator.justice.civil_status.domain import Due
from lienthong_emulator.reference.working_days import add_working_days, is_working_day


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days, and the time of day until which a birth is registered on the same day."""

    legal_basis: str
    group: int
    card: int
    supplement: int
    same_day_until: time

    def due(self, begins: datetime) -> Due:
        """For a dossier with which the office can begin at a moment."""
        day = begins.date()
        return Due(self.registration_due(begins), add_working_days(day, self.card), add_working_days(day, self.group))

    def registration_due(self, begins: datetime) -> date:
        day = begins.date()
        same_day = is_working_day(day) and begins.time() <= self.same_day_until
        return day if same_day else add_working_days(day, 1)

    def supplement_due(self, returned: date) -> date:
        return add_working_days(returned, self.supplement)


def deadlines_on(day: date) -> Deadlines:
    """The deadlines for a dossier filed on a day."""
    return next(deadlines for start, deadlines in reversed(_periods()) if start <= day)


@cache
def _periods() -> list[tuple[date, Deadlines]]:
    text = (Path(__file__).parent / "data" / "deadlines.toml").read_text("utf-8")
    rows = tomllib.loads(text)["period"]
    return [(row.pop("from"), Deadlines(**row)) for row in rows]
