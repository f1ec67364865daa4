"""Where citizens are kept."""

from collections.abc import Sequence

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber, InsuranceFacts
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of

CITIZEN, FACTS = reader_of(Citizen), reader_of(InsuranceFacts)


class CitizenQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def carriers_of(self, kind: int, value: str) -> Sequence[tuple[Citizen, bool]]:
        """Who carries a number, and whether it is superseded."""
        rows = await self._db.fetch_all(
            """
            SELECT citizen.*, identity_number.superseded
            FROM identity_number JOIN citizen ON citizen.citizen_key = identity_number.citizen_key
            WHERE identity_number.value = :value AND identity_number.kind = :kind
            ORDER BY citizen.citizen_key
            """,
            value=value,
            kind=kind,
        )
        return [(CITIZEN(row), bool(row["superseded"])) for row in rows]

    async def keys_of_carriers(self, kind: int, value: str) -> Sequence[int]:
        """Keys of those who carry a number, now or once."""
        rows = await self._db.fetch_all(
            "SELECT citizen_key FROM identity_number WHERE value = :value AND kind = :kind", value=value, kind=kind
        )
        return [row["citizen_key"] for row in rows]

    async def numbers_of(self, citizen_key: int) -> Sequence[HeldNumber]:
        """Every number of a citizen, the current one first."""
        rows = await self._db.fetch_all(
            """
            SELECT kind, value, superseded FROM identity_number
            WHERE citizen_key = :citizen_key ORDER BY superseded, kind, value
            """,
            citizen_key=citizen_key,
        )
        return [HeldNumber(row["kind"], row["value"], bool(row["superseded"])) for row in rows]

    async def children_of(self, mother: int, father: int, born: PartialDate) -> Sequence[Citizen]:
        """Children of the mother, or of the father where no mother is given, that were born on a day."""
        column, parent = ("mother_key", mother) if mother else ("father_key", father)
        if not parent:
            return []
        rows = await self._db.fetch_all(
            f"""
            SELECT * FROM citizen WHERE {column} = :parent AND {column} <> 0
              AND birth_date_year = :year AND birth_date_month = :month AND birth_date_day = :day
            """,
            parent=parent,
            year=born.year,
            month=born.month,
            day=born.day,
        )
        return [CITIZEN(row) for row in rows]

    async def insurance_facts_of(self, personal_number: str) -> InsuranceFacts | None:
        row = await self._db.fetch_one(
            "SELECT * FROM insurance_facts WHERE personal_number = :number", number=personal_number
        )
        return None if row is None else FACTS(row)


class CitizenStore(CitizenQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, citizen: Citizen) -> None:
        self._tx.execute(insert_of("citizen", Citizen), **columns_of(citizen))

    def add_number(self, citizen_key: int, number: HeldNumber) -> None:
        self._tx.execute(
            """
            INSERT INTO identity_number (value, kind, citizen_key, superseded)
            VALUES (:value, :kind, :citizen_key, :superseded)
            """,
            value=number.value,
            kind=number.kind,
            citizen_key=citizen_key,
            superseded=int(number.superseded),
        )

    def put_insurance_facts(self, facts: InsuranceFacts) -> None:
        self._tx.execute(
            """
            INSERT INTO insurance_facts VALUES (
                :personal_number, :social_insurance_number, :card_number, :valid_from, :valid_to, :initial_facility
            )
            ON CONFLICT (personal_number) DO UPDATE SET
                social_insurance_number = excluded.social_insurance_number, card_number = excluded.card_number,
                valid_from = excluded.valid_from, valid_to = excluded.valid_to,
                initial_facility = excluded.initial_facility
            """,
            **columns_of(facts),
        )
