"""Calls that come thick wait for one another a moment; few do not."""

import asyncio
from collections.abc import Sequence

import grpc
import pytest

from lienthong_emulator.runtime.convoys import LEAST, MOST, REST_SECONDS, SAMPLE, TRIALS, Convoys, in_convoys


@pytest.fixture
async def thick() -> Convoys:
    """Convoys of a server whose calls come thick: the next one tries to find company."""
    convoys = Convoys()
    for _ in range(SAMPLE):  # since the loop began: not thick
        assert not await convoys.join()
    for _ in range(SAMPLE - 1):
        assert not await convoys.join()
    return convoys


async def test_calls_that_come_now_and_then_do_not_wait() -> None:
    convoys = Convoys()
    for _ in range(3):
        await asyncio.sleep(0.2)
        assert [await convoys.join() for _ in range(SAMPLE // 2)] == [False] * (SAMPLE // 2)


async def test_calls_that_come_together_leave_together(thick: Convoys) -> None:
    left = await _orders_of_leaving(thick, MOST)
    assert left == [*range(MOST)]


async def test_a_convoy_that_is_not_full_departs_when_nobody_else_comes(thick: Convoys) -> None:
    async with asyncio.timeout(1):
        assert await _orders_of_leaving(thick, LEAST) == [*range(LEAST)]
        assert await _orders_of_leaving(thick, 1) == [0]


async def test_one_caller_alone_waits_a_few_times_and_then_no_more(thick: Convoys) -> None:
    waited = [await thick.join() for _ in range(TRIALS + SAMPLE // 2)]
    assert waited == [True] * TRIALS + [False] * (SAMPLE // 2)


async def test_whoever_found_no_company_tries_again_ever_less_often(thick: Convoys) -> None:
    loop = asyncio.get_running_loop()
    waits, ends = 0, loop.time() + sum(REST_SECONDS[:3])
    while loop.time() < ends:
        waits += await thick.join()
        await asyncio.sleep(0)
    assert TRIALS <= waits <= TRIALS + len(REST_SECONDS[:3])


async def test_who_hangs_up_while_waiting_holds_up_nobody(thick: Convoys) -> None:
    calls = [asyncio.ensure_future(thick.join()) for _ in range(LEAST)]
    await asyncio.sleep(0)
    calls[3].cancel()
    ended = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 1)
    assert [isinstance(each, asyncio.CancelledError) for each in ended].count(True) == 1
    assert ended.count(True) == LEAST - 1


async def test_all_of_a_convoy_are_worked_on_before_the_first_is_sent(thick: Convoys) -> None:
    happened = list[str]()

    async def answer(data: bytes, _context: object) -> bytes:
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
