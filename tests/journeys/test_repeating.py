"""Every call of the contract that changes something has its effect once, however often it is made.

Each column of the matrix is a test: the reply is lost, two come at once, the same id comes with another request, the
agency dies before its commit or after it. What stands in the end is what stands where nothing goes wrong. The calls of
control have a matrix of their own: `test_repeating_control.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import grpc
import pytest
import pytest_asyncio
from tests.conftest import House
from tests.faults import at, plan, unmet
from tests.journeys.made_twice import CASES, IDS, Theatre, come_to, hold_calls
from tests.journeys.repeatable import asking_calls
from tests.journeys.repeating_control import CONTROL, KEEPING_NOTHING, MADE_BY

from lienthong_emulator.emulator import emulate
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from conftest import Refusing, SplitHouse

NUMBERED = [call for call in CASES if IDS[call]]


def short(call: str) -> str:
    return call.removeprefix("lienthong.")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def theatre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Theatre]:
    """Every agency in this process, with a folder that a test may look into."""
    folder = tmp_path_factory.mktemp("theatre")
    async with emulate(Setup(folder=folder)) as emulator:
        yield Theatre(House(addresses=dict(emulator.addresses)), Storage(folder=folder).file_of)


def test_every_call_that_changes_something_has_a_case() -> None:
    assert sorted([*CASES, *CONTROL, *MADE_BY, *KEEPING_NOTHING, *asking_calls()]) == sorted(IDS)


def test_a_call_without_a_request_id_says_why_it_needs_none() -> None:
    numbered = {call for call, case in CASES.items() if case.other and not case.unnumbered}

    assert numbered == set(NUMBERED)
    assert all(CASES[call].unnumbered for call in CASES.keys() - numbered)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("call", sorted(CASES), ids=short)
async def test_a_call_whose_reply_was_lost_is_made_again(theatre: Theatre, call: str) -> None:
    async with theatre.stage(call, "lost") as stage:
        client, (_, agency, *_, method) = stage.commune.client, call.split(".")
        await plan(client, calls=at(agency, method, caller=stage.case.caller), reply_loss={})
        with pytest.raises(grpc.aio.AioRpcError):
            await stage.make()
        answer, replayed = await stage.make()

        assert await unmet(client) == []
        assert await stage.outcome(answer) == await theatre.made_once(call)
        assert replayed or not IDS[call]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("call", sorted(CASES), ids=short)
async def test_two_at_once_are_one(theatre: Theatre, call: str) -> None:
    async with theatre.stage(call, "twice") as stage:
        (first, one), (second, other) = await asyncio.gather(stage.make(), stage.make())

        assert first == second
        assert await stage.outcome(first) == await theatre.made_once(call)
        assert [one, other].count(True) == 1 or not IDS[call]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("call", sorted(NUMBERED), ids=short)
async def test_a_request_id_serves_one_request(theatre: Theatre, refusal: Refusing, call: str) -> None:
    async with theatre.stage(call, "other") as stage:
        answer, _ = await stage.make()
        no = await refusal(stage.make(stage.other_request()))

        assert await stage.outcome(answer) == await theatre.made_once(call)
        assert (no.code, no.reason, no.field) == (
            grpc.StatusCode.FAILED_PRECONDITION,
            "REQUEST_ID_REUSED",
            IDS[call],
        )


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("point", ["before-commit", "committed"])
@pytest.mark.parametrize("agency", sorted(ROSTER))
async def test_calls_are_made_again_whose_agency_died(
    theatre: Theatre, house_to_break: SplitHouse, agency: str, point: str
) -> None:
    """Each in a world of its own, all of them at the point when the process is killed."""
    calls = [call for call in CASES if call.split(".")[1] == agency]
    mark = await hold_calls(house_to_break, agency, point)
    broken = Theatre(house_to_break, house_to_break.file_of)
    async with AsyncExitStack() as stack:
        opened = await asyncio.gather(*(stack.enter_async_context(broken.stage(call, point)) for call in calls))
        first = asyncio.gather(*(stage.make() for stage in opened), return_exceptions=True)
        await come_to(mark, {stage.commune.world for stage in opened})
        await house_to_break.cut_off(agency)
        assert {code_of(no) for no in await first} == {grpc.StatusCode.UNAVAILABLE}

        await house_to_break.start(agency)
        again = [await stage.commune.asked_again(stage.make) for stage in opened]
        expected = [(await theatre.made_once(call)).counted() for call in calls]
        outcomes = [
            await stage.comes_to(answer, once) for stage, (answer, _), once in zip(opened, again, expected, strict=True)
        ]
    replayed = {call for call, (_, was_replayed) in zip(calls, again, strict=True) if was_replayed}
    assert dict(zip(calls, outcomes, strict=True)) == dict(zip(calls, expected, strict=True))
    assert replayed & {*NUMBERED} == ({*calls} & {*NUMBERED} if point == "committed" else set())


def code_of(ended: object) -> grpc.StatusCode:
    assert isinstance(ended, grpc.aio.AioRpcError), ended
    return ended.code()
