"""Where citizens are kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from lienthong_emulator.matching import Number, PartialDate
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber, InsuranceFacts
from lienthong_emulator.runtime.database import Reader, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.verification.fingerprints import FIELDS, Made
from lienthong_emulator.verification.hidden import NOTHING_HIDDEN, told_after
from lienthong_emulator.verification.written_claims import words_of_person

NOTHING_HIDDEN_OF_CITIZEN = NOTHING_HIDDEN.format(key="citizen.citizen_key")
CITIZEN, FACTS = reader_of(Citizen), reader_of(InsuranceFacts)


def word_of_parent(column: str) -> str:
    """What gives the kind and the value of a parent's current number, empty where there is none."""
    return f"""
    CASE {column} WHEN 0 THEN '' ELSE coalesce((
        SELECT of_parent.kind || ' ' || of_parent.value FROM identity_number AS of_parent
        WHERE of_parent.citizen_key = citizen.{column} AND of_parent.superseded = 0
    ), '') END
    """


WORDS = {
    **words_of_person("birth_date_year", "birth_date_month", "birth_date_day"),
    "mother": word_of_parent("mother_key"),
    "father": word_of_parent("father_key"),
}
"""What gives the word of a field."""


COMPARED = """
    citizen.citizen_key, mother_key, father_key, death_date, birth_defaulted,
    full_name, birth_date_year, birth_date_month, birth_date_day, sex, ethnic_group, nationality, registration_commune,
    hometown_province_code, hometown_district_code, hometown_commune_code,
    residence_province_code, residence_district_code, residence_commune_code
"""
"""What claims about a citizen are compared with, by position: thousands are compared at a time."""


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

    async def carriers_of_all(self, kind: int, values: Collection[str]) -> Sequence[tuple[Any, ...]]:
        """Who carries each of many numbers of a kind: the number, whether it is superseded, and `COMPARED` of them."""
        return await self._db.fetch_tuples(
            f"""
            SELECT identity_number.value, identity_number.superseded, {COMPARED}
            FROM identity_number JOIN citizen ON citizen.citizen_key = identity_number.citizen_key
            WHERE identity_number.value IN (:values*) AND identity_number.kind = :kind
            ORDER BY citizen.citizen_key
            """,
            values=list(values),
            kind=kind,
        )

    async def words_of_all(
        self, values: Sequence[str], words: tuple[str, ...], *, day: str, caller: str
    ) -> Sequence[tuple[Any, ...]]:
        """Of each who carries one of many numbers: number, kind, their words, the key, whether that is all."""
        return await told_after(self._db, partial(_question_after_words, words), values, day=day, caller=caller)

    async def fingerprints_of(self, numbers: Sequence[str]) -> Sequence[tuple[str, int, int | None]]:
        return await self._db.fetch_tuples(
            "SELECT value, citizen_key, fingerprint FROM identity_number WHERE value IN (:numbers*)",
            numbers=numbers,
        )

    async def words_to_fingerprint(self, numbers: Sequence[str]) -> Sequence[tuple[Any, ...]]:
        words = tuple(WORDS[field] for field in FIELDS)
        return await self._db.fetch_tuples(_question_after_words(words, "IN (:numbers*)", False), numbers=numbers)

    async def keys_of_carriers(self, kind: int, value: str) -> Sequence[int]:
        """Keys of those who carry a number, now or once."""
        rows = await self._db.fetch_all(
            "SELECT citizen_key FROM identity_number WHERE value = :value AND kind = :kind", value=value, kind=kind
        )
        return [row["citizen_key"] for row in rows]

    async def find(self, citizen_key: int) -> Citizen | None:
        row = await self._db.fetch_one("SELECT * FROM citizen WHERE citizen_key = :key", key=citizen_key)
        return CITIZEN(row) if row else None

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

    async def numbers_that_lead_to(self, citizen_key: int) -> Sequence[HeldNumber]:
        """The current number of a citizen, then older ones that nobody else carries."""
        rows = await self._db.fetch_all(
            """
            SELECT kind, value, superseded FROM identity_number AS own
            WHERE citizen_key = :citizen_key AND (superseded = 0 OR NOT EXISTS (
                SELECT 1 FROM identity_number AS other
                WHERE other.value = own.value AND other.kind = own.kind AND other.citizen_key <> own.citizen_key
            ))
            ORDER BY superseded, kind, value
            """,
            citizen_key=citizen_key,
        )
        return [HeldNumber(row["kind"], row["value"], bool(row["superseded"])) for row in rows]

    async def numbers_of_all(self, citizen_keys: Collection[int]) -> Mapping[int, Sequence[Number]]:
        """Every number of each of many citizens."""
        rows = await self._db.fetch_all(
            "SELECT citizen_key, kind, value FROM identity_number WHERE citizen_key IN (:keys*)",
            keys=list(citizen_keys),
        )
        found: defaultdict[int, list[Number]] = defaultdict(list)
        for row in rows:
            found[row["citizen_key"]].append(Number(row["kind"], row["value"]))
        return found

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

    async def insurance_facts_of(self, citizen_key: int) -> InsuranceFacts | None:
        row = await self._db.fetch_one("SELECT * FROM insurance_facts WHERE citizen_key = :key", key=citizen_key)
        return None if row is None else FACTS(row)


class CitizenStore(CitizenQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, citizen: Citizen) -> None:
        self._tx.execute(insert_of("citizen", Citizen), **columns_of(citizen))

    def keep(self, citizen: Citizen) -> None:
        """Put a citizen in the place of how they stood before."""
        self._tx.execute(update_of("citizen", Citizen, "citizen_key"), **columns_of(citizen))

    def replace_numbers(self, citizen_key: int, number: HeldNumber) -> None:
        """Give a citizen a number in the place of all others, which stay known."""
        self._tx.execute("UPDATE identity_number SET superseded = 1 WHERE citizen_key = :key", key=citizen_key)
        self.add_number(citizen_key, number)

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

    def keep_fingerprints(self, made: Sequence[Made]) -> None:
        self._tx.execute_many(
            """
            UPDATE identity_number SET fingerprint = :fingerprint
            WHERE value = :number AND kind = :kind AND citizen_key = :key
            """,
            [one._asdict() for one in made],
        )

    def put_insurance_facts(self, facts: InsuranceFacts) -> None:
        self._tx.execute(
            """
            INSERT INTO insurance_facts VALUES (
                :citizen_key, :social_insurance_number, :card_number, :valid_from, :valid_to, :initial_facility,
                :card_locked
            )
            ON CONFLICT (citizen_key) DO UPDATE SET
                social_insurance_number = excluded.social_insurance_number, card_number = excluded.card_number,
                valid_from = excluded.valid_from, valid_to = excluded.valid_to,
                initial_facility = excluded.initial_facility, card_locked = excluded.card_locked
            """,
            **columns_of(facts),
        )


@lru_cache
def _question_after_words(words: tuple[str, ...], numbers: str, hidden: bool) -> str:
    """Built once: the engine knows a statement by its text. `hidden`: it asks who is, too."""
    is_told = f"AND {NOTHING_HIDDEN_OF_CITIZEN}" if hidden else ""
    return f"""
    SELECT identity_number.value, identity_number.kind, {", ".join(words)}, citizen.citizen_key,
        superseded = 0 AND death_date = '' AND birth_defaulted = 0 {is_told}
    FROM identity_number JOIN citizen ON citizen.citizen_key = identity_number.citizen_key
    WHERE identity_number.value {numbers}
    """
