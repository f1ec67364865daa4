"""Each rule has a case that shows it and one that just does not: debt, and what tax holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.insurance.signs.example import AN_PHAT, DECEMBER, JANUARY, LAN, UNIT, in_debt_since, of, shown

from lienthong_emulator.insurance.collection.ledger import Books
from lienthong_emulator.insurance.contributions.domain import Fund, Month
from lienthong_emulator.insurance.signs.domain import Facts, Shown
from lienthong_emulator.insurance.signs.rules import CHECKS, rules
from lienthong_emulator.insurance.tax_reconciliation.domain import Finding, Kind


def test_of_whom_nothing_is_wrong_nothing_shows() -> None:
    assert shown(AN_PHAT) == {}


def test_every_row_of_the_table_has_a_function_and_every_function_a_row() -> None:
    assert [rule.code for rule in rules()] == [*CHECKS]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        pytest.param(202112, set(), id="fell due on the last day of December"),
        pytest.param(202111, {"LATE_1_MONTH"}, id="1 month"),
        pytest.param(202110, {"LATE_1_MONTH"}, id="2 months"),
        pytest.param(202109, {"LATE_3_MONTHS"}, id="3 months"),
        pytest.param(202107, {"LATE_3_MONTHS"}, id="5 months"),
        pytest.param(202106, {"LATE_6_MONTHS"}, id="6 months"),
        pytest.param(202101, {"LATE_6_MONTHS"}, id="11 months"),
        pytest.param(202012, {"LATE_12_MONTHS"}, id="12 months"),
        pytest.param(202001, {"LATE_12_MONTHS"}, id="2 years"),
    ],
)
def test_late_by_the_age_of_the_oldest_month(first: int, expected: set[str]) -> None:
    assert shown(in_debt_since(first)).keys() - {"OWES_A_PAYROLL"} == expected


def test_what_is_late_is_at_stake_with_its_months() -> None:
    assert shown(in_debt_since(202111))["LATE_1_MONTH"] == Shown(Month(202111), DECEMBER, 2 * 3_050_000)


def test_who_pays_by_the_quarter_is_not_late_before_the_month_after_it_has_ended() -> None:
    """October to December fall due on 31 January."""
    by_quarter = replace(AN_PHAT, books=Books(unit=replace(UNIT, payment_months=3), engagements=[LAN]))

    assert shown(in_debt_since(202110, by_quarter)) == {}
    assert shown(replace(in_debt_since(202110, by_quarter), now=Month(202203))).keys() == {"LATE_1_MONTH"}


def test_more_than_a_payroll_is_owed_with_the_fourth_month_and_not_with_the_third() -> None:
    """31.5 % in September, 30.5 % after it."""
    assert "OWES_A_PAYROLL" not in shown(in_debt_since(202110))
    assert shown(in_debt_since(202109))["OWES_A_PAYROLL"].amount == 3_150_000 + 3 * 3_050_000


def test_who_owes_exactly_a_payroll_owes_no_more_than_it() -> None:
    """In December Lan earned what is owed of the months before, and was insured in no fund."""
    owed = sum(in_debt_since(202109).books.due_of(Month(month)) for month in (202109, 202110, 202111))
    assert owed == 3_150_000 + 2 * 3_050_000
    before = LAN._replace(last_month=Month(202111))
    december = LAN._replace(first_month=DECEMBER, funds=Fund(0), salary=owed)  # nothing is due of it

    assert "OWES_A_PAYROLL" not in shown(in_debt_since(202109, of(before, december)))
    poorer = december._replace(salary=owed - 1)
    assert "OWES_A_PAYROLL" in shown(in_debt_since(202109, of(before, poorer)))


@pytest.mark.parametrize(("status", "shows"), [("01", True), ("03", True), ("07", True), ("05", False), ("00", False)])
def test_who_closed_or_goes_bankrupt_in_debt(status: str, *, shows: bool) -> None:
    assert ("CLOSED_IN_DEBT" in shown(replace(in_debt_since(202112), status=status))) is shows
    assert "CLOSED_IN_DEBT" not in shown(replace(AN_PHAT, status=status))


def finding(kind: Kind, **changes: object) -> Finding:
    months = Finding(kind=kind, employer_tax_code=UNIT.tax_code, first_month=DECEMBER, last_month=DECEMBER)
    return replace(months, unit_code="TA0001A", amount=1_000, **changes)  # type: ignore[arg-type] # by name


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.TAX_CODE_UNKNOWN, "TAX_CODE_UNKNOWN"),
        (Kind.CLOSED_FOR_TAX, "ACTIVE_THOUGH_CLOSED"),
        (Kind.HEADCOUNT_HIGHER, "HEADCOUNT_ABOVE_INSURED"),
        (Kind.INCOME_ABOVE_INSURED, "PAYROLL_ABOVE_INSURED"),
        (Kind.NOT_INSURED, "PAID_NOT_INSURED"),
        (Kind.NOT_PAID_IN, "DEDUCTED_NOT_PAID_IN"),
    ],
)
def test_what_a_reconciliation_found_of_a_kind_is_one_sign(kind: Kind, code: str) -> None:
    two = [finding(kind, participant_key=2), finding(kind, participant_key=1, first_month=Month(202110))]

    assert shown(replace(AN_PHAT, findings=two)) == {code: Shown(Month(202110), DECEMBER, 2_000, [1, 2])}


@pytest.mark.parametrize("kind", [Kind.NAME_DIFFERS, Kind.NUMBER_DIFFERS])
def test_a_difference_of_identity_is_no_sign(kind: Kind) -> None:
    assert shown(replace(AN_PHAT, findings=[finding(kind)])) == {}


def active(facts: Facts) -> Shown | None:
    return shown(facts).get("ACTIVE_THOUGH_CLOSED")


def test_who_is_told_of_as_suspended_declares_staff_all_the_same() -> None:
    assert active(replace(AN_PHAT, status="05")) == Shown(DECEMBER, DECEMBER, 3_050_000)
    assert active(replace(AN_PHAT, status="07")) is None
    assert active(of(LAN._replace(last_month=Month(202111)), status="05")) is None


def test_who_opened_again_after_the_reconciliation_is_active_and_not_closed() -> None:
    assert active(replace(AN_PHAT, status="00", findings=[finding(Kind.CLOSED_FOR_TAX)])) is None


def test_the_month_that_goes_on_is_not_looked_at() -> None:
    assert shown(of(LAN, LAN._replace(participant_key=2, first_month=JANUARY, salary=1_000))) == {}
