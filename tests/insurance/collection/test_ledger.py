"""What a unit's money covers, month after month."""

from dataclasses import replace
from datetime import date

import pytest

from lienthong_emulator.insurance.collection.domain import (
    Account,
    Engagement,
    Payment,
    Relief,
    ReliefKind,
    Unit,
)
from lienthong_emulator.insurance.collection.ledger import Books, shared_out
from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month
from lienthong_emulator.insurance.employers.domain import EmployerType

NOW = Month(202201)
UNIT = Unit(
    unit_code="TA0001A",
    full_name="May Lá Rách",
    tax_code="9990000071",
    province_code="27",
    type=EmployerType.LIMITED_LIABILITY,
    payment_months=1,
)
LAN = Engagement(
    unit_code="TA0001A",
    participant_key=1,
    first_month=Month(202001),
    last_month=GOES_ON,
    funds=Fund.HEALTH,
    salary=10_000_000,
    full_name="Lan",
    nationality="VN",
    unpaid=False,
)
"""Born 1985; 450,000 đồng a month for health insurance alone keeps the sums short."""
HOA = LAN._replace(participant_key=2, full_name="Hoa", salary=20_000_000, first_month=Month(202111), unpaid=True)


def paid(books: Books, *months: int) -> list[int]:
    return [books.paid_of(Month(month), NOW) for month in months]


def test_who_keeps_no_account_has_paid_every_month_that_has_ended() -> None:
    assert paid(Books(unit=UNIT, engagements=[LAN]), 202110, 202112, 202201) == [450_000, 450_000, 0]


def money(amount: int, day: date) -> Payment:
    return Payment(
        payment_number=1, payment_id="1", unit_code="TA0001A", amount=amount, receive_date=day, reference="FT1"
    )


def test_what_was_owed_when_the_world_began_is_counted_from_its_first_month() -> None:
    books = Books(unit=UNIT, engagements=[LAN, HOA], in_debt_since=Month(202111)).counted(NOW)

    # 1,350,000 a month since November, of which 450,000 came: they cover two thirds of the oldest month.
    assert paid(books, 202110, 202111, 202112, 202201) == [450_000, 900_000, 0, 0]
    assert [books.arrears_before(Month(month)) for month in (202111, 202112, 202201)] == [0, 450_000, 1_800_000]
    assert books.paid_until(NOW) == 202110


def test_what_comes_in_goes_to_the_oldest_month_first() -> None:
    books = Books(unit=UNIT, engagements=[LAN, HOA], in_debt_since=Month(202111)).counted(NOW)
    books = replace(books, payments=[*books.payments, money(1_000_000, date(2022, 1, 5))])

    assert paid(books, 202111, 202112, 202201) == [1_350_000, 550_000, 0]
    assert books.paid_until(NOW) == 202111


def test_what_is_paid_beyond_what_is_due_is_a_credit() -> None:
    account = Account(unit_code="TA0001A", first_month=NOW, paid_until=Month(202112))
    books = Books(unit=UNIT, engagements=[LAN], account=account, payments=[money(500_000, date(2022, 1, 5))])

    assert (books.paid_of(NOW, NOW), books.credit_after(NOW)) == (450_000, 50_000)
    assert books.paid_of(Month(202202), NOW) == 50_000


def test_interest_runs_from_the_month_after_the_due_month_and_not_on_itself() -> None:
    """1.1 % of 450,000 for November and of 900,000 for December 2021, 0.8 % of 1,350,000 for January 2022."""
    account = Account(unit_code="TA0001A", first_month=Month(202110), paid_until=Month(202109))
    books = Books(unit=UNIT, engagements=[LAN], account=account)

    assert [books.interest(Month(month)) for month in (202110, 202111, 202112, 202201)] == [0, 4_950, 14_850, 25_650]


def test_money_in_time_bears_no_interest_and_late_money_ends_it() -> None:
    account = Account(unit_code="TA0001A", first_month=Month(202110), paid_until=Month(202109))
    late = Books(unit=UNIT, engagements=[LAN], account=account, payments=[money(900_000, date(2021, 12, 1))])
    quarterly = replace(late, unit=replace(UNIT, payment_months=3), payments=[])

    assert late.interest(Month(202112)) == 4_950
    # The quarter to December falls due in January 2022: 0.8 % of 1,350,000 for February.
    assert [quarterly.interest(Month(month)) for month in (202201, 202202)] == [0, 10_800]


def test_a_suspended_pension_waits_for_the_month_after_and_bears_no_interest() -> None:
    """Law 58/2014, article 88, clause 1: 22 % of 10,000,000 for each of two months."""
    staff = LAN._replace(funds=Fund.SOCIAL | Fund.HEALTH)
    relief = Relief(
        unit_code="TA0001A",
        kind=ReliefKind.PENSION_SUSPENSION,
        first_month=Month(202201),
        last_month=Month(202202),
        basis="",
    )
    left = staff._replace(last_month=Month(202201), participant_key=2)
    books = Books(unit=UNIT, engagements=[staff, left], reliefs=[relief])

    # Sickness 3 % and health 4.5 % go on: 750,000 for each; with the pension it is 2,950,000.
    assert [books.due_of(Month(month)) for month in (202112, 202201, 202202, 202203, 202204)] == [
        5_900_000,
        1_500_000,
        750_000,
        2_950_000 + 3 * 2_200_000,
        2_950_000,
    ]
    assert [charge.month for charge in books.charges(Month(202203))] == [202203, 202201, 202202, 202201]
    assert books.is_suspended(Month(202202))


def test_a_safe_enterprise_pays_less_for_accidents_while_it_is_one() -> None:
    staff = LAN._replace(funds=Fund.ACCIDENT)
    august = Month(202208)
    relief = Relief(
        unit_code="TA0001A", kind=ReliefKind.SAFE_ENTERPRISE, first_month=august, last_month=august, basis=""
    )
    books = Books(unit=UNIT, engagements=[staff], reliefs=[relief])

    assert [books.due_of(Month(month)) for month in (202207, 202208, 202209)] == [50_000, 30_000, 50_000]


@pytest.mark.parametrize(
    ("payment_months", "month", "due"),
    [
        pytest.param(1, 202112, 202112, id="by the month: the same"),
        pytest.param(3, 202110, 202201, id="by the quarter: the month after it"),
        pytest.param(3, 202112, 202201, id="by the quarter, its last month"),
        pytest.param(6, 202107, 202201, id="by the half year"),
        pytest.param(6, 202106, 202107, id="by the half year, its last month"),
    ],
)
def test_a_month_falls_due_by_the_payment_method(payment_months: int, month: int, due: int) -> None:
    assert replace(UNIT, payment_months=payment_months).due_month(Month(month)) == due


def test_what_is_paid_is_shared_to_the_dong() -> None:
    assert [part.paid for part in shared_out(10, [3, 3, 3])] == [3, 3, 4]
    assert [part.paid for part in shared_out(9, [4, 5])] == [4, 5]
    assert [part.remaining for part in shared_out(0, [0, 0])] == [0, 0]
