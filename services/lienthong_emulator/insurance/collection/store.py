"""Where what units declared and paid is kept."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.collection.domain import (
    Account,
    Carried,
    Declaration,
    Declared,
    Engagement,
    Payment,
    Relief,
    Unit,
)
from lienthong_emulator.insurance.collection.ledger import Books
from lienthong_emulator.insurance.contributions.domain import Fund, Month
from lienthong_emulator.runtime.database import (
    Reader,
    Transaction,
    columns_of,
    insert_of,
    reader_of,
)

WORK: Final = Fund.SOCIAL | Fund.HEALTH
"""Who works is in both; who insures themselves, in one."""
UNIT: Final = """
    unit_code, full_name, tax_code, head_office_province_code AS province_code, type, payment_months
"""
PERIOD: Final = "unit_code, participant_key, first_month, last_month, funds, salary"
ENGAGEMENTS: Final = """
    SELECT unit_code, declared.participant_key, first_month, last_month, funds, salary,
        participant.full_name, participant.nationality, unpaid
    FROM (
        SELECT {period}, 0 AS unpaid FROM contribution WHERE {which}
        UNION ALL SELECT {period}, 1 AS unpaid FROM unpaid_period WHERE {which}
    ) AS declared
    JOIN participant ON participant.participant_key = declared.participant_key
"""
OF_UNITS: Final = ENGAGEMENTS.format(
    period=PERIOD,
    which="unit_code IN (:codes*) AND unit_code <> '' AND (last_month = 0 OR last_month >= :first)"
    " AND first_month <= :last",
)
AT_WORK: Final = f"(unit_code <> '' OR funds & {WORK.value} = {WORK.value})"
OF_PERSON: Final = ENGAGEMENTS.format(period=PERIOD, which=f"participant_key = :key AND {AT_WORK}")


class StatementQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def unit(self, unit_code: str) -> Unit | None:
        row = await self._db.fetch_one(f"SELECT {UNIT} FROM employer WHERE unit_code = :code", code=unit_code)
        return reader_of(Unit)(row) if row else None

    async def unit_under(self, tax_code: str) -> Unit | None:
        """Of units with one tax code, the first by unit code."""
        row = await self._db.fetch_one(
            f"SELECT {UNIT} FROM employer WHERE tax_code = :code ORDER BY unit_code LIMIT 1", code=tax_code
        )
        return reader_of(Unit)(row) if row else None

    async def units_from(self, unit_code: str, most: int) -> Sequence[Unit]:
        """Units in the order of their codes, from one on."""
        rows = await self._db.fetch_all(
            f"SELECT {UNIT} FROM employer WHERE unit_code >= :code ORDER BY unit_code LIMIT :most",
            code=unit_code,
            most=most,
        )
        return [reader_of(Unit)(row) for row in rows]

    async def units(self, codes: Sequence[str]) -> Sequence[Unit]:
        rows = await self._db.fetch_all(f"SELECT {UNIT} FROM employer WHERE unit_code IN (:codes*)", codes=codes)
        return [reader_of(Unit)(row) for row in rows]

    async def books_of(self, units: Sequence[Unit], first: Month, last: Month) -> Sequence[Books]:
        """What counts for what units owe from one month to another, and for what is paid of it.

        A unit that was in debt when the world began and that nobody plays has paid the rest by itself, up to now.
        """
        codes = [unit.unit_code for unit in units]
        accounts, reliefs = await self._accounts(codes), await self._reliefs(codes)
        debts = {code: since for code, since in (await self._debts(codes)).items() if code not in accounts}
        begun = [*debts.values(), *(account.first_month for account in accounts.values())]
        begun += [relief.first_month for each in reliefs.values() for relief in each]
        engagements = await self._engagements(codes, min([first, *begun]), last)
        payments = await self._payments([*accounts])
        return [
            Books(
                unit=unit,
                engagements=engagements.get(unit.unit_code, ()),
                account=accounts.get(unit.unit_code),
                in_debt_since=debts.get(unit.unit_code),
                payments=payments.get(unit.unit_code, ()),
                reliefs=reliefs.get(unit.unit_code, ()),
            )
            for unit in units
        ]

    async def account_of(self, unit_code: str) -> Account | None:
        return (await self._accounts([unit_code])).get(unit_code)

    async def debt_of(self, unit_code: str) -> Month | None:
        """The first month that a unit owed when the world began."""
        return (await self._debts([unit_code])).get(unit_code)

    async def _debts(self, codes: Sequence[str]) -> Mapping[str, Month]:
        rows = await self._db.fetch_all(
            """
            SELECT unit_code, min(first_month) AS since FROM unpaid_period
            WHERE unit_code IN (:codes*) GROUP BY unit_code
            """,
            codes=codes,
        )
        return {row["unit_code"]: Month(row["since"]) for row in rows}

    async def reliefs_of(self, unit_code: str) -> Sequence[Relief]:
        return (await self._reliefs([unit_code])).get(unit_code, ())

    async def _accounts(self, codes: Sequence[str]) -> Mapping[str, Account]:
        rows = await self._db.fetch_all("SELECT * FROM contribution_account WHERE unit_code IN (:codes*)", codes=codes)
        return {row["unit_code"]: reader_of(Account)(row) for row in rows}

    async def _reliefs(self, codes: Sequence[str]) -> Mapping[str, list[Relief]]:
        rows = await self._db.fetch_all(
            "SELECT * FROM contribution_relief WHERE unit_code IN (:codes*) ORDER BY first_month, kind", codes=codes
        )
        found: dict[str, list[Relief]] = {}
        for row in rows:
            found.setdefault(row["unit_code"], []).append(reader_of(Relief)(row))
        return found

    async def _engagements(self, codes: Sequence[str], first: Month, last: Month) -> Mapping[str, list[Engagement]]:
        rows = await self._db.fetch_tuples(OF_UNITS, codes=codes, first=first, last=last)
        found = dict[str, list[Engagement]]()
        for row in rows:
            found.setdefault(row[0], []).append(_engagement(row))
        return found

    async def engagements_with_all(self, participant_key: int) -> Sequence[Engagement]:
        """Whatever units ever declared of a person, those too whose code nobody kept."""
        rows = await self._db.fetch_tuples(OF_PERSON, key=participant_key)
        return [_engagement(row) for row in rows]

    async def _payments(self, codes: Sequence[str]) -> Mapping[str, list[Payment]]:
        rows = await self._db.fetch_all(
            """
            SELECT * FROM contribution_payment WHERE unit_code IN (:codes*) ORDER BY receive_date, payment_number
            """,
            codes=codes,
        )
        found: dict[str, list[Payment]] = {}
        for row in rows:
            found.setdefault(row["unit_code"], []).append(reader_of(Payment)(row))
        return found

    async def declaration(self, declaration_id: str) -> Declaration | None:
        row = await self._db.fetch_one(
            "SELECT * FROM participant_declaration WHERE declaration_id = :id", id=declaration_id
        )
        return reader_of(Declaration)(row) if row else None

    async def is_declared(self, unit_code: str, month: Month, participant_key: int) -> bool:
        row = await self._db.fetch_one(
            """
            SELECT 1 FROM declared_change
            WHERE unit_code = :code AND month = :month AND participant_key = :key
            """,
            code=unit_code,
            month=month,
            key=participant_key,
        )
        return row is not None

    async def numbers_of(self, participant_keys: Sequence[int]) -> Mapping[int, Carried]:
        """The numbers of many, by participant: also of who is in no group d, as an import may leave somebody."""
        rows = await self._db.fetch_tuples(
            """
            SELECT participant.participant_key, coalesce(tax_code, ''),
                coalesce(max(CASE WHEN kind = :personal THEN value END), '') AS personal_number,
                coalesce(max(CASE WHEN kind = :cmnd THEN value END), '') AS cmnd
            FROM participant
            LEFT JOIN social_insurance ON social_insurance.participant_key = participant.participant_key
            LEFT JOIN participant_number ON superseded = 0 AND kind IN (:personal, :cmnd)
                AND participant_number.participant_key = participant.participant_key
            WHERE participant.participant_key IN (:keys*)
            GROUP BY participant.participant_key, tax_code
            """,
            keys=participant_keys,
            personal=PERSONAL_NUMBER,
            cmnd=CMND,
        )
        return {row[0]: Carried._make(row) for row in rows}


class StatementStore(StatementQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def keep_account(self, account: Account) -> None:
        """Put an account in the place of how it stood before, if it did."""
        statement = insert_of("contribution_account", Account)
        changed = "first_month = excluded.first_month, paid_until = excluded.paid_until"
        self._tx.execute(f"{statement} ON CONFLICT (unit_code) DO UPDATE SET {changed}", **columns_of(account))

    def keep_engagements(self, before: Sequence[Engagement], now: Sequence[Engagement]) -> None:
        """Put what is declared of a person in the place of how it stood before."""
        for gone in (one for one in before if one not in now):
            self._tx.execute(
                f"""
                DELETE FROM {_table_of(gone)}
                WHERE participant_key = :key AND unit_code = :code AND first_month = :first AND funds = :funds
                """,
                key=gone.participant_key,
                code=gone.unit_code,
                first=gone.first_month,
                funds=gone.funds.value,
            )
        for new in (one for one in now if one not in before):
            columns = {name: getattr(new, name) for name in PERIOD.split(", ")} | {"funds": new.funds.value}
            names = ", ".join(f":{name}" for name in columns)
            self._tx.execute(f"INSERT INTO {_table_of(new)} ({PERIOD}) VALUES ({names})", **columns)

    def add_payment(self, payment: Payment) -> None:
        self._tx.execute(insert_of("contribution_payment", Payment), **columns_of(payment))

    def add_relief(self, relief: Relief) -> None:
        self._tx.execute(insert_of("contribution_relief", Relief), **columns_of(relief))

    def add_declaration(self, declaration: Declaration) -> None:
        self._tx.execute(insert_of("participant_declaration", Declaration), **columns_of(declaration))

    def add_declared(self, declared: Declared) -> None:
        self._tx.execute(insert_of("declared_change", Declared), **columns_of(declared))


def _engagement(row: Sequence[Any]) -> Engagement:
    """Of the columns of `ENGAGEMENTS`, by place: a month has each of them twice."""
    unit_code, key, first, last, funds, salary, name, nationality, unpaid = row
    return Engagement(unit_code, key, first, last, _funds(funds), salary, name, nationality, unpaid == 1)


_funds = cache(Fund)
"""A member found again costs a tenth of one that `Fund` looks up."""


def _table_of(engagement: Engagement) -> str:
    return "unpaid_period" if engagement.unpaid else "contribution"
