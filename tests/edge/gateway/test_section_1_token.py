"""Section 1 of the gateway's protocol: taking a token, and showing it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from google.protobuf.duration_pb2 import Duration
from tests.edge.hospital import EARLIER, NGOC, Hospital, md5

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILETIME_STARTS = datetime(1601, 1, 1, tzinfo=UTC)
TAKE = "/api/token/take"
SHOWN = {"username": "01999_BV", "password": md5("lienthong-01999")}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"data": SHOWN}, id="a form"),
        pytest.param({"json": SHOWN}, id="JSON"),
        pytest.param({"json": {"Username": "01999_BV", "PASSWORD": SHOWN["password"]}}, id="keys in another case"),
        pytest.param({"json": {**SHOWN, "password": SHOWN["password"].upper()}}, id="MD5 in capitals"),
        pytest.param({"data": {**SHOWN, "username": "01999_bv"}}, id="an account in small letters"),
        pytest.param({"content": json.dumps(SHOWN)}, id="no type at all"),
    ],
)
async def test_1_a_token_is_taken_with(front: Front, body: dict[str, Any]) -> None:
    async with front.client() as client:
        answer = await client.post(TAKE, **body)

    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert (told["maKetQua"], told["APIKey"]["token_type"], told["APIKey"]["username"]) == ("200", "Bearer", "01999_BV")


async def test_1_a_token_says_who_took_it_and_when_and_lives_ten_minutes(front: Front) -> None:
    async with front.client() as client:
        key = (await client.post(TAKE, data=SHOWN)).json()["APIKey"]

    signature, username, ticks = base64.b64decode(key["access_token"]).decode().split(":")
    issued = FILETIME_STARTS + timedelta(microseconds=int(ticks) // 10)
    assert len(base64.b64decode(signature)) == 32
    assert username == "01999_BV"
    assert abs(datetime.now(UTC) - issued) < timedelta(minutes=5)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z", key["expires_in"])
    assert datetime.fromisoformat(key["expires_in"]) == issued + timedelta(minutes=10)
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", key["id_token"])


async def test_1_tokens_need_no_escaping_and_no_two_are_alike(front: Front) -> None:
    async with front.client() as client:
        keys = [(await client.post(TAKE, data=SHOWN)).json()["APIKey"] for _ in range(50)]

    assert all(quote(key["access_token"], safe="=") == key["access_token"] for key in keys)
    assert len({key["access_token"] for key in keys}) == len({key["id_token"] for key in keys}) == 50


async def test_1_a_token_does_not_end_the_one_before(hospital: Hospital) -> None:
    before = dict(hospital.key)
    await hospital.take()

    hospital.key = before
    assert (await hospital.look_up())["maKetQua"] == "000"


@pytest.mark.parametrize(
    ("username", "password", "code", "status"),
    [
        pytest.param("01999_BV", "lienthong", "401", 401, id="401, another password"),
        pytest.param("01999", "lienthong-01999", "401", 401, id="401, no account"),
        pytest.param("01999_BV" * 20, "lienthong-01999", "401", 401, id="401, a name without end"),
        pytest.param("", "", "401", 401, id="401, nothing at all"),
        pytest.param("99999_BV", "lienthong-99999", "402", 401, id="402, no facility"),
        pytest.param("01998_BV", "lienthong-01998", "403", 403, id="403, a locked account"),
    ],
)
async def test_1_both_shapes_of_a_sign_in_that_fails(
    front: Front, world: str, username: str, password: str, code: str, status: int
) -> None:
    async with front.client(world) as client:
        hospital = Hospital(client, username, password)
        in_the_body = await hospital.take()
        await hospital.switch(failure="status")
        by_the_status = await hospital.take()

    assert [answer.status_code for answer in (in_the_body, by_the_status)] == [200, status]
    assert in_the_body.json() == by_the_status.json() == {"maKetQua": code, "APIKey": None}


async def test_1_an_officer_signs_in_with_an_account_of_their_own(front: Front) -> None:
    async with front.client() as client:
        officer = Hospital(client, "01999_901190999901", "lienthong-901190999901")
        key = (await officer.take()).json()["APIKey"]
        told = await officer.look_up()

    assert (key["username"], told["maKetQua"]) == ("01999_901190999901", "000")


async def test_1_a_password_that_was_not_hashed_is_wrong(front: Front) -> None:
    async with front.client() as client:
        answer = await client.post(TAKE, data={"username": "01999_BV", "password": "lienthong-01999"})

    assert answer.json() == {"maKetQua": "401", "APIKey": None}


async def test_1_code_500_is_had_by_a_fault(front: Front, world: str) -> None:
    async with front.client(world) as client:
        hospital = Hospital(client)
        await hospital.switch(faults=[{"endpoint": "take", "answer": "500"}])

        assert (await hospital.take()).json() == {"maKetQua": "500", "APIKey": None}
        assert (await hospital.take()).json()["maKetQua"] == "200"


# How a token is shown.

STYLES: dict[str, Callable[[Hospital], dict[str, Any]]] = {
    "A, in the query": lambda hospital: {"params": hospital.shown, "json": NGOC},
    "A, as some put it together": lambda hospital: {
        "params": "&".join(f"{name}={value}" for name, value in reversed(hospital.shown.items())),
        "data": NGOC,
    },
    "B, in headers": lambda hospital: {
        "headers": {
            "accessToken": hospital.key["access_token"],
            "tokenId": hospital.key["id_token"],
            "passwordHash": md5(hospital.password).upper(),
        },
        "json": {**NGOC, "username": hospital.username},
    },
    "C, in the body": lambda hospital: {"data": {**NGOC, **hospital.shown}},
    "C, as one client does": lambda hospital: {
        "headers": {"accessToken": hospital.key["access_token"]},
        "data": {**NGOC, "token": hospital.key["access_token"]},
    },
    "D, in headers": lambda hospital: {
        "headers": {"token": hospital.key["access_token"], "id_token": hospital.key["id_token"]},
        "json": NGOC,
    },
}


@pytest.mark.parametrize("style", STYLES)
async def test_1_a_token_is_shown_in_every_style(hospital: Hospital, style: str) -> None:
    answer = await hospital.client.post(EARLIER, **STYLES[style](hospital))

    assert answer.json()["maKetQua"] == "000"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"token": ""}, id="no token"),
        pytest.param({"token": "bm9ib2R5"}, id="a token of nobody"),
        pytest.param({"id_token": "00000000-0000-4000-8000-000000000000"}, id="another id"),
        pytest.param({"username": "01001_BV"}, id="another account"),
        pytest.param({"password": md5("01999")}, id="another password"),
    ],
)
async def test_1_a_token_that_does_not_hold_is_told_in_both_shapes(hospital: Hospital, changed: dict[str, str]) -> None:
    async def knock() -> httpx.Response:
        return await hospital.client.post(EARLIER, params={**hospital.shown, **changed}, json=NGOC)

    in_the_body = await knock()
    await hospital.switch(failure="status")
    by_the_status = await knock()

    assert [answer.status_code for answer in (in_the_body, by_the_status)] == [200, 401]
    assert in_the_body.json() == by_the_status.json()
    assert (in_the_body.json()["maKetQua"], in_the_body.json()["ghiChu"]) == ("401", "Token không đúng.")


async def test_1_a_token_holds_only_at_the_address_that_took_it(front: Front, world: str, hospital: Hospital) -> None:
    async with front.client(world, local_address="127.0.0.2") as elsewhere:
        stolen = await replace(hospital, client=elsewhere).look_up()
        their_own = await (await Hospital(elsewhere).signed_in()).look_up()

    assert (stolen["maKetQua"], their_own["maKetQua"]) == ("401", "000")


async def test_1_a_token_is_of_one_world(front: Front, hospital: Hospital) -> None:
    async with front.client() as client:
        assert (await replace(hospital, client=client).look_up())["maKetQua"] == "401"


async def test_1_a_token_ends_after_ten_minutes_of_its_world_where_it_is_told_to(
    front: Front, world: str, hospital: Hospital
) -> None:
    await hospital.switch(clock="world")
    key = (await hospital.take()).json()["APIKey"]

    assert key["expires_in"] == "2022-01-05T02:10:00.0000000Z"
    await _advance(front, world, minutes=9)
    assert (await hospital.look_up())["maKetQua"] == "000"
    await _advance(front, world, minutes=1)
    assert (await hospital.look_up())["maKetQua"] == "401"
    assert (await (await hospital.signed_in()).look_up())["maKetQua"] == "000"


async def test_1_a_token_on_the_walls_clock_is_not_hurt_by_its_worlds(
    front: Front, world: str, hospital: Hospital
) -> None:
    await _advance(front, world, minutes=11)

    assert (await hospital.look_up())["maKetQua"] == "000"


async def _advance(front: Front, world: str, **time: int) -> None:
    duration = Duration()
    duration.FromTimedelta(timedelta(**time))
    async with front.house.client(world=world) as client:
        await client.clock.AdvanceClock(AdvanceClockRequest(duration=duration))
