"""Finding entries by where they stand, and people by their numbers, in all registers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.justice.civil_status.convert import declaration_from_proto, number_of
from lienthong_emulator.justice.civil_status.domain import Parent
from lienthong_emulator.justice.civil_status.domain import Record as BirthRecord
from lienthong_emulator.justice.deaths.domain import Record as DeathRecord
from lienthong_emulator.justice.marriages.domain import Party
from lienthong_emulator.justice.marriages.domain import Record as MarriageRecord
from lienthong_emulator.justice.registers.domain import Birth, Death, Marriage, Person, Place, Register
from lienthong_emulator.justice.registers.store import RegisterQuestions
from lienthong_emulator.justice.verification.domain import NOBODY_HELD, Entry, Extract, HeldOf
from lienthong_emulator.matching import Number, PartialDate
from lienthong_emulator.runtime.database import Reader, Row, reader_of


class ExtractQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, extract: Extract) -> Entry | None:
        """The entry where an extract says that it stands: of before the world began, else of since."""
        match extract.register:
            case Register.BIRTHS:
                return await self._birth(extract)
            case Register.MARRIAGES:
                return await self._marriage(extract)
            case Register.DEATHS:
                return await self._death(extract)

    async def _birth(self, extract: Extract) -> Entry | None:
        if row := await self._row("birth", extract):
            birth = reader_of(Birth)(row)
            people = await self._named(
                {"child": birth.person_key, "mother": birth.mother_key, "father": birth.father_key}
            )
            names = {"mother": birth.mother_name, "father": birth.father_name}
            held = {role: _held(person, names.get(role, "")) for role, person in people.items()}
            return Entry(key=birth.person_key, place=birth.place, people=held)
        row = await self._db.fetch_one(
            """
            SELECT birth_record.*, birth_dossier.declaration, birth_dossier.position
            FROM birth_record JOIN birth_dossier ON birth_dossier.dossier_id = birth_record.dossier_id
            WHERE birth_record.registration_commune = :commune AND birth_record.number = :number
            """,
            commune=extract.commune,
            number=f"{extract.entry}/{extract.year}",
        )
        return _born_since(row, extract) if row else None

    async def _marriage(self, extract: Extract) -> Entry | None:
        if row := await self._row(
            "marriage", extract, "'' AS husband_number, '' AS wife_number, '' AS record_id, 0 AS position"
        ):
            marriage = reader_of(Marriage)(row)
            people = await self._named({"husband": marriage.husband_key, "wife": marriage.wife_key})
            held = {role: _held(person) for role, person in people.items()}
            return Entry(key=marriage.husband_key, place=marriage.place, people=held)
        row = await self._row("marriage_record", extract)
        if row is None:
            return None
        record = reader_of(MarriageRecord)(row)
        held = {role: _held_of_party(party) for role, party in record.parties().items()}
        return Entry(key=record.husband.person_key, place=record.place, people=held)

    async def _death(self, extract: Extract) -> Entry | None:
        if row := await self._row("death", extract, "'' AS record_id"):
            death = reader_of(Death)(row)
            people = await self._named({"deceased": death.person_key})
            held = {role: _held(person) for role, person in people.items()}
            return Entry(key=death.person_key, place=death.place, people=held, died=death.died)
        row = await self._row("death_record", extract)
        record = reader_of(DeathRecord)(row) if row else None
        if record is None or record.is_revoked:
            return None
        numbers = [Number(record.number_kind, record.number)] if record.number else []
        held_of = HeldOf(full_name=record.full_name, birth_date=record.birth, sex=record.sex, numbers=numbers)
        return Entry(key=record.person_key, place=record.place, people={"deceased": held_of}, died=record.died)

    async def _row(self, table: str, extract: Extract, more: str = "") -> Row | None:
        """The row of an entry; those of births, marriages and deaths are kept alike."""
        return await self._db.fetch_one(
            f"""
            SELECT {table}.*{", " + more if more else ""} FROM {table}
            WHERE place_commune = :commune AND place_entry = :entry AND substr(place_registered_on, 1, 4) = :year
            """,
            commune=extract.commune,
            entry=extract.entry,
            year=f"{extract.year:04}",
        )

    async def _named(self, keys: Mapping[str, int]) -> Mapping[str, Person]:
        """Those of an entry whom the registers know, by role."""
        people = await RegisterQuestions(self._db).people([key for key in keys.values() if key])
        return {role: people[key] for role, key in keys.items() if key in people}

    async def people_under(self, column: str, numbers: Collection[str]) -> Sequence[Row]:
        """Everybody whom the registers hold under one of many numbers, with the keys of the parents."""
        return await self._db.fetch_all(
            f"""
            SELECT registered_person.*, {column} AS asked, coalesce(mother_key, 0) AS mother_key,
                coalesce(father_key, 0) AS father_key, death.person_key IS NOT NULL AS is_dead
            FROM registered_person
            LEFT JOIN birth ON birth.person_key = registered_person.person_key
            LEFT JOIN death ON death.person_key = registered_person.person_key
            WHERE {column} IN (:numbers*)
            """,
            numbers=sorted(numbers),
        )

    async def born_since(self, numbers: Collection[str]) -> Sequence[Row]:
        """Births that came of dossiers, under one of many personal numbers."""
        return await self._db.fetch_all(
            """
            SELECT birth_record.*, birth_dossier.position
            FROM birth_record JOIN birth_dossier ON birth_dossier.dossier_id = birth_record.dossier_id
            WHERE birth_record.personal_number IN (:numbers*)
            """,
            numbers=sorted(numbers),
        )

    async def dead_since(self, numbers: Collection[str]) -> Collection[str]:
        """Those of many numbers under which a death stands that came of a dossier."""
        rows = await self._db.fetch_all(
            "SELECT number FROM death_record WHERE number IN (:numbers*) AND revoke_time = ''", numbers=sorted(numbers)
        )
        return {row["number"] for row in rows}

    async def numbers_of(self, keys: Collection[int]) -> Mapping[int, Sequence[Number]]:
        people = await RegisterQuestions(self._db).people(sorted(keys))
        return {key: numbers_in(person.personal_number, person.cmnd) for key, person in people.items()}


def numbers_in(personal_number: str, cmnd: str) -> Sequence[Number]:
    """Those that are held."""
    held = (Number(PERSONAL_NUMBER, personal_number), Number(CMND, cmnd))
    return [number for number in held if number.value]


def _held(person: Person, as_recorded: str = "") -> HeldOf:
    return HeldOf(
        full_name=as_recorded or person.full_name,
        birth_date=person.birth,
        sex=person.sex,
        numbers=numbers_in(person.personal_number, person.cmnd),
    )


def _held_of_party(party: Party) -> HeldOf:
    return HeldOf(full_name=party.full_name, birth_date=party.birth, numbers=[Number(party.number_kind, party.number)])


def _born_since(row: Row, extract: Extract) -> Entry:
    record: BirthRecord = _RECORD(row)
    declared = declaration_from_proto(BirthDeclaration.FromString(bytes(row["declaration"])))
    born = record.birth_date
    child = HeldOf(
        full_name=record.full_name,
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=record.sex,
        numbers=[Number(PERSONAL_NUMBER, record.personal_number)],
    )
    people = {"child": child, "mother": _parent(declared.mother), "father": _parent(declared.father)}
    place = Place(entry=extract.entry, registered_on=record.registration_date, commune=record.registration_commune)
    return Entry(key=-row["position"], place=place, people=people)


def _parent(parent: Parent | None) -> HeldOf:
    if parent is None:
        return NOBODY_HELD
    number = number_of(parent)
    numbers = [Number(number.type, number.value)] if number.value else []
    return HeldOf(full_name=parent.full_name, birth_date=parent.birth_date, numbers=numbers)


_RECORD: Callable[[Row], BirthRecord] = reader_of(BirthRecord)
