"""Where treatments are kept."""

from collections.abc import Sequence
from datetime import UTC, datetime

from lienthong_emulator.insurance.treatments.domain import Treatment
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of, update_of


class TreatmentQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, treatment_number: int) -> Treatment | None:
        row = await self._db.fetch_one("SELECT * FROM treatment WHERE treatment_number = :n", n=treatment_number)
        return reader_of(Treatment)(row) if row else None

    async def at(self, facility: str, visit: str) -> Treatment | None:
        row = await self._db.fetch_one(
            "SELECT * FROM treatment WHERE visit = :visit AND facility = :facility", visit=visit, facility=facility
        )
        return reader_of(Treatment)(row) if row else None

    async def of(self, participant_key: int, *, after: int, most: int) -> Sequence[Treatment]:
        """A participant's treatments, the latest first; those that follow the one of that number, all where it is 0."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM treatment WHERE participant_key = :key AND (
                :after = 0 OR (admit_time, treatment_number)
                    < (SELECT admit_time, treatment_number FROM treatment WHERE treatment_number = :after))
            ORDER BY admit_time DESC, treatment_number DESC LIMIT :most
            """,
            key=participant_key,
            after=after,
            most=most,
        )
        return [reader_of(Treatment)(row) for row in rows]

    async def ended_between(self, participant_key: int, first: datetime, end: datetime) -> Sequence[Treatment]:
        """Those that ended from one moment on and before another, in the order of time."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM treatment
            WHERE participant_key = :key AND discharge_time >= :first AND discharge_time < :end
            ORDER BY discharge_time, treatment_number
            """,
            key=participant_key,
            first=first.astimezone(UTC).isoformat(),
            end=end.astimezone(UTC).isoformat(),
        )
        return [reader_of(Treatment)(row) for row in rows]


class TreatmentStore(TreatmentQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, treatment: Treatment) -> None:
        self._tx.execute(insert_of("treatment", Treatment), **columns_of(treatment))

    def keep(self, treatment: Treatment) -> None:
        """Put a treatment in the place of how it stood before."""
        self._tx.execute(update_of("treatment", Treatment, "treatment_number"), **columns_of(treatment))
