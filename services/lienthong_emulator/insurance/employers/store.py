"""Where employers are kept."""

from collections.abc import Sequence

from lienthong_emulator.insurance.employers.domain import Employer, StandingAtTax
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of, update_of


class EmployerQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, unit_code: str) -> Employer | None:
        row = await self._db.fetch_one("SELECT * FROM employer WHERE unit_code = :code", code=unit_code)
        return reader_of(Employer)(row) if row else None

    async def find_by_tax_code(self, tax_code: str) -> Employer | None:
        """Of units with one tax code, the first by unit code."""
        row = await self._db.fetch_one(
            "SELECT * FROM employer WHERE tax_code = :code ORDER BY unit_code LIMIT 1", code=tax_code
        )
        return reader_of(Employer)(row) if row else None

    async def units_of(self, tax_code: str) -> Sequence[Employer]:
        """Every unit that declares people under one tax code."""
        rows = await self._db.fetch_all(
            "SELECT * FROM employer WHERE tax_code = :code ORDER BY unit_code", code=tax_code
        )
        return [reader_of(Employer)(row) for row in rows]

    async def standing_at_tax(self, tax_code: str) -> StandingAtTax | None:
        row = await self._db.fetch_one("SELECT * FROM employer_at_tax WHERE tax_code = :code", code=tax_code)
        return reader_of(StandingAtTax)(row) if row else None


class EmployerStore(EmployerQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def keep(self, employer: Employer) -> None:
        self._tx.execute(update_of("employer", Employer, "unit_code"), **columns_of(employer))

    def keep_standing(self, standing: StandingAtTax) -> None:
        """In the place of what was known before."""
        self._tx.execute("DELETE FROM employer_at_tax WHERE tax_code = :code", code=standing.tax_code)
        self._tx.execute(insert_of("employer_at_tax", StandingAtTax), **columns_of(standing))
