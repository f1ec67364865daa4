"""Where taxpayers and payments are kept."""

from collections.abc import Mapping, Sequence

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.runtime.database import Reader, reader_of
from lienthong_emulator.tax.taxpayers.domain import Organisation, Payment, Person

EMPLOYER, PERSON = "employer_key", "person_key"
COLUMN_OF_KIND: Mapping[int, str] = {
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER: "personal_number",
    IDENTITY_NUMBER_TYPE_CMND: "cmnd",
}


class TaxpayerQuestions:
    """Reads. Nothing is written while a world runs."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, taxpayer_key: int) -> Organisation | Person | None:
        return await self.organisation(taxpayer_key) or await self.person(taxpayer_key)

    async def organisation(self, taxpayer_key: int) -> Organisation | None:
        row = await self._db.fetch_one("SELECT * FROM organisation WHERE taxpayer_key = :key", key=taxpayer_key)
        return reader_of(Organisation)(row) if row else None

    async def person(self, taxpayer_key: int) -> Person | None:
        row = await self._db.fetch_one("SELECT * FROM person WHERE taxpayer_key = :key", key=taxpayer_key)
        return reader_of(Person)(row) if row else None

    async def find_by_number(self, kind: int, value: str) -> Person | None:
        """The person who carries a number; of several, the first by tax code."""
        column = COLUMN_OF_KIND.get(kind)
        if column is None:
            return None
        row = await self._db.fetch_one(
            f"SELECT * FROM person WHERE {column} = :value AND {column} <> '' ORDER BY taxpayer_key LIMIT 1",
            value=value,
        )
        return reader_of(Person)(row) if row else None

    async def payments(
        self, of: str, taxpayer_key: int, *, months: tuple[int, int], after: tuple[int, int], most: int
    ) -> Sequence[Payment]:
        """Payments of an `EMPLOYER` or to a `PERSON`, after a month and the other side's key, in that order."""
        other = PERSON if of == EMPLOYER else EMPLOYER
        rows = await self._db.fetch_all(
            f"""
            SELECT income_payment.*, COALESCE(organisation.full_name, '') AS employer_name,
                COALESCE(person.full_name, '') AS person_name,
                COALESCE(person.personal_number, '') AS personal_number, COALESCE(person.cmnd, '') AS cmnd
            FROM income_payment
            LEFT JOIN organisation ON organisation.taxpayer_key = income_payment.employer_key
            LEFT JOIN person ON person.taxpayer_key = income_payment.person_key
            WHERE {of} = :key AND month BETWEEN :first AND :last AND (month, {other}) > (:after_month, :after_key)
            ORDER BY month, {other} LIMIT :most
            """,
            key=taxpayer_key,
            first=months[0],
            last=months[1],
            after_month=after[0],
            after_key=after[1],
            most=most,
        )
        return [reader_of(Payment)(row) for row in rows]
