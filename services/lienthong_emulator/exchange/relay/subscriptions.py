"""Receivers that are listening: one stream for each, over all worlds of this process."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Generator, Iterable, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lienthong_emulator.exchange.relay.dead_letter_store import DeadLetterQuestions
from lienthong_emulator.exchange.relay.domain import Entry, Receiver, Standing, fitting
from lienthong_emulator.exchange.relay.errors import CursorAhead, CursorExpired
from lienthong_emulator.exchange.relay.store import LogQuestions
from lienthong_emulator.runtime.refusals import Refusal, TryAgain

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Kit, World
    from lienthong_emulator.runtime.message_faults import MessageFaults
    from lienthong_emulator.runtime.worlds import Worlds

LOG = logging.getLogger("lienthong.exchange")
AGENCY = "exchange"
SECONDS_BEFORE_LOOKING_AGAIN = 0.5
SECONDS_OF_PATIENCE = 5.0
"""Our choice: far longer than a receiver takes for what is handed over at once."""


@dataclass(frozen=True, slots=True)
class Run:
    """Entries of one world's log, in order."""

    world: str
    entries: Sequence[Entry]


class Subscriptions:
    """The streams that are open in this process.

    Several streams of one receiver all receive: each keeps its own place, and a receiver drops what it has had. Were
    the newest to win, two receivers that both live would throw each other out for ever.
    """

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds
        self._open: defaultdict[Receiver, set[Subscriber]] = defaultdict(set)

    @contextmanager
    def open(self, receiver: Receiver, cursors: Mapping[str, int]) -> Generator[Subscriber]:
        """Listen to a receiver's logs while the block lasts."""
        subscriber = Subscriber(self._worlds, receiver, cursors)
        self._open[receiver].add(subscriber)
        try:
            yield subscriber
        finally:
            self._open[receiver].discard(subscriber)
            if not self._open[receiver]:
                del self._open[receiver]

    def wake(self, world: str, receivers: Iterable[Receiver]) -> None:
        """Have the logs of receivers in a world looked at."""
        for receiver in receivers:
            for subscriber in self._open.get(receiver, ()):
                subscriber.wake(world)

    def receivers(self) -> Collection[Receiver]:
        """Who is listening."""
        return self._open.keys()


@dataclass(slots=True)
class Watch:
    """How a receiver that is behind stands since when, in seconds of any clock, and whether patience has ended."""

    world: World
    standing: Standing
    since: float
    ended: bool = False


class Patience:
    """Knows which receivers have not moved for long: nobody waits for one that listens and acknowledges nothing.

    A word about another world is a sign of life, too: a receiver hears of all worlds by one stream.
    """

    def __init__(self) -> None:
        self._watched: dict[tuple[str, Receiver], Watch] = {}
        self._heard: dict[Receiver, float] = {}

    def hear(self, receiver: Receiver, now: float) -> None:
        """Note that a receiver acknowledged something, whatever the world."""
        self._heard[receiver] = now

    def with_those(self, world: World, behind: Mapping[Receiver, Standing], now: float) -> Set[Receiver]:
        """Of receivers that are behind in a world those with whom patience ends: until they move there."""
        return {receiver for receiver, standing in behind.items() if self._ends_with(world, receiver, standing, now)}

    def _ends_with(self, world: World, receiver: Receiver, standing: Standing, now: float) -> bool:
        watch = self._watched.get((world.name, receiver))
        if watch is None or watch.world is not world or watch.standing != standing:
            watch = self._watched[world.name, receiver] = Watch(world, standing, now)
        silent = now - max(watch.since, self._heard.get(receiver, watch.since))
        watch.ended = watch.ended or silent >= SECONDS_OF_PATIENCE
        return watch.ended


@dataclass(slots=True)
class Place:
    """How far a world's log was sent, and how often each dead letter was handed over again."""

    world: World
    sequence: int
    handed_over: dict[int, int] = field(default_factory=dict[int, int])


class Subscriber:
    """One open stream: one loop over all worlds, fed by commits and a first look at every world that there is."""

    def __init__(self, worlds: Worlds, receiver: Receiver, cursors: Mapping[str, int]) -> None:
        self._worlds = worlds
        self._receiver = receiver
        self._given = dict(cursors)
        self._places: dict[str, Place] = {}
        # A dict, because worlds are looked at in the order in which they were woken.
        self._unread: dict[str, None] = {}
        self._unreachable: set[str] = set()
        self._woken = asyncio.Event()

    def wake(self, world: str) -> None:
        self._unread[world] = None
        self._woken.set()

    async def runs(self) -> AsyncGenerator[Run]:
        """Yield what the receiver has not had, until closed."""
        self._unread.update(dict.fromkeys(await self._worlds.shelf.worlds(AGENCY)))
        while True:
            self._woken.clear()
            while self._unread:
                world = next(iter(self._unread))
                del self._unread[world]
                if entries := await self._look_at(world):
                    yield Run(world, entries)
                else:
                    await asyncio.sleep(0)  # many silent worlds must not hold up the others
            await self._wait()

    async def _wait(self) -> None:
        """Wait for a commit; look again after a while at worlds that could not be reached."""
        try:
            async with asyncio.timeout(SECONDS_BEFORE_LOOKING_AGAIN if self._unreachable else None):
                await self._woken.wait()
        except TimeoutError:
            self._unread.update(dict.fromkeys(sorted(self._unreachable)))
            self._unreachable.clear()

    async def _look_at(self, world: str) -> Sequence[Entry]:
        try:
            async with self._worlds.using(AGENCY, world) as kit:
                return await self._next_entries(kit)
        except TryAgain:
            self._unreachable.add(world)
        except (CursorAhead, CursorExpired):
            raise
        except Refusal as no:
            LOG.warning("the logs of world %s are not sent: %s", world, no)
        return ()

    async def _next_entries(self, kit: Kit) -> Sequence[Entry]:
        log = LogQuestions(kit.lookups)
        place = await self._place_in(kit, log)
        if again := await self._due_again(log, DeadLetterQuestions(kit.lookups), place):
            self._unread[kit.world.name] = None
            return again
        page = await log.page_after(self._receiver, place.sequence)
        if page.entries and kit.faults.of_messages is not None:
            return self._hindered(kit, kit.faults.of_messages, page.entries, place)
        if page.more:
            self._unread[kit.world.name] = None
        if page.entries:
            place.sequence = page.entries[-1].sequence
        return page.entries

    def _hindered(self, kit: Kit, faults: MessageFaults, entries: Sequence[Entry], place: Place) -> Sequence[Entry]:
        """What planned faults let pass of a log's next entries; what they hold back is looked at again."""
        places, waits = faults.hand_over(self._receiver, entries, kit)
        if waits:
            self._unreachable.add(kit.world.name)
        else:
            self._unread[kit.world.name] = None
        place.sequence = max([place.sequence, *(entries[at].sequence for at in places)])
        return [entries[at] for at in places]

    async def _place_in(self, kit: Kit, log: LogQuestions) -> Place:
        """The place in a world's log; a world that was dropped and made anew begins anew."""
        name = kit.world.name
        place = self._places.get(name)
        if place is None or place.world is not kit.world:
            place = self._places[name] = Place(kit.world, await self._cursor_in(name, log))
        return place

    async def _cursor_in(self, world: str, log: LogQuestions) -> int:
        """What the receiver says that it holds, else what it acknowledged.

        Refused with `CURSOR_AHEAD` and `CURSOR_EXPIRED`.
        """
        lag, given = await log.lag_of(self._receiver), self._given.pop(world, None)
        if given is None:
            return lag.cursor
        lag.check(given, f"cursors[{world}]")
        return given

    async def _due_again(self, log: LogQuestions, letters: DeadLetterQuestions, place: Place) -> Sequence[Entry]:
        """Dead letters that lie behind the place and were not handed over as often as was asked."""
        due = await letters.due_redeliveries(self._receiver, place.sequence)
        if not due:
            place.handed_over.clear()
        waiting = [again for again in due if place.handed_over.get(again.sequence, 0) < again.times]
        chosen = waiting[: fitting([again.size for again in waiting])]
        if not chosen:
            return ()
        place.handed_over.update({again.sequence: again.times for again in chosen})
        return await log.entries_at(self._receiver, [again.sequence for again in chosen])
