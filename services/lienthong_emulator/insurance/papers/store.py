"""Where papers are kept."""

from collections.abc import Sequence

from lienthong_emulator.insurance.papers.domain import Paper, PaperKind
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of, update_of


class PaperQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, paper_id: str) -> Paper | None:
        row = await self._db.fetch_one("SELECT * FROM paper WHERE paper_id = :id", id=paper_id)
        return reader_of(Paper)(row) if row else None

    async def under(self, kind: PaperKind, number: str) -> Sequence[Paper]:
        """Papers of a kind under one number, which facilities may share; that which came last first."""
        rows = await self._db.fetch_all(
            "SELECT * FROM paper WHERE number = :number AND kind = :kind ORDER BY receive_time DESC, paper_number DESC",
            number=number,
            kind=kind.value,
        )
        return [reader_of(Paper)(row) for row in rows]

    async def about(self, participant_key: int, kind: int, *, before: int, most: int) -> Sequence[Paper]:
        """A participant's papers, the latest first; kind 0 means all."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM paper
            WHERE participant_key = :key AND (:kind = 0 OR kind = :kind) AND paper_number < :before
            ORDER BY paper_number DESC LIMIT :most
            """,
            key=participant_key,
            kind=kind,
            before=before,
            most=most,
        )
        return [reader_of(Paper)(row) for row in rows]


class PaperStore(PaperQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, paper: Paper) -> None:
        self._tx.execute(insert_of("paper", Paper), **columns_of(paper))

    def keep(self, paper: Paper) -> None:
        """Put a paper in the place of how it stood before."""
        self._tx.execute(update_of("paper", Paper, "paper_number"), **columns_of(paper))
