"""The client takes a token, keeps it, and takes another in every way in which the gateway says that it is over.

Section 1 of the gateway's protocol: how clients keep tokens, and how each family of paths tells that one does not hold.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.clients.gateway.people import LOOK_UP, NGOC, TAKE

from lienthong.gateway import TokenRefused

if TYPE_CHECKING:
    from clients.gateway.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_token_is_taken_once_and_kept(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        for _ in range(3):
            await gateway.check_card(*NGOC)

    assert desk.asked == [TAKE, LOOK_UP, LOOK_UP, LOOK_UP]


async def test_a_token_is_renewed_before_it_is_over(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        await gateway.check_card(*NGOC)
        desk.ahead = timedelta(minutes=5)
        await gateway.check_card(*NGOC)
        desk.ahead = timedelta(minutes=9, seconds=45)
        await gateway.check_card(*NGOC)

    assert desk.asked == [TAKE, LOOK_UP, LOOK_UP, TAKE, LOOK_UP]


FAMILIES = [
    pytest.param("body", "check_card", "000", id="in the body of HTTP 200"),
    pytest.param("status", "check_card", "000", id="by HTTP 401 with a body"),
    pytest.param("body", "treatments", "000", id="in the body of HTTP 200, of treatments"),
    pytest.param("body", "co_payments", "204", id="by HTTP 401 without a body"),
]


@pytest.mark.parametrize(("failure", "call", "code"), FAMILIES)
async def test_a_token_that_the_gateway_ended_is_renewed_where_that_is_told(
    desk: Desk, failure: str, call: str, code: str
) -> None:
    await desk.switch(clock="world", failure=failure)
    async with desk.gateway() as gateway:
        before = await getattr(gateway, call)(*NGOC)
        await desk.advance(minutes=11)
        after = await getattr(gateway, call)(*NGOC)
        again = await getattr(gateway, call)(*NGOC)

    assert [answer.code for answer in (before, after, again)] == [code] * 3
    path = desk.asked[1]
    assert desk.asked == [TAKE, path, path, TAKE, path, path]


@pytest.mark.parametrize(("failure", "call", "code"), FAMILIES)
async def test_many_whose_token_ended_together_renew_it_once(desk: Desk, failure: str, call: str, code: str) -> None:
    await desk.switch(clock="world", failure=failure)
    async with desk.gateway() as gateway:
        first = await asyncio.gather(*(getattr(gateway, call)(*NGOC) for _ in range(20)))
        await desk.advance(minutes=11)
        second = await asyncio.gather(*(getattr(gateway, call)(*NGOC) for _ in range(20)))

    assert {answer.code for answer in (*first, *second)} == {code}
    assert desk.signed_in == 2


@pytest.mark.parametrize(("failure", "call", "code"), FAMILIES)
async def test_a_token_that_is_refused_again_and_again_is_told(desk: Desk, failure: str, call: str, code: str) -> None:
    await desk.switch(failure=failure, faults=[{"answer": "401", "times": 2, "endpoint": ENDPOINTS[call]}])
    async with desk.gateway() as gateway:
        with pytest.raises(TokenRefused) as no:
            await getattr(gateway, call)(*NGOC)
        after = await getattr(gateway, call)(*NGOC)

    assert (no.value.code, after.code, desk.signed_in) == ("401", code, 2)


ENDPOINTS = {"check_card": "KQNhanLichSuKCB2024", "treatments": "Lskcb2025", "co_payments": "TraCuuTienMCCT"}


async def test_who_gives_up_waiting_takes_the_token_from_nobody(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        impatient = asyncio.ensure_future(gateway.check_card(*NGOC))
        patient = asyncio.ensure_future(gateway.check_card(*NGOC))
        await desk.has_asked.wait()
        impatient.cancel()
        check = await patient

    assert (check.code, impatient.cancelled(), desk.signed_in) == ("000", True, 1)


async def test_a_gateway_may_be_left_while_a_token_is_taken(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        check = asyncio.ensure_future(gateway.check_card(*NGOC))
        await desk.has_asked.wait()

    with pytest.raises(asyncio.CancelledError):
        await check
