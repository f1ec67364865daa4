"""What is paid beside work: health insurance of households, voluntary social insurance."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

from lienthong_emulator.insurance.circumstances.domain import Poverty
from lienthong_emulator.insurance.collection.domain import Payer
from lienthong_emulator.insurance.collection.dues import THOUSAND, Line, part_of
from lienthong_emulator.insurance.collection.errors import IncomeOutOfRange
from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.months import first_day_of
from lienthong_emulator.reference import contribution_rates as rates
from lienthong_emulator.reference.base_salaries import base_salary_on
from lienthong_emulator.reference.tables import records

HOUSEHOLD_RATE: Final = 45
"""Decree 146/2018, article 7: of 1,000 đồng of the base salary."""
VOLUNTARY_RATE: Final = 220
"""Law 58/2014, article 87, clause 1."""
HUNDRED: Final = 100
HOUSEHOLD_LAW: Final = "Decree 146/2018/NĐ-CP, article 7, clause 1, point e"
VOLUNTARY_LAW: Final = "Law 58/2014/QH13, article 87, clause 1"
SUPPORT_LAW: Final = "Decree 134/2015/NĐ-CP, article 14"


def household_lines(members: int, months: int, month: Month) -> Sequence[Line]:
    """A line for each member: further members pay so many per cent of what the first pays."""
    base = base_salary_on(first_day_of(month))
    return [
        Line(
            fund=rates.HEALTH,
            payer=Payer.HOUSEHOLD,
            member=member,
            base=base,
            rate=HOUSEHOLD_RATE,
            percent=_percent_of(member),
            months=months,
            amount=part_of(base, HOUSEHOLD_RATE * _percent_of(member) * months, THOUSAND * HUNDRED),
            source=HOUSEHOLD_LAW,
        )
        for member in range(1, members + 1)
    ]


def voluntary_lines(income: int, poverty: Poverty, months: int, month: Month) -> Sequence[Line]:
    """What the participant owes, and what the State pays of it. Raises `IncomeOutOfRange`."""
    line = _poverty_line_on(first_day_of(month))
    limit = rates.cap_of(rates.PENSION, rates.CITIZENS)
    cap = limit.times * base_salary_on(first_day_of(month))
    if not line <= income <= cap:
        raise IncomeOutOfRange(field="volunteer.income", lowest=f"{line:,}", highest=f"{cap:,}")
    percent = _support_of(poverty)
    owed = Line(
        fund=rates.PENSION,
        payer=Payer.PARTICIPANT,
        base=income,
        cap=cap,
        rate=VOLUNTARY_RATE,
        months=months,
        amount=part_of(income, VOLUNTARY_RATE * months, THOUSAND),
        source=VOLUNTARY_LAW,
        cap_source=VOLUNTARY_LAW,
    )
    support = Line(
        fund=rates.PENSION,
        payer=Payer.STATE,
        base=line,
        rate=VOLUNTARY_RATE,
        percent=percent,
        months=months,
        amount=part_of(line, VOLUNTARY_RATE * percent * months, THOUSAND * HUNDRED),
        source=SUPPORT_LAW,
    )
    return [owed, support]


def _percent_of(member: int) -> int:
    """The last row counts for all further members."""
    percents = _household_percents()
    return percents[min(member, len(percents)) - 1]


@cache
def _household_percents() -> Sequence[int]:
    return [int(row["percent"]) for row in records("household_health_shares")]


@cache
def _support_of(poverty: Poverty) -> int:
    percents = {row["people"]: int(row["percent"]) for row in records("voluntary_support")}
    return percents.get(poverty.name.lower(), percents["others"])


@cache
def _poverty_line_on(day: date) -> int:
    held = [row for row in records("poverty_lines") if date.fromisoformat(row["first_day"]) <= day]
    return int(held[-1]["amount"])
