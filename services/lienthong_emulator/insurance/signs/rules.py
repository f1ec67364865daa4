"""The rules: each is a row of a table and a function."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from lienthong_emulator.insurance.signs import arrears, salaries, staff
from lienthong_emulator.insurance.signs.domain import Facts, Rule, Severity, Sign
from lienthong_emulator.insurance.signs.told_by_tax import Check, active_though_closed, found
from lienthong_emulator.insurance.tax_reconciliation.domain import Kind
from lienthong_emulator.reference.tables import records_in

_RULES: Final = Path(__file__).with_name("data") / "rules.csv"
CHECKS: Final[Mapping[str, Check]] = {
    "LATE_1_MONTH": arrears.late,
    "LATE_3_MONTHS": arrears.late,
    "LATE_6_MONTHS": arrears.late,
    "LATE_12_MONTHS": arrears.late,
    "OWES_A_PAYROLL": arrears.more_than_payroll,
    "CLOSED_IN_DEBT": arrears.closed_in_debt,
    "BELOW_MINIMUM_WAGE": salaries.below_minimum,
    "LATE_TO_NEW_MINIMUM": salaries.late_to_minimum,
    "EVERYBODY_AT_MINIMUM": salaries.everybody_at_minimum,
    "RAISE_BEFORE_MATERNITY": salaries.raised_before_maternity,
    "SHORT_BEFORE_MATERNITY": staff.short_before_maternity,
    "HIGH_TURNOVER": staff.high_turnover,
    "INSURED_TWICE": staff.insured_twice,
    "DECLARED_LATE": staff.declared_late,
    "TAX_CODE_UNKNOWN": found(Kind.TAX_CODE_UNKNOWN),
    "HEADCOUNT_ABOVE_INSURED": found(Kind.HEADCOUNT_HIGHER),
    "PAYROLL_ABOVE_INSURED": found(Kind.INCOME_ABOVE_INSURED),
    "PAID_NOT_INSURED": found(Kind.NOT_INSURED),
    "DEDUCTED_NOT_PAID_IN": found(Kind.NOT_PAID_IN),
    "ACTIVE_THOUGH_CLOSED": active_though_closed,
}


@cache
def rules() -> Sequence[Rule]:
    """All of them, in the order in which signs are told."""
    return [_rule(row) for row in records_in(_RULES)]


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        code=row["code"],
        severity=Severity[row["severity"]],
        least=int(row["least"] or 0),
        below=int(row["below"] or 0),
        months=int(row["months"] or 0),
        staff=int(row["staff"] or 0),
        english=row["english"],
        vietnamese=row["vietnamese"],
        source=row["source"],
    )


def signs_of(facts: Facts, wanted: Sequence[Rule]) -> Iterator[Sign]:
    """What rules find in a unit's facts."""
    for rule in wanted:
        shown = CHECKS[rule.code](facts, rule)
        if shown is not None:
            yield Sign(rule, facts, shown)
