"""Tells whoever watches that something changed. What changed is read anew: a missed call to look costs nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from typing import Generic, TypeVar

Item = TypeVar("Item")
LONGEST_QUEUE = 10_000


class Changes:
    """Wakes the watchers of a name."""

    def __init__(self) -> None:
        self._watchers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def tell(self, name: str) -> None:
        for event in self._watchers.get(name, ()):
            event.set()

    @contextmanager
    def watching(self, name: str) -> Generator[asyncio.Event]:
        """An event that is set at each change of the name; the watcher clears it before it looks."""
        event = asyncio.Event()
        self._watchers[name].add(event)
        try:
            yield event
        finally:
            self._watchers[name].discard(event)
            if not self._watchers[name]:
                del self._watchers[name]


class Feed(Generic[Item]):
    """Hands every item to every listener, from the moment they listen. The slowest lose the oldest."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Item | None]] = set()
        self._ended = False

    def tell(self, item: Item | None) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(item)

    def end(self) -> None:
        """Tell all that nothing more will come."""
        self._ended = True
        self.tell(None)

    @contextmanager
    def listening(self) -> Generator[asyncio.Queue[Item | None]]:
        """A queue of every item that is told from now on, and of None when it ends."""
        queue: asyncio.Queue[Item | None] = asyncio.Queue(LONGEST_QUEUE)
        self._listeners.add(queue)
        if self._ended:
            queue.put_nowait(None)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
