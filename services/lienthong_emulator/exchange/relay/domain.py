"""A receiver's log: entries in order, each chained to the one before by its digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import NewType

from lienthong_emulator.exchange.relay.errors import (
    CursorAhead,
    CursorExpired,
    KindNotTheReceivers,
    KindNotTheSenders,
    MessageIdReused,
    ReceiverNotFound,
    SenderNotCaller,
)

Receiver = NewType("Receiver", str)
MessageId = NewType("MessageId", str)
Subject = tuple[Receiver, str]
Standing = tuple[int, int]
"""How far a receiver has come: its cursor, and the redeliveries that it has not answered."""
Envelope = tuple[str, str, str, str, str, str]
"""What is noted beside a message: its id, sender, receiver, subject, kind and case."""

NO_DIGEST = bytes(32)
UNREAD, DEAD = "message-unread", "dead-letter"
"""Kinds of messages that wait."""
MOST_ENTRIES_AT_ONCE = 200
MOST_BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Party:
    """An agency that takes part."""

    name: Receiver
    title: str


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of message, and who receives it. Who sends it, its name says."""

    kind: str
    receiver: Receiver

    @property
    def sender(self) -> str:
        return sender_of(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Who takes part, and what they tell each other."""

    parties: Sequence[Party]
    routes: Sequence[Route]

    def __contains__(self, name: str) -> bool:
        return any(party.name == name for party in self.parties)

    def carries(self, kind: str, receiver: Receiver) -> bool:
        """Whether a kind may go there. One that nobody registered may: its receiver keeps and reports it."""
        receivers = {route.receiver for route in self.routes if route.kind == kind}
        return not receivers or receiver in receivers


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as the exchange sees it: what stands on the envelope, and the bytes of the whole."""

    message_id: MessageId
    sender: str
    receiver: Receiver
    subject: str
    kind: str
    case_id: str
    content: bytes

    @property
    def envelope(self) -> Envelope:
        return self.message_id, self.sender, self.receiver, self.subject, self.kind, self.case_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A letter in its receiver's log."""

    letter: Letter
    sequence: int
    subject_sequence: int
    accept_time: datetime
    previous_digest: bytes
    digest: bytes
    redeliveries: int = 0


Link = tuple[int, int, bytes, bytes, bytes, str, str, str, str, str, str]
"""An entry as its chain sees it, as a database gives it: sequence, place among those of its subject, previous digest,
digest, content and what is noted beside it (`Envelope`). It has no names, because a million are looked at in one go."""


def link_of(entry: Entry) -> Link:
    content, envelope = entry.letter.content, entry.letter.envelope
    return entry.sequence, entry.subject_sequence, entry.previous_digest, entry.digest, content, *envelope


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log."""

    sequence: int = 0
    digest: bytes = NO_DIGEST


@dataclass(frozen=True, slots=True)
class Start:
    """What stands before the first entry that a log keeps: the last that it let go, and how many of each subject."""

    last: Head = Head()
    subjects: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a letter stands, and whether it stood there already."""

    entry: Entry
    replayed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How far a receiver is behind its log, which is kept from `oldest` on: beyond the head where nothing is kept."""

    head: int
    oldest: int
    cursor: int
    dead_letters: int
    due: datetime | None = None
    """By when the next entry should be acknowledged; None where all is."""

    def check(self, cursor: int, field: str) -> None:
        """Refuse a cursor from which the log cannot be read on without a gap."""
        if cursor > self.head:
            raise CursorAhead(field=field, cursor=str(cursor), head=str(self.head))
        if cursor < self.oldest - 1:
            raise CursorExpired(field=field, cursor=str(cursor), oldest=str(self.oldest))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An entry that its receiver refused for good; `status` is a serialized google.rpc.Status."""

    entry: Entry
    status: bytes
    reject_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRedelivery:
    """A dead letter that is to be handed over again, for the how-many-th time."""

    sequence: int
    times: int
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """A run of entries, and whether more lie behind it."""

    entries: Sequence[Entry] = ()
    more: bool = False


def digest_of(previous_digest: bytes, sequence: int, content: bytes) -> bytes:
    """SHA-256 over the previous digest, the sequence (8 bytes, big-endian) and the message."""
    return sha256(previous_digest + sequence.to_bytes(8, "big") + content).digest()


def fitting(sizes: Sequence[int], most: int = MOST_ENTRIES_AT_ONCE) -> int:
    """How many messages of these sizes, in bytes, go out at once: at least one."""
    total = 0
    for count, size in enumerate(sizes[:most]):
        total += size
        if count and total > MOST_BYTES_AT_ONCE:
            return count
    return min(len(sizes), most)


def sender_of(kind: str) -> str:
    """A kind begins with the name of the agency that sends it."""
    return f"agencies/{kind.partition('.')[0]}"


def check_parties(letters: Sequence[Letter], caller: str, registry: Registry) -> None:
    """Refuse letters in another's name, of a kind that another sends or receives, and letters to nobody."""
    first_with: dict[tuple[str, str, str], tuple[int, Letter]] = {}
    for place, letter in enumerate(letters):
        first_with.setdefault((letter.sender, letter.kind, letter.receiver), (place, letter))
    for place, letter in first_with.values():
        _check_parties_of(letter, f"messages[{place}]", caller, registry)


def _check_parties_of(letter: Letter, field: str, caller: str, registry: Registry) -> None:
    if letter.sender != caller:
        raise SenderNotCaller(field=f"{field}.sender", sender=letter.sender, caller=caller)
    if letter.sender != sender_of(letter.kind):
        raise KindNotTheSenders(field=f"{field}.kind", sender=letter.sender, message_kind=letter.kind)
    if letter.receiver not in registry:
        raise ReceiverNotFound(field=f"{field}.receiver", receiver=letter.receiver)
    if not registry.carries(letter.kind, letter.receiver):
        raise KindNotTheReceivers(field=f"{field}.receiver", receiver=letter.receiver, message_kind=letter.kind)


class Intake:
    """Takes letters in, in order: what is known is answered again, what is new goes to the end of its log."""

    def __init__(
        self,
        *,
        known: Mapping[MessageId, Entry],
        heads: Mapping[Receiver, Head],
        subjects: Mapping[Subject, int],
        time: datetime,
    ) -> None:
        self._known = dict(known)
        self._heads = dict(heads)
        self._subjects = dict(subjects)
        self._time = time
        self.added: list[Entry] = []

    def take(self, letters: Iterable[Letter]) -> list[Receipt]:
        return [self._take(place, letter) for place, letter in enumerate(letters)]

    def _take(self, place: int, letter: Letter) -> Receipt:
        known = self._known.get(letter.message_id)
        if known is None:
            return Receipt(self._append(letter), replayed=False)
        if known.letter.content != letter.content:
            raise MessageIdReused(field=f"messages[{place}].message_id", message_id=letter.message_id)
        return Receipt(known, replayed=True)

    def _append(self, letter: Letter) -> Entry:
        head = self._heads.get(letter.receiver, Head())
        subject = (letter.receiver, letter.subject)
        sequence = head.sequence + 1
        entry = Entry(
            letter=letter,
            sequence=sequence,
            subject_sequence=self._subjects.get(subject, 0) + 1,
            accept_time=self._time,
            previous_digest=head.digest,
            digest=digest_of(head.digest, sequence, letter.content),
        )
        self._known[letter.message_id] = entry
        self._heads[letter.receiver] = Head(sequence, entry.digest)
        self._subjects[subject] = entry.subject_sequence
        self.added.append(entry)
        return entry

    def new_heads(self) -> dict[Receiver, Head]:
        return {entry.letter.receiver: Head(entry.sequence, entry.digest) for entry in self.added}

    def new_subjects(self) -> dict[Subject, int]:
        return {(entry.letter.receiver, entry.letter.subject): entry.subject_sequence for entry in self.added}
