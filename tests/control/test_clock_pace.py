"""Clocks that are stopped, let run and moved to the next due thing, and what followed from what fired."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.type.date_pb2 import Date

from lienthong.client import Client
from lienthong.control.v1.case_service_pb2 import WatchCasesRequest, WatchCasesResponse
from lienthong.control.v1.clock_service_pb2 import (
    AdvanceClockRequest,
    AdvanceClockResponse,
    FreezeClockRequest,
    GetClockRequest,
    NextDue,
    RunClockRequest,
)
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.kit import instant

if TYPE_CHECKING:
    from conftest import Refusing
    from control.conftest import House

NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
NEXT = AdvanceClockRequest(next_due=NextDue())
WEEK = AdvanceClockRequest(duration=Duration(seconds=604_800))


def days(count: float) -> datetime:
    """World time, counted from the start of the world."""
    return NINE + timedelta(days=count)


def subjects(answer: AdvanceClockResponse) -> list[str]:
    return [timer.subject for timer in answer.fired]


async def test_a_clock_is_moved_to_the_next_due_thing_of_any_agency(house: House, client: Client) -> None:
    await house.set_timer("justice", "reminder-due", "birth-1", days(2.5))
    await house.set_timer("insurance", "reminder-due", "card-1", days(2.5))
    await house.set_timer("insurance", "reminder-due", "card-2", days(4))

    answers = [await client.clock.AdvanceClock(NEXT) for _ in range(3)]

    assert [subjects(answer) for answer in answers] == [["card-1", "birth-1"], ["card-2"], []]
    assert [answer.clock.now for answer in answers] == [instant(days(count)) for count in (2.5, 4, 4)]
    assert [(await house.kit(agency)).now() for agency in ("justice", "insurance")] == [days(4), days(4)]


async def test_what_is_overdue_is_next_and_does_not_move_the_clock(house: House, client: Client) -> None:
    await house.set_timer("justice", "reminder-due", "birth-1", days(-1))

    answer = await client.clock.AdvanceClock(NEXT)

    assert (subjects(answer), answer.clock.now) == (["birth-1"], instant(NINE))


async def test_a_clock_is_moved_to_nine_on_a_day(house: House, client: Client) -> None:
    await house.set_timer("justice", "reminder-due", "birth-1", days(27))

    answer = await client.clock.AdvanceClock(AdvanceClockRequest(date=Date(year=2022, month=2, day=1)))

    assert (subjects(answer), answer.clock.now) == (["birth-1"], instant(days(27)))


@pytest.mark.parametrize(
    ("day", "code", "reason"),
    [
        pytest.param((2022, 1, 4), grpc.StatusCode.FAILED_PRECONDITION, "CLOCK_SET_BACKWARDS", id="the eve"),
        pytest.param((2031, 1, 1), grpc.StatusCode.INVALID_ARGUMENT, "DATE_NOT_COVERED", id="after the last year"),
        pytest.param((2022, 2, 30), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST", id="no day of the calendar"),
        pytest.param((2022, 2, 0), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST", id="a whole month"),
    ],
)
async def test_a_day_is_one_that_a_clock_can_come_to(
    client: Client, day: tuple[int, int, int], code: grpc.StatusCode, reason: str, refusal: Refusing
) -> None:
    year, month, of_month = day
    date = Date(year=year, month=month, day=of_month)

    no = await refusal(client.clock.AdvanceClock(AdvanceClockRequest(date=date)))

    assert (no.code, no.reason, no.field) == (code, reason, "date")


async def test_who_wants_to_go_back_is_told_how(client: Client, refusal: Refusing) -> None:
    no = await refusal(client.clock.AdvanceClock(AdvanceClockRequest(time=instant(days(-1)))))

    assert "fork the world" in no.message
    assert "(fork)" in no.message_vi


async def test_what_followed_is_told_with_what_fired(house: House, client: Client) -> None:
    """Closing is done by a worker; the reminder that it sets comes due a day later, and has effects of its own."""
    await house.take_step("justice", "birth-1", "registered")
    await house.set_timer("justice", "closing-due", "birth-1", days(1))
    await house.set_timer("insurance", "reminder-due", "card-1", days(1) + timedelta(hours=1))

    answer = await client.clock.AdvanceClock(WEEK)

    followed = [[(step.agency, step.case_id, step.kind) for step in timer.steps] for timer in answer.fired]
    assert [(timer.kind, timer.subject) for timer in answer.fired] == [
        ("closing-due", "birth-1"),
        ("reminder-due", "card-1"),
        ("reminder-due", "birth-1"),
    ]
    assert followed == [
        [("agencies/justice", "birth-1", "closed")],
        [("agencies/insurance", "card-1", "reminded")],
        [("agencies/justice", "birth-1", "reminded")],
    ]
    assert [timer.steps[0].time for timer in answer.fired] == [timer.due_time for timer in answer.fired]


async def test_a_clock_that_is_let_run_fires_by_itself(house: House, client: Client) -> None:
    steps = client.cases.WatchCases(WatchCasesRequest())
    assert await steps.read() == WatchCasesResponse()
    await house.set_timer("insurance", "reminder-due", "card-1", days(1))

    clock = await client.clock.RunClock(RunClockRequest(rate=1_000_000))
    step = await asyncio.wait_for(steps.read(), 10)

    assert clock.rate == 1_000_000
    assert isinstance(step, WatchCasesResponse)
    assert step.step.case_id == "card-1"
    steps.cancel()


async def test_a_clock_runs_as_the_wall_does_unless_told_otherwise(house: House, client: Client) -> None:
    assert (await client.clock.RunClock(RunClockRequest())).rate == 1
    assert (await house.kit("insurance")).world.clock.rate == (await house.kit("justice")).world.clock.rate == 1


async def test_a_clock_that_is_frozen_stands_in_every_agency(house: House, client: Client) -> None:
    await client.worlds.CreateWorld(CreateWorldRequest(world_id="tet", clock_rate=100_000))
    async with house.client("tet") as ticking:
        kits = [await house.kit(agency, "tet") for agency in ("justice", "insurance")]
        assert kits[0].now() > NINE

        frozen = (await ticking.clock.FreezeClock(FreezeClockRequest())).clock
        await asyncio.sleep(0.01)

        assert frozen.rate == 0
        assert [instant(kit.now()) for kit in kits] == [frozen.now, frozen.now]
        assert (await ticking.clock.GetClock(GetClockRequest())).now == frozen.now


async def test_what_is_due_fires_before_a_clock_is_frozen(house: House, client: Client) -> None:
    await house.set_timer("justice", "reminder-due", "birth-1", days(-1))

    answer = await client.clock.FreezeClock(FreezeClockRequest())

    assert (subjects(answer), answer.clock.now) == (["birth-1"], instant(NINE))


@pytest.mark.parametrize("rate", [0, -1, 1e-9, 1_000_001])
async def test_a_pace_has_its_bounds(client: Client, rate: float, refusal: Refusing) -> None:
    no = await refusal(client.clock.RunClock(RunClockRequest(rate=rate)))

    assert (no.reason, no.field) == ("INVALID_REQUEST", "rate")


async def test_a_clock_is_not_frozen_while_a_process_is_silent(split_house: House, refusal: Refusing) -> None:
    async with split_house.client() as client:
        await client.clock.RunClock(RunClockRequest())
        await split_house.kit("insurance")
        await split_house.stop("insurance")

        no = await refusal(client.clock.FreezeClock(FreezeClockRequest()))

        assert (no.reason, no.metadata) == ("AGENCY_UNAVAILABLE", {"agency": "insurance"})
        assert (await client.clock.GetClock(GetClockRequest())).rate == 1


async def test_clocks_of_worlds_that_are_not_there_neither_run_nor_stop(house: House, refusal: Refusing) -> None:
    async with house.client("defualt") as client:
        for call in (
            client.clock.FreezeClock(FreezeClockRequest()),
            client.clock.RunClock(RunClockRequest()),
            client.clock.AdvanceClock(NEXT),
        ):
            no = await refusal(call)
            assert (no.reason, no.metadata) == ("WORLD_NOT_FOUND", {"world": "defualt", "near": "default"})
