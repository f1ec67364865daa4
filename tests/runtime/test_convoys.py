"""Calls that come thick wait for one another a moment; few do not."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import grpc
import pytest

from lienthong_emulator.runtime.company import Company
from lienthong_emulator.runtime.convoys import LEAST, MOST, REST_SECONDS, SAMPLE, THICK, TRIALS, Convoys, in_convoys


class Watch:
    """Turned by hand: how busy the machine is changes nothing."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def thick(watch: Watch) -> Convoys:
    """Convoys of a server whose calls come thick: the next one tries to find company."""
    convoys = Convoys(watch)
    watch.seconds = 1.0
    for _ in range(SAMPLE):  # since the loop began: not thick
        assert await convoys.join() is None
    for _ in range(SAMPLE - 1):
        assert await convoys.join() is None
    return convoys


async def test_calls_that_come_now_and_then_do_not_wait(watch: Watch) -> None:
    convoys = Convoys(watch)
    for _ in range(3):
        watch.seconds += 0.2
        assert [await convoys.join() for _ in range(SAMPLE // 2)] == [None] * (SAMPLE // 2)


async def test_calls_that_come_together_leave_together(thick: Convoys) -> None:
    left = await _orders_of_leaving(thick, MOST)
    assert left == [*range(MOST)]


async def test_a_convoy_that_is_not_full_departs_when_nobody_else_comes(thick: Convoys) -> None:
    async with asyncio.timeout(20):
        assert await _orders_of_leaving(thick, LEAST) == [*range(LEAST)]
        assert await _orders_of_leaving(thick, 1) == [0]


async def test_one_caller_alone_waits_a_few_times_and_then_no_more(thick: Convoys) -> None:
    waited = [await thick.join() is not None for _ in range(TRIALS + SAMPLE // 2)]
    assert waited == [True] * TRIALS + [False] * (SAMPLE // 2)


async def test_whoever_found_no_company_tries_again_ever_less_often(thick: Convoys, watch: Watch) -> None:
    waited_at = list[float]()
    ends = watch.seconds + sum(REST_SECONDS)
    while watch.seconds < ends:
        watch.seconds += 1 / 2 / THICK
        if await thick.join():
            waited_at.append(watch.seconds)
    rests = [later - earlier for earlier, later in pairwise(waited_at[TRIALS - 1 :])]
    assert len(rests) == len(REST_SECONDS) - 1
    for rest, least in zip(rests, REST_SECONDS, strict=False):
        assert least <= rest <= least + SAMPLE / THICK


async def test_who_hangs_up_while_waiting_holds_up_nobody(thick: Convoys) -> None:
    calls = [asyncio.ensure_future(thick.join()) for _ in range(LEAST)]
    await asyncio.sleep(0)
    calls[3].cancel()
    ended = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 20)
    assert [isinstance(each, asyncio.CancelledError) for each in ended].count(True) == 1
    assert sum(isinstance(each, Company) for each in ended) == LEAST - 1


async def test_all_of_a_convoy_are_worked_on_before_the_first_is_sent(thick: Convoys) -> None:
    happened = list[str]()

    async def answer(data: bytes, _context: object, _company: Company | None) -> bytes:
        happened.append("worked")
        return data

    handler = in_convoys(grpc.unary_unary_rpc_method_handler(answer), thick)

    async def call() -> None:
        await handler.unary_unary(b"", None)
        happened.append("sent")

    await asyncio.gather(*(call() for _ in range(LEAST)))
    assert happened == ["worked"] * LEAST + ["sent"] * LEAST


async def _orders_of_leaving(convoys: Convoys, count: int) -> Sequence[int]:
    left = list[int]()

    async def call(number: int) -> None:
        assert await convoys.join()
        left.append(number)

    await asyncio.gather(*map(call, range(count)))
    return left
