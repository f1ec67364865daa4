"""What is due at a moment of the world's clock."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.backoff import LONGEST_SECONDS
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kit import utc_text

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.worlds import Worlds

LOG = logging.getLogger("lienthong.timers")


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
        await agency.timers[timer.kind](tx, timer.subject)
    return True


class TickingTimers:
    """Fires timers by themselves in worlds whose clock ticks. One loop for each process."""

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds
        self._unread: set[tuple[str, str]] = set()
        self._next: dict[tuple[str, str], Timer] = {}
        self._woken = asyncio.Event()

    def wake(self, kit: Kit) -> None:
        """Read an agency's next timer anew."""
        self._unread.add((kit.agency, kit.world.name))
        self._woken.set()

    async def run(self) -> None:
        """Fire what comes due until cancelled."""
        while True:
            self._woken.clear()
            await self._read()
            wait = await self._fire_due()
            try:
                await asyncio.wait_for(self._woken.wait(), wait)
            except TimeoutError:
                continue

    async def _read(self) -> None:
        while self._unread:
            key = self._unread.pop()
            timer = await next_timer(await self._worlds.kit(*key))
            self._next.pop(key, None)
            if timer is not None:
                self._next[key] = timer

    async def _fire_due(self) -> float | None:
        """Fire what is due; return the wall seconds until the next, None where none will come by itself."""
        waits: list[float] = []
        for key, timer in sorted(self._next.items(), key=lambda item: item[1]):
            kit = await self._worlds.kit(*key)
            wait = kit.world.clock.wall_seconds_until(timer.due, kit.wall())
            if kit.world.clock.rate and wait == 0.0:
                await self._fire(kit, timer)
                waits.append(0.0)
            elif wait is not None and kit.world.clock.rate:
                waits.append(wait)
        return min(waits, default=None)

    async def _fire(self, kit: Kit, timer: Timer) -> None:
        self._unread.add((kit.agency, kit.world.name))
        try:
            await fire(self._worlds.agencies[kit.agency], kit, timer)
        except Exception:  # a bug in one timer must not stop the others: it is logged and tried again
            LOG.exception("timer %s failed: this is a bug", timer)
            await asyncio.sleep(LONGEST_SECONDS)
