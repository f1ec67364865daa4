"""Where citizens are kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber, InsuranceFacts
from lienthong_emulator.reference.addresses import address_columns, address_in
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of


class CitizenQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def carriers_of(self, kind: int, value: str) -> Sequence[tuple[Citizen, bool]]:
        """Who carries a number, and whether it is superseded."""
        rows = await self._db.fetch_all(
            """
            SELECT citizen.*, identity_number.superseded
            FROM identity_number JOIN citizen ON citizen.citizen_id = identity_number.citizen_id
            WHERE identity_number.value = :value AND identity_number.kind = :kind
            ORDER BY citizen.citizen_id
            """,
            value=value,
            kind=kind,
        )
        return [(_citizen(row), bool(row["superseded"])) for row in rows]

    async def ids_of_carriers(self, kind: int, value: str) -> Sequence[str]:
        """Ids of those who carry a number, now or once."""
        rows = await self._db.fetch_all(
            "SELECT citizen_id FROM identity_number WHERE value = :value AND kind = :kind", value=value, kind=kind
        )
        return [row["citizen_id"] for row in rows]

    async def numbers_of(self, citizen_id: str) -> Sequence[HeldNumber]:
        """Every number of a citizen, the current one first."""
        rows = await self._db.fetch_all(
            """
            SELECT kind, value, superseded FROM identity_number
            WHERE citizen_id = :citizen_id ORDER BY superseded, kind, value
            """,
            citizen_id=citizen_id,
        )
        return [HeldNumber(row["kind"], row["value"], bool(row["superseded"])) for row in rows]

    async def children_of(self, mother_id: str, father_id: str, born: PartialDate) -> Sequence[Citizen]:
        """Children of the mother, or of the father where no mother is given, that were born on a day."""
        column, parent_id = ("mother_id", mother_id) if mother_id else ("father_id", father_id)
        if not parent_id:
            return []
        rows = await self._db.fetch_all(
            f"""
            SELECT * FROM citizen WHERE {column} = :parent_id AND {column} <> ''
              AND birth_year = :year AND birth_month = :month AND birth_day = :day
            """,
            parent_id=parent_id,
            year=born.year,
            month=born.month,
            day=born.day,
        )
        return [_citizen(row) for row in rows]

    async def insurance_facts_of(self, personal_number: str) -> InsuranceFacts | None:
        row = await self._db.fetch_one(
            "SELECT * FROM insurance_facts WHERE personal_number = :number", number=personal_number
        )
        return None if row is None else _facts(row)


class CitizenStore(CitizenQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, citizen: Citizen) -> None:
        self._tx.execute(
            """
            INSERT INTO citizen VALUES (
                :citizen_id, :personal_number, :full_name, :birth_year, :birth_month, :birth_day, :sex, :ethnic_group,
                :nationality, :registration_commune, :hometown_province, :hometown_district, :hometown_commune,
                :hometown_detail, :residence_province, :residence_district, :residence_commune, :residence_detail,
                :mother_id, :father_id, :death_date
            )
            """,
            **_columns(citizen),
        )

    def add_number(self, citizen_id: str, number: HeldNumber) -> None:
        self._tx.execute(
            """
            INSERT INTO identity_number (value, kind, citizen_id, superseded)
            VALUES (:value, :kind, :citizen_id, :superseded)
            """,
            value=number.value,
            kind=number.kind,
            citizen_id=citizen_id,
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


def _columns(citizen: Citizen) -> dict[str, Any]:
    return {
        "citizen_id": citizen.citizen_id,
        "personal_number": citizen.personal_number,
        "full_name": citizen.full_name,
        "birth_year": citizen.birth_date.year,
        "birth_month": citizen.birth_date.month,
        "birth_day": citizen.birth_date.day,
        "sex": citizen.sex,
        "ethnic_group": citizen.ethnic_group,
        "nationality": citizen.nationality,
        "registration_commune": citizen.registration_commune,
        **address_columns("hometown_", citizen.hometown),
        **address_columns("residence_", citizen.residence),
        "mother_id": citizen.mother_id,
        "father_id": citizen.father_id,
        "death_date": citizen.death_date.isoformat() if citizen.death_date else "",
    }


def _citizen(row: Row) -> Citizen:
    return Citizen(
        citizen_id=row["citizen_id"],
        personal_number=row["personal_number"],
        full_name=row["full_name"],
        birth_date=PartialDate(row["birth_year"], row["birth_month"], row["birth_day"]),
        sex=row["sex"],
        ethnic_group=row["ethnic_group"],
        nationality=row["nationality"],
        registration_commune=row["registration_commune"],
        hometown=address_in("hometown_", row),
        residence=address_in("residence_", row),
        mother_id=row["mother_id"],
        father_id=row["father_id"],
        death_date=date.fromisoformat(row["death_date"]) if row["death_date"] else None,
    )


def _facts(row: Row) -> InsuranceFacts:
    return InsuranceFacts(
        personal_number=row["personal_number"],
        social_insurance_number=row["social_insurance_number"],
        card_number=row["card_number"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]),
        initial_facility=row["initial_facility"],
    )
