"""Signs in what the tax service was told otherwise."""

from collections.abc import Callable

from lienthong_emulator.insurance.signs.domain import Facts, Rule, Shown
from lienthong_emulator.insurance.tax_reconciliation.domain import CLOSED, Kind

Check = Callable[[Facts, Rule], Shown | None]


def found(kind: Kind) -> Check:
    """The last reconciliation found something of a kind."""

    def look(facts: Facts, _rule: Rule) -> Shown | None:
        return _of_kind(facts, kind)

    return look


def active_though_closed(facts: Facts, _rule: Rule) -> Shown | None:
    """It was closed or suspended when annex 01 was written, or the tax service told so since."""
    if facts.status in CLOSED and facts.staff:
        return Shown(facts.last, facts.last, facts.books.due_of(facts.last))
    return None if facts.status else _of_kind(facts, Kind.CLOSED_FOR_TAX)


def _of_kind(facts: Facts, kind: Kind) -> Shown | None:
    own = [one for one in facts.findings if one.kind is kind]
    if not own:
        return None
    firsts, lasts = [one.first_month for one in own], [one.last_month for one in own]
    people = sorted({one.participant_key for one in own} - {0})
    return Shown(min(firsts), max(lasts), sum(one.amount for one in own), people)
