"""Cards and reserved months follow what units declare."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from google.protobuf.duration_pb2 import Duration
from google.type.date_pb2 import Date
from tests.journeys.collecting import Office, change

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.insurance.v1.card_pb2 import CARD_STATE_EXPIRED, CARD_STATE_VALID

if TYPE_CHECKING:
    from journeys.conftest import Commune
    from lienthong.insurance.v1.card_pb2 import Card

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOA_SUA = "ZZ0001A"
MUI = "2708000353"
"""Viên Thị Mùi left her work in 2019."""
LOAN = "0121000335"
"""Ninh Thị Loan is with Hoa Sữa, on 5,500,000."""
END_OF_JANUARY, END_OF_NEXT_YEAR = Date(year=2022, month=1, day=31), Date(year=2023, month=12, day=31)


async def card_of(commune: Commune, number: str) -> Card:
    return (await commune.participant(number)).health_insurance.card


async def reserved(commune: Commune, number: str) -> int:
    return (await commune.participant(number)).unemployment_insurance.reserved_months


async def pass_by(commune: Commune, days: int) -> None:
    duration = Duration()
    duration.FromTimedelta(timedelta(days=days))
    await commune.client.clock.AdvanceClock(AdvanceClockRequest(duration=duration))


async def test_who_joins_has_a_card_of_staff_from_that_day_on(commune: Commune) -> None:
    before = (await commune.participant(MUI)).health_insurance
    await Office(commune).declare(HOA_SUA, 202201, change("TM", MUI, 7_000_000))

    held = (await commune.participant(MUI)).health_insurance
    assert held.card.card_number.startswith("DN")
    assert (held.card.valid_from, held.card.valid_to) == (Date(year=2022, month=1, day=5), END_OF_NEXT_YEAR)
    assert held.card.state == CARD_STATE_VALID
    assert len(held.past_cards) == len(before.past_cards) + before.HasField("card")


async def test_who_leaves_has_it_until_the_month_ends(commune: Commune) -> None:
    before = await card_of(commune, LOAN)
    await Office(commune).declare(HOA_SUA, 202201, change("GH", LOAN))

    card = await card_of(commune, LOAN)
    assert (card.name, card.card_number, card.valid_to) == (before.name, before.card_number, END_OF_JANUARY)
    assert card.state == CARD_STATE_VALID
    await pass_by(commune, days=27)
    assert (await card_of(commune, LOAN)).state == CARD_STATE_EXPIRED


async def test_maternity_leave_leaves_the_card_alone_and_unpaid_leave_does_not(commune: Commune) -> None:
    tester, before = Office(commune), await card_of(commune, LOAN)
    await tester.declare(HOA_SUA, 202112, change("TS", LOAN))
    assert await card_of(commune, LOAN) == before

    await tester.declare(HOA_SUA, 202201, change("ON", LOAN))
    assert await card_of(commune, LOAN) == before
    await pass_by(commune, days=30)
    await tester.declare(HOA_SUA, 202202, change("KL", LOAN))
    assert (await card_of(commune, LOAN)).valid_to == Date(year=2022, month=2, day=28)


async def test_who_left_once_and_is_there_again_keeps_card_and_unit(commune: Commune) -> None:
    tester, before = Office(commune), await card_of(commune, LOAN)
    await tester.declare(HOA_SUA, 202110, change("TS", LOAN))
    await tester.declare(HOA_SUA, 202201, change("ON", LOAN))
    await tester.declare(HOA_SUA, 202108, change("GH", LOAN))

    held = await commune.participant(LOAN)
    assert held.health_insurance.card == before
    assert held.social_insurance.unit_code == HOA_SUA


async def test_reserved_months_grow_with_each_month_that_ends(commune: Commune) -> None:
    before = await reserved(commune, LOAN)
    await pass_by(commune, days=60)  # to 6 March

    assert await reserved(commune, LOAN) == before + 2


async def test_months_declared_late_are_reserved_and_those_taken_back_are_not(commune: Commune) -> None:
    mui, loan = await reserved(commune, MUI), await reserved(commune, LOAN)
    tester = Office(commune)
    await tester.declare(HOA_SUA, 202110, change("TM", MUI, 7_000_000))
    await tester.declare(HOA_SUA, 202111, change("GH", LOAN))

    assert (await reserved(commune, MUI), await reserved(commune, LOAN)) == (mui + 3, loan - 2)
