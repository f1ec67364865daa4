"""A bounded window on the calls that this process answered."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from google.rpc import status_pb2

from lienthong_emulator.runtime.context import Context

CALLS_KEPT = 500
BYTES_KEPT = 8 << 20
FRAMES_KEPT = 50
BYTES_OF_A_CALL = 1_200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of the contract, and the full names of what goes in and out."""

    name: str
    request_kind: str
    answer_kind: str


@dataclass(slots=True, kw_only=True)
class Entry:
    """One call and how it ended. Messages are kept as they travelled."""

    method: Method
    context: Context
    time: datetime
    requests: list[bytes] = field(default_factory=list[bytes])
    requests_dropped: int = 0
    answers: list[bytes] = field(default_factory=list[bytes])
    answers_dropped: int = 0
    size: int = 0
    """Of the messages that are kept, in bytes."""
    status: status_pb2.Status | None = None
    seconds: float = 0.0

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
        self.evicted = 0

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._bytes += entry.size
        while len(self._entries) > CALLS_KEPT or self._bytes > BYTES_KEPT:
            self._bytes -= self._entries.popleft().size
            self.evicted += 1

    def entries(self) -> Iterable[Entry]:
        return self._entries

    def latest(self, most: int, *, method: str = "", caller: str = "", case_id: str = "") -> list[Entry]:
        """The latest calls that fit, the oldest first. An empty text fits all, a method may leave its service out."""
        fitting = (
            entry
            for entry in self.entries()
            if method in ("", entry.method.name, entry.method.name.rpartition("/")[2])
            and caller in ("", entry.context.caller)
            and case_id in ("", entry.context.case_id)
        )
        return list(deque(fitting, maxlen=most))
