"""Where dead letters are kept, and how often each was handed over again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from lienthong_emulator.exchange.relay.domain import (
    DeadLetter,
    DueRedelivery,
    Entry,
    MessageId,
    Receiver,
    fitting,
)
from lienthong_emulator.exchange.relay.store import entry_in
from lienthong_emulator.runtime.database import Reader, Row, Transaction
from lienthong_emulator.runtime.kit import utc_text

DEAD_LETTERS = """
    SELECT e.*, COALESCE(r.times, 0) AS redeliveries, d.status, d.reject_time
    FROM dead_letter d
    JOIN log_entry e ON e.message_id = d.message_id
    LEFT JOIN redelivery r ON r.message_id = d.message_id
"""


class DeadLetterQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def dead_letter_of(self, message_id: MessageId) -> DeadLetter | None:
        row = await self._db.fetch_one(f"{DEAD_LETTERS} WHERE d.message_id = :message_id", message_id=message_id)
        return None if row is None else _dead_letter(row)

    async def dead_letters_after(
        self, receiver: Receiver, sequence: int, most: int
    ) -> tuple[Sequence[DeadLetter], int]:
        """As many as go out at once, and the sequence after which more lie, 0 where none does."""
        sizes = await self._db.fetch_all(
            """
            SELECT d.sequence, LENGTH(e.message) + LENGTH(d.status) AS size
            FROM dead_letter d JOIN log_entry e ON e.message_id = d.message_id
            WHERE d.receiver = :receiver AND d.sequence > :sequence ORDER BY d.sequence LIMIT :most
            """,
            receiver=receiver,
            sequence=sequence,
            most=most + 1,
        )
        count = fitting([row["size"] for row in sizes], most)
        rows = await self._db.fetch_all(
            f"{DEAD_LETTERS} WHERE d.receiver = :receiver AND d.sequence IN (:sequences*) ORDER BY d.sequence",
            receiver=receiver,
            sequences=[row["sequence"] for row in sizes[:count]],
        )
        return [_dead_letter(row) for row in rows], sizes[count - 1]["sequence"] if count < len(sizes) else 0

    async def resolved_among(self, ids: Collection[MessageId]) -> set[MessageId]:
        """Which of these were dead letters, handed over again, and are none any more."""
        rows = await self._db.fetch_all(
            """
            SELECT r.message_id FROM redelivery r LEFT JOIN dead_letter d ON d.message_id = r.message_id
            WHERE r.message_id IN (:ids*) AND d.message_id IS NULL
            """,
            ids=list(ids),
        )
        return {MessageId(row["message_id"]) for row in rows}

    async def due_redeliveries(self, receiver: Receiver, last: int) -> Sequence[DueRedelivery]:
        """What is to be handed over again, up to a sequence."""
        rows = await self._db.fetch_all(
            """
            SELECT r.sequence, r.times, LENGTH(e.message) AS size
            FROM redelivery r JOIN log_entry e ON e.message_id = r.message_id
            WHERE r.receiver = :receiver AND r.due = 1 AND r.sequence <= :last ORDER BY r.sequence
            """,
            receiver=receiver,
            last=last,
        )
        return [DueRedelivery(sequence=row["sequence"], times=row["times"], size=row["size"]) for row in rows]


class DeadLetterStore(DeadLetterQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def reject(self, dead: DeadLetter) -> None:
        """Keep a dead letter, with the latest reason."""
        self._tx.execute(
            """
            INSERT INTO dead_letter (message_id, receiver, sequence, status, reject_time)
            VALUES (:message_id, :receiver, :sequence, :status, :reject_time)
            ON CONFLICT (message_id) DO UPDATE SET status = excluded.status, reject_time = excluded.reject_time
            """,
            message_id=dead.entry.letter.message_id,
            receiver=dead.entry.letter.receiver,
            sequence=dead.entry.sequence,
            status=dead.status,
            reject_time=utc_text(dead.reject_time),
        )

    def resolve(self, receiver: Receiver, ids: Collection[MessageId]) -> None:
        """Forget dead letters."""
        self._tx.execute(
            "DELETE FROM dead_letter WHERE receiver = :receiver AND message_id IN (:ids*)",
            receiver=receiver,
            ids=list(ids),
        )

    def answered(self, receiver: Receiver, ids: Collection[MessageId]) -> None:
        """What was handed over again has had its answer."""
        self._tx.execute(
            "UPDATE redelivery SET due = 0 WHERE receiver = :receiver AND message_id IN (:ids*)",
            receiver=receiver,
            ids=list(ids),
        )

    def redeliver(self, entry: Entry) -> None:
        self._tx.execute(
            """
            INSERT INTO redelivery (message_id, receiver, sequence, times, due)
            VALUES (:message_id, :receiver, :sequence, 1, 1)
            ON CONFLICT (message_id) DO UPDATE SET times = redelivery.times + 1, due = 1
            """,
            message_id=entry.letter.message_id,
            receiver=entry.letter.receiver,
            sequence=entry.sequence,
        )


def _dead_letter(row: Row) -> DeadLetter:
    return DeadLetter(
        entry=entry_in(row), status=bytes(row["status"]), reject_time=datetime.fromisoformat(row["reject_time"])
    )
