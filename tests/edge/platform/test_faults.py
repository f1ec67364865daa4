"""What a tester has the platform meet, and worlds that there are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio
from tests.edge.province import Province

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

SERVICE = "getTraCuuTtHgdByMaSoBhxh"
LAN = {"maSoBhxh": "0115000017"}


@pytest_asyncio.fixture(loop_scope="session")
async def province(front: Front, world: str) -> AsyncGenerator[Province]:
    async with front.client(world) as client:
        yield await Province(client).signed_in()


async def planned(province: Province, answer: str, endpoint: str = "") -> None:
    fault = {"answer": answer, "endpoint": endpoint}
    assert (await province.client.patch("/lienthong/gateway", json={"faults": [fault]})).status_code == 200


async def test_10_1_a_question_meets_the_page_of_a_proxy(province: Province) -> None:
    await planned(province, "502", SERVICE)
    met = await province.post(f"/apiBHXH/{SERVICE}", json=LAN)

    assert (met.status_code, met.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert (await province.ask(SERVICE, **LAN))["hoTen"] == "Nguyễn Thị Lan"


async def test_10_1_a_question_meets_a_socket_that_is_dropped(province: Province) -> None:
    await planned(province, "drop")
    with pytest.raises(httpx.RemoteProtocolError):
        await province.post(f"/apiBHXH/{SERVICE}", json=LAN)

    assert (await province.ask(SERVICE, **LAN))["hoTen"] == "Nguyễn Thị Lan"


async def test_10_1_who_takes_a_token_meets_them_too(province: Province) -> None:
    await planned(province, "502", "token")

    assert [(await province.take()).status_code for _ in range(2)] == [502, 200]


async def test_10_1_a_result_code_waits_for_the_card_gateway(province: Province) -> None:
    await planned(province, "101")

    assert (await province.ask(SERVICE, **LAN))["trangThai"] == "1"
    waiting = (await province.client.get("/lienthong/gateway")).json()["faults"]
    assert waiting == [{"answer": "101", "endpoint": "", "times": 1}]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/token"),
        ("GET", "/lienthong/gateway"),
        ("PATCH", "/lienthong/gateway"),
        ("POST", "/api/token/take"),
    ],
)
async def test_a_world_that_there_is_not_has_no_doors(front: Front, method: str, path: str) -> None:
    async with front.client("nowhere") as client:
        answer = await client.request(method, path, json={})

    assert (answer.status_code, answer.json()["reason"]) == (404, "WORLD_NOT_FOUND")
