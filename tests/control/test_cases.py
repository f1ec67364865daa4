"""Cases over the wire: their steps come from every agency."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc

from lienthong.client import Client
from lienthong.control.v1.case_service_pb2 import GetCaseRequest, WatchCasesRequest, WatchCasesResponse
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House


async def test_a_case_has_the_steps_of_every_agency_in_order(house: House, client: Client) -> None:
    await house.take_step("justice", "birth-1", "registered")
    await house.take_step("insurance", "birth-2", "card-issued")
    await house.take_step("insurance", "birth-1", "card-issued")
    await house.take_step("justice", "birth-1", "told")

    case = await client.cases.GetCase(GetCaseRequest(case_id="birth-1"))

    assert case.case_id == "birth-1"
    assert [(step.agency, step.kind, step.sequence) for step in case.steps] == [
        ("agencies/justice", "registered", 1),
        ("agencies/insurance", "card-issued", 2),
        ("agencies/justice", "told", 2),
    ]


async def test_a_case_that_nobody_touched_is_refused(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.cases.GetCase(GetCaseRequest(case_id="birth-1")))

    assert (no.code, no.reason, no.metadata) == (
        grpc.StatusCode.NOT_FOUND,
        "CASE_NOT_FOUND",
        {"case_id": "birth-1"},
    )


async def test_a_case_stays_in_its_world(house: House, client: Client, refusal: Refusing) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    await house.take_step("justice", "birth-1", "registered", world="tet")

    no = await refusal(client.cases.GetCase(GetCaseRequest(case_id="birth-1")))

    assert no.reason == "CASE_NOT_FOUND"


async def test_a_case_needs_an_id(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.cases.GetCase(GetCaseRequest()))

    assert (no.reason, no.field) == ("INVALID_REQUEST", "case_id")


async def test_a_silent_process_leaves_a_case_unanswered(split_house: House, refusal: Refusing) -> None:
    await split_house.take_step("justice", "birth-1", "registered")
    async with split_house.client() as client:
        await split_house.stop("insurance")

        no = await refusal(client.cases.GetCase(GetCaseRequest(case_id="birth-1")))

        assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "insurance"})


async def test_steps_are_streamed_from_now_on(house: House, client: Client) -> None:
    await house.take_step("justice", "birth-1", "registered")
    steps = client.cases.WatchCases(WatchCasesRequest())
    assert await steps.read() == WatchCasesResponse()

    await house.take_step("insurance", "birth-1", "card-issued")
    assert await _next(steps) == ("agencies/insurance", "birth-1", "card-issued", 1)
    await house.take_step("justice", "birth-2", "registered")
    assert await _next(steps) == ("agencies/justice", "birth-2", "registered", 2)
    steps.cancel()


async def test_steps_of_one_case_can_be_watched(house: House, client: Client) -> None:
    steps = client.cases.WatchCases(WatchCasesRequest(case_id="birth-2"))
    assert await steps.read() == WatchCasesResponse()

    await house.take_step("justice", "birth-1", "registered")
    await house.take_step("justice", "birth-2", "registered")

    assert await _next(steps) == ("agencies/justice", "birth-2", "registered", 2)
    steps.cancel()


async def test_a_stream_ends_with_a_refusal_when_a_process_falls_silent(split_house: House, refusal: Refusing) -> None:
    async with split_house.client() as client:
        steps = client.cases.WatchCases(WatchCasesRequest())
        assert await steps.read() == WatchCasesResponse()

        await split_house.stop("insurance")

        no = await refusal(steps.read())
        assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "insurance"})


async def test_a_stream_of_an_unknown_world_is_refused(house: House, refusal: Refusing) -> None:
    async with house.client("tet") as client:
        no = await refusal(client.cases.WatchCases(WatchCasesRequest()).read())

        assert no.reason == "WORLD_NOT_FOUND"


async def _next(
    steps: grpc.aio.UnaryStreamCall[WatchCasesRequest, WatchCasesResponse],
) -> tuple[str, str, str, int]:
    answer = await asyncio.wait_for(steps.read(), 10)
    assert isinstance(answer, WatchCasesResponse)
    return answer.step.agency, answer.step.case_id, answer.step.kind, answer.step.sequence
