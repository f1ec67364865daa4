"""One process and the agencies it plays: their worlds, their work in the background, and one port."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.agency import Stillness
from lienthong_emulator.runtime.backoff import pause_after
from lienthong_emulator.runtime.calls import Entrance
from lienthong_emulator.runtime.clock import Clock, WallClock, wall_clock
from lienthong_emulator.runtime.context import DEFAULT_WORLD
from lienthong_emulator.runtime.holds import still
from lienthong_emulator.runtime.inbox import Inbox
from lienthong_emulator.runtime.kit import Kit
from lienthong_emulator.runtime.outbox import Outbox, waiting_messages
from lienthong_emulator.runtime.refusals import AgencyUnavailable, TryAgain
from lienthong_emulator.runtime.tasks import shared_task
from lienthong_emulator.runtime.timers import TickingTimers, Timer, fire, next_timer
from lienthong_emulator.runtime.validation import is_validator_loaded, validator
from lienthong_emulator.runtime.worker import Worker
from lienthong_emulator.runtime.worlds import WorldNotFound, Worlds

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.database import Database
    from lienthong_emulator.runtime.late import LateServicer
    from lienthong_emulator.runtime.open_world import OpenWorld, Progress
    from lienthong_emulator.runtime.peers import Peers
    from lienthong_emulator.runtime.shelf import Shelf
    from lienthong_emulator.runtime.worlds import Describe, Note

LOG = logging.getLogger("lienthong.node")
SECONDS_FOR_WHO_WAITED = 0.2
"""Nearly all that a start takes is imports. What is not needed to answer a health check is imported after that."""


async def _noted_nowhere(_world: str, _agencies: Collection[str]) -> None:
    """There is no control."""


def _tell_of_a_bug(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        LOG.error("work in the background has ended: this is a bug", exc_info=error)


class Node:
    """Agencies that share a process. They meet each other, and those elsewhere, through the stubs alone.

    `tell` hears how far the world `default` has come, where it must be built before the agencies can serve.
    """

    def __init__(
        self,
        agencies: Mapping[str, Agency],
        *,
        shelf: Shelf,
        describe: Describe,
        peers: Peers,
        note: Note = _noted_nowhere,
        tell: Callable[[Progress], None] = lambda _progress: None,
        wall: WallClock = wall_clock,
    ) -> None:
        self.agencies = agencies
        self.peers = peers
        self.wall = wall
        in_worlds = {name: agency for name, agency in agencies.items() if agency.in_worlds}
        self.worlds = Worlds(in_worlds, shelf, describe, note, self._make_kit, self._resume)
        self._tell = tell
        self.outbox = Outbox(peers)
        self.timers = TickingTimers(self.worlds, wall)
        self.inboxes = {
            name: Inbox(agency, self.worlds, peers) for name, agency in agencies.items() if agency.has_inbox
        }
        self.workers: dict[tuple[str, str], Worker] = {}
        self.servicers: dict[tuple[str, str], LateServicer] = {}  # by agency and service
        self.loaded = asyncio.Event()  # all that work takes is imported
        self._coming_up = False
        self._left: set[tuple[str, str]] = set()
        """Agencies and worlds whose work that was left under way is taken up once the staff is there."""

    @property
    def process_id(self) -> int:
        return os.getpid()

    def _make_kit(self, agency: str, known: OpenWorld, database: Database) -> Kit:
        kit = Kit(
            agency=agency,
            world=known.world,
            wall=self.wall,
            database=database,
            wake=self._wake,
            wake_outbox=self.outbox.wake,
            wake_timers=self.timers.wake,
            steps=known.steps,
            journal=known.journal,
            faults=known.faults,
        )
        self.timers.wake(kit)
        return kit

    async def _resume(self, kit: Kit) -> None:
        """Take up what an earlier process left under way."""
        if await waiting_messages(kit):
            self.outbox.wake(kit)
        if self._coming_up:
            self._left.add((kit.agency, kit.world.name))
        else:
            await self._resume_work(kit)

    async def _resume_work(self, kit: Kit) -> None:
        for kind, work in self.agencies[kit.agency].staff().work.items():
            for key in await work.pending(kit.lookups):
                self._wake(kit, kind, key)

    def _wake(self, kit: Kit, kind: str, key: str) -> None:
        slot = (kit.agency, kind)
        if slot not in self.workers:
            work = self.agencies[kit.agency].staff().work[kind]
            self.workers[slot] = Worker(work.desk(self.peers).advance, work.at_once)
        self.workers[slot].wake(kit, key)

    def entrance_of(self, agency: str) -> Entrance:
        return Entrance(agency, self.worlds)

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[None]:
        """Work in the background until the block ends, taking up what was left under way."""
        self._coming_up = True
        await self._prepare_default()
        for agency in self.worlds.agencies:
            for world in await self.worlds.shelf.worlds(agency):
                await self._reopen(agency, world)
        followers = [asyncio.create_task(work) for work in (self._begin_work(), self.timers.run())]
        for task in followers:
            task.add_done_callback(_tell_of_a_bug)
        try:
            yield
        finally:
            for task in followers:
                task.cancel()
            await asyncio.gather(*followers, return_exceptions=True)

    async def _begin_work(self) -> None:
        """Go on with what was left under way, and take in messages.

        What that takes is loaded first, on a thread and after whoever waited for the start.
        """
        if not is_validator_loaded():
            await asyncio.sleep(SECONDS_FOR_WHO_WAITED)
        await asyncio.to_thread(self._load)
        self.loaded.set()
        self._coming_up = False
        left = [slot for slot in self._left if self.agencies[slot[0]].staff().work]
        self._left.intersection_update(left)
        await asyncio.gather(
            *(self._take_up(*slot) for slot in left), *(each.follow() for each in self.inboxes.values())
        )

    async def _take_up(self, agency: str, world: str) -> None:
        """Go on with the work that an earlier process left under way."""
        for failures in count(1):
            try:
                async with self.worlds.using(agency, world) as kit:
                    await self._resume_work(kit)
                break
            except WorldNotFound:  # deleted meanwhile
                break
            except TryAgain as fault:
                LOG.info("the work of %s in %s waits: %s", agency, world, fault)
                await asyncio.sleep(pause_after(failures))
        self._left.discard((agency, world))

    def _load(self) -> None:
        validator()
        for agency in self.agencies.values():
            agency.staff()

    async def _reopen(self, agency: str, world: str) -> None:
        """Take up what was left under way, once `control` tells of the world."""
        for failures in count(1):
            try:
                await self.worlds.kit(agency, world)
                return
            except WorldNotFound as gone:
                LOG.warning("a database of %s stays closed: %s", agency, gone)
                return
            except AgencyUnavailable:
                await asyncio.sleep(pause_after(failures))

    async def _prepare_default(self) -> None:
        for failures in count(1):
            try:
                async for progress in self.prepare(DEFAULT_WORLD):
                    self._tell(progress)
                return
            except AgencyUnavailable:
                await asyncio.sleep(pause_after(failures))

    async def close(self) -> None:
        for part in (*self.workers.values(), *self.inboxes.values(), self.outbox, self.worlds, self.peers):
            await part.close()

    # What `control` asks of a process.

    async def prepare(self, world: str, *, own: bool = True) -> AsyncGenerator[Progress]:
        """Have every agency's part of a world, building it where there was none; tells how far they are.

        Unless it must be the world's `own`, what is small is lent until the first change.
        """
        known = await self.worlds.known(world)
        with known.progress.listening() as told:
            provided = shared_task(self.worlds.provide(world, own=own))
            provided.add_done_callback(lambda _: told.put_nowait(None))
            while progress := await told.get():
                yield progress
            await provided

    @asynccontextmanager
    async def held(self, world: str, *, writes: bool) -> AsyncGenerator[None]:
        """Let no call from outside into a world while the block lasts, nor where `writes` anything be written there."""
        await self.worlds.known(world)
        with self.worlds.gates.shut(world):
            async with still(self.worlds, world) if writes else nullcontext():
                yield

    async def set_clock(self, world: str, clock: Clock) -> None:
        """Set a world's clock unless it is as new already."""
        known = await self.worlds.world(world)
        if clock.revision > known.clock.revision:
            known.clock = clock
        for kit in self.worlds.open_kits(world):
            self.timers.wake(kit)

    async def drop(self, world: str) -> None:
        """Forget a world: break its work off and remove its files."""
        self.worlds.end(world)
        self.timers.forget(world)
        self._left = {slot for slot in self._left if slot[1] != world}
        for part in (*self.workers.values(), *self.inboxes.values(), self.outbox):
            await part.forget(world)
        await self.worlds.drop(world)
        for count_of in self._counts():
            del count_of[world]

    async def next_timer(self, world: str, until: datetime) -> Timer | None:
        """The earliest timer of a world, or stop of a planned fault, up to a moment."""
        timers: list[Timer | None] = []
        for agency in self.worlds.agencies:
            async with self.worlds.using(agency, world) as kit:
                timers.append(await next_timer(kit, until))
        known = await self.worlds.known(world)
        timers.append(known.faults.next_stop(self.worlds.agencies, known.world.clock.at(self.wall()), until))
        return min((timer for timer in timers if timer is not None), default=None)

    async def fire(self, world: str, timer: Timer) -> bool:
        """Fire a timer unless it is gone."""
        if timer.agency not in self.worlds.agencies:
            return False
        if (await self.worlds.known(world)).faults.pass_by(timer):
            return True
        async with self.worlds.using(timer.agency, world) as kit:
            return await fire(self.agencies[timer.agency], kit, timer)

    def busy_in(self, world: str) -> bool:
        """Something is under way here that does not wait for a peer that is down."""
        return any(part.busy_in(world) for part in (self.outbox, *self.workers.values(), *self.inboxes.values()))

    async def stillness_in(self, world: str) -> Stillness:
        """Settled where no service knows of anything that is still under way, and nothing has yet to be taken up."""
        if any(left == world for _, left in self._left):
            return Stillness(settled=False)
        silent = set[str]()
        for (agency, service), servicer in self.servicers.items():
            if asked := self.agencies[agency].staff().settled.get(service):
                async with self.worlds.using(agency, world) as kit:
                    found = await asked(servicer.made, kit)
                if not found.settled:
                    return found
                silent |= {*found.silent}
        return Stillness(settled=True, silent=silent)

    def work_done(self, world: str) -> int:
        """Rises with every piece of work done in the background of a world."""
        return sum(count_of[world] for count_of in self._counts())

    def _counts(self) -> list[Counter[str]]:
        """Work done in the background, by world."""
        return [
            self.outbox.batches_sent,
            *(worker.steps_taken for worker in self.workers.values()),
            *(inbox.batches_taken_in for inbox in self.inboxes.values()),
        ]
