"""Where participants and households are kept."""

from collections.abc import Sequence

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.registry.domain import HeldNumber, Household, Member, Participant, Relative, key_of
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of


class RegistryQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find_by_number(self, kind: int, value: str) -> Participant | None:
        """The participant under a number; where several had it, one whose number it still is goes first."""
        key = key_of(value) if kind == SOCIAL_INSURANCE else None
        if key is not None and (found := await self.find(key)):
            return found
        row = await self._db.fetch_one(
            """
            SELECT participant.* FROM participant_number
            JOIN participant ON participant.participant_key = participant_number.participant_key
            WHERE participant_number.value = :value AND participant_number.kind = :kind
            ORDER BY participant_number.superseded, participant.participant_key LIMIT 1
            """,
            value=value,
            kind=kind,
        )
        return reader_of(Participant)(row) if row else None

    async def find(self, participant_key: int) -> Participant | None:
        row = await self._db.fetch_one("SELECT * FROM participant WHERE participant_key = :key", key=participant_key)
        return reader_of(Participant)(row) if row else None

    async def numbers_of(self, participant: Participant) -> Sequence[HeldNumber]:
        """Every number, the social-insurance number among them, those of today first."""
        rows = await self._db.fetch_all(
            "SELECT * FROM participant_number WHERE participant_key = :key", key=participant.participant_key
        )
        current = HeldNumber(
            value=participant.si_number, kind=SOCIAL_INSURANCE, participant_key=participant.participant_key
        )
        held = [current, *(reader_of(HeldNumber)(row) for row in rows)]
        return sorted(held, key=lambda number: (number.superseded, number.kind, number.value))

    async def relatives_of(self, participant_key: int) -> Sequence[Relative]:
        rows = await self._db.fetch_all(
            "SELECT * FROM relative WHERE participant_key = :key ORDER BY kind", key=participant_key
        )
        return [reader_of(Relative)(row) for row in rows]

    async def find_household(self, household_code: str) -> Household | None:
        key = key_of(household_code)
        return None if key is None else await self.household(key)

    async def household(self, household_key: int) -> Household | None:
        row = await self._db.fetch_one("SELECT * FROM household WHERE household_key = :key", key=household_key)
        return reader_of(Household)(row) if row else None

    async def members_of(self, household_key: int) -> Sequence[Member]:
        """The members in the order in which they joined."""
        rows = await self._db.fetch_all(
            """
            SELECT participant_key, full_name, relation FROM participant
            WHERE household_key = :key ORDER BY place_in_household
            """,
            key=household_key,
        )
        return [reader_of(Member)(row) for row in rows]

    async def next_place_in(self, household_key: int) -> int:
        row = await self._db.fetch_one(
            "SELECT MAX(place_in_household) AS place FROM participant WHERE household_key = :key", key=household_key
        )
        last: int | None = row["place"] if row else None
        return 1 + (last or 0)


class RegistryStore(RegistryQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, participant: Participant) -> None:
        self._tx.execute(insert_of("participant", Participant), **columns_of(participant))

    def add_number(self, number: HeldNumber) -> None:
        self._tx.execute(insert_of("participant_number", HeldNumber), **columns_of(number))

    def add_relative(self, relative: Relative) -> None:
        self._tx.execute(insert_of("relative", Relative), **columns_of(relative))

    def add_household(self, household: Household) -> None:
        self._tx.execute(insert_of("household", Household), **columns_of(household))
