"""Section 10.1 of the reference: tokens of the national platform, by OAuth's client credentials."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from google.protobuf.duration_pb2 import Duration
from tests.edge.province import QUANG_BINH, Province

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

GRANT = {"grant_type": "client_credentials"}
IN_THE_BODY = {"client_id": QUANG_BINH[0], "client_secret": QUANG_BINH[1]}
ASKED = {"maSoBhxh": "0115000017"}
SERVICE = "/apiBHXH/getTraCuuTtHgdByMaSoBhxh"


@pytest_asyncio.fixture(loop_scope="session")
async def province(front: Front) -> AsyncGenerator[Province]:
    async with front.client() as client:
        yield Province(client)


def basic(text: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"data": GRANT, "auth": QUANG_BINH}, id="HTTP Basic"),
        pytest.param({"data": {**GRANT, **IN_THE_BODY}}, id="the body"),
        pytest.param({"json": {**GRANT, **IN_THE_BODY}}, id="JSON, as some do"),
        pytest.param({"data": GRANT, "headers": basic("provinces%2D44:lienthong-provinces-44")}, id="an encoded id"),
    ],
)
async def test_10_1_a_client_takes_a_token_with_its_credentials_in(
    province: Province, request_: dict[str, Any]
) -> None:
    answer = await province.client.post("/token", **request_)

    told = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", told.pop("access_token"))
    assert told == {"scope": "apiBHXH apiCSDLDKDN apiHoTichTuPhap", "token_type": "Bearer", "expires_in": 3600}


async def test_10_1_a_client_takes_as_little_as_it_asks_for(province: Province) -> None:
    await province.signed_in(scope="apiBHXH")

    assert province.taken["scope"] == "apiBHXH"
    assert (await province.post(SERVICE, json=ASKED)).status_code == 200


async def test_10_1_a_token_does_not_end_the_one_before(province: Province) -> None:
    first = (await province.signed_in()).token
    second = (await province.signed_in()).token

    assert first != second
    assert (await replace(province, token=first).post(SERVICE, json=ASKED)).status_code == 200


@pytest.mark.parametrize(
    ("request_", "status", "error"),
    [
        pytest.param({"data": GRANT, "auth": ("provinces-44", "wrong")}, 401, "invalid_client", id="another secret"),
        pytest.param(
            {"data": GRANT, "auth": ("provinces-44", "lienthong-provinces-45")}, 401, "invalid_client", id="theirs"
        ),
        pytest.param(
            {"data": GRANT, "auth": ("provinces-99", "lienthong-provinces-99")}, 401, "invalid_client", id="no province"
        ),
        pytest.param(
            {"data": GRANT, "auth": ("agencies-insurance", "lienthong-agencies-insurance")},
            401,
            "invalid_client",
            id="who gives the services",
        ),
        pytest.param({"data": GRANT}, 401, "invalid_client", id="no client"),
        pytest.param({"data": GRANT, "headers": {"Authorization": "Basic ?"}}, 401, "invalid_client", id="no base64"),
        pytest.param(
            {"data": GRANT, "headers": {b"Authorization": "Basic được".encode()}}, 401, "invalid_client", id="no ASCII"
        ),
        pytest.param(
            {"data": GRANT, "headers": {"Authorization": "Basic /w=="}}, 401, "invalid_client", id="base64 of no text"
        ),
        pytest.param({"data": GRANT, "headers": basic("a")}, 401, "invalid_client", id="no secret"),
        pytest.param({"auth": QUANG_BINH}, 400, "invalid_request", id="no grant type"),
        pytest.param({"content": b"{", "auth": QUANG_BINH}, 400, "invalid_request", id="broken JSON"),
        pytest.param({"content": b"a=" + b"b" * 70_000}, 400, "invalid_request", id="a body without end"),
        pytest.param({"json": {"scope": ["x"], **GRANT, **IN_THE_BODY}}, 400, "invalid_request", id="a list"),
        pytest.param(
            {"data": {"grant_type": "password"}, "auth": QUANG_BINH}, 400, "unsupported_grant_type", id="a password"
        ),
        pytest.param(
            {"data": {**GRANT, "scope": "apiBHXH admin"}, "auth": QUANG_BINH}, 400, "invalid_scope", id="no scope"
        ),
        pytest.param(
            {
                "data": {**GRANT, "scope": "apiBHXH"},
                "auth": ("agencies-information", "lienthong-agencies-information"),
            },
            400,
            "invalid_scope",
            id="a scope of others",
        ),
    ],
)
async def test_10_1_no_token_is_given_for(
    province: Province, request_: dict[str, Any], status: int, error: str
) -> None:
    answer = await province.client.post("/token", **request_)

    told = answer.json()
    assert (answer.status_code, told["error"]) == (status, error)
    assert told["error_description"]
    assert answer.headers.get("www-authenticate") == ('Basic realm="lienthong"' if status == 401 else None)


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(None, id="nothing"),
        pytest.param("Bearer", id="an empty token"),
        pytest.param("Basic YTpi", id="another scheme"),
    ],
)
async def test_10_1_who_shows_no_token_is_told_how_to(province: Province, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = await province.client.post(SERVICE, json=ASKED, headers=headers)

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="lienthong"')
    assert answer.json() == {"error_description": "A token is needed: Authorization: Bearer."}


async def test_10_1_a_token_of_nobody_is_invalid(province: Province) -> None:
    province.token = "49d61ed6-0000-4000-8000-000000000000"
    answer = await province.post(SERVICE, json=ASKED)

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
    assert answer.headers["www-authenticate"].startswith('Bearer realm="lienthong", error="invalid_token", ')


async def test_10_1_a_token_for_another_door_opens_none_of_insurance(province: Province) -> None:
    await province.signed_in(scope="apiHoTichTuPhap apiCSDLDKDN")
    answer = await province.post(SERVICE, json=ASKED)

    assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")
    assert answer.headers["www-authenticate"].endswith('scope="apiBHXH"')


async def test_10_1_a_token_is_of_one_world(front: Front, world: str, province: Province) -> None:
    await province.signed_in()
    async with front.client(world) as client:
        elsewhere = await replace(province, client=client).post(SERVICE, json=ASKED)

    assert (elsewhere.status_code, elsewhere.json()["error"]) == (401, "invalid_token")


async def test_10_1_a_token_lives_for_an_hour(front: Front, world: str) -> None:
    async with front.client(world) as client:
        province = Province(client)
        await client.patch("/lienthong/gateway", json={"clock": "world"})
        await province.signed_in()

        await _advance(front, world, minutes=59)
        before = await province.post(SERVICE, json=ASKED)
        await _advance(front, world, minutes=1)
        answers = [await province.post(SERVICE, json=ASKED) for _ in range(2)]
        again = await (await province.signed_in()).post(SERVICE, json=ASKED)

    assert (before.status_code, again.status_code) == (200, 200)
    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [(401, "invalid_token")] * 2


async def test_10_1_tokens_are_told_to_who_posts_alone(province: Province) -> None:
    assert (await province.client.get("/token")).status_code == 405


async def _advance(front: Front, world: str, *, minutes: int) -> None:
    async with front.house.client(world=world) as client:
        await client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration(seconds=60 * minutes)))
