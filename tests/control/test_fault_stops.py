"""A clock that is advanced stops where a planned fault begins or ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf.duration_pb2 import Duration
from tests.control.test_faults import LAN, ask, fault, plan

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest, FreezeClockRequest, NextDue
from lienthong.control.v1.fault_service_pb2 import ClearFaultsRequest
from lienthong_emulator.runtime.clock import HANOI

if TYPE_CHECKING:
    from conftest import Refusing
    from lienthong.client import Client
    from lienthong.control.v1.clock_service_pb2 import AdvanceClockResponse

TWO_HOURS = 7_200


async def advance(client: Client, seconds: int) -> list[tuple[str, str, str, str]]:
    return told(await client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration(seconds=seconds))))


async def to_next(client: Client) -> list[tuple[str, str, str, str]]:
    return told(await client.clock.AdvanceClock(AdvanceClockRequest(next_due=NextDue())))


def told(answer: AdvanceClockResponse) -> list[tuple[str, str, str, str]]:
    return [
        (fired.agency, fired.kind, fired.subject, f"{fired.due_time.ToDatetime(tzinfo=HANOI):%d %H:%M}")
        for fired in answer.fired
    ]


async def test_the_next_thing_due_is_the_end_of_an_outage(client: Client, refusal: Refusing) -> None:
    await plan(client, fault("outage", {"duration": "7200s"}))
    assert (await refusal(ask(client, LAN))).reason == "AGENCY_UNAVAILABLE"

    assert await to_next(client) == [("agencies/insurance", "outage-end", "faults/insurance-1", "05 11:00")]

    assert (await ask(client, LAN)).card_number
    assert await to_next(client) == []


async def test_an_outage_that_is_still_to_come_has_a_beginning(client: Client, refusal: Refusing) -> None:
    await plan(client, fault("outage", {"start_time": "2022-01-05T20:00:00Z", "duration": "3600s"}))

    assert await to_next(client) == [("agencies/insurance", "outage-start", "faults/insurance-1", "06 03:00")]
    assert (await refusal(ask(client, LAN))).reason == "AGENCY_UNAVAILABLE"
    assert await to_next(client) == [("agencies/insurance", "outage-end", "faults/insurance-1", "06 04:00")]
    assert (await ask(client, LAN)).card_number


async def test_whoever_goes_past_an_outage_hears_of_both_ends_in_order(client: Client) -> None:
    await plan(client, fault("outage", {"start_time": "2022-01-05T03:00:00Z", "duration": "3600s"}))
    await plan(client, fault("outage", {"duration": "7200s"}, agency="justice"))

    assert await advance(client, 2 * TWO_HOURS) == [
        ("agencies/insurance", "outage-start", "faults/insurance-1", "05 10:00"),
        ("agencies/insurance", "outage-end", "faults/insurance-1", "05 11:00"),
        ("agencies/justice", "outage-end", "faults/justice-2", "05 11:00"),
    ]
    assert await advance(client, TWO_HOURS) == []


async def test_an_outage_without_an_end_stops_no_clock(client: Client) -> None:
    await plan(client, fault("outage", {}))

    assert await to_next(client) == []
    assert await advance(client, TWO_HOURS) == []


async def test_a_fault_that_was_cleared_stops_no_clock(client: Client) -> None:
    await plan(client, fault("outage", {"duration": "7200s"}))
    await client.faults.ClearFaults(ClearFaultsRequest())

    assert await to_next(client) == []


async def test_an_end_at_this_very_moment_is_told_once(client: Client) -> None:
    await plan(client, fault("outage", {"duration": "7200s"}))

    assert len(await advance(client, TWO_HOURS)) == 1
    assert told(await client.clock.FreezeClock(FreezeClockRequest())) == []
    assert await advance(client, 0) == []


@pytest.mark.parametrize("seconds", [0, TWO_HOURS - 1])
async def test_an_end_that_lies_ahead_stays_ahead(client: Client, seconds: int) -> None:
    await plan(client, fault("outage", {"duration": "7200s"}))

    assert await advance(client, seconds) == []
    assert len(await to_next(client)) == 1
