"""Where the civil-status registers are kept."""

from collections.abc import Mapping, Sequence

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.justice.civil_status.domain import Record
from lienthong_emulator.justice.registers.domain import (
    Birth,
    CivilStatus,
    Death,
    EndReason,
    Marriage,
    MarriageEnd,
    Newborn,
    Person,
)
from lienthong_emulator.runtime.database import Reader, reader_of

COLUMN_OF_KIND: Mapping[int, str] = {
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER: "personal_number",
    IDENTITY_NUMBER_TYPE_CMND: "cmnd",
}


NOBODY = 0
"""The key of whom no register names."""


class RegisterQuestions:
    """Reads. While a world runs, births and deaths come in through dossiers alone."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, kind: int, value: str) -> Person | None:
        """The person under a number; of several, the first by key. A number that was replaced leads to its holder."""
        column = COLUMN_OF_KIND.get(kind)
        if column is None:
            return None
        row = await self._db.fetch_one(
            f"""
            SELECT * FROM registered_person WHERE {column} = :value AND {column} <> '' ORDER BY person_key LIMIT 1
            """,
            value=value,
        )
        row = row or await self._db.fetch_one(
            """
            SELECT registered_person.* FROM birth_amendment
            JOIN registered_person ON registered_person.person_key = birth_amendment.person_key
            WHERE number = :value AND number_kind = :kind AND new_number <> ''
            """,
            value=value,
            kind=kind,
        )
        return reader_of(Person)(row) if row else None

    async def newborn(self, personal_number: str) -> Newborn | None:
        """The child under a number whose birth came of a dossier. A number that was replaced leads to it, too."""
        row = await self._db.fetch_one(
            """
            SELECT birth_record.*, birth_dossier.declaration
            FROM birth_record JOIN birth_dossier ON birth_dossier.dossier_id = birth_record.dossier_id
            WHERE birth_record.personal_number = :number OR birth_record.record_id IN (
                SELECT birth_amendment.record_id FROM birth_amendment
                WHERE birth_amendment.number = :number AND birth_amendment.new_number <> ''
            )
            ORDER BY birth_record.record_id LIMIT 1
            """,
            number=personal_number,
        )
        if row is None:
            return None
        record = reader_of(Record)(row)
        return Newborn(record=record, declaration=bytes(row["declaration"]), death=await self._death_of_newborn(record))

    async def _death_of_newborn(self, record: Record) -> Death | None:
        """Under the number that the child carries, or one that it carried when it died."""
        replaced = await self._db.fetch_all(
            "SELECT number FROM birth_amendment WHERE person_key = 0 AND record_id = :record AND new_number <> ''",
            record=record.record_id,
        )
        for number in (record.personal_number, *(row["number"] for row in replaced)):
            if number and (death := await self.death_of(NOBODY, number)):
                return death
        return None

    async def status_of(self, person: Person) -> CivilStatus:
        key = person.person_key
        birth, marriages = await self.birth_of(key), await self.marriages_of(key)
        parents = (birth.mother_key, birth.father_key) if birth else ()
        return CivilStatus(
            person=person,
            birth=birth,
            marriages=[(marriage, await self.end_of(marriage)) for marriage in marriages],
            death=await self.death_of(key),
            named=await self.people([*parents, *(marriage.spouse_of(key) for marriage in marriages)]),
        )

    async def birth_of(self, person_key: int) -> Birth | None:
        row = await self._db.fetch_one("SELECT * FROM birth WHERE person_key = :key", key=person_key)
        return reader_of(Birth)(row) if row else None

    async def marriages_of(self, person_key: int, number: str = "") -> Sequence[Marriage]:
        """Of somebody by key, or by number who has none, in the order of time."""
        rows = await self._db.fetch_all(
            """
            SELECT husband_key, '' AS husband_number, wife_key, '' AS wife_number,
                place_entry, place_registered_on, place_commune, '' AS record_id, 0 AS position
            FROM marriage WHERE :key <> 0 AND (husband_key = :key OR wife_key = :key)
            UNION ALL
            SELECT husband_person_key, husband_number, wife_person_key, wife_number,
                place_entry, place_registered_on, place_commune, record_id, position
            FROM marriage_record
            WHERE (:key <> 0 AND (husband_person_key = :key OR wife_person_key = :key))
                OR (:key = 0 AND (husband_number = :number OR wife_number = :number))
            ORDER BY place_registered_on, position, husband_key, wife_key
            """,
            key=person_key,
            number=number,
        )
        return [reader_of(Marriage)(row) for row in rows]

    async def end_of(self, marriage: Marriage) -> MarriageEnd | None:
        """When a marriage ended, and why; None where it stands."""
        ends = [
            end
            for person in marriage.parties()
            if any(person)
            for end in (await self._end_by_death(*person), await self._end_by_remarriage(*person, marriage))
            if end
        ]
        return min(ends, key=lambda end: (end.day, end.reason), default=None)

    async def _end_by_death(self, person_key: int, number: str) -> MarriageEnd | None:
        death = await self.death_of(person_key, number)
        return MarriageEnd(death.died, EndReason.DEATH) if death else None

    async def _end_by_remarriage(self, person_key: int, number: str, marriage: Marriage) -> MarriageEnd | None:
        later = (other for other in await self.marriages_of(person_key, number) if marriage.gave_way_to(other))
        return next((MarriageEnd(other.place.registered_on, EndReason.REMARRIAGE) for other in later), None)

    async def death_of(self, person_key: int, number: str = "") -> Death | None:
        """The entry that stands of somebody by key or number, the latest where the death was registered again."""
        row = await self._db.fetch_one(
            """
            SELECT person_key, place_entry, place_registered_on, place_commune, died, '' AS record_id
            FROM death WHERE person_key = :key
            UNION ALL
            SELECT person_key, place_entry, place_registered_on, place_commune, died, record_id
            FROM death_record
            WHERE ((person_key = :key AND person_key <> 0) OR (number = :number AND number <> '')) AND revoke_time = ''
            ORDER BY place_registered_on DESC, place_entry DESC LIMIT 1
            """,
            key=person_key,
            number=number,
        )
        return reader_of(Death)(row) if row else None

    async def people(self, keys: Sequence[int]) -> Mapping[int, Person]:
        """Those of the keys whom the registers know."""
        rows = await self._db.fetch_all("SELECT * FROM registered_person WHERE person_key IN (:keys*)", keys=keys)
        return {row["person_key"]: reader_of(Person)(row) for row in rows}
