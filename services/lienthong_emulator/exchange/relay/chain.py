"""Whether a log still says what it said: its digests computed anew, from the first entry to the head."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from lienthong_emulator.exchange.relay.domain import Envelope, Head, Link, Receiver, Start, digest_of
from lienthong_emulator.exchange.relay.errors import AnchorExpired

MESSAGE_ID, RECEIVER, SUBJECT = 0, 2, 3
"""Places on an envelope."""


class Problem(StrEnum):
    """Where a log does not hold, in words."""

    ENTRY_MISSING = "the entry is missing"
    PREVIOUS_DIFFERS = "the previous digest differs from the digest of the entry before"
    DIGEST_DIFFERS = "the digest differs from the content"
    ENVELOPE_DIFFERS = "what is noted beside the message differs from the message"
    SUBJECT_MISCOUNTED = "the place among the messages of the subject differs"
    ANCHOR_DIFFERS = "the entry is not the one that the anchor names"
    ANCHOR_MISSING = "the log ends before the anchor"
    HEAD_DIFFERS = "the head of the log differs from its last entry"


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry that must stand in the log, from a receipt."""

    message_id: str
    sequence: int
    digest: bytes


NO_ANCHOR = Anchor("", 0, b"")
"""No entry has that place."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first sequence at which a log does not hold."""

    sequence: int
    problem: Problem


class LogCheck:
    """Recomputes a log from the first entry that it keeps; `broken` says where it first fails.

    Refused with `ANCHOR_EXPIRED` where the anchor lies before that.
    """

    def __init__(
        self,
        receiver: Receiver,
        read: Callable[[bytes], Envelope],
        anchor: Anchor | None = None,
        start: Start | None = None,
    ) -> None:
        start = start or Start()
        if anchor is not None and 0 < anchor.sequence <= start.last.sequence:
            raise AnchorExpired(field="anchor", sequence=str(anchor.sequence), oldest=str(start.last.sequence + 1))
        self._receiver = receiver
        self._read = read
        self._anchor = anchor or NO_ANCHOR
        self._digest = start.last.digest
        self._subjects = dict(start.subjects)
        self.sequence = start.last.sequence
        """The last entry that held."""
        self.entries = 0
        self.broken: Break | None = None

    def follow(self, links: Iterable[Link]) -> None:
        for link in links:
            self.entries += 1
            if problem := self._problem_of(link):
                self.broken = Break(self.sequence + 1, problem)
                return
            self.sequence, counted, _, self._digest = link[:4]
            self._subjects[link[5:][SUBJECT]] = counted

    def end(self, head: Head) -> None:
        """Compare the end with the head, as it stands where no entry follows, and with the anchor."""
        if self._anchor is not NO_ANCHOR and not 0 < self._anchor.sequence <= self.sequence:
            self.broken = Break(self.sequence + 1, Problem.ANCHOR_MISSING)
        elif head.sequence != self.sequence:
            self.broken = Break(min(self.sequence, head.sequence) + 1, Problem.HEAD_DIFFERS)
        elif head.digest != self._digest:
            self.broken = Break(head.sequence, Problem.HEAD_DIFFERS)

    def _problem_of(self, link: Link) -> Problem | None:
        """All in one go, by places: this is asked of a million entries."""
        sequence, counted, previous, digest, content = link[:5]
        envelope, anchor = link[5:], self._anchor
        if sequence != self.sequence + 1:
            return Problem.ENTRY_MISSING
        if previous != self._digest:
            return Problem.PREVIOUS_DIFFERS
        if digest != digest_of(previous, sequence, content):
            return Problem.DIGEST_DIFFERS
        if envelope != self._read(content) or envelope[RECEIVER] != self._receiver:
            return Problem.ENVELOPE_DIFFERS
        if counted != self._subjects.get(envelope[SUBJECT], 0) + 1:
            return Problem.SUBJECT_MISCOUNTED
        if sequence == anchor.sequence and (envelope[MESSAGE_ID], digest) != (anchor.message_id, anchor.digest):
            return Problem.ANCHOR_DIFFERS
        return None
