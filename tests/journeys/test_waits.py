"""Whatever waits in a world has a due time, and is listed when that has come."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from tests.journeys.amending import LANS_DAUGHTER, Registrar
from tests.journeys.mourning import Mourning, declaration_of

from lienthong.control.v1.case_service_pb2 import StreamWaitsRequest
from lienthong.control.v1.clock_service_pb2 import (
    AdvanceClockRequest,
    AdvanceClockResponse,
    FreezeClockRequest,
    GetClockRequest,
    RunClockRequest,
)
from lienthong.control.v1.wait_pb2 import Wait
from lienthong.exchange.v1.exchange_service_pb2 import GetLagRequest, SendMessagesRequest, SubscribeRequest
from lienthong.exchange.v1.message_pb2 import Message
from lienthong.justice.v1.birth_dossier_pb2 import DOSSIER_STEP_AWAIT_CARD
from lienthong.justice.v1.death_dossier_pb2 import DEATH_DOSSIER_STEP_AWAIT_ALLOWANCE

if TYPE_CHECKING:
    from conftest import SplitHouse
    from journeys.conftest import Commune, Example

pytestmark = pytest.mark.asyncio(loop_scope="session")

JUSTICE, INSURANCE, POPULATION, EXCHANGE = (
    f"agencies/{name}" for name in ("justice", "insurance", "population", "exchange")
)
DEAF = "agencies/control"
"""Registered at the exchange, and follows no log of its own."""
SECONDS_TO_ANSWER = 15.0
SECONDS_OF_A_DAY = 86_400
DAYS_UNTIL_ALL_IS_DUE = 45
FAST, SLOW = 1_000_000.0, 0.001
WAIT_FOR_INSURANCE = 5
"""Two dossiers, and three messages: justice tells of both, population of the death."""


async def waits(commune: Commune, *, overdue_only: bool = False) -> tuple[list[Wait], list[str]]:
    """What waits, and the agencies that are silent."""
    request = StreamWaitsRequest(overdue_only=overdue_only)
    parts = [part async for part in commune.client.cases.StreamWaits(request)]
    return [wait for part in parts for wait in part.waits], list(parts[0].silent_agencies)


async def test_nothing_waits_in_a_world_at_rest(commune: Commune, khoi: Example) -> None:
    await commune.file(khoi())
    await commune.settle()

    assert await waits(commune) == ([], [])


async def test_all_that_waits_for_agencies_that_are_down_is_listed_and_overdue_in_time(
    house_to_break: SplitHouse, fragile_commune: Commune, example: Example
) -> None:
    await _leave_waiting(house_to_break, fragile_commune, example)
    found, silent = await waits(fragile_commune)

    assert silent == [INSURANCE, POPULATION]
    assert Counter((wait.agency, wait.kind, wait.awaits) for wait in found) == {
        (JUSTICE, "birth-dossier", INSURANCE): 1,
        (JUSTICE, "birth-dossier", ""): 1,
        (JUSTICE, "death-dossier", INSURANCE): 1,
        (JUSTICE, "birth-amendment", POPULATION): 1,
        (EXCHANGE, "message-unread", INSURANCE): 3,
    }
    assert [wait for wait in found if wait.overdue or not wait.HasField("due_time")] == []

    await _let_pass(fragile_commune, DAYS_UNTIL_ALL_IS_DUE)
    late, _ = await waits(fragile_commune, overdue_only=True)
    assert {wait.name for wait in late} >= {wait.name for wait in found}
    assert all(wait.overdue for wait in late)
    assert [dossier.overdue for dossier in await Mourning(fragile_commune).dossiers(overdue_only=True)] == [True]

    await house_to_break.start("insurance", "population")
    await fragile_commune.until(lambda: waits(fragile_commune), lambda told: not told[1] and not _of_ours(told[0]))
    await fragile_commune.asked_again(lambda: fragile_commune.client.clock.FreezeClock(FreezeClockRequest()))


async def test_a_receiver_that_never_acknowledges_holds_up_no_clock_and_is_named(commune: Commune) -> None:
    async with commune.house.client(world=commune.world, caller=DEAF) as deaf:
        stream = deaf.exchange.Subscribe(SubscribeRequest(receiver=DEAF))
        message_id = await send_unknown(commune, DEAF)
        async for heard in stream:
            if heard.world == commune.world:
                break

        for _ in range(2):  # patience ends once: whoever advances again waits for nobody
            told = await _advance(commune, days=1)
            assert told.silent_receivers == [DEAF]
        stream.cancel()
    lag = await commune.client.exchange.GetLag(GetLagRequest(receiver=DEAF))
    late, silent = await waits(commune, overdue_only=True)

    assert (lag.head, lag.cursor, lag.overdue) == (1, 0, True)
    assert ([(wait.kind, wait.name, wait.awaits) for wait in late], silent) == (
        [("message-unread", message_id, DEAF)],
        [],
    )
    assert lag.due_time == late[0].due_time


async def _leave_waiting(house: SplitHouse, commune: Commune, example: Example) -> None:
    """A birth and a death wait for insurance, another birth and an amendment for population."""
    mourning = Mourning(commune)
    await house.cut_off("insurance")
    born = await commune.send(example(0))
    died = await mourning.send(declaration_of("van-loc"))
    await commune.until(lambda: commune.look_at(born.name), lambda seen: seen.step == DOSSIER_STEP_AWAIT_CARD)
    await commune.until(
        lambda: mourning.look_at(died.name), lambda seen: seen.step == DEATH_DOSSIER_STEP_AWAIT_ALLOWANCE
    )
    await commune.until(lambda: waits(commune), lambda told: len(told[0]) == WAIT_FOR_INSURANCE)
    await house.cut_off("population")
    await commune.send(example(1))
    await Registrar(commune).send_correction(LANS_DAUGHTER, full_name="Trần Thị Ngọc")


async def _let_pass(commune: Commune, days: int) -> None:
    """Let a clock run that cannot be advanced while agencies are silent."""
    clock = commune.client.clock

    async def shown() -> int:
        return (await clock.GetClock(GetClockRequest())).now.seconds

    end = await shown() + days * SECONDS_OF_A_DAY
    for rate in (FAST, SLOW):
        with suppress(grpc.aio.AioRpcError):  # it runs all the same
            await clock.RunClock(RunClockRequest(rate=rate))
        if rate == FAST:
            await commune.until(shown, lambda now: now >= end)


async def _advance(commune: Commune, **time: int) -> AdvanceClockResponse:
    duration = Duration()
    duration.FromTimedelta(timedelta(**time))
    async with asyncio.timeout(SECONDS_TO_ANSWER):
        return await commune.client.clock.AdvanceClock(AdvanceClockRequest(duration=duration))


async def send_unknown(commune: Commune, receiver: str) -> str:
    message = unknown_message(receiver)
    async with commune.house.client(world=commune.world, caller=JUSTICE) as justice:
        await justice.exchange.SendMessages(SendMessagesRequest(messages=[message]))
    return message.message_id


def unknown_message(receiver: str) -> Message:
    """What is carried to whoever it is for: a kind that nobody registered."""
    message = Message(
        message_id=str(uuid.uuid4()), sender=JUSTICE, receiver=receiver, subject="storm", kind="justice.weather"
    )
    message.body.Pack(Duration())
    return message


def _of_ours(found: Sequence[Wait]) -> bool:
    """Annexes fall due meanwhile, too."""
    return any(wait.agency == JUSTICE for wait in found)
