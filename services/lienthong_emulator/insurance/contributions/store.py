"""Where groups d and e, contributions and benefits are kept."""

from lienthong_emulator.insurance.contributions.domain import (
    Benefit,
    Contribution,
    History,
    SocialInsurance,
    UnemploymentInsurance,
)
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


class ContributionQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def social_insurance(self, participant_key: int) -> SocialInsurance | None:
        row = await self._db.fetch_one(
            "SELECT * FROM social_insurance WHERE participant_key = :key", key=participant_key
        )
        return reader_of(SocialInsurance)(row) if row else None

    async def unemployment_insurance(self, participant_key: int) -> UnemploymentInsurance | None:
        row = await self._db.fetch_one(
            "SELECT * FROM unemployment_insurance WHERE participant_key = :key", key=participant_key
        )
        return reader_of(UnemploymentInsurance)(row) if row else None

    async def history(self, participant_key: int) -> History:
        """What is declared, but of what was owed when the world began only the months that are paid."""
        contributions = await self._db.fetch_all(
            """
            SELECT participant_key, first_month, funds, last_month, unit_code, salary
            FROM contribution WHERE participant_key = :key
            UNION ALL SELECT participant_key, unpaid_period.first_month, funds,
                CASE WHEN last_month = 0 OR last_month > paid_until THEN paid_until ELSE last_month END,
                unit_code, salary
            FROM unpaid_period JOIN contribution_account USING (unit_code)
            WHERE participant_key = :key AND unpaid_period.first_month <= paid_until
            ORDER BY first_month, funds
            """,
            key=participant_key,
        )
        benefits = await self._db.fetch_all(
            "SELECT * FROM benefit WHERE participant_key = :key ORDER BY first_month, kind", key=participant_key
        )
        return History(
            [reader_of(Contribution)(row) for row in contributions], [reader_of(Benefit)(row) for row in benefits]
        )


class ContributionStore(ContributionQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add_social_insurance(self, found: SocialInsurance) -> None:
        self._tx.execute(insert_of("social_insurance", SocialInsurance), **columns_of(found))

    def keep_social_insurance(self, found: SocialInsurance) -> None:
        """Put group d in the place of how it stood before, if it did."""
        self._tx.execute("DELETE FROM social_insurance WHERE participant_key = :key", key=found.participant_key)
        self.add_social_insurance(found)

    def keep_unemployment_insurance(self, found: UnemploymentInsurance) -> None:
        """Put group e in the place of how it stood before, if it did."""
        self._tx.execute("DELETE FROM unemployment_insurance WHERE participant_key = :key", key=found.participant_key)
        self.add_unemployment_insurance(found)

    def add_unemployment_insurance(self, found: UnemploymentInsurance) -> None:
        self._tx.execute(insert_of("unemployment_insurance", UnemploymentInsurance), **columns_of(found))
