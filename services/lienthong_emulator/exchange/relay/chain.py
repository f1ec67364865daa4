"""Whether a log still says what it said: its digests computed anew, from the first entry to the head."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from lienthong_emulator.exchange.relay.domain import Entry, Head, Letter, Receiver, digest_of


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
    """Recomputes a log from its first entry on; `broken` says where it first fails."""

    def __init__(self, receiver: Receiver, read: Callable[[bytes], Letter], anchor: Anchor | None = None) -> None:
        self._receiver = receiver
        self._read = read
        self._anchor = anchor
        self._last = Head()
        self._subjects: dict[str, int] = {}
        self.entries = 0
        self.broken: Break | None = None

    @property
    def sequence(self) -> int:
        """The last entry that held."""
        return self._last.sequence

    def follow(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.entries += 1
            if problem := self._problem_of(entry):
                self.broken = Break(self._last.sequence + 1, problem)
                return
            self._last = Head(entry.sequence, entry.digest)
            self._subjects[entry.letter.subject] = entry.subject_sequence

    def end(self, head: Head) -> None:
        """Compare the end with the head, as it stands where no entry follows, and with the anchor."""
        if self._anchor is not None and not 0 < self._anchor.sequence <= self.sequence:
            self.broken = Break(self.sequence + 1, Problem.ANCHOR_MISSING)
        elif head.sequence != self.sequence:
            self.broken = Break(min(self.sequence, head.sequence) + 1, Problem.HEAD_DIFFERS)
        elif head.digest != self._last.digest:
            self.broken = Break(head.sequence, Problem.HEAD_DIFFERS)

    def _problem_of(self, entry: Entry) -> Problem | None:
        tests = (
            (Problem.ENTRY_MISSING, self._is_next),
            (Problem.PREVIOUS_DIFFERS, self._is_chained),
            (Problem.DIGEST_DIFFERS, _is_digested),
            (Problem.ENVELOPE_DIFFERS, self._is_enveloped),
            (Problem.SUBJECT_MISCOUNTED, self._is_counted),
            (Problem.ANCHOR_DIFFERS, self._is_anchored),
        )
        return next((problem for problem, holds in tests if not holds(entry)), None)

    def _is_next(self, entry: Entry) -> bool:
        return entry.sequence == self._last.sequence + 1

    def _is_chained(self, entry: Entry) -> bool:
        return entry.previous_digest == self._last.digest

    def _is_enveloped(self, entry: Entry) -> bool:
        return entry.letter == self._read(entry.letter.content) and entry.letter.receiver == self._receiver

    def _is_counted(self, entry: Entry) -> bool:
        return entry.subject_sequence == self._subjects.get(entry.letter.subject, 0) + 1

    def _is_anchored(self, entry: Entry) -> bool:
        anchor = self._anchor
        if anchor is None or anchor.sequence != entry.sequence:
            return True
        return anchor.message_id == entry.letter.message_id and anchor.digest == entry.digest


def _is_digested(entry: Entry) -> bool:
    return entry.digest == digest_of(entry.previous_digest, entry.sequence, entry.letter.content)
