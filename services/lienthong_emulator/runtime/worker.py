"""Carries an agency's durable rows on: a dossier goes step by step until it waits, ends or was sent back."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from lienthong_emulator.runtime.backoff import LONGEST_SECONDS, pause_after
from lienthong_emulator.runtime.kit import Kit
from lienthong_emulator.runtime.refusals import TryAgain
from lienthong_emulator.runtime.tasks import Tasks

LOG = logging.getLogger("lienthong.worker")

Advance = Callable[[Kit, str], Awaitable[bool]]
Slot = tuple[Kit, str]


class Worker:
    """One for each kind of work, agency and process, over all worlds."""

    def __init__(self, advance: Advance, at_once: int) -> None:
        self._advance = advance
        self._room = asyncio.Semaphore(at_once)
        self._tasks: Tasks[Slot] = Tasks(self._carry_on, hold=lambda slot, by: slot[0].hold(by))
        self._waiting: set[Slot] = set()
        self.steps_taken: Counter[str] = Counter()

    def wake(self, kit: Kit, key: str) -> None:
        if not kit.gone:
            self._tasks.wake((kit, key))

    def busy_in(self, world: str) -> bool:
        """Something is being carried on, and does not wait for a peer that is down."""
        return any(slot[0].world.name == world and slot not in self._waiting for slot in self._tasks.running())

    async def _carry_on(self, slot: Slot) -> None:
        failures = 0
        more = True
        while more:
            try:
                more = await self._step(slot)
                failures = 0
            except TryAgain as silent:
                failures += 1
                LOG.info("%s waits: %s", slot[1], silent)
                await self._wait(slot, pause_after(failures))
            except Exception:  # a bug must not stop the row for good: it is logged and tried again
                LOG.exception("a step of %s failed: this is a bug", slot[1])
                await self._wait(slot, LONGEST_SECONDS)

    async def _step(self, slot: Slot) -> bool:
        kit, key = slot
        async with self._room:
            try:
                return await self._advance(kit, key)
            finally:
                self.steps_taken[kit.world.name] += 1

    async def _wait(self, slot: Slot, seconds: float) -> None:
        self._waiting.add(slot)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._waiting.discard(slot)

    async def forget(self, world: str) -> None:
        await self._tasks.stop([slot for slot in self._tasks.running() if slot[0].world.name == world])

    async def close(self) -> None:
        await self._tasks.close()
