"""Where employers are kept."""

from lienthong_emulator.insurance.employers.domain import Employer
from lienthong_emulator.runtime.database import Reader, reader_of


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
