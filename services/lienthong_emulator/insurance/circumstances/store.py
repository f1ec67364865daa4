"""Where contact, health and welfare are kept."""

from lienthong_emulator.insurance.circumstances.domain import Contact, HealthCondition, Welfare
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


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


class CircumstanceStore(CircumstanceQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add_contact(self, contact: Contact) -> None:
        self._tx.execute(insert_of("contact", Contact), **columns_of(contact))

    def add_health_condition(self, condition: HealthCondition) -> None:
        self._tx.execute(insert_of("health_condition", HealthCondition), **columns_of(condition))

    def add_welfare(self, welfare: Welfare) -> None:
        self._tx.execute(insert_of("welfare", Welfare), **columns_of(welfare))
