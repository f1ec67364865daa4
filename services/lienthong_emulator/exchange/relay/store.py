"""Where the logs are kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from lienthong_emulator.exchange.relay.domain import (
    MOST_BYTES_AT_ONCE,
    MOST_ENTRIES_AT_ONCE,
    UNREAD,
    Entry,
    Head,
    Intake,
    Lag,
    Letter,
    Link,
    MessageId,
    Page,
    Receiver,
    Standing,
    Subject,
    fitting,
)
from lienthong_emulator.runtime.database import Reader, Row, Transaction, Value
from lienthong_emulator.runtime.kit import utc_text
from lienthong_emulator.runtime.waits import due_after

LINKS_AT_ONCE = 500
"""Entries whose chain is checked in one go: more would not stay in the processor's cache."""

ENTRIES = """
    SELECT e.*, COALESCE(r.times, 0) AS redeliveries
    FROM log_entry e LEFT JOIN redelivery r ON r.message_id = e.message_id
"""


class LogQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def entry_of(self, message_id: MessageId) -> Entry | None:
        row = await self._db.fetch_one(f"{ENTRIES} WHERE e.message_id = :message_id", message_id=message_id)
        return None if row is None else entry_in(row)

    async def entries_of_case(self, case_id: str, after: int, most: int) -> tuple[Sequence[Entry], int]:
        """Messages of a case over all logs, in the order in which they were taken in, as many as go out at once.

        Beside them the place after which more lie, 0 where none does.
        """
        sizes = await self._db.fetch_all(
            """
            SELECT position, LENGTH(message) AS size FROM log_entry
            WHERE case_id = :case_id AND case_id <> '' AND position > :after ORDER BY position LIMIT :most
            """,
            case_id=case_id,
            after=after,
            most=most + 1,
        )
        count = fitting([row["size"] for row in sizes], most)
        rows = await self._db.fetch_all(
            f"{ENTRIES} WHERE e.position IN (:positions*) ORDER BY e.position",
            positions=[row["position"] for row in sizes[:count]],
        )
        return [entry_in(row) for row in rows], sizes[count - 1]["position"] if count < len(sizes) else 0

    async def entries_at(self, receiver: Receiver, sequences: Sequence[int]) -> Sequence[Entry]:
        rows = await self._db.fetch_all(
            f"{ENTRIES} WHERE e.receiver = :receiver AND e.sequence IN (:sequences*) ORDER BY e.sequence",
            receiver=receiver,
            sequences=sequences,
        )
        return [entry_in(row) for row in rows]

    async def page_after(self, receiver: Receiver, sequence: int) -> Page:
        """What follows a sequence, as much of it as goes out at once."""
        sizes = await self.sizes_after(receiver, sequence)
        count = fitting(list(sizes.values()))
        if not count:
            return Page()
        return Page(await self._entries_between(receiver, sequence, [*sizes][count - 1]), more=count < len(sizes))

    async def _entries_between(self, receiver: Receiver, sequence: int, last: int) -> Sequence[Entry]:
        """What follows a sequence, up to the last of a run."""
        rows = await self._db.fetch_all(
            f"{ENTRIES} WHERE e.receiver = :receiver AND e.sequence > :sequence AND e.sequence <= :last"
            " ORDER BY e.sequence",
            receiver=receiver,
            sequence=sequence,
            last=last,
        )
        return [entry_in(row) for row in rows]

    async def links_after(self, receiver: Receiver, sequence: int) -> Sequence[Link]:
        """What follows a sequence, as its chain sees it: some at once, and the first in any case."""
        rows = await self._db.fetch_tuples(
            """
            SELECT sequence, subject_sequence, previous_digest, digest, message,
                message_id, sender, receiver, subject, kind, case_id
            FROM log_entry WHERE receiver = :receiver AND sequence > :first AND sequence <= :last ORDER BY sequence
            """,
            receiver=receiver,
            first=sequence,
            last=await self._last_at_once(receiver, sequence),
        )
        return cast(Sequence[Link], rows)

    async def _last_at_once(self, receiver: Receiver, sequence: int) -> int:
        """Up to which entry those after a sequence are few and small enough to be read at once."""
        row = await self._db.fetch_one(
            """
            SELECT COALESCE(MAX(CASE WHEN bytes <= :most THEN sequence END), MIN(sequence), 0) AS last FROM (
                SELECT sequence, SUM(LENGTH(message)) OVER (ORDER BY sequence) AS bytes FROM log_entry
                WHERE receiver = :receiver AND sequence > :sequence ORDER BY sequence LIMIT :links
            ) AS following
            """,
            receiver=receiver,
            sequence=sequence,
            most=MOST_BYTES_AT_ONCE,
            links=LINKS_AT_ONCE,
        )
        return row["last"] if row else sequence

    async def sizes_after(self, receiver: Receiver, sequence: int) -> dict[int, int]:
        """Bytes by sequence of what follows a sequence: one more than may go out at once."""
        rows = await self._db.fetch_all(
            """
            SELECT sequence, LENGTH(message) AS size FROM log_entry
            WHERE receiver = :receiver AND sequence > :sequence ORDER BY sequence LIMIT :most
            """,
            receiver=receiver,
            sequence=sequence,
            most=MOST_ENTRIES_AT_ONCE + 1,
        )
        return {row["sequence"]: row["size"] for row in rows}

    async def heads_of(self, receivers: Collection[Receiver]) -> dict[Receiver, Head]:
        rows = await self._db.fetch_all(
            "SELECT receiver, sequence, digest FROM log_head WHERE receiver IN (:receivers*)", receivers=list(receivers)
        )
        return {Receiver(row["receiver"]): _head(row) for row in rows}

    async def lag_of(self, receiver: Receiver) -> Lag:
        row = await self._db.fetch_one(
            """
            SELECT h.sequence, h.acknowledged,
                (
                    SELECT e.accept_time FROM log_entry e
                    WHERE e.receiver = h.receiver AND e.sequence = h.acknowledged + 1
                ) AS unread_since,
                (SELECT MIN(e.sequence) FROM log_entry e WHERE e.receiver = h.receiver) AS oldest,
                (SELECT COUNT(*) FROM dead_letter d WHERE d.receiver = h.receiver) AS dead_letters
            FROM log_head h WHERE h.receiver = :receiver
            """,
            receiver=receiver,
        )
        if row is None:
            return Lag(head=0, oldest=1, cursor=0, dead_letters=0)
        head: int = row["sequence"]
        oldest: int = row["oldest"] or head + 1
        unread: str | None = row["unread_since"]
        return Lag(
            head=head,
            oldest=oldest,
            cursor=row["acknowledged"],
            dead_letters=row["dead_letters"],
            due=due_after(UNREAD, datetime.fromisoformat(unread)) if unread else None,
        )

    async def unanswered(self, receivers: Collection[Receiver]) -> Mapping[Receiver, Standing]:
        """Of receivers those who have not answered for all that lies in their logs, and how far they have come."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM (
                SELECT h.receiver, h.sequence, h.acknowledged,
                    (SELECT COUNT(*) FROM redelivery r WHERE r.receiver = h.receiver AND r.due = 1) AS redeliveries
                FROM log_head h WHERE h.receiver IN (:receivers*)
            ) AS standing WHERE acknowledged < sequence OR redeliveries > 0
            """,
            receivers=list(receivers),
        )
        return {Receiver(row["receiver"]): (row["acknowledged"], row["redeliveries"]) for row in rows}


class LogStore(LogQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    async def entries_with(self, ids: Collection[MessageId]) -> dict[MessageId, Entry]:
        rows = await self._db.fetch_all(f"{ENTRIES} WHERE e.message_id IN (:ids*)", ids=list(ids))
        return {MessageId(row["message_id"]): entry_in(row) for row in rows}

    async def subjects_of(self, receivers: Collection[Receiver], subjects: Collection[str]) -> dict[Subject, int]:
        """How many entries a subject has in each log."""
        rows = await self._db.fetch_all(
            """
            SELECT receiver, subject, entries FROM log_subject
            WHERE receiver IN (:receivers*) AND subject IN (:subjects*)
            """,
            receivers=list(receivers),
            subjects=list(subjects),
        )
        return {(Receiver(row["receiver"]), row["subject"]): row["entries"] for row in rows}

    def keep(self, intake: Intake) -> None:
        """Write what was taken in, and where the logs end now."""
        self._append(intake.added)
        self._tx.execute_many(
            """
            INSERT INTO log_head (receiver, sequence, digest, acknowledged) VALUES (:receiver, :sequence, :digest, 0)
            ON CONFLICT (receiver) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest
            """,
            [
                {"receiver": receiver, "sequence": head.sequence, "digest": head.digest}
                for receiver, head in intake.new_heads().items()
            ],
        )
        self._tx.execute_many(
            """
            INSERT INTO log_subject (receiver, subject, entries, let_go) VALUES (:receiver, :subject, :entries, 0)
            ON CONFLICT (receiver, subject) DO UPDATE SET entries = excluded.entries
            """,
            [
                {"receiver": receiver, "subject": subject, "entries": entries}
                for (receiver, subject), entries in intake.new_subjects().items()
            ],
        )

    def _append(self, entries: Iterable[Entry]) -> None:
        self._tx.execute_many(
            """
            INSERT INTO log_entry (
                receiver, sequence, message_id, sender, subject, subject_sequence, kind, case_id, message,
                accept_time, previous_digest, digest
            ) VALUES (
                :receiver, :sequence, :message_id, :sender, :subject, :subject_sequence, :kind, :case_id, :message,
                :accept_time, :previous_digest, :digest
            )
            """,
            [_columns(entry) for entry in entries],
        )

    def acknowledge(self, receiver: Receiver, cursor: int) -> None:
        self._tx.execute(
            "UPDATE log_head SET acknowledged = :cursor WHERE receiver = :receiver", receiver=receiver, cursor=cursor
        )


def _columns(entry: Entry) -> dict[str, Value]:
    letter = entry.letter
    return {
        "receiver": letter.receiver,
        "sequence": entry.sequence,
        "message_id": letter.message_id,
        "sender": letter.sender,
        "subject": letter.subject,
        "subject_sequence": entry.subject_sequence,
        "kind": letter.kind,
        "case_id": letter.case_id,
        "message": letter.content,
        "accept_time": utc_text(entry.accept_time),
        "previous_digest": entry.previous_digest,
        "digest": entry.digest,
    }


def entry_in(row: Row) -> Entry:
    return Entry(
        letter=Letter(
            message_id=row["message_id"],
            sender=row["sender"],
            receiver=row["receiver"],
            subject=row["subject"],
            kind=row["kind"],
            case_id=row["case_id"],
            content=bytes(row["message"]),
        ),
        sequence=row["sequence"],
        subject_sequence=row["subject_sequence"],
        accept_time=datetime.fromisoformat(row["accept_time"]),
        previous_digest=bytes(row["previous_digest"]),
        digest=bytes(row["digest"]),
        redeliveries=row["redeliveries"],
    )


def _head(row: Row) -> Head:
    return Head(row["sequence"], bytes(row["digest"]))
