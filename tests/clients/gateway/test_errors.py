"""Why there is no answer about a card, as the client tells it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.clients.gateway.people import NGOC, RECEPTION, TAKE

from lienthong.gateway import (
    Gateway,
    GatewayError,
    GatewayUnavailable,
    Officer,
    OfficerRefused,
    RequestRefused,
    SignInRefused,
)

if TYPE_CHECKING:
    from clients.gateway.conftest import Desk
    from conftest import House

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [
        pytest.param("01999_BV", "wrong", "401", id="401, another password"),
        pytest.param("99999_BV", "lienthong-99999", "402", id="402, no facility"),
        pytest.param("01998_BV", "lienthong-01998", "403", id="403, a locked account"),
    ],
)
@pytest.mark.parametrize("failure", ["body", "status"])
async def test_an_account_that_is_not_let_in_is_told_once_to_all_who_wait(
    desk: Desk, failure: str, username: str, password: str, code: str
) -> None:
    await desk.switch(failure=failure)
    async with desk.gateway(password, username) as gateway:
        told = await asyncio.gather(*(gateway.check_card(*NGOC) for _ in range(5)), return_exceptions=True)

    assert [type(no) for no in told] == [SignInRefused] * 5
    assert {no.code for no in told if isinstance(no, SignInRefused)} == {code}
    assert desk.asked == [TAKE]


@pytest.mark.parametrize(
    ("officer", "code"),
    [
        pytest.param(Officer("Nguyễn Thị Tiếp Đón", "901190999902"), "054", id="a stranger"),
        pytest.param(Officer("Trần Văn Khác", "901190999901"), "055", id="another name"),
    ],
)
async def test_an_officer_whom_the_facility_did_not_register_is_refused(
    desk: Desk, officer: Officer, code: str
) -> None:
    async with desk.gateway() as gateway:
        for ask in (gateway.check_card, gateway.treatments):
            with pytest.raises(OfficerRefused) as no:
                await ask(*NGOC, officer=officer)
            assert no.value.code == code


async def test_a_question_that_lacks_something_is_refused_with_what(desk: Desk) -> None:
    async with desk.gateway() as gateway:
        with pytest.raises(RequestRefused) as of_a_card:
            await gateway.check_card("TE1010119000101", "Trần Bảo Ngọc", "")
        with pytest.raises(RequestRefused) as of_co_payments:
            await gateway.co_payments("TE1", "Trần Bảo Ngọc", "2019")

    assert str(of_a_card.value) == "205: ngaySinh không đúng định dạng."
    assert of_co_payments.value.code == "400"


@pytest.mark.parametrize(
    ("fault", "times", "code"),
    [
        pytest.param("100", 1, "100", id="it says so"),
        pytest.param("500", 1, "500", id="it says so, of itself"),
        pytest.param("502", 3, "502", id="a proxy says so"),
        pytest.param("drop", 3, "dropped", id="nobody says anything"),
    ],
)
@pytest.mark.parametrize("endpoint", ["KQNhanLichSuKCB2024", "take"])
async def test_a_gateway_that_cannot_answer_is_unavailable(
    desk: Desk, endpoint: str, fault: str, times: int, code: str
) -> None:
    await desk.switch(faults=[{"endpoint": endpoint, "answer": fault, "times": times}])
    async with desk.gateway() as gateway:
        with pytest.raises(GatewayUnavailable) as no:
            await gateway.check_card(*NGOC)
        assert (await gateway.check_card(*NGOC)).code == "000"

    assert no.value.code == code


@pytest.mark.parametrize("fault", ["502", "drop"])
@pytest.mark.parametrize("endpoint", ["KQNhanLichSuKCB2024", "take"])
async def test_what_stands_between_may_fail_twice(desk: Desk, endpoint: str, fault: str) -> None:
    await desk.switch(faults=[{"endpoint": endpoint, "answer": fault, "times": 2}])
    async with desk.gateway() as gateway:
        assert (await gateway.check_card(*NGOC)).code == "000"

    assert len(desk.asked) == 4


async def test_where_nobody_listens_the_gateway_is_unavailable() -> None:
    async with Gateway("http://127.0.0.1:1", username="01999_BV", password="", officer=RECEPTION) as gateway:
        with pytest.raises(GatewayUnavailable) as no:
            await gateway.check_card(*NGOC)

    assert (no.value.code, isinstance(no.value.__cause__, httpx.ConnectError)) == ("dropped", True)


async def test_what_is_no_gateway_is_not_taken_for_one(whole_house: House) -> None:
    nowhere = f"http://{whole_house.http}/worlds/nowhere"
    async with Gateway(nowhere, username="01999_BV", password="lienthong-01999", officer=RECEPTION) as gateway:
        with pytest.raises(GatewayError) as no:
            await gateway.check_card(*NGOC)

    assert isinstance(no.value, GatewayUnavailable)
