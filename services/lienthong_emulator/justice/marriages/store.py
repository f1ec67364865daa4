"""Where marriages of a running world are kept."""

from lienthong_emulator.justice.marriages.domain import Record
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


class MarriageQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, record_id: str) -> Record | None:
        row = await self._db.fetch_one("SELECT * FROM marriage_record WHERE record_id = :id", id=record_id)
        return reader_of(Record)(row) if row else None


class MarriageStore(MarriageQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, record: Record) -> None:
        self._tx.execute(insert_of("marriage_record", Record), **columns_of(record))
