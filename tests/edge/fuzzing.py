"""Requests that a generator comes up with from the OpenAPI document, and what their answers must keep to."""

from __future__ import annotations

import asyncio
import itertools
from functools import cache
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.edge.calling import LINES, SWITCHED
from tests.edge.hospital import Hospital
from tests.edge.province import Province

from lienthong.control.v1.world_service_pb2 import CreateWorldRequest
from lienthong_emulator.edge.openapi import openapi_document
from lienthong_emulator.edge.testers import desk

if TYPE_CHECKING:
    from schemathesis import Case
    from schemathesis.generation import GenerationMode

    from edge.conftest import Front

DOCUMENT: Any = openapi_document()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [(path, method) for path, item in DOCUMENT["paths"].items() for method in item]
BREAKING = "/lienthong.control.v1.FaultService/"
"""It plans faults: not where other tests are."""
MILLISECONDS, MILLISECONDS_OF_A_STREAM = "9000", "400"
"""Some streams never end; every other call has as long as it takes on a busy machine."""
NUMBERS = itertools.count(1)
SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.large_base_example]


@cache
def schema() -> Any:
    return schemathesis.openapi.from_dict(DOCUMENT)


async def world_to_break(front: Front) -> str:
    """A world of one test's own."""
    name = f"broken-{next(NUMBERS)}"
    async with front.house.client() as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=name))
    return name


async def keeps_to_the_document(
    front: Front, world: str, path: str, method: str, mode: GenerationMode, examples: int
) -> None:
    """Whatever is sent: no server error, and no answer that the document does not have."""
    query, headers = await _signed_in(front, world, path)
    operation = schema()[path][method.upper()]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=SLOW,
    )
    def keeps_to_it(case: Case[Any]) -> None:
        if path.endswith("/CreateWorld") and isinstance(case.body, dict):
            case.body["buildLater"] = True  # a world of millions may be asked for
        case.query = {**(case.query or {}), **query}
        case.call_and_validate(base_url=f"http://{front.address}", headers=headers, checks=CHECKS)

    await asyncio.to_thread(keeps_to_it)


async def _signed_in(front: Front, world: str, path: str) -> tuple[dict[str, str], dict[str, str]]:
    """What goes with a request, that it gets behind the door: in the query, and in headers."""
    headers = {
        "lienthong-world": SWITCHED if path == desk.PATH else world,
        "lienthong-caller": "testers/schemathesis",
        "connect-timeout-ms": MILLISECONDS_OF_A_STREAM if _is_stream(path) else MILLISECONDS,
    }
    async with front.client(world) as client:
        if _is_stream(path):
            await client.post(path, json={}, headers=headers)  # a servicer comes with the first call: it takes its time
        if path.startswith("/api/"):
            return (await Hospital(client).signed_in()).shown, headers
        if path.startswith("/apiBHXH/"):
            token = (await Province(client).signed_in()).token
            return {}, {**headers, "authorization": f"Bearer {token}"}
    return {}, headers


def _is_stream(path: str) -> bool:
    answers = DOCUMENT["paths"][path].get("post", {}).get("responses", {})
    return LINES in answers.get("200", {}).get("content", {})
