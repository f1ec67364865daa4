"""Calls of the contract as JSON, and who is asked about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from edge.conftest import Front

CARDS = "/lienthong.insurance.v1.CardService"
CITIZENS = "/lienthong.population.v1.CitizenService"
WORLDS = "/lienthong.control.v1.WorldService"
OF_LAN = "DN4010115000017"
LAN = {"identityNumber": {"value": "901193000017"}, "fullName": "Nguyễn Thị Lan"}
AS_TESTER = {"lienthong-caller": "testers/json"}
SWITCHED = "fuzzed-switches"
"""The world of a generator's switches: they may have the gateway hang up."""
JSON, LINES = "application/json", "application/x-ndjson"


async def ask(
    front: Front, path: str, body: object, kind: str = JSON, world: str = "", **headers: str
) -> httpx.Response:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    given = {"content-type": kind, **AS_TESTER, **{key.replace("_", "-"): value for key, value in headers.items()}}
    async with front.client(world) as client:
        return await client.post(path, content=content, headers=given)
