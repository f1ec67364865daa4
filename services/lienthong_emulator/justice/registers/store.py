"""Where the civil-status registers are kept."""

from collections.abc import Mapping, Sequence

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.justice.civil_status.domain import Record
from lienthong_emulator.justice.registers.domain import Birth, CivilStatus, Death, Marriage, Newborn, Person
from lienthong_emulator.runtime.database import Reader, reader_of

COLUMN_OF_KIND: Mapping[int, str] = {
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER: "personal_number",
    IDENTITY_NUMBER_TYPE_CMND: "cmnd",
}


class RegisterQuestions:
    """Reads. While a world runs, births come in through dossiers alone."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, kind: int, value: str) -> Person | None:
        """The person under a number; of several, the first by key."""
        column = COLUMN_OF_KIND.get(kind)
        if column is None:
            return None
        row = await self._db.fetch_one(
            f"""
            SELECT * FROM registered_person WHERE {column} = :value AND {column} <> '' ORDER BY person_key LIMIT 1
            """,
            value=value,
        )
        return reader_of(Person)(row) if row else None

    async def newborn(self, personal_number: str) -> Newborn | None:
        """The child under a number whose birth came of a dossier."""
        row = await self._db.fetch_one(
            """
            SELECT birth_record.*, birth_dossier.declaration
            FROM birth_record JOIN birth_dossier ON birth_dossier.dossier_id = birth_record.dossier_id
            WHERE birth_record.personal_number = :number ORDER BY birth_record.record_id LIMIT 1
            """,
            number=personal_number,
        )
        return Newborn(record=reader_of(Record)(row), declaration=bytes(row["declaration"])) if row else None

    async def status_of(self, person: Person) -> CivilStatus:
        key = person.person_key
        birth, marriages = await self.birth_of(key), await self.marriages_of(key)
        parents = (birth.mother_key, birth.father_key) if birth else ()
        return CivilStatus(
            person=person,
            birth=birth,
            marriages=marriages,
            death=await self.death_of(key),
            named=await self.people([*parents, *(marriage.spouse_of(key) for marriage in marriages)]),
        )

    async def birth_of(self, person_key: int) -> Birth | None:
        row = await self._db.fetch_one("SELECT * FROM birth WHERE person_key = :key", key=person_key)
        return reader_of(Birth)(row) if row else None

    async def marriages_of(self, person_key: int) -> Sequence[Marriage]:
        """In the order of time."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM marriage WHERE husband_key = :key OR wife_key = :key
            ORDER BY place_registered_on, husband_key, wife_key
            """,
            key=person_key,
        )
        return [reader_of(Marriage)(row) for row in rows]

    async def death_of(self, person_key: int) -> Death | None:
        row = await self._db.fetch_one("SELECT * FROM death WHERE person_key = :key", key=person_key)
        return reader_of(Death)(row) if row else None

    async def people(self, keys: Sequence[int]) -> Mapping[int, Person]:
        """Those of the keys whom the registers know."""
        rows = await self._db.fetch_all("SELECT * FROM registered_person WHERE person_key IN (:keys*)", keys=keys)
        return {row["person_key"]: reader_of(Person)(row) for row in rows}
