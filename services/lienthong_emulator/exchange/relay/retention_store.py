"""Where a log begins, and how it lets go of what nobody needs any more."""

from lienthong_emulator.exchange.relay.domain import Head, Receiver, Start
from lienthong_emulator.runtime.database import Reader, Transaction


class RetentionQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def start_of(self, receiver: Receiver) -> Start:
        row = await self._db.fetch_one(
            "SELECT sequence, digest FROM log_start WHERE receiver = :receiver", receiver=receiver
        )
        if row is None:
            return Start()
        subjects = await self._db.fetch_all(
            "SELECT subject, let_go FROM log_subject WHERE receiver = :receiver AND let_go > 0", receiver=receiver
        )
        last = Head(row["sequence"], bytes(row["digest"]))
        return Start(last, {subject["subject"]: subject["let_go"] for subject in subjects})

    async def dispensable_after(self, receiver: Receiver, cursor: int, kept: int) -> tuple[int, int]:
        """The last entry that a log let go, and the last that it may: all up to it is acknowledged, none is dead."""
        row = await self._db.fetch_one(
            """
            SELECT h.sequence,
                COALESCE((SELECT s.sequence FROM log_start s WHERE s.receiver = h.receiver), 0) AS let_go,
                (SELECT MIN(d.sequence) FROM dead_letter d WHERE d.receiver = h.receiver) AS dead
            FROM log_head h WHERE h.receiver = :receiver
            """,
            receiver=receiver,
        )
        if row is None:
            return 0, 0
        head: int = row["sequence"]
        first_dead: int = row["dead"] or head + 1
        return row["let_go"], min(cursor, head - kept, first_dead - 1)


class RetentionStore(RetentionQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def let_go(self, receiver: Receiver, last: int) -> None:
        """Forget the entries up to one, but for where the chain stands there and how many were about each subject."""
        gone = "FROM log_entry e WHERE e.receiver = :receiver AND e.sequence <= :last"
        self._tx.execute(
            """
            INSERT INTO log_start (receiver, sequence, digest)
            SELECT receiver, sequence, digest FROM log_entry WHERE receiver = :receiver AND sequence = :last
            ON CONFLICT (receiver) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest
            """,
            receiver=receiver,
            last=last,
        )
        self._tx.execute(
            f"""
            UPDATE log_subject SET let_go = (SELECT MAX(e.subject_sequence) {gone} AND e.subject = log_subject.subject)
            WHERE receiver = :receiver AND subject IN (SELECT e.subject {gone})
            """,
            receiver=receiver,
            last=last,
        )
        self._tx.execute(
            "DELETE FROM redelivery WHERE receiver = :receiver AND sequence <= :last", receiver=receiver, last=last
        )
        self._tx.execute(
            "DELETE FROM log_entry WHERE receiver = :receiver AND sequence <= :last", receiver=receiver, last=last
        )
