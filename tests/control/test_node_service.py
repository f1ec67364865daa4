"""What control asks of a process."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest
import pytest_asyncio
from google.protobuf.timestamp_pb2 import Timestamp

from lienthong.control.v1 import node_service_pb2
from lienthong.control.v1.fault_pb2 import CallAim, Fault, ReplyLoss
from lienthong.control.v1.node_service_pb2_grpc import NodeServiceStub
from lienthong.control.v1.world_pb2 import Clock, FiredTimer
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House
    from lienthong.control.v1.node_service_pb2_grpc import NodeServiceAsyncStub

NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
TOMORROW = NINE + timedelta(days=1)
REMINDER = FiredTimer(agency="agencies/insurance", kind="reminder-due", subject="card-1", due_time=instant(TOMORROW))


@pytest_asyncio.fixture
async def insurance(split_house: House) -> AsyncGenerator[NodeServiceAsyncStub]:
    """The process that plays insurance alone."""
    async with grpc.aio.insecure_channel(split_house.addresses["insurance"]) as channel:
        yield cast(Any, NodeServiceStub(channel))


def within(world: str) -> tuple[tuple[str, str], ...]:
    return (("lienthong-world", world),)


async def test_a_process_names_its_agencies(house: House) -> None:
    async with grpc.aio.insecure_channel(house.addresses["insurance"]) as channel:
        node = await NodeServiceStub(channel).GetNode(node_service_pb2.GetNodeRequest())

    played = {"agencies/insurance"} if house.split == "two processes" else {"agencies/insurance", "agencies/justice"}
    assert set(node.agencies) - {"agencies/control"} == played
    assert node.process_id == os.getpid()


async def test_the_next_timer_is_told_and_fires_once(split_house: House, insurance: NodeServiceAsyncStub) -> None:
    await split_house.set_timer("insurance", "reminder-due", "card-1", TOMORROW)

    answer = await insurance.GetNextTimer(node_service_pb2.GetNextTimerRequest(until_time=instant(TOMORROW)))
    assert answer.timer == REMINDER
    fires = [await insurance.FireTimer(node_service_pb2.FireTimerRequest(timer=REMINDER)) for _ in range(2)]
    assert [answer.fired for answer in fires] == [True, False]


async def test_a_timer_that_is_due_later_is_not_told(split_house: House, insurance: NodeServiceAsyncStub) -> None:
    await split_house.set_timer("insurance", "reminder-due", "card-1", TOMORROW)
    until = instant(TOMORROW - timedelta(microseconds=1))

    answer = await insurance.GetNextTimer(node_service_pb2.GetNextTimerRequest(until_time=until))

    assert not answer.HasField("timer")


@pytest.mark.parametrize(
    "timer",
    [
        pytest.param(FiredTimer(agency="agencies/tax", kind="reminder-due"), id="an agency played elsewhere"),
        pytest.param(FiredTimer(agency="agencies/insurance", kind="filing-due"), id="a kind nobody knows"),
        pytest.param(FiredTimer(), id="nothing"),
    ],
)
async def test_a_timer_that_is_not_there_does_not_fire(insurance: NodeServiceAsyncStub, timer: FiredTimer) -> None:
    answer = await insurance.FireTimer(node_service_pb2.FireTimerRequest(timer=timer))

    assert not answer.fired


async def test_a_clock_of_a_lower_revision_comes_too_late(split_house: House, insurance: NodeServiceAsyncStub) -> None:
    kit = await split_house.kit("insurance")
    for revision, day in ((5, 5), (4, 4)):
        moment = instant(NINE + timedelta(days=day))
        clock = Clock(revision=revision, anchor_time=moment, anchor_wall_time=moment)
        await insurance.SetClock(node_service_pb2.SetClockRequest(clock=clock))

    assert (kit.world.clock.revision, kit.now()) == (5, NINE + timedelta(days=5))


@pytest.mark.parametrize(
    ("clock", "field"),
    [
        pytest.param(Clock(revision=5), "clock", id="of 1970, before any world"),
        pytest.param(Clock(revision=10**18), "clock.revision", id="a revision that no metadata can carry"),
        pytest.param(Clock(revision=5, rate=-1), "clock.rate", id="running backwards"),
    ],
)
async def test_a_clock_that_no_world_can_have_is_refused(
    split_house: House, insurance: NodeServiceAsyncStub, refusal: Refusing, clock: Clock, field: str
) -> None:
    before = (await split_house.kit("insurance")).world.clock

    no = await refusal(insurance.SetClock(node_service_pb2.SetClockRequest(clock=clock)))

    assert (no.reason, no.field) == ("INVALID_REQUEST", field)
    assert (await split_house.kit("insurance")).world.clock == before


async def test_a_moment_that_no_calendar_has_is_refused(insurance: NodeServiceAsyncStub, refusal: Refusing) -> None:
    until = Timestamp(seconds=-(1 << 40))

    no = await refusal(insurance.GetNextTimer(node_service_pb2.GetNextTimerRequest(until_time=until)))

    assert (no.reason, no.field) == ("INVALID_REQUEST", "until_time")


async def test_settling_tells_whether_something_was_done(split_house: House) -> None:
    async with grpc.aio.insecure_channel(split_house.addresses["justice"]) as channel:
        justice: NodeServiceAsyncStub = cast(Any, NodeServiceStub(channel))
        await split_house.set_timer("justice", "closing-due", "birth-1", NINE)
        await split_house.nodes["justice"].fire("default", (await _next_timer(split_house)))

        worked = [(await justice.Settle(node_service_pb2.SettleRequest())).worked for _ in range(2)]

    assert worked == [True, False]
    steps = await (await split_house.kit("justice")).lookups.fetch_all("SELECT * FROM case_step")
    assert len(steps) == 1


async def _next_timer(house: House) -> Any:
    return await house.nodes["justice"].next_timer("default", NINE)


async def test_an_unknown_world_is_refused(insurance: NodeServiceAsyncStub, refusal: Refusing) -> None:
    for call in (
        insurance.GetNextTimer(node_service_pb2.GetNextTimerRequest(), metadata=within("tet")),
        insurance.GetCaseSteps(node_service_pb2.GetCaseStepsRequest(), metadata=within("tet")),
        insurance.ListNodeCalls(node_service_pb2.ListNodeCallsRequest(), metadata=within("tet")),
        insurance.SetClock(
            node_service_pb2.SetClockRequest(clock=Clock(anchor_time=instant(NINE))), metadata=within("tet")
        ),
        insurance.WatchCaseSteps(node_service_pb2.WatchCaseStepsRequest(), metadata=within("tet")).read(),
    ):
        assert (await refusal(call)).reason == "WORLD_NOT_FOUND"


async def test_no_name_of_a_world_leads_out_of_the_folder(
    split_house: House, insurance: NodeServiceAsyncStub, refusal: Refusing
) -> None:
    precious = split_house.folder / "insurance" / "insurance.sqlite3"
    precious.touch()

    no = await refusal(insurance.DropWorld(node_service_pb2.DropWorldRequest(), metadata=within("..")))

    assert no.reason == "WORLD_NOT_FOUND"
    assert precious.exists()


async def test_metadata_that_cannot_be_read_is_refused(insurance: NodeServiceAsyncStub, refusal: Refusing) -> None:
    no = await refusal(insurance.GetNode(node_service_pb2.GetNodeRequest(), metadata=within("l" * 201)))

    assert (no.reason, no.metadata) == ("MALFORMED_METADATA", {"key": "lienthong-world"})


async def test_a_fault_has_a_name_that_a_fault_can_have(insurance: NodeServiceAsyncStub, refusal: Refusing) -> None:
    """The list of faults is in the order of their numbers."""
    fault = Fault(name="facilities/01434", calls=CallAim(agency="agencies/insurance"), reply_loss=ReplyLoss())
    no = await refusal(insurance.PlanNodeFault(node_service_pb2.PlanNodeFaultRequest(fault=fault)))

    assert (no.reason, "fault.name" in {*no.message.split(": ")}) == ("INVALID_REQUEST", True)
