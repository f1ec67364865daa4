"""Where amendments are kept, and the births that they change."""

from collections.abc import Mapping, Sequence
from datetime import date

from lienthong_emulator.justice.amendments.domain import Amendment, Birth
from lienthong_emulator.justice.civil_status.ages import whole
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.runtime.clock import end_of
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.runtime.waits import Wait, Waiting

AMENDMENT = reader_of(Amendment)


class AmendmentQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, amendment_id: str) -> Amendment | None:
        row = await self._db.fetch_one("SELECT * FROM birth_amendment WHERE amendment_id = :id", id=amendment_id)
        return AMENDMENT(row) if row else None

    async def under_way(self) -> Sequence[str]:
        rows = await self._db.fetch_all(
            "SELECT amendment_id FROM birth_amendment WHERE state = 'IN_PROCESS' ORDER BY position"
        )
        return [row["amendment_id"] for row in rows]

    async def under_way_of(self, birth: Birth) -> Amendment | None:
        row = await self._db.fetch_one(
            """
            SELECT * FROM birth_amendment
            WHERE person_key = :person AND record_id = :record AND state = 'IN_PROCESS' LIMIT 1
            """,
            person=birth.person_key,
            record=birth.record_id,
        )
        return AMENDMENT(row) if row else None

    async def of(self, birth: Birth, after: int, most: int, on_behalf_of: str = "") -> Sequence[Amendment]:
        """The amendments of a birth after a position, the oldest first; those of everybody, or of one."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM birth_amendment
            WHERE person_key = :person AND record_id = :record AND position > :after
              AND (:filer = '' OR on_behalf_of = :filer)
            ORDER BY position LIMIT :most
            """,
            person=birth.person_key,
            record=birth.record_id,
            after=after,
            filer=on_behalf_of,
            most=most,
        )
        return [AMENDMENT(row) for row in rows]

    async def entered_children(self) -> Sequence[tuple[str, bytes, PartialDate]]:
        """Role, parent and child's birth date, of all parents who were entered after a birth and stand there now."""
        rows = await self._db.fetch_all(
            """
            SELECT role, parent, birth_year, birth_month, birth_day, birth_record.birth_date
            FROM entered_parent
            LEFT JOIN registered_person ON registered_person.person_key = entered_parent.person_key
            LEFT JOIN birth_record ON birth_record.record_id = entered_parent.record_id
            """
        )
        return [(row["role"], bytes(row["parent"]), _born(row)) for row in rows if row["parent"]]

    async def entered_parents(self, person_key: int, record_id: str) -> Mapping[str, bytes]:
        """The parents who were entered after the birth, by their role; empty bytes for none."""
        rows = await self._db.fetch_all(
            "SELECT role, parent FROM entered_parent WHERE person_key = :person AND record_id = :record",
            person=person_key,
            record=record_id,
        )
        return {row["role"]: bytes(row["parent"]) for row in rows}

    async def children_of(self, person_key: int) -> Sequence[tuple[str, PartialDate]]:
        """Those with whom the world began: the role that somebody has in their births, and when they were born."""
        rows = await self._db.fetch_all(
            """
            SELECT role, birth_year, birth_month, birth_day FROM (
                SELECT person_key, CASE WHEN mother_key = :key THEN 'mother' ELSE 'father' END AS role
                FROM birth WHERE mother_key = :key OR father_key = :key
            ) AS child
            JOIN registered_person ON registered_person.person_key = child.person_key
            WHERE NOT EXISTS (
                SELECT 1 FROM entered_parent
                WHERE entered_parent.person_key = child.person_key AND entered_parent.role = child.role
            )
            """,
            key=person_key,
        )
        return [(row["role"], PartialDate(row["birth_year"], row["birth_month"], row["birth_day"])) for row in rows]

    async def declared_children_of(self, number: str) -> Sequence[tuple[str, bytes, date]]:
        """Of the births that came of a dossier the entry, what was declared, and the day that stands in the book.

        Only those whose first parent with a number carries this one: a dossier is found by that alone.
        """
        rows = await self._db.fetch_all(
            """
            SELECT birth_record.record_id, declaration, birth_date
            FROM birth_dossier JOIN birth_record ON birth_record.dossier_id = birth_dossier.dossier_id
            WHERE child_key LIKE :named
            """,
            named=f"%|{number}",
        )
        return [(row["record_id"], bytes(row["declaration"]), date.fromisoformat(row["birth_date"])) for row in rows]


class AmendmentStore(AmendmentQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, amendment: Amendment) -> None:
        self._tx.execute(insert_of("birth_amendment", Amendment), **columns_of(amendment))

    def keep(self, amendment: Amendment) -> None:
        self._tx.execute(update_of("birth_amendment", Amendment, "amendment_id"), **columns_of(amendment))

    def correct(self, birth: Birth) -> None:
        """Let the register hold a birth as it is right."""
        if birth.record_id:
            self._correct_record(birth)
        else:
            self._correct_person(birth)

    def _correct_record(self, birth: Birth) -> None:
        born = birth.birth_date
        self._tx.execute(
            """
            UPDATE birth_record SET full_name = :name, birth_date = :born, sex = :sex, personal_number = :number
            WHERE record_id = :record
            """,
            name=birth.full_name,
            born=f"{born.year:04}-{born.month:02}-{born.day:02}",
            sex=birth.sex,
            number=birth.number,
            record=birth.record_id,
        )

    def _correct_person(self, birth: Birth) -> None:
        self._tx.execute(
            """
            UPDATE registered_person
            SET full_name = :name, birth_year = :year, birth_month = :month, birth_day = :day, sex = :sex,
                personal_number = CASE WHEN :number = cmnd THEN personal_number ELSE :number END
            WHERE person_key = :person
            """,
            name=birth.full_name,
            year=birth.birth_date.year,
            month=birth.birth_date.month,
            day=birth.birth_date.day,
            sex=birth.sex,
            number=birth.number,
            person=birth.person_key,
        )

    def enter_parent(self, birth: Birth, role: str, parent: bytes) -> None:
        self._tx.execute(
            """
            INSERT INTO entered_parent (person_key, record_id, role, parent) VALUES (:person, :record, :role, :parent)
            ON CONFLICT (person_key, record_id, role) DO UPDATE SET parent = excluded.parent
            """,
            person=birth.person_key,
            record=birth.record_id,
            role=role,
            parent=parent,
        )


def _born(row: Row) -> PartialDate:
    if row["birth_date"]:
        return whole(date.fromisoformat(row["birth_date"]))
    return PartialDate(row["birth_year"], row["birth_month"], row["birth_day"])


def _wait(row: Row) -> Wait:
    amendment = AMENDMENT(row)
    return Wait(
        kind="birth-amendment",
        name=amendment.name,
        since=amendment.create_time,
        due=end_of(amendment.due_date),
        case_id=amendment.case_id,
        awaits="agencies/population",
    )


WAITING = Waiting(
    """
    SELECT * FROM birth_amendment WHERE state = 'IN_PROCESS' AND position > :after ORDER BY position LIMIT :most
    """,
    _wait,
)
