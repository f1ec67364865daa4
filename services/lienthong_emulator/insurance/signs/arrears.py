"""Signs of debt."""

from collections.abc import Mapping

from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.signs.domain import Facts, Rule, Shown, count_between
from lienthong_emulator.insurance.tax_reconciliation.domain import BANKRUPT_OR_CLOSED, owed_months


def late(facts: Facts, rule: Rule) -> Shown | None:
    """Of the oldest month that is owed, so many whole months have gone by since it fell due."""
    overdue = _overdue(facts)
    if not overdue:
        return None
    fell_due = facts.books.unit.due_month(min(overdue))
    return _owing(overdue) if rule.fits(count_between(fell_due, facts.now) - 1) else None


def more_than_payroll(facts: Facts, rule: Rule) -> Shown | None:
    """What is overdue is more than `least` months' salaries."""
    overdue, payroll = _overdue(facts), sum(one.salary for one in facts.staff)
    return _owing(overdue) if sum(overdue.values()) > rule.least * payroll else None


def closed_in_debt(facts: Facts, _rule: Rule) -> Shown | None:
    """The tax service told that the employer ended, or goes bankrupt."""
    owed = owed_months(facts.books, facts.last, facts.now)
    return _owing(owed) if owed and facts.status in BANKRUPT_OR_CLOSED else None


def _overdue(facts: Facts) -> Mapping[Month, int]:
    owed, unit = owed_months(facts.books, facts.last, facts.now), facts.books.unit
    return {month: amount for month, amount in owed.items() if unit.due_month(month) < facts.now}


def _owing(owed: Mapping[Month, int]) -> Shown:
    return Shown(min(owed), max(owed), sum(owed.values()))
