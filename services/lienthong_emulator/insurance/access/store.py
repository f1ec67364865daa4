"""Where consents and accesses are kept."""

from collections.abc import Sequence

from lienthong_emulator.insurance.access.domain import Consent
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


class AccessQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, consent_number: int) -> Consent | None:
        row = await self._db.fetch_one("SELECT * FROM consent WHERE consent_number = :number", number=consent_number)
        return reader_of(Consent)(row) if row else None

    async def consents_for(self, participant_key: int, grantee: str) -> Sequence[Consent]:
        """What a person ever let one party see."""
        rows = await self._db.fetch_all(
            "SELECT * FROM consent WHERE participant_key = :key AND grantee = :grantee",
            key=participant_key,
            grantee=grantee,
        )
        return [reader_of(Consent)(row) for row in rows]

    async def consents_of(self, participant_key: int, *, before: int, most: int) -> Sequence[Consent]:
        """A person's consents, the latest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM consent WHERE participant_key = :key AND consent_number < :before
            ORDER BY consent_number DESC LIMIT :most
            """,
            key=participant_key,
            before=before,
            most=most,
        )
        return [reader_of(Consent)(row) for row in rows]


class AccessStore(AccessQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, consent: Consent) -> None:
        self._tx.execute(insert_of("consent", Consent), **columns_of(consent))

    def withdraw(self, consent: Consent) -> None:
        self._tx.execute(
            "UPDATE consent SET withdraw_time = :withdraw_time WHERE consent_number = :consent_number",
            **{name: columns_of(consent)[name] for name in ("withdraw_time", "consent_number")},
        )
