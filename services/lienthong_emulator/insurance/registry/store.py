"""Where participants and households are kept."""

from collections.abc import Sequence

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.registry.domain import (
    Candidate,
    Description,
    HeldNumber,
    Household,
    Member,
    Participant,
    Relative,
    key_of,
)
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of, update_of


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

    async def candidates(self, description: Description) -> Sequence[Candidate]:
        """Those who have the birth date, the sex and the household's place of a description, by number."""
        (first_month, first_day), (last_month, last_day) = _days_of(description.birth)
        province, district, commune = description.lives_in
        rows = await self._db.fetch_all(
            """
            SELECT participant_key, full_name, registration_commune FROM participant
            LEFT JOIN household ON household.household_key = participant.household_key
            WHERE birth_year = :year AND birth_month BETWEEN :first_month AND :last_month
                AND birth_day BETWEEN :first_day AND :last_day AND :sex IN (0, sex)
                AND (:province = '' OR address_province_code = :province)
                AND (:district = '' OR address_district_code = :district)
                AND (:commune = '' OR address_commune_code = :commune)
            ORDER BY participant_key
            """,
            year=description.birth.year,
            first_month=first_month,
            last_month=last_month,
            first_day=first_day,
            last_day=last_day,
            sex=description.sex,
            province=province,
            district=district,
            commune=commune,
        )
        return [reader_of(Candidate)(row) for row in rows]

    async def keys_of_carriers(self, kind: int, value: str) -> Sequence[int]:
        """Keys of those who carry a number, now or once."""
        key = key_of(value) if kind == SOCIAL_INSURANCE else None
        rows = await self._db.fetch_all(
            """
            SELECT participant_key FROM participant WHERE participant_key = :key
            UNION SELECT participant_key FROM participant_number WHERE value = :value AND kind = :kind
            """,
            key=-1 if key is None else key,
            value=value,
            kind=kind,
        )
        return [row["participant_key"] for row in rows]

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

    async def copies_under(self, number_kind: int, number: str) -> Sequence[Relative]:
        """What is held of one person beside all those whose relative they are."""
        rows = await self._db.fetch_all(
            "SELECT * FROM relative WHERE number = :number AND number <> '' AND number_kind = :number_kind",
            number=number,
            number_kind=number_kind,
        )
        return [reader_of(Relative)(row) for row in rows]

    async def find_household(self, household_code: str) -> Household | None:
        key = key_of(household_code)
        return None if key is None else await self.household(key)

    async def household(self, household_key: int) -> Household | None:
        row = await self._db.fetch_one("SELECT * FROM household WHERE household_key = :key", key=household_key)
        return reader_of(Household)(row) if row else None

    async def household_with_members(self, household_key: int) -> tuple[Household, Sequence[Member]] | None:
        """A household, and its members in the order in which they joined."""
        rows = await self._db.fetch_all(
            """
            SELECT household.*, participant_key, full_name, relation FROM household
            LEFT JOIN participant ON participant.household_key = household.household_key
            WHERE household.household_key = :key ORDER BY place_in_household
            """,
            key=household_key,
        )
        members = [reader_of(Member)(row) for row in rows if row["participant_key"] is not None]
        return (reader_of(Household)(rows[0]), members) if rows else None

    async def members_born(self, household_key: int, born: PartialDate, sex: int) -> Sequence[Participant]:
        """Those of a household who were born on a day; a household may have members without end."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM participant
            WHERE birth_year = :year AND birth_month = :month AND birth_day = :day
                AND household_key = :key AND sex = :sex
            ORDER BY place_in_household
            """,
            year=born.year,
            month=born.month,
            day=born.day,
            key=household_key,
            sex=sex,
        )
        return [reader_of(Participant)(row) for row in rows]

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

    def keep(self, participant: Participant) -> None:
        """Put a participant in the place of how they stood before."""
        self._tx.execute(update_of("participant", Participant, "participant_key"), **columns_of(participant))

    def replace_numbers(self, number: HeldNumber) -> None:
        """Give a participant a personal number in the place of what they had as a citizen, which stays known."""
        self._tx.execute(
            "UPDATE participant_number SET superseded = 1 WHERE participant_key = :key AND kind IN (:kinds*)",
            key=number.participant_key,
            kinds=[PERSONAL_NUMBER, CMND],
        )
        self._tx.execute(
            f"""
            {insert_of("participant_number", HeldNumber)}
            ON CONFLICT (value, kind, participant_key) DO UPDATE SET superseded = excluded.superseded
            """,
            **columns_of(number),
        )

    def keep_relative(self, relative: Relative) -> None:
        self._tx.execute(update_of("relative", Relative, "participant_key", "kind"), **columns_of(relative))

    def add_number(self, number: HeldNumber) -> None:
        self._tx.execute(insert_of("participant_number", HeldNumber), **columns_of(number))

    def drop_number(self, participant_key: int, kind: int, value: str) -> None:
        """Forget a number that never was the participant's."""
        self._tx.execute(
            "DELETE FROM participant_number WHERE participant_key = :key AND kind = :kind AND value = :value",
            key=participant_key,
            kind=kind,
            value=value,
        )

    def drop_relative(self, participant_key: int, kind: int) -> None:
        self._tx.execute(
            "DELETE FROM relative WHERE participant_key = :key AND kind = :kind", key=participant_key, kind=kind
        )

    def add_relative(self, relative: Relative) -> None:
        self._tx.execute(insert_of("relative", Relative), **columns_of(relative))

    def add_household(self, household: Household) -> None:
        self._tx.execute(insert_of("household", Household), **columns_of(household))


_LAST_MONTH, _LAST_DAY = 12, 31


def _days_of(birth: PartialDate) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last month and day that an unknown part may stand for; 0 is one that nobody recorded."""
    return (birth.month, birth.day), (birth.month or _LAST_MONTH, birth.day or _LAST_DAY)
