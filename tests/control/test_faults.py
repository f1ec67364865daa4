"""Faults over the wire: planned, met, told, cleared."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.json_format import ParseDict
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from lienthong.client import Client
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.control.v1.fault_pb2 import Fault
from lienthong.control.v1.fault_service_pb2 import ClearFaultsRequest, ListFaultsRequest, PlanFaultRequest
from lienthong.control.v1.journal_service_pb2 import ListCallsRequest
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1.card_pb2 import Card
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

LAN, HUNG = "0100000001", "0100000002"
UNAVAILABLE = {"code": 14}
IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(2)]


def fault(effect: str, how: dict[str, Any], *, times: int = 0, agency: str = "insurance", **aim: Any) -> Fault:
    calls = {"agency": f"agencies/{agency}", **aim}
    return ParseDict({"calls": calls, effect: how, "times": times}, Fault())


async def plan(client: Client, planned: Fault, request_id: str = "") -> Fault:
    return await client.faults.PlanFault(PlanFaultRequest(fault=planned, request_id=request_id))


async def listed(client: Client, **query: bool) -> list[Fault]:
    return list((await client.faults.ListFaults(ListFaultsRequest(**query))).faults)


async def ask(client: Client, card_number: str = LAN, **said: str) -> Card:
    metadata = [(f"lienthong-{key}", value) for key, value in said.items()]
    return await client.cards.GetCard(GetCardRequest(card_number=card_number), metadata=metadata)


async def test_a_call_meets_the_fault_so_often_and_no_more(client: Client, refusal: Refusing) -> None:
    planned = await plan(client, fault("failure", UNAVAILABLE, times=2))

    for _ in range(2):
        assert (await refusal(ask(client))).reason == "AGENCY_UNAVAILABLE"
    assert (await ask(client)).card_number == "TE1010100000001"

    [stands] = await listed(client)
    assert (stands.name, stands.met, stands.unmet, stands.over) == (planned.name, 2, False, True)
    assert planned.name == "faults/insurance-1"


async def test_the_journal_and_the_fault_tell_of_each_other(client: Client, refusal: Refusing) -> None:
    planned = await plan(client, fault("failure", {"code": 8, "retry_delay": "7s"}))

    no = await refusal(ask(client, caller="facilities/01001", case="birth-1"))

    assert (no.code, no.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "RATE_LIMITED")
    [call] = (await client.journal.ListCalls(ListCallsRequest())).calls
    assert list(call.faults) == [planned.name]
    [stands] = await listed(client)
    [meeting] = stands.meetings
    assert (meeting.method, meeting.caller, meeting.case_id) == (
        "lienthong.insurance.v1.CardService/GetCard",
        "facilities/01001",
        "birth-1",
    )
    assert meeting.time == call.time


@pytest.mark.parametrize(
    ("aim", "said", "is_met"),
    [
        pytest.param({"method": "GetCard"}, {}, True, id="its method"),
        pytest.param({"method": "lienthong.insurance.v1.CardService/GetCard"}, {}, True, id="its method in full"),
        pytest.param({"method": "RenderCard"}, {}, False, id="another method"),
        pytest.param({"caller": "facilities/01001"}, {"caller": "facilities/01001"}, True, id="its caller"),
        pytest.param({"caller": "facilities/01001"}, {"caller": "facilities/01002"}, False, id="another caller"),
        pytest.param({"case_id": "birth-1"}, {"case": "birth-1"}, True, id="its case"),
        pytest.param({"case_id": "birth-1"}, {"case": "birth-2"}, False, id="another case"),
        pytest.param({"subject": LAN}, {}, True, id="its subject"),
        pytest.param({"subject": HUNG}, {}, False, id="another subject"),
        pytest.param({"values": [{"path": "card_number", "value": LAN}]}, {}, True, id="a value"),
        pytest.param({"values": [{"path": "card_number", "value": HUNG}]}, {}, False, id="another value"),
        pytest.param({"agency": "justice"}, {}, False, id="another agency"),
    ],
)
async def test_only_calls_that_fit_meet_a_fault(
    client: Client, aim: dict[str, Any], said: dict[str, str], is_met: bool
) -> None:
    await plan(client, fault("failure", UNAVAILABLE, **aim))

    answer = (await asyncio.gather(ask(client, **said), return_exceptions=True))[0]

    assert isinstance(answer, grpc.aio.AioRpcError) == is_met
    assert [stands.met for stands in await listed(client)] == [int(is_met)]
    assert len(await listed(client, unmet_only=True)) == (not is_met)


async def test_a_fault_stands_in_its_world_alone(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    async with house.client("tet") as elsewhere:
        await plan(elsewhere, fault("failure", UNAVAILABLE))
        await ask(client)
        assert await listed(client) == []
        with pytest.raises(grpc.aio.AioRpcError):
            await ask(elsewhere)


@pytest.mark.parametrize(
    ("latency", "least", "most"),
    [
        pytest.param({"fixed": "0.2s"}, 0.2, 1.0, id="fixed"),
        pytest.param({"uniform": {"least": "0.2s", "most": "0.3s", "seed": 7}}, 0.2, 1.0, id="uniform"),
        pytest.param({"log_normal": {"median": "60s", "sigma": 0.1, "most": "0.2s"}}, 0.2, 1.0, id="log-normal"),
    ],
)
async def test_an_answer_takes_longer(client: Client, latency: dict[str, Any], least: float, most: float) -> None:
    await ask(client)
    await plan(client, fault("latency", latency))
    started = time.perf_counter()

    await ask(client)

    assert least <= time.perf_counter() - started < most


async def test_a_deadline_ends_a_call_that_takes_longer(client: Client) -> None:
    await plan(client, fault("latency", {"fixed": "60s"}))

    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await client.cards.GetCard(GetCardRequest(card_number=LAN), timeout=0.2)

    assert failed.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert [stands.met for stands in await listed(client)] == [1]


async def test_a_call_that_would_take_longer_than_its_world_ends_with_it(
    house: House, client: Client, refusal: Refusing
) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    async with house.client("tet") as elsewhere:
        await plan(elsewhere, fault("latency", {"fixed": "600s"}))
        waiting = asyncio.ensure_future(refusal(ask(elsewhere)))
        while not [one for one in await listed(elsewhere) if one.met]:  # noqa: ASYNC110 - nobody tells of a meeting
            await asyncio.sleep(0.01)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/tet"))

        assert (await asyncio.wait_for(waiting, timeout=10)).reason == "WORLD_NOT_FOUND"


async def test_of_several_faults_all_happen_until_one_ends_the_call(client: Client, refusal: Refusing) -> None:
    for effect, how in (("latency", {"fixed": "0.1s"}), ("failure", {"code": 9, "reason": "ONE"})):
        await plan(client, fault(effect, how))
    await plan(client, fault("failure", {"code": 9, "reason": "TWO"}))
    started = time.perf_counter()

    assert [(await refusal(ask(client))).reason for _ in range(2)] == ["ONE", "TWO"]
    assert time.perf_counter() - started >= 0.1


async def test_a_failure_without_a_reason_is_what_a_bug_looks_like(client: Client) -> None:
    await plan(client, fault("failure", {"code": 13, "message": "NullPointerException"}))

    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await ask(client)

    assert (failed.value.code(), failed.value.details()) == (grpc.StatusCode.INTERNAL, "NullPointerException")


async def test_a_rate_limit_says_when_the_next_call_passes(client: Client, refusal: Refusing) -> None:
    await plan(client, fault("rate_limit", {"calls": 2, "span": "30s"}))

    await ask(client)
    await ask(client)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await ask(client)

    assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert 25 < _retry_delay(refused.value) <= 30


def _retry_delay(error: grpc.aio.AioRpcError) -> float:
    status: Status = cast(Any, rpc_status).from_call(error)
    retry = RetryInfo()
    assert any(detail.Unpack(retry) for detail in status.details)
    return retry.retry_delay.ToTimedelta().total_seconds()


async def test_calls_pass_again_when_the_span_is_over(client: Client, refusal: Refusing) -> None:
    await plan(client, fault("rate_limit", {"calls": 1, "span": "2s"}))
    await ask(client)
    await refusal(ask(client))

    assert (await asyncio.wait_for(_answered_at_last(client), 60)).card_number


async def _answered_at_last(client: Client) -> Card:
    while True:
        try:
            return await ask(client)
        except grpc.aio.AioRpcError:
            await asyncio.sleep(0.1)


async def test_an_agency_is_down_for_a_span_of_the_worlds_clock(client: Client, refusal: Refusing) -> None:
    await plan(client, fault("outage", {"duration": "7200s"}))
    for _ in range(2):
        assert (await refusal(ask(client))).reason == "AGENCY_UNAVAILABLE"

    await _advance(client, hours=2)

    assert (await ask(client)).card_number
    [stands] = await listed(client)
    assert (stands.met, stands.unmet, stands.over) == (2, False, True)


async def test_an_outage_may_begin_later(client: Client, refusal: Refusing) -> None:
    await plan(client, fault("outage", {"start_time": "2022-01-06T00:00:00Z", "duration": "60s"}))
    assert (await ask(client)).card_number

    await _advance(client, hours=22)

    assert (await refusal(ask(client))).reason == "AGENCY_UNAVAILABLE"


async def _advance(client: Client, **by: int) -> None:
    duration = Duration()
    duration.FromTimedelta(timedelta(**by))
    await client.clock.AdvanceClock(AdvanceClockRequest(duration=duration))


async def test_a_fault_is_planned_once_however_often_it_is_asked_for(client: Client, refusal: Refusing) -> None:
    planned = fault("failure", UNAVAILABLE)
    names = [(await plan(client, planned, IDS[0])).name for _ in range(2)]

    no = await refusal(plan(client, fault("failure", {"code": 5}), IDS[0]))

    assert names == ["faults/insurance-1"] * 2
    assert no.reason == "REQUEST_ID_REUSED"
    assert (await plan(client, planned, IDS[1])).name == "faults/insurance-2"


async def test_a_fault_that_is_cleared_is_met_by_nobody(client: Client, refusal: Refusing) -> None:
    for _ in range(2):
        await plan(client, fault("failure", UNAVAILABLE))
    await plan(client, fault("failure", UNAVAILABLE, agency="justice"))

    one = await client.faults.ClearFaults(ClearFaultsRequest(name="faults/insurance-1"))
    no = await refusal(client.faults.ClearFaults(ClearFaultsRequest(name="faults/insurance-1")))
    rest = await client.faults.ClearFaults(ClearFaultsRequest())

    assert [(cleared.name, cleared.unmet) for cleared in one.faults] == [("faults/insurance-1", True)]
    assert no.reason == "FAULT_NOT_FOUND"
    assert no.metadata["near"].startswith("faults/insurance-2")
    assert len(rest.faults) == 2
    assert (await ask(client)).card_number
    assert await listed(client) == []


async def test_a_world_that_is_deleted_tells_of_faults_that_nothing_met(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    async with house.client("tet") as elsewhere:
        await plan(elsewhere, fault("failure", UNAVAILABLE))
        await plan(elsewhere, fault("failure", UNAVAILABLE, times=2))
        for _ in range(2):
            with pytest.raises(grpc.aio.AioRpcError):
                await ask(elsewhere)

    answer = await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/tet"))

    assert [(unmet.name, unmet.times, unmet.met) for unmet in answer.unmet_faults] == [("faults/insurance-2", 2, 1)]


async def test_faults_of_an_unknown_world_are_refused(house: House, refusal: Refusing) -> None:
    async with house.client("tet") as client:
        for call in (
            plan(client, fault("failure", UNAVAILABLE)),
            client.faults.ListFaults(ListFaultsRequest()),
            client.faults.ClearFaults(ClearFaultsRequest()),
        ):
            assert (await refusal(call)).reason == "WORLD_NOT_FOUND"
