"""Signs in what salaries are declared."""

from collections.abc import Iterable, Sequence

from lienthong_emulator.insurance.collection.domain import PAID_BY_BUDGET, Engagement, Unit
from lienthong_emulator.insurance.collection.dues import contribution_of
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Month
from lienthong_emulator.insurance.months import after, first_day_of
from lienthong_emulator.insurance.signs.domain import Facts, Maternity, Rule, Shown
from lienthong_emulator.reference.minimum_wages import minimum_wage_on

PERCENT = 100


def below_minimum(facts: Facts, rule: Rule) -> Shown | None:
    """Somebody is below the minimum now; those months count of the last `months` that have ended."""
    return _missing(facts, rule, [one for one in facts.staff if _is_below(facts, one, facts.last)])


def late_to_minimum(facts: Facts, rule: Rule) -> Shown | None:
    """Somebody was below the minimum within the last `months`, and was raised to it in the month after."""
    followed = {(one.participant_key, one.first_month): one for one in facts.books.engagements}
    late = [
        one
        for one in facts.books.engagements
        if one.last_month != GOES_ON and after(facts.now, -rule.months) <= one.last_month < facts.last
        for then in [followed.get((one.participant_key, after(one.last_month)))]
        if then and _is_below(facts, one, one.last_month) and not _is_below(facts, then, then.first_month)
    ]
    return _missing(facts, rule, late)


def everybody_at_minimum(facts: Facts, rule: Rule) -> Shown | None:
    """A staff of `staff` or more has one salary, below so many per cent of the minimum."""
    unit, salaries = facts.books.unit, {one.salary for one in facts.staff}
    if len(salaries) != 1 or len(facts.staff) < rule.staff or unit.type in PAID_BY_BUDGET:
        return None
    lowest = _minimum(unit, facts.staff[0], facts.last)
    return Shown(facts.last, facts.last) if max(salaries) * PERCENT < lowest * rule.below else None


def raised_before_maternity(facts: Facts, rule: Rule) -> Shown | None:
    """The salary of the month before a benefit is `least` per cent above the lowest of the `months` before it."""
    found = [
        Shown(raised.first_month, one.last_month, (raised.salary - before) * one.length, [one.participant_key])
        for one in facts.maternities
        for raised, before in _raises(facts, one, rule.months)
        if raised.salary * PERCENT >= before * (PERCENT + rule.least)
    ]
    return together(found)


def together(found: Sequence[Shown]) -> Shown | None:
    """One sign of what concerns several."""
    if not found:
        return None
    firsts, lasts, amounts, people = zip(*found, strict=True)
    return Shown(min(firsts), max(lasts), sum(amounts), sorted({key for keys in people for key in keys}))


def _raises(facts: Facts, maternity: Maternity, count: int) -> Iterable[tuple[Engagement, int]]:
    """How the mother was declared in the month before the benefit, and her lowest salary here in the months before."""
    before, start = after(maternity.first_month, -1), after(maternity.first_month, -count - 1)
    own = [one for one in facts.books.engagements if one.participant_key == maternity.participant_key]
    held = [one for one in own if any(one.months_between(start, before))]
    return [(one, min(other.salary for other in held)) for one in held if one.covers(before)]


def _missing(facts: Facts, rule: Rule, engagements: Sequence[Engagement]) -> Shown | None:
    """The months in which they were below the minimum, and what is due for what is missing."""
    unit, start = facts.books.unit, after(facts.now, -rule.months)
    return together(
        [
            Shown(month, month, _due_of_minimum(unit, one, month), [one.participant_key])
            for one in engagements
            for month in one.months_between(start, facts.last)
            if _is_below(facts, one, month)
        ]
    )


def _due_of_minimum(unit: Unit, engagement: Engagement, month: Month) -> int:
    terms = unit.terms_of(engagement)
    due, held = (
        contribution_of(salary, month, engagement.funds, terms).total
        for salary in (_minimum(unit, engagement, month), engagement.salary)
    )
    return due - held


def _is_below(facts: Facts, engagement: Engagement, month: Month) -> bool:
    """The minimum wage is that of labour contracts: the State pays by the base salary."""
    unit = facts.books.unit
    return unit.type not in PAID_BY_BUDGET and engagement.salary < _minimum(unit, engagement, month)


def _minimum(unit: Unit, engagement: Engagement, month: Month) -> int:
    return minimum_wage_on(first_day_of(month), unit.terms_of(engagement).region)
