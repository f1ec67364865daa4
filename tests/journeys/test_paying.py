"""Money comes in, late money costs interest, and what waits falls due later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date
from tests.journeys.collecting import IN_DEBT, Office, change, month

from lienthong.insurance.v1 import contribution_pb2 as statements
from lienthong.insurance.v1 import contribution_service_pb2 as pb
from lienthong.insurance.v1.contribution_declaration_pb2 import (
    RELIEF_KIND_PENSION_SUSPENSION,
    RELIEF_KIND_SAFE_ENTERPRISE,
    ReliefKind,
)

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOA_SUA = "ZZ0001A"
"""Three people, 8,540,000 đồng due a month in the winter of 2021."""
LOAN = "0121000335"
"""Ninh Thị Loan earns 5,500,000 with Hoa Sữa."""
MO = "2711000343"
"""Ông Thị Mơ sews for La Rách, which owes for her since September."""
SEPTEMBER, LATER = 1_953_000, 1_891_000
"""What is due for her: 31.5 % of 6,200,000 in September, 30.5 % from October on (resolution 116)."""
TODAY = Date(year=2022, month=1, day=5)


async def test_an_employer_in_debt_owes_arrears_and_interest(commune: Commune) -> None:
    account = await Office(commune, f"employers/{IN_DEBT}").statement(IN_DEBT, 202112)

    # 1.1 % of September for October, of two months for November, of three for December.
    interest = 21_483 + 42_284 + 63_085
    assert (account.arrears, account.statement.remaining) == (SEPTEMBER + 2 * LATER, LATER)
    assert (account.interest, account.balance) == (interest, SEPTEMBER + 3 * LATER + interest)
    assert list(account.payments) == []


async def test_money_goes_to_the_oldest_month_and_into_the_history(commune: Commune) -> None:
    unit = Office(commune, f"employers/{IN_DEBT}")
    payment = await unit.pay(IN_DEBT, SEPTEMBER + LATER + 1_000, reference="FT22005")

    assert (payment.amount, payment.receive_date, payment.reference) == (SEPTEMBER + LATER + 1_000, TODAY, "FT22005")
    months = {(one.month.year, one.month.month): one for one in await unit.people(202111, IN_DEBT)}
    assert months[2021, 11].paid == 1_000
    account = await unit.statement(IN_DEBT, 202112)
    assert (account.arrears, account.statement.remaining) == (LATER - 1_000, LATER)
    assert list(account.payments) == [payment]
    periods = (await commune.participant(MO)).social_insurance.history.contributions
    assert [(one.first_month, one.last_month) for one in periods][-2:] == [
        (periods[-2].first_month, month(202108)),
        (month(202109), month(202110)),
    ]


async def test_more_than_is_due_is_a_credit(commune: Commune) -> None:
    tester = Office(commune)
    await tester.pay(HOA_SUA, 10_000_000, Date(year=2022, month=1, day=3))

    account = await tester.statement(HOA_SUA, 202201)
    assert (account.statement.paid, account.statement.remaining, account.balance) == (8_540_000, 0, -1_460_000)


async def test_what_was_paid_for_later_months_is_no_credit_of_an_earlier_one(commune: Commune) -> None:
    tester = Office(commune)
    await tester.declare(HOA_SUA, 202109, change("DC", LOAN, 5_500_000))

    assert [(await tester.statement(HOA_SUA, of)).balance for of in (202109, 202111, 202112)] == [0, 0, 0]


async def test_a_person_sees_months_and_what_is_paid_of_them(commune: Commune) -> None:
    mo = (await commune.participant(MO)).name
    months = await Office(commune, mo).months_of(MO, page_size=3)

    assert [(one.month.year, one.month.month, one.remaining) for one in months[:6]] == [
        (2022, 1, LATER),
        (2021, 12, LATER),
        (2021, 11, LATER),
        (2021, 10, LATER),
        (2021, 9, SEPTEMBER),
        (2021, 8, 0),
    ]
    assert (months[-1].month, len(months)) == (month(201801), 49)


async def test_strangers_see_no_account_and_no_person(commune: Commune, refusal: Refusing) -> None:
    stranger = Office(commune, f"employers/{HOA_SUA}")

    assert (await refusal(stranger.statement(IN_DEBT, 202112))).reason == "ACCESS_NOT_PERMITTED"
    assert (await refusal(stranger.months_of(MO))).reason == "ACCESS_NOT_PERMITTED"
    assert (await refusal(stranger.pay(IN_DEBT, 1))).reason == "NOT_ONES_OWN_UNIT"
    assert (await refusal(Office(commune).months_of("2708999999"))).reason == "PARTICIPANT_NOT_FOUND"


@pytest.mark.parametrize(
    ("unit", "amount", "day", "reason"),
    [
        pytest.param("TA9999A", 1, TODAY, "EMPLOYER_NOT_FOUND", id="an unknown unit"),
        pytest.param(HOA_SUA, 0, TODAY, "INVALID_REQUEST", id="nothing"),
        pytest.param(HOA_SUA, 1, Date(year=2022, month=1, day=6), "IMPOSSIBLE_DAY", id="tomorrow"),
        pytest.param(HOA_SUA, 1, Date(year=2022, month=2, day=30), "IMPOSSIBLE_DAY", id="of no calendar"),
        pytest.param(HOA_SUA, 1, Date(year=2017, month=12, day=31), "IMPOSSIBLE_DAY", id="before 2018"),
    ],
)
async def test_a_payment_that_cannot_be_is_refused(
    commune: Commune, refusal: Refusing, unit: str, amount: int, day: Date, reason: str
) -> None:
    assert (await refusal(Office(commune).pay(unit, amount, day))).reason == reason


async def test_a_payment_that_is_repeated_counts_once(commune: Commune) -> None:
    tester, once = Office(commune), "11111111-1111-4111-8111-111111111111"
    first = await tester.pay(HOA_SUA, 1_000_000, request_id=once)

    assert await tester.pay(HOA_SUA, 1_000_000, request_id=once) == first
    assert (await tester.statement(HOA_SUA, 202201)).statement.paid == 1_000_000


async def test_a_suspended_pension_falls_due_after_it(commune: Commune) -> None:
    tester = Office(commune)
    relief = await tester.relieve(HOA_SUA, RELIEF_KIND_PENSION_SUSPENSION, 202201, 202202)

    january = await tester.statement(HOA_SUA, 202201)
    # 22 % of 28,000,000 waits.
    assert january.statement.due.total == 8_540_000 - 6_160_000
    assert january.statement.status == statements.UNIT_STATUS_PENSION_SUSPENDED
    assert list(january.reliefs) == [relief]
    await commune.advance(days=60)
    assert [(await tester.statement(HOA_SUA, of)).statement.due.total for of in (202202, 202203)] == [
        2_380_000,
        8_540_000 + 2 * 6_160_000,
    ]


@pytest.mark.parametrize(
    ("kind", "first", "last", "reason"),
    [
        pytest.param(RELIEF_KIND_PENSION_SUSPENSION, 202112, 202202, "MONTH_HAS_ENDED", id="begun before"),
        pytest.param(RELIEF_KIND_PENSION_SUSPENSION, 202201, 202301, "RELIEF_TOO_LONG", id="thirteen months"),
        pytest.param(RELIEF_KIND_SAFE_ENTERPRISE, 202201, 202501, "RELIEF_TOO_LONG", id="37 months"),
        pytest.param(RELIEF_KIND_SAFE_ENTERPRISE, 202202, 202201, "RELIEF_TOO_LONG", id="backwards"),
        pytest.param(RELIEF_KIND_PENSION_SUSPENSION, 202203, 202204, "RELIEF_OVERLAPS", id="a second one"),
        pytest.param(RELIEF_KIND_PENSION_SUSPENSION, 202204, 202205, "RELIEF_OVERLAPS", id="where what waited is due"),
        pytest.param(RELIEF_KIND_PENSION_SUSPENSION, 202213, 202214, "IMPOSSIBLE_MONTH", id="a thirteenth month"),
    ],
)
async def test_a_relief_that_cannot_be_is_refused(
    commune: Commune, refusal: Refusing, kind: ReliefKind.ValueType, first: int, last: int, reason: str
) -> None:
    tester = Office(commune)
    await tester.relieve(HOA_SUA, RELIEF_KIND_PENSION_SUSPENSION, 202202, 202203)

    assert (await refusal(tester.relieve(HOA_SUA, kind, first, last))).reason == reason


async def test_a_month_to_come_has_no_account(commune: Commune, refusal: Refusing) -> None:
    assert (await refusal(Office(commune).statement(HOA_SUA, 202202))).reason == "MONTH_NOT_BEGUN"


async def test_a_unit_is_found_by_its_tax_code(commune: Commune) -> None:
    request = pb.GetStatementRequest(tax_code="9990000071", month=month(202112))
    found = await commune.client.contributions.GetStatement(request, metadata=Office(commune).metadata)

    assert found.statement.unit_code == IN_DEBT


async def test_a_year_of_months_has_no_gap_and_no_double(commune: Commune) -> None:
    """Whom nobody plays pays month after month; who is played owes what is not recorded, and interest on it."""
    tester = Office(commune)
    await tester.declare(HOA_SUA, 202201, change("TM", "2708000353", 7_000_000))
    fired = await commune.advance(days=365)
    found = {of: await tester.units(of) for of in range(202201, 202213)}

    assert fired == []
    owing = [{unit.unit_code for unit in units if unit.remaining} for units in found.values()]
    assert owing == [{HOA_SUA, IN_DEBT}] * 12
    assert {len(units) for units in found.values()} == {len(found[202201])}
    # 30.5 % of 35,000,000 to June, 31 % to September (accidents again), 32 % from October on.
    dues = [unit.due.total for units in found.values() for unit in units if unit.unit_code == HOA_SUA]
    assert dues == [10_675_000] * 6 + [10_850_000] * 3 + [11_200_000] * 3
    account = await tester.statement(HOA_SUA, 202212)
    overdue = [sum(dues[:count]) for count in range(1, 12)]
    assert account.arrears + account.statement.remaining == sum(dues)
    assert account.interest == sum(each * 8 // 1_000 for each in overdue)
