"""Work in the background that somebody owns: one task for each key, woken again while it runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

LOG = logging.getLogger("lienthong.tasks")

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


async def see_through(work: Coroutine[Any, Any, Result]) -> Result:
    """Do work to its end, even where the caller is told to stop meanwhile, once or more often: it stops after that."""
    task = shared_task(work)
    try:
        return await asyncio.shield(task)
    finally:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])


def shared_task(work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
    """A task that others wait for under a shield. Where all of them have hung up, its failure is nobody's."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


class Tasks(Generic[Key]):
    """Runs `act(key)` for each key that was woken; a key woken while it runs is run once more.

    `hold` is told of 1 at the moment of waking, before the work has begun, and of -1 when it has ended.
    """

    def __init__(
        self, act: Callable[[Key], Awaitable[None]], hold: Callable[[Key, int], None] = lambda _key, _by: None
    ) -> None:
        self._act = act
        self._hold = hold
        self._running: dict[Key, asyncio.Task[None]] = {}
        self._again: set[Key] = set()
        self._closed = False

    def wake(self, key: Key) -> None:
        if self._closed:
            return
        if key in self._running:
            self._again.add(key)
        else:
            self._start(key)

    def running(self) -> list[Key]:
        return list(self._running)

    def _start(self, key: Key) -> None:
        self._hold(key, 1)
        task = asyncio.ensure_future(self._act(key))
        self._running[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))

    def _ended(self, key: Key, task: asyncio.Task[None]) -> None:
        del self._running[key]
        self._hold(key, -1)
        if not task.cancelled() and (error := task.exception()) is not None:
            LOG.error("work on %r failed: this is a bug", key, exc_info=error)
        if key in self._again:
            self._again.discard(key)
            self.wake(key)

    async def finished(self) -> None:
        """Take nothing more, and wait for the end of what is running."""
        self._closed = True
        if self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def close(self) -> None:
        """Take nothing more, and break off what is running."""
        self._closed = True
        await self.stop(self.running())

    async def stop(self, keys: Sequence[Key]) -> None:
        """Break work on these keys off."""
        if not keys:
            return
        self._again.difference_update(keys)
        tasks = [self._running[key] for key in keys if key in self._running]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
