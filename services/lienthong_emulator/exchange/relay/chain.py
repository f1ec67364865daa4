"""Whether a log still says what it said: its digests computed anew, from the first entry to the head."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count, islice, repeat
from typing import NamedTuple

from lienthong_emulator.exchange.relay.domain import Envelope, Head, Link, Receiver, Start, digest_of
from lienthong_emulator.exchange.relay.errors import AnchorExpired


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


class Columns(NamedTuple):
    """Links that follow each other, part by part."""

    sequences: tuple[int, ...]
    counts: tuple[int, ...]
    previous_digests: tuple[bytes, ...]
    digests: tuple[bytes, ...]
    contents: tuple[bytes, ...]
    message_ids: tuple[str, ...]
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    subjects: tuple[str, ...]
    kinds: tuple[str, ...]
    case_ids: tuple[str, ...]


ENVELOPE = slice(5, None)
"""What is noted beside the content."""


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
        """Check what comes next: column by column, which costs a fifth less than link after link."""
        parts = [*zip(*links, strict=True)]
        if not parts:
            return
        columns = Columns(*parts)
        holding = len(columns.sequences)
        for problem, found, expected in self._questions(columns):
            agreeing = _agreeing(found, expected, holding)
            if agreeing < holding:
                holding, self.broken = agreeing, Break(self.sequence + 1 + agreeing, problem)
        self.entries += holding + (self.broken is not None)
        if holding:
            self.sequence, self._digest = columns.sequences[holding - 1], columns.digests[holding - 1]

    def end(self, head: Head) -> None:
        """Compare the end with the head, as it stands where no entry follows, and with the anchor."""
        if self._anchor is not NO_ANCHOR and not 0 < self._anchor.sequence <= self.sequence:
            self.broken = Break(self.sequence + 1, Problem.ANCHOR_MISSING)
        elif head.sequence != self.sequence:
            self.broken = Break(min(self.sequence, head.sequence) + 1, Problem.HEAD_DIFFERS)
        elif head.digest != self._digest:
            self.broken = Break(head.sequence, Problem.HEAD_DIFFERS)

    def _questions(self, columns: Columns) -> Iterator[tuple[Problem, Iterable[object], Iterable[object]]]:
        """What is asked of links, in order: what stands there, and what must. Neither is reckoned beyond a break."""
        sequences, contents, digests = columns.sequences, columns.contents, columns.digests
        yield Problem.ENTRY_MISSING, sequences, count(self.sequence + 1)
        yield Problem.PREVIOUS_DIFFERS, columns.previous_digests, chain([self._digest], digests)
        yield Problem.DIGEST_DIFFERS, digests, map(digest_of, columns.previous_digests, sequences, contents)
        yield Problem.ENVELOPE_DIFFERS, zip(*columns[ENVELOPE], strict=True), map(self._read, contents)
        yield Problem.ENVELOPE_DIFFERS, columns.receivers, repeat(self._receiver)
        yield Problem.SUBJECT_MISCOUNTED, columns.counts, self._counted(columns.subjects)
        place = self._anchor.sequence - self.sequence - 1
        if 0 <= place < len(sequences):
            standing = [*zip(columns.message_ids, digests, strict=True)]
            anchored = (self._anchor.message_id, self._anchor.digest)
            yield Problem.ANCHOR_DIFFERS, standing, [*standing[:place], anchored, *standing[place + 1 :]]

    def _counted(self, subjects: Iterable[str]) -> Iterator[int]:
        """Of each subject, how many there are with it."""
        for subject in subjects:
            counted = self._subjects[subject] = self._subjects.get(subject, 0) + 1
            yield counted


def _agreeing(found: Iterable[object], expected: Iterable[object], most: int) -> int:
    """How many agree before the first that does not."""
    found, expected = [*islice(found, most)], [*islice(expected, most)]
    if found == expected:  # nearly always, and without a look at each
        return most
    return next(place for place in range(most) if found[place] != expected[place])
