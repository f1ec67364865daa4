"""What nobody waits for: who asked about whom. Much is written by one transaction, a moment after the answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from lienthong_emulator.runtime.refusals import Refusal

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Database, Transaction

LOG = logging.getLogger("lienthong.later")
SECONDS_UNTIL_WRITTEN = 0.25
"""What the death of the process may lose. Ten times as often, each question writes pages of its own: twice the cost."""
SECONDS_OF_A_ROUND = 0.05
"""Worlds write in rounds, one right after the other while the code is hot: alone each takes longer (0067)."""
MOST_WAITING = 20_000
"""A database that cannot be written to must not fill the memory: beyond this the oldest are lost, and it is logged."""

Item = TypeVar("Item")
Keep = Callable[["Transaction", Sequence[Item]], Awaitable[None]]
"""Writes down what was noted, in its order."""


class Later:
    """What one kit has yet to write. Who reads it has it written first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[Keep[Any], list[Any]] = {}
        self._about: set[int] = set()
        self._alarm: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def note(self, keep: Keep[Item], item: Item, about: Iterable[int] = ()) -> None:
        """Have `keep` write an item down, which concerns people of these keys."""
        self._waiting.setdefault(keep, []).append(item)
        self._about.update(about)
        if self._alarm is None:
            self._alarm = asyncio.ensure_future(self._written_in_a_moment())

    def concerns(self, keys: Iterable[int]) -> bool:
        """Whether something that is not written yet concerns one of some people."""
        return not self._about.isdisjoint(keys)

    async def written(self) -> None:
        """Write everything that was noted. Raises `DatabaseUnavailable`, and keeps it."""
        async with self._writing:
            if not self._waiting:
                return
            waiting, self._waiting = self._waiting, {}
            about, self._about = self._about, set()
            try:
                async with self._database.write() as transaction:
                    for keep, items in waiting.items():
                        await keep(transaction, items)
            except BaseException:
                self._put_back(waiting)
                self._about |= about
                raise

    async def close(self) -> None:
        """Write what can be written, and note nothing more."""
        if self._alarm is not None:
            self._alarm.cancel()
        try:
            await self.written()
        except Refusal as fault:
            LOG.warning("%d notes are lost: %s", self._size(), fault)

    async def abandon(self) -> None:
        """Write nothing more; what is being written is let to its end, well or not."""
        if self._alarm is not None:
            self._alarm.cancel()
        async with self._writing:
            self._waiting.clear()

    async def _written_in_a_moment(self) -> None:
        now = asyncio.get_running_loop().time()
        latest = now + SECONDS_UNTIL_WRITTEN
        await asyncio.sleep(latest - latest % SECONDS_OF_A_ROUND - now)
        self._alarm = None
        try:
            await self.written()
        except Refusal as fault:  # the disk is full, control is silent, or the world is about to be removed
            LOG.warning("%d notes wait: %s", self._size(), fault)

    def _size(self) -> int:
        return sum(map(len, self._waiting.values()))

    def _put_back(self, waiting: Mapping[Keep[Any], list[Any]]) -> None:
        for keep, items in waiting.items():
            kept = [*items, *self._waiting.get(keep, ())]
            self._waiting[keep] = kept[-MOST_WAITING:]
