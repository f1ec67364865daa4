"""A bounded window on the calls that this process answered, and the messages that it received."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from google.rpc import status_pb2

from lienthong_emulator.runtime.changes import Feed
from lienthong_emulator.runtime.context import Context

if TYPE_CHECKING:
    from lienthong_emulator.runtime.call_filter import CallFilter

CALLS_KEPT = 500
BYTES_KEPT = 8 << 20
FRAMES_KEPT = 50
BYTES_OF_A_CALL = 1_200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of the contract, and the full names of what goes in and out; of a message, its kind and its event's."""

    name: str
    request_kind: str
    answer_kind: str

    @property
    def short(self) -> str:
        """Without its service."""
        return self.name.rpartition("/")[2]


@dataclass(slots=True)
class Entry:
    """One call and how it ended. Messages are kept as they travelled."""

    method: Method
    context: Context
    time: datetime
    wall: datetime | None = None
    agency: str = ""
    message_id: str = ""
    """Of a message."""
    requests: list[bytes] = field(default_factory=list[bytes])
    requests_dropped: int = 0
    answers: list[bytes] = field(default_factory=list[bytes])
    answers_dropped: int = 0
    size: int = 0
    """Of the messages that are kept, in bytes."""
    status: status_pb2.Status | None = None
    seconds: float = 0.0
    faults: tuple[str, ...] = ()
    """Names of the planned faults that it met."""

    def add_request(self, request: bytes) -> None:
        self.requests_dropped += not self._keep(request, self.requests)

    def add_answer(self, answer: bytes) -> None:
        self.answers_dropped += not self._keep(answer, self.answers)

    def _keep(self, frame: bytes, frames: list[bytes]) -> bool:
        """Keep a frame, while there are few and they are small: a long stream must not push out all other calls.

        The first request is always kept: it is no larger than a request may be.
        """
        size = len(frame)
        if len(frames) == FRAMES_KEPT or (self.requests and self.size + size > BYTES_OF_A_CALL):
            return False
        frames.append(frame)
        self.size += size
        return True


class Journal:
    """The latest calls of one world, within bounds of number and bytes."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._feed: Feed[Entry] | None = None
        self.evicted = 0

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._bytes += entry.size
        if self._feed is not None:
            self._feed.tell(entry)
        while len(self._entries) > CALLS_KEPT or self._bytes > BYTES_KEPT:
            self._bytes -= self._entries.popleft().size
            self.evicted += 1

    def entries(self) -> Iterable[Entry]:
        return self._entries

    @contextmanager
    def listening(self) -> Generator[asyncio.Queue[Entry | None]]:
        """Every call that ends from now on, and None when the world ends."""
        if self._feed is None:
            self._feed = Feed()
        with self._feed.listening() as told:
            yield told

    def end(self) -> None:
        """Tell who listens that nothing more will come."""
        if self._feed is not None:
            self._feed.end()

    def fitting(self, asked: CallFilter) -> Iterable[Entry]:
        """The calls that fit, the oldest first."""
        return filter(asked.fits, list(self._entries))

    def latest(self, most: int, asked: CallFilter) -> list[Entry]:
        """The latest calls that fit, the oldest first."""
        return list(deque(self.fitting(asked), maxlen=most))
