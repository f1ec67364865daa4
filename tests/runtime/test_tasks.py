"""Work that outlives who asked for it."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from lienthong_emulator.runtime.tasks import see_through


async def caller_of(done: asyncio.Event, told: list[str]) -> None:
    async def work() -> None:
        await done.wait()
        told.append("done")

    await see_through(work())


async def test_work_is_seen_through_however_often_its_caller_is_told_to_stop() -> None:
    done, told = asyncio.Event(), list[str]()
    caller = asyncio.create_task(caller_of(done, told))
    for _ in range(3):
        await asyncio.sleep(0)
        caller.cancel()
    await asyncio.sleep(0)
    assert (caller.done(), told) == (False, [])

    done.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert told == ["done"]


async def test_what_fails_is_raised_where_somebody_waits_and_else_is_nobodys() -> None:
    said, go_on = list[dict[str, Any]](), asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: said.append(context))

    async def fail() -> None:
        await go_on.wait()
        raise OSError("the folder is gone")

    left = asyncio.create_task(see_through(fail()))
    await asyncio.sleep(0)
    left.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await left
    with pytest.raises(OSError, match="gone"):
        await see_through(fail())
    del left
    gc.collect()

    assert said == []
