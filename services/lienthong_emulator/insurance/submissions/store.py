"""Where the files of facilities are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lienthong_emulator.insurance.submissions.domain import Content, FileKind, Submission
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which submissions of a facility are listed; moments are texts in UTC, kind 0 means all."""

    facility: str
    kind: int
    from_time: str
    to_time: str


class SubmissionQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, submission_id: str) -> Submission | None:
        row = await self._db.fetch_one("SELECT * FROM submission WHERE submission_id = :id", id=submission_id)
        return reader_of(Submission)(row) if row else None

    async def same_as(self, facility: str, kind: FileKind, digest: str) -> Submission | None:
        """The submission of this very file."""
        row = await self._db.fetch_one(
            "SELECT * FROM submission WHERE facility = :facility AND kind = :kind AND digest = :digest",
            facility=facility,
            kind=kind.value,
            digest=digest,
        )
        return reader_of(Submission)(row) if row else None

    async def listed(self, wanted: Wanted, *, before: int, most: int) -> Sequence[Submission]:
        """The latest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM submission
            WHERE facility = :facility AND (:kind = 0 OR kind = :kind)
              AND receive_time >= :from_time AND receive_time < :to_time AND submission_number < :before
            ORDER BY submission_number DESC LIMIT :most
            """,
            facility=wanted.facility,
            kind=wanted.kind,
            from_time=wanted.from_time,
            to_time=wanted.to_time,
            before=before,
            most=most,
        )
        return [reader_of(Submission)(row) for row in rows]

    async def content(self, submission_number: int, part: int) -> bytes | None:
        """A part of a file, compressed."""
        row = await self._db.fetch_one(
            "SELECT bytes FROM submission_content WHERE submission_number = :number AND part = :part",
            number=submission_number,
            part=part,
        )
        return bytes(row["bytes"]) if row else None


class SubmissionStore(SubmissionQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, submission: Submission) -> None:
        self._tx.execute(insert_of("submission", Submission), **columns_of(submission))

    def add_content(self, parts: Iterable[Content]) -> None:
        self._tx.execute_many(insert_of("submission_content", Content), [columns_of(part) for part in parts])
