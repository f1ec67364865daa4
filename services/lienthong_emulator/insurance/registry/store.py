"""Where participants and households are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lienthong_emulator.insurance.registry.domain import HeldNumber, Household, Participant, Relative
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import address_columns, address_in
from lienthong_emulator.runtime.database import Reader, Row, Transaction


class RegistryQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find_by_number(self, kind: int, value: str) -> Participant | None:
        """The participant under a number, without numbers and relatives: see `whole`."""
        row = await self._db.fetch_one(
            """
            SELECT participant.* FROM participant_number
            JOIN participant ON participant.participant_id = participant_number.participant_id
            WHERE participant_number.value = :value AND participant_number.kind = :kind
            ORDER BY participant_number.superseded, participant.participant_id LIMIT 1
            """,
            value=value,
            kind=kind,
        )
        return None if row is None else _participant(row)

    async def find(self, participant_id: str) -> Participant | None:
        row = await self._db.fetch_one("SELECT * FROM participant WHERE participant_id = :id", id=participant_id)
        return None if row is None else _participant(row)

    async def whole(self, participant: Participant) -> Participant:
        """The participant with numbers and relatives."""
        numbers = await self._db.fetch_all(
            """
            SELECT kind, value, superseded FROM participant_number
            WHERE participant_id = :id ORDER BY superseded, kind, value
            """,
            id=participant.participant_id,
        )
        relatives = await self._db.fetch_all(
            "SELECT * FROM relative WHERE participant_id = :id ORDER BY kind", id=participant.participant_id
        )
        return replace(
            participant,
            numbers=[HeldNumber(row["kind"], row["value"], bool(row["superseded"])) for row in numbers],
            relatives=[_relative(row) for row in relatives],
        )

    async def has_si_number(self, si_number: str) -> bool:
        row = await self._db.fetch_one("SELECT 1 AS found FROM participant WHERE si_number = :n", n=si_number)
        return row is not None

    async def find_household(self, household_code: str) -> Household | None:
        row = await self._db.fetch_one("SELECT * FROM household WHERE household_code = :code", code=household_code)
        return None if row is None else _household(row)

    async def household_by_id(self, household_id: str) -> Household | None:
        row = await self._db.fetch_one("SELECT * FROM household WHERE household_id = :id", id=household_id)
        return None if row is None else _household(row)

    async def members_of(self, household_id: str) -> Sequence[Participant]:
        """The members in the order in which they joined."""
        rows = await self._db.fetch_all(
            "SELECT * FROM participant WHERE household_id = :id ORDER BY place_in_household", id=household_id
        )
        return [_participant(row) for row in rows]


class RegistryStore(RegistryQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, participant: Participant) -> None:
        """Add a participant with numbers and relatives."""
        self._tx.execute(
            """
            INSERT INTO participant VALUES (
                :participant_id, :si_number, :full_name, :birth_year, :birth_month, :birth_day, :sex, :ethnic_group,
                :nationality, :registration_commune, :hometown_province, :hometown_district, :hometown_commune,
                :hometown_detail, :residence_province, :residence_district, :residence_commune, :residence_detail,
                :household_id,
                (SELECT COALESCE(MAX(place_in_household), 0) + 1 FROM participant WHERE household_id = :household_id),
                :relation, :confirm_date
            )
            """,
            **_columns(participant),
        )
        for number in participant.numbers:
            self._add_number(participant.participant_id, number)
        for relative in participant.relatives:
            self._add_relative(participant.participant_id, relative)

    def _add_number(self, participant_id: str, number: HeldNumber) -> None:
        self._tx.execute(
            """
            INSERT INTO participant_number (value, kind, participant_id, superseded)
            VALUES (:value, :kind, :participant_id, :superseded)
            """,
            value=number.value,
            kind=number.kind,
            participant_id=participant_id,
            superseded=int(number.superseded),
        )

    def _add_relative(self, participant_id: str, relative: Relative) -> None:
        self._tx.execute(
            """
            INSERT INTO relative (participant_id, kind, full_name, number_kind, number)
            VALUES (:participant_id, :kind, :full_name, :number_kind, :number)
            """,
            participant_id=participant_id,
            kind=relative.kind,
            full_name=relative.full_name,
            number_kind=relative.number_kind,
            number=relative.number,
        )

    def add_household(self, household: Household) -> None:
        self._tx.execute(
            "INSERT INTO household VALUES (:household_id, :code, :province, :district, :commune, :detail)",
            household_id=household.household_id,
            code=household.household_code,
            **address_columns("", household.address),
        )


def _columns(participant: Participant) -> dict[str, Any]:
    return {
        "participant_id": participant.participant_id,
        "si_number": participant.si_number,
        "full_name": participant.full_name,
        "birth_year": participant.birth_date.year,
        "birth_month": participant.birth_date.month,
        "birth_day": participant.birth_date.day,
        "sex": participant.sex,
        "ethnic_group": participant.ethnic_group,
        "nationality": participant.nationality,
        "registration_commune": participant.registration_commune,
        **address_columns("hometown_", participant.hometown),
        **address_columns("residence_", participant.residence),
        "household_id": participant.household_id,
        "relation": participant.relation,
        "confirm_date": participant.confirm_date.isoformat(),
    }


def _participant(row: Row) -> Participant:
    return Participant(
        participant_id=row["participant_id"],
        si_number=row["si_number"],
        full_name=row["full_name"],
        birth_date=PartialDate(row["birth_year"], row["birth_month"], row["birth_day"]),
        sex=row["sex"],
        ethnic_group=row["ethnic_group"],
        nationality=row["nationality"],
        registration_commune=row["registration_commune"],
        hometown=address_in("hometown_", row),
        residence=address_in("residence_", row),
        household_id=row["household_id"],
        relation=row["relation"],
        confirm_date=date.fromisoformat(row["confirm_date"]),
    )


def _household(row: Row) -> Household:
    return Household(
        household_id=row["household_id"], household_code=row["household_code"], address=address_in("", row)
    )


def _relative(row: Row) -> Relative:
    return Relative(kind=row["kind"], full_name=row["full_name"], number_kind=row["number_kind"], number=row["number"])
