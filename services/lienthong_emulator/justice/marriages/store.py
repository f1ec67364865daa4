"""Where marriages of a running world are kept."""

from collections.abc import Sequence

from lienthong_emulator.justice.marriages.domain import Party, Record
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


class MarriageQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, record_id: str) -> Record | None:
        row = await self._db.fetch_one("SELECT * FROM marriage_record WHERE record_id = :id", id=record_id)
        return reader_of(Record)(row) if row else None

    async def of(self, party: Party) -> Sequence[Record]:
        """Entries of somebody, by number or by the key under which the registers know them; the latest last."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM marriage_record
            WHERE (husband_number = :number AND husband_number_kind = :kind)
                OR (wife_number = :number AND wife_number_kind = :kind)
                OR (:key <> 0 AND (husband_person_key = :key OR wife_person_key = :key))
            ORDER BY place_registered_on, record_id
            """,
            number=party.number,
            kind=party.number_kind,
            key=party.person_key,
        )
        return [reader_of(Record)(row) for row in rows]


class MarriageStore(MarriageQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, record: Record) -> None:
        self._tx.execute(insert_of("marriage_record", Record), **columns_of(record))
