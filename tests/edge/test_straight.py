"""The card gateway's paths go no way round: they are found by a look into a dict, in any case, for POST alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.edge.hospital import USERNAME, md5

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("path", ["/api/token/take", "/API/Token/TAKE", "/api/token/take/"])
async def test_a_path_is_found_in_any_case_and_with_a_slash_at_its_end(front: Front, path: str) -> None:
    async with front.client() as client:
        answer = await client.post(path, data={"username": USERNAME, "password": md5("wrong")})

    assert (answer.status_code, answer.json()) == (200, {"maKetQua": "401", "APIKey": None})


async def test_two_slashes_are_another_path(front: Front) -> None:
    async with front.client() as client:
        assert (await client.post("/api/token/take//")).status_code == 404


async def test_nothing_but_post_is_answered(front: Front) -> None:
    async with front.client() as client:
        answer = await client.get("/api/token/take")

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_a_refusal_that_the_gateway_lets_through_is_told_with_its_reason(front: Front) -> None:
    async with front.client("nowhere") as client:
        answer = await client.post("/api/token/take", data={"username": USERNAME, "password": md5("wrong")})

    assert (answer.status_code, answer.json()["reason"]) == (404, "WORLD_NOT_FOUND")
