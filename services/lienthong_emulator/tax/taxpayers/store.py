"""Where taxpayers and payments are kept."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.tax.taxpayers.domain import UNITS, Organisation, Payment, Person

EMPLOYER, PERSON = "employer_key", "person_key"
TABLES: Mapping[str, type[Organisation | Person]] = {"organisation": Organisation, "person": Person}
COLUMN_OF_KIND: Mapping[int, str] = {
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER: "personal_number",
    IDENTITY_NUMBER_TYPE_CMND: "cmnd",
}
SAID_OF_MONTH = """
    paid.month = (
        SELECT MAX(month) FROM income_payment AS said
        WHERE said.employer_key = paid.employer_key AND said.month <= :month
    ) AND (paid.month = :month OR COALESCE(organisation.ended, '') = '')
"""
"""Our choice: what an employer declares stands for the months that follow, until it declares anew or ends."""


class TaxpayerQuestions:
    """Reads."""

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

    async def find_all(self, keys: Collection[int]) -> Mapping[int, Organisation | Person]:
        """Many at a time, by their keys."""
        found: dict[int, Organisation | Person] = {}
        for table, kind in TABLES.items():
            rows = await self._db.fetch_all(f"SELECT * FROM {table} WHERE taxpayer_key IN (:keys*)", keys=list(keys))
            found |= {row["taxpayer_key"]: reader_of(kind)(row) for row in rows}
        return found

    async def merged_into(self, keys: Collection[int]) -> Mapping[int, int]:
        """Of those keys that were merged into others, the others."""
        rows = await self._db.fetch_all(
            "SELECT old_key, taxpayer_key FROM merged_tax_code WHERE old_key IN (:keys*)", keys=list(keys)
        )
        return {row["old_key"]: row["taxpayer_key"] for row in rows}

    async def organisations_until(self, month: int, *, after: int, most: int) -> Sequence[Organisation]:
        """Organisations founded up to a month, after one in the order of their codes."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM organisation WHERE taxpayer_key > :after AND founded < :end
            ORDER BY taxpayer_key LIMIT :most
            """,
            after=after,
            end=f"{month // 100:04}-{month % 100:02}-99",
            most=most,
        )
        return [reader_of(Organisation)(row) for row in rows]

    async def employers_after(self, after: int, most: int) -> Sequence[int]:
        """Who ever paid anybody, after one in the order of their codes."""
        rows = await self._db.fetch_tuples(
            """
            SELECT DISTINCT employer_key FROM income_payment WHERE employer_key > :after
            ORDER BY employer_key LIMIT :most
            """,
            after=after,
            most=most,
        )
        return [row[0] for row in rows]

    async def deductions(self, first: int, last: int, month: int) -> Sequence[tuple[Any, ...]]:
        """What employers from one to another deducted in a month: of who said nothing of it, what they said last."""
        return await self._db.fetch_tuples(
            f"""
            SELECT paid.employer_key, COALESCE(organisation.full_name, ''), paid.person_key,
                COALESCE(person.full_name, ''), COALESCE(person.personal_number, ''), COALESCE(person.cmnd, ''),
                paid.insurance_deducted, paid.income
            FROM income_payment AS paid
            LEFT JOIN organisation ON organisation.taxpayer_key = paid.employer_key
            LEFT JOIN person ON person.taxpayer_key = paid.person_key
            WHERE paid.employer_key BETWEEN :first AND :last AND {SAID_OF_MONTH}
            ORDER BY paid.employer_key, paid.person_key
            """,
            first=first,
            last=last,
            month=month,
        )

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


class TaxpayerStore(TaxpayerQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, organisation: Organisation) -> None:
        self._tx.execute(insert_of("organisation", Organisation), **columns_of(organisation))

    def keep(self, found: Organisation | Person) -> None:
        table = "organisation" if isinstance(found, Organisation) else "person"
        self._tx.execute(update_of(table, type(found), "taxpayer_key"), **columns_of(found))

    def merge(self, old_key: int, into_key: int) -> None:
        """Let a code lead to another, and with it those that led to it."""
        self._tx.execute(
            "UPDATE merged_tax_code SET taxpayer_key = :into_key WHERE taxpayer_key = :old_key",
            old_key=old_key,
            into_key=into_key,
        )
        self._tx.execute(
            "INSERT INTO merged_tax_code (old_key, taxpayer_key) VALUES (:old_key, :into_key)",
            old_key=old_key,
            into_key=into_key,
        )

    async def last_unit_of(self, head_key: int) -> int:
        """The number of the last dependent unit that a head has; 0 where it has none."""
        row = await self._tx.fetch_one(
            "SELECT MAX(taxpayer_key) AS last FROM organisation WHERE taxpayer_key BETWEEN :first AND :last",
            first=head_key,
            last=head_key + UNITS - 1,
        )
        return row["last"] % UNITS if row and row["last"] else 0
