"""Where birth dossiers and the birth register are kept."""

from collections.abc import Sequence
from datetime import date, datetime

from lienthong_emulator.justice.civil_status.domain import Dossier, Record, State, Step
from lienthong_emulator.runtime.clock import HANOI, end_of
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of
from lienthong_emulator.runtime.waits import Wait, Waiting


class CivilStatusQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find_dossier(self, dossier_id: str) -> Dossier | None:
        row = await self._db.fetch_one("SELECT * FROM birth_dossier WHERE dossier_id = :id", id=dossier_id)
        return None if row is None else _dossier(row)

    async def revision_of(self, dossier_id: str) -> int | None:
        row = await self._db.fetch_one("SELECT revision FROM birth_dossier WHERE dossier_id = :id", id=dossier_id)
        return None if row is None else row["revision"]

    async def akin_to(self, *, linked_dossier_id: str, notice_number: str, child_key: str) -> Sequence[Dossier]:
        """Dossiers with the same id, the same birth notice or the same child, the oldest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM birth_dossier
            WHERE (linked_dossier_id = :linked AND linked_dossier_id <> '')
                OR (notice_number = :notice AND notice_number <> '')
                OR (child_key = :child AND child_key <> '')
            ORDER BY position
            """,
            linked=linked_dossier_id,
            notice=notice_number,
            child=child_key,
        )
        return [_dossier(row) for row in rows]

    async def called(self, ids: Sequence[str]) -> Sequence[Dossier]:
        """Dossiers whose id in the inter-link system or in the one-stop system is among these, the oldest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM birth_dossier WHERE linked_dossier_id IN (:ids*) AND linked_dossier_id <> ''
            UNION
            SELECT * FROM birth_dossier WHERE one_stop_dossier_id IN (:ids*) AND one_stop_dossier_id <> ''
            ORDER BY position
            """,
            ids=ids,
        )
        return [_dossier(row) for row in rows]

    async def unregistered_of(self, child_key: str) -> Sequence[Dossier]:
        """Dossiers of a child whose birth they did not bring into the register, the oldest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM birth_dossier WHERE child_key = :child AND child_key <> '' AND record_id = ''
            ORDER BY position
            """,
            child=child_key,
        )
        return [_dossier(row) for row in rows]

    async def is_registered(self, personal_number: str) -> bool:
        """Whether an entry of the birth register carries a number."""
        row = await self._db.fetch_one(
            "SELECT 1 AS one FROM birth_record WHERE personal_number = :number LIMIT 1", number=personal_number
        )
        return row is not None

    async def under_way(self) -> Sequence[str]:
        """Ids of the dossiers that a worker carries on, the oldest first."""
        rows = await self._db.fetch_all(
            "SELECT dossier_id FROM birth_dossier WHERE step <> '' AND step <> :wait ORDER BY position",
            wait=Step.AWAIT_CARD,
        )
        return [row["dossier_id"] for row in rows]

    async def list_dossiers(
        self,
        *,
        after: int,
        most: int,
        state: State | None,
        overdue_on: date | None,
        linked_dossier_id: str = "",
        on_behalf_of: str = "",
    ) -> Sequence[Dossier]:
        """Dossiers after a position, the oldest first; those of everybody, or of one."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM birth_dossier
            WHERE position > :after AND (:state = '' OR state = :state)
              AND (:overdue_on = '' OR (due_date < :overdue_on AND state IN ('IN_PROCESS', 'NUMBER_OBSTACLE')))
              AND (:linked = '' OR linked_dossier_id = :linked)
              AND (:filer = '' OR on_behalf_of = :filer)
            ORDER BY position LIMIT :most
            """,
            after=after,
            most=most,
            state=state or "",
            overdue_on=overdue_on.isoformat() if overdue_on else "",
            linked=linked_dossier_id,
            filer=on_behalf_of,
        )
        return [_dossier(row) for row in rows]

    async def find_record(self, record_id: str) -> Record | None:
        row = await self._db.fetch_one("SELECT * FROM birth_record WHERE record_id = :id", id=record_id)
        return None if row is None else _record(row)


class CivilStatusStore(CivilStatusQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add_dossier(self, dossier: Dossier) -> None:
        self._tx.execute(
            """
            INSERT INTO birth_dossier VALUES (
                :position, :dossier_id, :linked_dossier_id, :one_stop_dossier_id, :case_id, :on_behalf_of, :state,
                :step, :notice_number, :child_key, :declaration, :file_time, :registration_due_date, :card_due_date,
                :due_date, :supplement_due_date, :waits_until, :record_id, :card, :refusal, :history, :round,
                :attempts, :revision
            )
            """,
            **columns_of(dossier),
        )

    def keep_declaration(self, dossier: Dossier) -> None:
        """What a supplement changes beside the state."""
        self._tx.execute(
            """
            UPDATE birth_dossier
            SET declaration = :declaration, notice_number = :notice_number, child_key = :child_key,
                registration_due_date = :registration_due_date, card_due_date = :card_due_date, due_date = :due_date
            WHERE dossier_id = :dossier_id
            """,
            **columns_of(dossier),
        )

    def keep_dossier(self, dossier: Dossier) -> None:
        """Where it stands; what it declares stays: see `keep_declaration`."""
        self._tx.execute(
            """
            UPDATE birth_dossier SET
                state = :state, step = :step, supplement_due_date = :supplement_due_date,
                waits_until = :waits_until, record_id = :record_id, card = :card, refusal = :refusal,
                history = :history, round = :round, attempts = :attempts, revision = :revision
            WHERE dossier_id = :dossier_id
            """,
            **columns_of(dossier),
        )

    def add_record(self, record: Record) -> None:
        self._tx.execute(
            """
            INSERT INTO birth_record VALUES (
                :record_id, :number, :book, :page, :registration_date, :registration_commune, :personal_number,
                :full_name, :birth_date, :sex, :registration_kind, :dossier_id
            )
            """,
            **columns_of(record),
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(HANOI) if text else None


def _dossier(row: Row) -> Dossier:
    return Dossier(
        dossier_id=row["dossier_id"],
        linked_dossier_id=row["linked_dossier_id"],
        one_stop_dossier_id=row["one_stop_dossier_id"],
        case_id=row["case_id"],
        on_behalf_of=row["on_behalf_of"],
        state=State(row["state"]),
        step=Step(row["step"]),
        notice_number=row["notice_number"],
        child_key=row["child_key"],
        declaration=bytes(row["declaration"]),
        file_time=datetime.fromisoformat(row["file_time"]).astimezone(HANOI),
        registration_due_date=date.fromisoformat(row["registration_due_date"]),
        card_due_date=date.fromisoformat(row["card_due_date"]),
        due_date=date.fromisoformat(row["due_date"]),
        supplement_due_date=_day(row["supplement_due_date"]),
        waits_until=_moment(row["waits_until"]),
        record_id=row["record_id"],
        card=bytes(row["card"]),
        refusal=bytes(row["refusal"]),
        history=bytes(row["history"]),
        round=row["round"],
        attempts=row["attempts"],
        revision=row["revision"],
        position=row["position"],
    )


def _record(row: Row) -> Record:
    return Record(
        record_id=row["record_id"],
        number=row["number"],
        book=row["book"],
        page=row["page"],
        registration_date=date.fromisoformat(row["registration_date"]),
        registration_commune=row["registration_commune"],
        personal_number=row["personal_number"],
        full_name=row["full_name"],
        birth_date=date.fromisoformat(row["birth_date"]),
        sex=row["sex"],
        registration_kind=row["registration_kind"],
        dossier_id=row["dossier_id"],
    )


def _wait(row: Row) -> Wait:
    """For the office while it is with the office, for the family while it is returned."""
    dossier = _dossier(row)
    returned = dossier.state is State.RETURNED
    return Wait(
        kind="birth-supplement" if returned else "birth-dossier",
        name=dossier.name,
        since=dossier.file_time,
        due=end_of(dossier.supplement_due_date or dossier.due_date),
        case_id=dossier.case_id,
        awaits="agencies/insurance" if dossier.step is Step.AWAIT_CARD else "",
    )


WAITING = Waiting(
    """
    SELECT * FROM birth_dossier
    WHERE position > :after AND state IN ('IN_PROCESS', 'NUMBER_OBSTACLE', 'RETURNED') ORDER BY position LIMIT :most
    """,
    _wait,
)
