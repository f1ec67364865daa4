"""What is a difference between tax and insurance, and what is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.insurance.collection.domain import Account, Engagement, Payment, Unit
from lienthong_emulator.insurance.collection.ledger import Books
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.tax_reconciliation.domain import (
    Employer,
    Finding,
    Insured,
    Kind,
    Told,
    of_headcount,
    of_taxpayer,
    owed_months,
)

DECEMBER, JANUARY = Month(202112), Month(202201)
UNIT = Unit(
    unit_code="TA0001A",
    full_name="Công ty TNHH An Phát",
    tax_code="0309900172",
    province_code="79",
    type=EmployerType.LIMITED_LIABILITY,
    payment_months=1,
)
LAN = Engagement(
    unit_code="TA0001A",
    participant_key=1,
    first_month=Month(202001),
    last_month=GOES_ON,
    funds=Fund.SOCIAL | Fund.ACCIDENT | Fund.HEALTH | Fund.UNEMPLOYMENT,
    salary=10_000_000,
    full_name="Nguyễn Thị Lan",
    nationality="VN",
    unpaid=False,
)
BOOKS = Books(unit=UNIT, engagements=[LAN])
"""3,050,000 đồng a month in December 2021: 20 and 10.5 %."""
KNOWN = {"8019900175": Insured(1, "Nguyễn Thị Lan", "901193000017")}
TOLD = Told("8019900175", "Nguyễn Thị Lan", "901193000017", 1_050_000, 10_000_000)
AN_PHAT = Employer(tax_code="0309900172", month=DECEMBER, now=JANUARY, books=[BOOKS], told=[TOLD], known=KNOWN)


def kinds(employer: Employer) -> list[Kind]:
    return [found.kind for found in employer.findings()]


def only(employer: Employer) -> Finding:
    (found,) = employer.findings()
    return found


def told(**changes: object) -> Employer:
    return replace(AN_PHAT, told=[TOLD._replace(**changes)])  # pyright: ignore[reportArgumentType] # by name


def test_where_both_were_told_the_same_nothing_differs() -> None:
    assert kinds(AN_PHAT) == []


def test_an_employer_that_no_unit_has_the_tax_code_of_is_one_finding() -> None:
    found = only(replace(AN_PHAT, books=[]))

    assert (found.kind, found.unit_code, found.held_there, found.amount) == (Kind.TAX_CODE_UNKNOWN, "", "1", 1_050_000)


def test_what_is_not_insured_of_an_income_is_at_stake() -> None:
    found = only(told(income=14_000_000))

    assert (found.kind, found.held_here, found.held_there) == (Kind.INCOME_ABOVE_INSURED, "10000000", "14000000")
    assert found.amount == 4_000_000 * 305 // 1_000


def test_above_the_cap_nothing_is_at_stake() -> None:
    """29.8 million for social and health insurance, 88.4 for unemployment insurance in region I."""
    rich = Books(unit=UNIT, engagements=[LAN._replace(salary=90_000_000)])

    assert kinds(replace(told(income=95_000_000), books=[rich])) == []


def test_less_for_tax_is_no_finding() -> None:
    assert kinds(told(income=9_000_000)) == []
    assert kinds(told(income=0)) == []


def test_who_is_paid_and_declared_by_nobody_is_not_insured() -> None:
    hung = TOLD._replace(person_tax_code="8019900182", deducted=0, income=8_000_000)
    found = only(replace(AN_PHAT, told=[hung]))

    assert (found.kind, found.person_tax_code, found.amount) == (Kind.NOT_INSURED, "8019900182", 2_440_000)


def test_a_second_job_is_no_finding() -> None:
    known = {"8019900182": Insured(2, TOLD.name, TOLD.number)}
    hung = TOLD._replace(person_tax_code="8019900182", deducted=0)
    second = replace(AN_PHAT, told=[hung], known=known, insured_elsewhere=frozenset({2}))

    assert kinds(second) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NGUYỄN THỊ LAN", []),
        ("", []),
        ("Nguyen Thi Lan", [Kind.NAME_DIFFERS]),
        ("Nguyễn Thị Làn", [Kind.NAME_DIFFERS]),
    ],
)
def test_a_name_differs_unless_it_is_only_written_otherwise(name: str, expected: list[Kind]) -> None:
    assert kinds(told(name=name)) == expected


@pytest.mark.parametrize(("number", "expected"), [("990000017", [Kind.NUMBER_DIFFERS]), ("", [])])
def test_a_number_differs_where_both_hold_one(number: str, expected: list[Kind]) -> None:
    assert kinds(told(number=number)) == expected


ACCOUNT = Account(unit_code="TA0001A", first_month=Month(202111), paid_until=Month(202110))
IN_DEBT = replace(BOOKS, account=ACCOUNT)


def test_what_was_deducted_and_not_paid_in_counts_with_its_months() -> None:
    found = only(replace(AN_PHAT, books=[IN_DEBT]))

    assert (found.kind, found.held_there) == (Kind.NOT_PAID_IN, "1050000")
    assert (found.first_month, found.last_month, found.amount) == (202111, 202112, 6_100_000)


def test_who_deducted_nothing_and_owes_is_no_finding_of_tax() -> None:
    assert kinds(replace(told(deducted=0), books=[IN_DEBT])) == []


def test_owed_months_are_those_with_something_left() -> None:
    came = Payment(
        payment_number=1,
        payment_id="p",
        unit_code="TA0001A",
        amount=4_000_000,
        receive_date=date(2021, 12, 20),
        reference="",
        by_itself=False,
    )
    paid_once = replace(IN_DEBT, payments=[came])

    assert owed_months(paid_once, DECEMBER, JANUARY) == {202112: 2_100_000}
    assert owed_months(BOOKS, DECEMBER, JANUARY) == {}


@pytest.mark.parametrize("status", ["01", "03", "05"])
def test_a_unit_that_declares_staff_is_not_closed(status: str) -> None:
    (found,) = of_taxpayer(BOOKS, status, UNIT.full_name, DECEMBER)

    assert (found.kind, found.held_there, found.amount) == (Kind.CLOSED_FOR_TAX, status, 3_050_000)


@pytest.mark.parametrize("status", ["00", "02", "04", "06", "07", "09"])
def test_other_statuses_close_nobody(status: str) -> None:
    assert list(of_taxpayer(BOOKS, status, "CÔNG TY TNHH AN PHÁT", DECEMBER)) == []


def test_who_declares_nobody_may_be_closed() -> None:
    assert list(of_taxpayer(replace(BOOKS, engagements=[]), "01", UNIT.full_name, DECEMBER)) == []


@pytest.mark.parametrize(("declared", "amount"), [(3, 6_100_000), (1, None), (0, None)])
def test_more_staff_for_tax_counts_by_the_average(declared: int, amount: int | None) -> None:
    found = [(one.kind, one.held_here, one.amount) for one in of_headcount([BOOKS], declared, DECEMBER)]

    assert found == ([(Kind.HEADCOUNT_HIGHER, "1", amount)] if amount else [])
