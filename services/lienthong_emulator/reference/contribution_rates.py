"""Of what is insured, who pays how much into which fund; by day and by whose it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from lienthong_emulator.reference.tables import records

CITIZENS, BUDGET, COMMUNE, FOREIGNERS = "citizens", "budget", "commune", "foreigners"
SICKNESS, PENSION, ACCIDENT, SAFE_ACCIDENT = "SICKNESS", "PENSION", "ACCIDENT", "SAFE_ACCIDENT"
HEALTH, UNEMPLOYMENT = "HEALTH", "UNEMPLOYMENT"
SOCIAL: Final = (SICKNESS, PENSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What is paid of 1,000 đồng of the base from a day on, by which law."""

    first_day: date
    employer: int
    employee: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most that the base of a fund may be: so many times the base salary or the minimum wage."""

    times: int
    measure: str
    source: str


def rate_on(fund: str, people: str, day: date) -> Rate | None:
    """The rate of a fund for a kind of people on a day; None where they are not insured in it."""
    held = [rate for rate in _rates().get((fund, people), ()) if rate.first_day <= day]
    return held[-1] if held else None


@cache
def cap_of(fund: str, people: str) -> Cap:
    """The cap on the base of a fund."""
    return next(
        Cap(times=int(row["times"]), measure=row["measure"], source=row["source"])
        for row in records("contribution_caps")
        if row["fund"] == fund and people in row["people"].split()
    )


@cache
def employee_share(fund: str, day: date, *, foreign: bool) -> int:
    """Of 1,000 đồng of salary what the employee pays into a fund on a day; 0 where nobody is insured in it.

    `SOCIAL` is sickness and pension together.
    """
    people = FOREIGNERS if foreign else CITIZENS
    rates = [rate_on(part, people, day) for part in (SOCIAL if fund == "SOCIAL" else (fund,))]
    return sum(rate.employee for rate in rates if rate)


@cache
def _rates() -> Mapping[tuple[str, str], Sequence[Rate]]:
    """By fund and people, in the order of time."""
    found: dict[tuple[str, str], list[Rate]] = {}
    for row in sorted(records("contribution_rates"), key=lambda row: row["first_day"]):
        rate = Rate(
            first_day=date.fromisoformat(row["first_day"]),
            employer=int(row["employer"]),
            employee=int(row["employee"]),
            source=row["source"],
        )
        for people in row["people"].split():
            found.setdefault((row["fund"], people), []).append(rate)
    return found
