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
        self._anchor = anchor
        self._last = start.last
        self._subjects = dict(start.subjects)
        self.entries = 0
        self.broken: Break | None = None

    @property
    def sequence(self) -> int:
        """The last entry that held."""
        return self._last.sequence

    def follow(self, links: Iterable[Link]) -> None:
        for link in links:
            self.entries += 1
            if not self._holds(link):
                self.broken = Break(self._last.sequence + 1, self._problem_of(link))
                return
            self._last = Head(link.sequence, link.digest)
            self._subjects[link.envelope[SUBJECT]] = link.subject_sequence

    def end(self, head: Head) -> None:
        """Compare the end with the head, as it stands where no entry follows, and with the anchor."""
        if self._anchor is not None and not 0 < self._anchor.sequence <= self.sequence:
            self.broken = Break(self.sequence + 1, Problem.ANCHOR_MISSING)
        elif head.sequence != self.sequence:
            self.broken = Break(min(self.sequence, head.sequence) + 1, Problem.HEAD_DIFFERS)
        elif head.digest != self._last.digest:
            self.broken = Break(head.sequence, Problem.HEAD_DIFFERS)

    def _holds(self, link: Link) -> bool:
        """All at once: this is asked of every entry."""
        return (
            self._is_next(link)
            and self._is_chained(link)
            and _is_digested(link)
            and self._is_enveloped(link)
            and self._is_counted(link)
            and self._is_anchored(link)
        )

    def _problem_of(self, link: Link) -> Problem:
        tests = (
            (Problem.ENTRY_MISSING, self._is_next),
            (Problem.PREVIOUS_DIFFERS, self._is_chained),
            (Problem.DIGEST_DIFFERS, _is_digested),
            (Problem.ENVELOPE_DIFFERS, self._is_enveloped),
            (Problem.SUBJECT_MISCOUNTED, self._is_counted),
            (Problem.ANCHOR_DIFFERS, self._is_anchored),
        )
        return next(problem for problem, holds in tests if not holds(link))

    def _is_next(self, link: Link) -> bool:
        return link.sequence == self._last.sequence + 1

    def _is_chained(self, link: Link) -> bool:
        return link.previous_digest == self._last.digest

    def _is_enveloped(self, link: Link) -> bool:
        return link.envelope == self._read(link.content) and link.envelope[RECEIVER] == self._receiver

    def _is_counted(self, link: Link) -> bool:
        return link.subject_sequence == self._subjects.get(link.envelope[SUBJECT], 0) + 1

    def _is_anchored(self, link: Link) -> bool:
        anchor = self._anchor
        if anchor is None or anchor.sequence != link.sequence:
            return True
        return anchor.message_id == link.envelope[MESSAGE_ID] and anchor.digest == link.digest


def _is_digested(link: Link) -> bool:
    return link.digest == digest_of(link.previous_digest, link.sequence, link.content)
