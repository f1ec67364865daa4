"""What is due at a moment of the world's clock."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.backoff import LONGEST_SECONDS
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import utc_text
from lienthong_emulator.runtime.refusals import TryAgain
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.clock import WallClock
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.worlds import Worlds

LOG = logging.getLogger("lienthong.timers")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Timer:
    """Something due. The order is that in which timers fire."""

    due: datetime
    agency: str
    kind: str
    subject: str


async def next_timer(kit: Kit, until: datetime | None = None) -> Timer | None:
    """The earliest timer, up to a moment where one is given."""
    row = await kit.lookups.fetch_one(
        "SELECT due, kind, subject FROM timer WHERE due <= :until ORDER BY due, kind, subject LIMIT 1",
        until=utc_text(until) if until else "9999",
    )
    if row is None:
        return None
    return Timer(datetime.fromisoformat(row["due"]).astimezone(UTC), kit.agency, row["kind"], row["subject"])


async def fire(agency: Agency, kit: Kit, timer: Timer) -> bool:
    """Fire a timer unless it is gone: the handler's effect and the end of the timer stand or fall together."""
    async with kit.write(Context(world=kit.world.name, caller=f"agencies/{kit.agency}")) as tx:
        gone = await tx.db.fetch_one(
            "DELETE FROM timer WHERE kind = :kind AND subject = :subject AND due = :due RETURNING kind",
            kind=timer.kind,
            subject=timer.subject,
            due=utc_text(timer.due),
        )
        if gone is None:
            return False
        await agency.staff().timers[timer.kind](tx, timer.subject)
    return True


class TickingTimers:
    """Fires timers by themselves in worlds whose clock ticks. One loop for each process."""

    def __init__(self, worlds: Worlds, wall: WallClock) -> None:
        self._worlds = worlds
        self._wall = wall
        self._unread: set[Key] = set()
        self._next: dict[Key, Timer] = {}
        self._woken = asyncio.Event()

    def wake(self, kit: Kit, due: datetime | None = None) -> None:
        """Read an agency's next timer anew, unless what was set is due later than that, once its clock ticks."""
        key = (kit.agency, kit.world.name)
        if due is not None and key in self._next and self._next[key].due <= due:
            return
        self._unread.add(key)
        if kit.world.clock.rate:
            self._woken.set()

    def forget(self, world: str) -> None:
        self._unread = {key for key in self._unread if key[1] != world}
        self._next = {key: timer for key, timer in self._next.items() if key[1] != world}

    async def run(self) -> None:
        """Fire what comes due until cancelled."""
        while True:
            self._woken.clear()
            await self._read()
            wait = await self._fire_due()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait)

    async def _read(self) -> None:
        for key in [key for key in self._unread if self._may_tick(key)]:
            self._unread.discard(key)
            self._next.pop(key, None)
            try:
                async with self._worlds.using(*key) as kit:
                    timer = await next_timer(kit)
                if timer is not None:
                    self._next[key] = timer
            except WorldNotFound:  # deleted meanwhile
                continue
            except TryAgain as fault:
                LOG.info("the timers of %s wait: %s", key, fault)
                self._read_later(key)

    def _may_tick(self, key: Key) -> bool:
        known = self._worlds.if_open(key[1])
        return known is None or known.world.clock.rate != 0

    async def _fire_due(self) -> float | None:
        """Fire what is due; return the wall seconds until the next, None where none will come by itself."""
        waits = [await self._look_at(key, timer) for key, timer in sorted(self._next.items(), key=itemgetter(1))]
        return min((wait for wait in waits if wait is not None), default=None)

    async def _look_at(self, key: Key, timer: Timer) -> float | None:
        try:
            clock = (await self._worlds.world(key[1])).clock
            wait = clock.wall_seconds_until(timer.due, self._wall()) if clock.rate else None
            if wait == 0.0:
                await self._fire(key, timer)
            return wait
        except WorldNotFound:  # deleted meanwhile
            self._next.pop(key, None)
            return None

    async def _fire(self, key: Key, timer: Timer) -> None:
        try:
            async with self._worlds.using(*key) as kit:
                await fire(self._worlds.agencies[kit.agency], kit, timer)
        except WorldNotFound:
            raise
        except Exception as error:  # one timer must not stop the others: it is logged and tried again
            _log(timer, error)
            self._next.pop(key, None)
            self._read_later(key)
        else:
            self._unread.add(key)

    def _read_later(self, key: Key) -> None:
        asyncio.get_running_loop().call_later(LONGEST_SECONDS, self._read_again, key)

    def _read_again(self, key: Key) -> None:
        self._unread.add(key)
        self._woken.set()


def _log(timer: Timer, error: Exception) -> None:
    if isinstance(error, TryAgain):
        LOG.info("timer %s waits: %s", timer, error)
    else:
        LOG.error("timer %s failed: this is a bug", timer, exc_info=error)
