"""Cards that are checked at once come to what each comes to alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest_asyncio
from google.type.date_pb2 import Date

from lienthong.insurance.v1 import card_service_pb2
from lienthong.insurance.v1.card_check_pb2 import CheckCardResponse
from lienthong.insurance.v1.card_service_pb2 import CheckCardRequest
from lienthong_emulator.emulator import emulate
from lienthong_emulator.insurance.cards.desk import CHECKS_TOLD
from lienthong_emulator.insurance.cards.servicer import CardServicer
from lienthong_emulator.runtime.company import Company
from lienthong_emulator.runtime.handlers import handlers_for
from lienthong_emulator.runtime.in_process import CallContext
from lienthong_emulator.setup import Setup

Check = Callable[[CheckCardRequest, Company | None], Awaitable[CheckCardResponse]]
NGOC = CheckCardRequest(
    card_number="TE1010119000101", full_name="Trần Bảo Ngọc", birth_date=Date(year=2019, month=8, day=12)
)
VINH = CheckCardRequest(
    card_number="QN5979710000223", full_name="Bùi Quang Vinh", birth_date=Date(year=1989, month=8, day=20)
)
NOBODY = CheckCardRequest(card_number="0199999999", full_name="Đỗ Thanh Tùng", birth_date=Date(year=1983))


@pytest_asyncio.fixture
async def check() -> AsyncGenerator[Check]:
    async with emulate(Setup()) as emulator:
        service = card_service_pb2.DESCRIPTOR.services_by_name["CardService"]
        handlers = handlers_for(service, CardServicer(), emulator.node.entrance_of("insurance"))
        handle = handlers.by_method["CheckCard"].unary_unary
        context = CallContext([("lienthong-caller", "facilities/01001")])

        async def checked(request: CheckCardRequest, company: Company | None) -> CheckCardResponse:
            return CheckCardResponse.FromString(await handle(request.SerializeToString(), context, company))

        yield checked


async def test_each_is_told_of_their_own_card(check: Check) -> None:
    alone = [await check(request, None) for request in (NGOC, NOBODY, VINH)]
    company = Company()
    together = await asyncio.gather(*(check(request, company) for request in (NGOC, NOBODY, VINH)))

    for one, other in zip(alone, together, strict=True):
        del other.earlier_checks[:]
        assert one == other


async def test_a_card_that_many_checked_before_hides_no_check_of_another(check: Check) -> None:
    for _ in range(2 * CHECKS_TOLD):
        await check(NGOC, None)
    await check(VINH, None)
    company = Company()
    ngoc, vinh, nobody = await asyncio.gather(*(check(request, company) for request in (NGOC, VINH, NOBODY)))

    told = [len(answer.earlier_checks) for answer in (ngoc, vinh, nobody)]
    assert told == [CHECKS_TOLD, 1, 0]


async def test_a_card_that_is_checked_twice_at_once_was_checked_twice(check: Check) -> None:
    company = Company()
    await asyncio.gather(*(check(request, company) for request in (NGOC, VINH, NGOC)))

    told = await check(NGOC, None)
    assert [earlier.caller for earlier in told.earlier_checks] == ["facilities/01001"] * 2


async def test_who_is_found_by_another_number_is_found_among_others(check: Check) -> None:
    company = Company()
    by_personal_number = CheckCardRequest(
        card_number="901319000101", full_name=NGOC.full_name, birth_date=Date(year=2019)
    )
    found = await asyncio.gather(*(check(request, company) for request in (NOBODY, by_personal_number, VINH)))

    assert [answer.card.card_number for answer in found] == ["", NGOC.card_number, VINH.card_number]
