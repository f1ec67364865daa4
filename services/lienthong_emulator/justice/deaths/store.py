"""Where death dossiers and the entries that came of them are kept."""

from collections.abc import Sequence
from datetime import date

from lienthong_emulator.justice.deaths.domain import Dossier, Record, State, Step
from lienthong_emulator.runtime.clock import end_of
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.runtime.waits import Wait, Waiting


class DeathQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find_dossier(self, dossier_id: str) -> Dossier | None:
        row = await self._db.fetch_one("SELECT * FROM death_dossier WHERE dossier_id = :id", id=dossier_id)
        return reader_of(Dossier)(row) if row else None

    async def revision_of(self, dossier_id: str) -> int | None:
        row = await self._db.fetch_one("SELECT revision FROM death_dossier WHERE dossier_id = :id", id=dossier_id)
        return row["revision"] if row else None

    async def akin_to(self, *, linked_dossier_id: str, notice_number: str, deceased_key: str) -> Sequence[Dossier]:
        """Dossiers with the same id, the same death notice or the same dead person, the oldest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM death_dossier
            WHERE (linked_dossier_id = :linked AND linked_dossier_id <> '')
                OR (notice_number = :notice AND notice_number <> '')
                OR deceased_key = :deceased
            ORDER BY position
            """,
            linked=linked_dossier_id,
            notice=notice_number,
            deceased=deceased_key,
        )
        return [reader_of(Dossier)(row) for row in rows]

    async def under_way(self) -> Sequence[str]:
        """Ids of the dossiers that a worker carries on, the oldest first."""
        rows = await self._db.fetch_all(
            "SELECT dossier_id FROM death_dossier WHERE step <> '' AND step <> :wait ORDER BY position",
            wait=Step.AWAIT_ALLOWANCE,
        )
        return [row["dossier_id"] for row in rows]

    async def list_dossiers(
        self,
        *,
        after: int,
        most: int,
        state: State | None,
        overdue_on: date | None,
        linked_dossier_id: str,
        on_behalf_of: str = "",
    ) -> Sequence[Dossier]:
        """Dossiers after a position, the oldest first; those of everybody, or of one."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM death_dossier
            WHERE position > :after AND (:state = '' OR state = :state)
              AND (:overdue_on = '' OR (step = 'REGISTER' AND due_date < :overdue_on)
                   OR (step NOT IN ('', 'REGISTER') AND follow_up_due_date < :overdue_on))
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
        return [reader_of(Dossier)(row) for row in rows]

    async def find_record(self, record_id: str) -> Record | None:
        row = await self._db.fetch_one("SELECT * FROM death_record WHERE record_id = :id", id=record_id)
        return reader_of(Record)(row) if row else None


class DeathStore(DeathQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add_dossier(self, dossier: Dossier) -> None:
        self._tx.execute(insert_of("death_dossier", Dossier), **columns_of(dossier))

    def keep_dossier(self, dossier: Dossier) -> None:
        self._tx.execute(update_of("death_dossier", Dossier, "dossier_id"), **columns_of(dossier))

    def add_record(self, record: Record) -> None:
        self._tx.execute(insert_of("death_record", Record), **columns_of(record))

    def keep_record(self, record: Record) -> None:
        self._tx.execute(update_of("death_record", Record, "record_id"), **columns_of(record))


AWAITED = {Step.LOCK_NUMBER: "population", Step.UNLOCK_NUMBER: "population", Step.AWAIT_ALLOWANCE: "insurance"}


def _wait(row: Row) -> Wait:
    dossier = reader_of(Dossier)(row)
    returned, awaited = dossier.state is State.RETURNED, AWAITED.get(dossier.step)
    return Wait(
        kind="death-supplement" if returned else "death-dossier",
        name=dossier.name,
        since=dossier.file_time,
        due=end_of(dossier.supplement_due_date or dossier.step_due_date),
        case_id=dossier.case_id,
        awaits=f"agencies/{awaited}" if awaited else "",
    )


WAITING = Waiting(
    """
    SELECT * FROM death_dossier
    WHERE position > :after AND (step <> '' OR state = 'RETURNED') ORDER BY position LIMIT :most
    """,
    _wait,
)
