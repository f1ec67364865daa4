"""Where annexes are kept."""

from collections.abc import Sequence

from lienthong_emulator.annexes.domain import Annex, Inspection, Kind, Part, RefusedRow, State
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.runtime.waits import Wait, Waiting, due_after

ANNEX, PART = reader_of(Annex), reader_of(Part)


class AnnexQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, annex_id: str) -> Annex | None:
        row = await self._db.fetch_one("SELECT * FROM annex WHERE annex_id = :annex_id", annex_id=annex_id)
        return ANNEX(row) if row else None

    async def versions(self, kind: Kind, period: int) -> Sequence[Annex]:
        """All of one period, the latest version first."""
        rows = await self._db.fetch_all(
            "SELECT * FROM annex WHERE kind = :kind AND period = :period ORDER BY version DESC, publish_time DESC",
            kind=kind.value,
            period=period,
        )
        return [ANNEX(row) for row in rows]

    async def standing(self, kind: Kind, period: int) -> Annex | None:
        """The version that was acknowledged and is not superseded."""
        found = await self.versions(kind, period)
        return next((annex for annex in found if annex.state is State.ACKNOWLEDGED), None)

    async def being_written(self, kinds: Sequence[Kind]) -> Sequence[str]:
        rows = await self._db.fetch_all(
            "SELECT annex_id FROM annex WHERE state = 'UNDER_WAY' AND kind IN (:kinds*)",
            kinds=[kind.value for kind in kinds],
        )
        return [row["annex_id"] for row in rows]

    async def annexes(
        self, kinds: Sequence[Kind], periods: tuple[int, int], *, skip: int, most: int
    ) -> Sequence[Annex]:
        rows = await self._db.fetch_all(
            """
            SELECT * FROM annex WHERE kind IN (:kinds*) AND period BETWEEN :first AND :last
            ORDER BY period DESC, kind, version DESC, annex_id LIMIT :most OFFSET :skip
            """,
            kinds=[kind.value for kind in kinds],
            first=periods[0],
            last=periods[1],
            most=most,
            skip=skip,
        )
        return [ANNEX(row) for row in rows]

    async def part(self, annex_id: str, part: int) -> Part | None:
        row = await self._db.fetch_one(
            "SELECT * FROM annex_part WHERE annex_id = :annex_id AND part = :part", annex_id=annex_id, part=part
        )
        return PART(row) if row else None

    async def digests(self, annex_id: str) -> Sequence[bytes]:
        rows = await self._db.fetch_all(
            "SELECT digest FROM annex_part WHERE annex_id = :annex_id ORDER BY part", annex_id=annex_id
        )
        return [bytes(row["digest"]) for row in rows]

    async def refused_rows(self, annex_id: str, *, after: int, most: int) -> Sequence[RefusedRow]:
        rows = await self._db.fetch_all(
            """
            SELECT * FROM annex_refused_row WHERE annex_id = :annex_id AND number > :after
            ORDER BY number LIMIT :most
            """,
            annex_id=annex_id,
            after=after,
            most=most,
        )
        return [reader_of(RefusedRow)(row) for row in rows]

    async def refused_numbers(self, annex_id: str, first: int, last: int) -> frozenset[int]:
        rows = await self._db.fetch_all(
            "SELECT number FROM annex_refused_row WHERE annex_id = :annex_id AND number BETWEEN :first AND :last",
            annex_id=annex_id,
            first=first,
            last=last,
        )
        return frozenset(row["number"] for row in rows)

    async def inspections(self, kind: Kind, quarter: int, *, after: int, most: int) -> Sequence[Inspection]:
        rows = await self._db.fetch_all(
            """
            SELECT * FROM inspection WHERE kind = :kind AND quarter = :quarter AND position > :after
            ORDER BY position LIMIT :most
            """,
            kind=kind.value,
            quarter=quarter,
            after=after,
            most=most,
        )
        return [reader_of(Inspection)(row) for row in rows]


class AnnexStore(AnnexQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, annex: Annex) -> None:
        self._tx.execute(insert_of("annex", Annex), **columns_of(annex))

    def keep(self, annex: Annex) -> None:
        self._tx.execute(update_of("annex", Annex, "annex_id"), **columns_of(annex))

    def add_part(self, part: Part) -> None:
        self._tx.execute(insert_of("annex_part", Part), **columns_of(part))

    def drop_parts(self, annex_id: str) -> None:
        for table in ("annex_part", "annex_refused_row"):
            self._tx.execute(f"DELETE FROM {table} WHERE annex_id = :annex_id", annex_id=annex_id)

    def refuse_rows(self, rows: Sequence[RefusedRow]) -> None:
        self._tx.execute_many(insert_of("annex_refused_row", RefusedRow), [columns_of(row) for row in rows])

    def supersede_others(self, annex: Annex) -> None:
        """Of its period what was acknowledged before stands no more."""
        self._tx.execute(
            """
            UPDATE annex SET state = 'SUPERSEDED'
            WHERE kind = :kind AND period = :period AND annex_id <> :annex_id AND state = 'ACKNOWLEDGED'
            """,
            kind=annex.kind.value,
            period=annex.period,
            annex_id=annex.annex_id,
        )

    def add_inspection(self, inspection: Inspection) -> None:
        self._tx.execute(insert_of("inspection", Inspection), **columns_of(inspection))


def _wait(row: Row) -> Wait:
    """For its rows, whether they are written here or arrive; then for the receiver's answer."""
    annex = ANNEX(row)
    sent = annex.state is State.SENT
    kind = "annex-unanswered" if sent else "annex-unwritten"
    return Wait(
        kind=kind,
        name=annex.name,
        since=annex.publish_time,
        due=due_after(kind, annex.publish_time),
        case_id=annex.case_id,
        awaits=f"agencies/{annex.kind.receiver}" if sent else "",
    )


WAITING = Waiting(
    """
    SELECT annex.*, annex_id AS position FROM annex
    WHERE annex_id > :after AND state IN ('UNDER_WAY', 'SENT') ORDER BY annex_id LIMIT :most
    """,
    _wait,
    first="",
)
