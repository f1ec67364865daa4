"""Where contact, health and welfare are kept."""

from lienthong_emulator.insurance.circumstances.domain import Contact, HealthCondition, Welfare
from lienthong_emulator.runtime.database import Reader, reader_of


class CircumstanceQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def contact(self, participant_key: int) -> Contact | None:
        row = await self._db.fetch_one("SELECT * FROM contact WHERE participant_key = :key", key=participant_key)
        return reader_of(Contact)(row) if row else None

    async def health_condition(self, participant_key: int) -> HealthCondition | None:
        row = await self._db.fetch_one(
            "SELECT * FROM health_condition WHERE participant_key = :key", key=participant_key
        )
        return reader_of(HealthCondition)(row) if row else None

    async def welfare(self, participant_key: int) -> Welfare | None:
        row = await self._db.fetch_one("SELECT * FROM welfare WHERE participant_key = :key", key=participant_key)
        return reader_of(Welfare)(row) if row else None
