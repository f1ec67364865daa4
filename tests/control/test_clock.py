"""The clock over the wire: what comes due fires in order, with its consequences, in every process."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from lienthong.client import Client
from lienthong.control.v1.case_service_pb2 import GetCaseRequest, WatchCasesRequest, WatchCasesResponse
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest, AdvanceClockResponse, GetClockRequest
from lienthong.control.v1.world_pb2 import FiredTimer
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
TEN_DAYS = AdvanceClockRequest(duration=Duration(seconds=864_000))


def days(count: float) -> datetime:
    """World time, counted from the start of the world."""
    return NINE + timedelta(days=count)


def fired(agency: str, kind: str, subject: str, day: float) -> FiredTimer:
    return FiredTimer(agency=f"agencies/{agency}", kind=kind, subject=subject, due_time=instant(days(day)))


def told(answer: AdvanceClockResponse) -> list[FiredTimer]:
    """What fired, without what followed."""
    for timer in answer.fired:
        del timer.steps[:]
    return list(answer.fired)


async def test_a_clock_stands_still_until_it_is_advanced(client: Client) -> None:
    assert (await client.clock.GetClock(GetClockRequest())).now == instant(NINE)

    answer = await client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration(seconds=90)))

    assert answer.clock.now == instant(NINE + timedelta(seconds=90))
    assert not answer.fired
    assert (await client.clock.GetClock(GetClockRequest())).now == answer.clock.now


async def test_every_agency_sees_the_new_time(house: House, client: Client) -> None:
    kits = [await house.kit(agency) for agency in ("justice", "insurance")]

    await client.clock.AdvanceClock(AdvanceClockRequest(time=instant(days(3))))

    assert [kit.now() for kit in kits] == [days(3), days(3)]


async def test_an_agency_that_opens_a_world_later_sees_the_new_time(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    async with house.client("tet") as elsewhere:
        await elsewhere.clock.AdvanceClock(AdvanceClockRequest(time=instant(days(3))))

    assert (await house.kit("insurance", "tet")).now() == days(3)


async def test_what_comes_due_fires_in_order_of_time_agency_and_id(house: House, client: Client) -> None:
    await house.set_timer("justice", "reminder-due", "birth-2", days(2))
    await house.set_timer("insurance", "reminder-due", "card-9", days(2))
    await house.set_timer("insurance", "reminder-due", "card-1", days(2))
    await house.set_timer("justice", "reminder-due", "birth-1", days(1))
    await house.set_timer("justice", "reminder-due", "birth-3", days(11))

    answer = await client.clock.AdvanceClock(TEN_DAYS)

    assert told(answer) == [
        fired("justice", "reminder-due", "birth-1", 1),
        fired("insurance", "reminder-due", "card-1", 2),
        fired("insurance", "reminder-due", "card-9", 2),
        fired("justice", "reminder-due", "birth-2", 2),
    ]
    assert answer.clock.now == instant(days(10))


async def test_a_timer_acts_at_the_moment_it_was_due(house: House, client: Client) -> None:
    await house.set_timer("insurance", "reminder-due", "card-1", days(2))

    await client.clock.AdvanceClock(TEN_DAYS)

    case = await client.cases.GetCase(GetCaseRequest(case_id="card-1"))
    assert [(step.kind, step.time) for step in case.steps] == [("reminded", instant(days(2)))]


async def test_consequences_come_before_the_next_timer(house: House, client: Client) -> None:
    """Closing takes a while, and has a timer set for a day later: it fires on the same journey, in its place."""
    await house.set_timer("justice", "closing-due", "birth-1", days(1))
    await house.set_timer("insurance", "reminder-due", "birth-1", days(1) + timedelta(seconds=1))
    await house.set_timer("insurance", "reminder-due", "card-9", days(3))

    answer = await client.clock.AdvanceClock(TEN_DAYS)

    assert [timer.subject for timer in answer.fired] == ["birth-1", "birth-1", "birth-1", "card-9"]
    case = await client.cases.GetCase(GetCaseRequest(case_id="birth-1"))
    assert [(step.agency, step.kind, step.time) for step in case.steps] == [
        ("agencies/justice", "closed", instant(days(1))),
        ("agencies/insurance", "reminded", instant(days(1) + timedelta(seconds=1))),
        ("agencies/justice", "reminded", instant(days(2))),
    ]


async def test_what_is_due_already_fires_without_moving_the_clock(house: House, client: Client) -> None:
    await house.set_timer("justice", "reminder-due", "birth-1", days(-1))

    answer = await client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))

    assert told(answer) == [fired("justice", "reminder-due", "birth-1", -1)]
    assert answer.clock.now == instant(NINE)


async def test_worlds_have_clocks_of_their_own(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet"))
    await house.set_timer("justice", "reminder-due", "birth-1", days(1), world="tet")

    answer = await client.clock.AdvanceClock(TEN_DAYS)

    assert not answer.fired
    async with house.client("tet") as elsewhere:
        assert (await elsewhere.clock.GetClock(GetClockRequest())).now == instant(NINE)


async def test_two_advances_of_one_world_follow_each_other(house: House, client: Client) -> None:
    for day in range(1, 20):
        await house.set_timer("justice", "reminder-due", f"birth-{day:02}", days(day))

    answers = await asyncio.gather(client.clock.AdvanceClock(TEN_DAYS), client.clock.AdvanceClock(TEN_DAYS))

    subjects = sorted([timer.subject for timer in answer.fired] for answer in answers)
    assert subjects == [[f"birth-{day:02}" for day in range(1, 11)], [f"birth-{day:02}" for day in range(11, 20)]]
    assert (await client.clock.GetClock(GetClockRequest())).now == instant(days(20))


async def test_a_clock_does_not_go_back(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.clock.AdvanceClock(AdvanceClockRequest(time=instant(days(-1)))))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.FAILED_PRECONDITION, "CLOCK_SET_BACKWARDS", "time")
    assert no.metadata == {"now": "2022-01-05T09:00:00+07:00", "time": "2022-01-04T09:00:00+07:00"}


@pytest.mark.parametrize(
    ("request_", "reason", "at_fault"),
    [
        pytest.param(
            AdvanceClockRequest(time=instant(datetime(2031, 1, 1, tzinfo=HANOI))),
            "DATE_NOT_COVERED",
            "time",
            id="the first moment after the last year",
        ),
        pytest.param(
            AdvanceClockRequest(duration=Duration(seconds=10 * 31_557_600)),
            "DATE_NOT_COVERED",
            "duration",
            id="ten years on",
        ),
        pytest.param(
            AdvanceClockRequest(duration=Duration(seconds=-1)), "INVALID_REQUEST", "duration", id="back by a second"
        ),
        pytest.param(AdvanceClockRequest(), "INVALID_REQUEST", "target", id="no target"),
        pytest.param(AdvanceClockRequest(time=Timestamp(seconds=1 << 50)), "INVALID_REQUEST", "time", id="no moment"),
        pytest.param(
            AdvanceClockRequest(time=Timestamp(seconds=253_402_300_799)),
            "INVALID_REQUEST",
            "time",
            id="year 10,000 in Hà Nội",
        ),
    ],
)
async def test_a_target_is_a_day_that_is_covered(
    client: Client, request_: AdvanceClockRequest, reason: str, at_fault: str, refusal: Refusing
) -> None:
    no = await refusal(client.clock.AdvanceClock(request_))

    assert (no.code, no.reason, no.field) == (grpc.StatusCode.INVALID_ARGUMENT, reason, at_fault)


async def test_the_last_moment_that_is_covered_can_be_reached(client: Client) -> None:
    last = instant(datetime(2030, 12, 31, 23, 59, 59, tzinfo=HANOI))

    assert (await client.clock.AdvanceClock(AdvanceClockRequest(time=last))).clock.now == last


async def test_a_silent_process_stops_the_clock_where_it_came_to(split_house: House, refusal: Refusing) -> None:
    await split_house.set_timer("insurance", "reminder-due", "card-1", days(2))
    async with split_house.client() as client:
        await client.clock.AdvanceClock(AdvanceClockRequest(time=instant(days(1))))
        await split_house.stop("insurance")

        no = await refusal(client.clock.AdvanceClock(TEN_DAYS))

        assert (no.code, no.reason) == (grpc.StatusCode.UNAVAILABLE, "AGENCY_UNAVAILABLE")
        assert no.metadata == {"agency": "insurance"}
        assert (await client.clock.GetClock(GetClockRequest())).now == instant(days(1))


async def test_a_process_that_comes_back_asks_for_the_time(split_house: House) -> None:
    await split_house.set_timer("insurance", "reminder-due", "card-1", days(2))
    async with split_house.client() as client:
        await client.clock.AdvanceClock(AdvanceClockRequest(time=instant(days(1))))
        await split_house.stop("insurance")
        await split_house.start_again("insurance")

        assert (await split_house.kit("insurance")).now() == days(1)
        answer = await client.clock.AdvanceClock(TEN_DAYS)

        assert told(answer) == [fired("insurance", "reminder-due", "card-1", 2)]


async def test_a_ticking_world_fires_by_itself(house: House, client: Client) -> None:
    """At a million seconds a second, a day takes less than a tenth of a second."""
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet", clock_rate=1_000_000))
    async with house.client("tet") as ticking:
        steps = ticking.cases.WatchCases(WatchCasesRequest())
        assert await steps.read() == WatchCasesResponse()

        await house.set_timer("justice", "reminder-due", "birth-1", days(1), world="tet")
        step = await asyncio.wait_for(steps.read(), 10)

        assert isinstance(step, WatchCasesResponse)
        assert (step.step.kind, step.step.case_id) == ("reminded", "birth-1")
        assert step.step.time.ToDatetime(tzinfo=HANOI) >= days(1)
        steps.cancel()


async def test_a_ticking_world_can_be_advanced_and_keeps_its_rate(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet", clock_rate=1))
    await house.set_timer("insurance", "reminder-due", "card-1", days(2), world="tet")
    await house.set_timer("justice", "closing-due", "birth-1", days(2), world="tet")
    async with house.client("tet") as ticking:
        answer = await ticking.clock.AdvanceClock(TEN_DAYS)

        assert [timer.subject for timer in answer.fired] == ["card-1", "birth-1", "birth-1"]
        assert answer.clock.rate == 1
        assert timedelta(0) <= answer.clock.now.ToDatetime(tzinfo=HANOI) - days(10) < timedelta(minutes=1)
        kit = await house.kit("insurance", "tet")
        before = kit.now()
        await asyncio.sleep(0.01)
        assert kit.now() > before >= days(10)


async def test_after_an_advance_a_ticking_world_fires_by_itself_again(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet", clock_rate=100_000))
    async with house.client("tet") as ticking:
        steps = ticking.cases.WatchCases(WatchCasesRequest())
        assert await steps.read() == WatchCasesResponse()
        await house.set_timer("justice", "reminder-due", "birth-1", days(400), world="tet")

        await ticking.clock.AdvanceClock(AdvanceClockRequest(time=instant(days(399.5))))
        step = await asyncio.wait_for(steps.read(), 10)

        assert isinstance(step, WatchCasesResponse)
        assert step.step.case_id == "birth-1"
        steps.cancel()
