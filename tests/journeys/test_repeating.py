"""Every call of the contract that takes a request id has its effect once: made twice at once, again, or otherwise."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from tests.journeys import repeating, repeating_offices
from tests.journeys.repeating import ELSEWHERE, calls_with_request_id, put

if TYPE_CHECKING:
    from conftest import Refusing
    from journeys.conftest import Commune, Example

REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c0aa"
PATHS = calls_with_request_id()
CASES = {**repeating.CASES, **repeating_offices.CASES}


def test_every_call_that_takes_a_request_id_has_a_case() -> None:
    assert sorted([*CASES, *ELSEWHERE]) == sorted(PATHS)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("call", sorted(CASES), ids=lambda call: call.removeprefix("lienthong."))
async def test_a_request_that_is_made_twice_has_its_effect_once(
    commune: Commune, khoi: Example, refusal: Refusing, call: str
) -> None:
    case, path = CASES[call], PATHS[call]
    request = deepcopy(await case.prepare(commune, khoi()))
    put(request, path, REQUEST_ID)
    other = deepcopy(request)
    put(other, *case.other)

    async with commune.house.client(world=commune.world, caller=case.caller) as client:
        ask = getattr(getattr(client, case.stub), case.method)
        at_once = await asyncio.gather(*(_answered(ask, request) for _ in range(2)))
        again = await _answered(ask, request)
        no = await refusal(ask(other))

    (first, _), (second, _) = at_once
    assert first == second == again[0]
    assert sorted([at_once[0][1], at_once[1][1], again[1]]) == [False, True, True]
    assert (no.code, no.reason, no.field) == (grpc.StatusCode.FAILED_PRECONDITION, "REQUEST_ID_REUSED", path)


async def _answered(ask: Any, request: Any) -> tuple[Any, bool]:
    """The answer, and whether it was given before."""
    call = ask(request)
    answer = await call
    return answer, "lienthong-replayed" in dict(await call.trailing_metadata())
