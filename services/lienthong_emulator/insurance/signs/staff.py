"""Signs in who is declared, and when."""

from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.months import after, months
from lienthong_emulator.insurance.signs.domain import Facts, Maternity, Rule, Shown, count_between
from lienthong_emulator.insurance.signs.salaries import PERCENT, together


def short_before_maternity(facts: Facts, rule: Rule) -> Shown | None:
    """In the `months` before a benefit fewer than `below` were insured anywhere."""
    found = [
        Shown(one.first_month, one.last_month, one.amount * one.length, [one.participant_key])
        for one in facts.maternities
        if rule.fits(_insured_before(one, rule.months))
    ]
    return together(found)


def high_turnover(facts: Facts, rule: Rule) -> Shown | None:
    """Within `months` so many left as are `least` per cent of a staff of `staff` or more."""
    start, here = after(facts.now, -rule.months), {one.participant_key for one in facts.staff}
    gone = {
        one.participant_key
        for one in facts.books.engagements
        if start <= one.last_month < facts.last and one.participant_key not in here
    }
    is_high = len(here) >= rule.staff and len(gone) * PERCENT >= len(here) * rule.least
    return Shown(start, facts.last, 0, sorted(gone)) if is_high else None


def insured_twice(facts: Facts, rule: Rule) -> Shown | None:
    """Another unit declares the same person for a whole month of the last `months` that have ended."""
    start = after(facts.now, -rule.months)
    found = [
        Shown(first, last, sum(_due(facts, key, month) for month in months(first, last)), [key])
        for key, began, ended in facts.overlaps
        for first, last in [(max(began, start), min(ended, facts.last))]
        if first <= last
    ]
    return together(found)


def declared_late(facts: Facts, rule: Rule) -> Shown | None:
    """In the last `months` something was declared of a month that is `least` months ago."""
    start = after(facts.now, -rule.months)
    found = [
        Shown(one.month, one.month, _due(facts, one.participant_key, one.month), [one.participant_key])
        for one in facts.declarations
        if one.receive_month >= start and rule.fits(count_between(one.month, one.receive_month))
    ]
    return together(found)


def _insured_before(maternity: Maternity, count: int) -> int:
    first, last = after(maternity.first_month, -count), after(maternity.first_month, -1)
    return len({month for period in maternity.periods for month in period.between(first, last)})


def _due(facts: Facts, participant_key: int, month: Month) -> int:
    own = [one for one in facts.books.charges(month) if one.engagement.participant_key == participant_key]
    return sum(charge.due.total for charge in own)
