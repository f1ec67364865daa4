"""Where it is kept what followed which change, and when each field was confirmed."""

from collections.abc import Sequence
from datetime import date

from lienthong.population.v1.events_pb2 import CitizenChanged
from lienthong_emulator.insurance.changes.domain import AppliedChange, Confirmation, EarlyChange, ReportedDeath
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of
from lienthong_emulator.runtime.waits import Wait, Waiting, due_after


class ChangeQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def is_applied(self, event_id: str, participant_key: int) -> bool:
        row = await self._db.fetch_one(
            "SELECT 1 AS one FROM change_event WHERE event_id = :event_id AND participant_key = :key",
            event_id=event_id,
            key=participant_key,
        )
        return row is not None

    async def confirmations_of(self, participant_key: int) -> Sequence[Confirmation]:
        rows = await self._db.fetch_all(
            "SELECT * FROM participant_confirmation WHERE participant_key = :key ORDER BY field", key=participant_key
        )
        return [reader_of(Confirmation)(row) for row in rows]

    async def reported_death(self, source: str, facility: str, number: str) -> ReportedDeath | None:
        row = await self._db.fetch_one(
            """
            SELECT * FROM reported_death WHERE source = :source AND facility = :facility AND number = :number
            """,
            source=source,
            facility=facility,
            number=number,
        )
        return reader_of(ReportedDeath)(row) if row else None

    async def reported_deaths_of(self, participant_key: int) -> Sequence[ReportedDeath]:
        """What facilities tell of one participant's death, the earliest day first."""
        rows = await self._db.fetch_all(
            "SELECT * FROM reported_death WHERE participant_key = :key ORDER BY death_date, source, facility, number",
            key=participant_key,
        )
        return [reader_of(ReportedDeath)(row) for row in rows]

    async def deaths_told_by(self, source: str, facility: str) -> Sequence[ReportedDeath]:
        """Everybody whom one source tells dead."""
        rows = await self._db.fetch_all(
            "SELECT * FROM reported_death WHERE source = :source AND facility = :facility ORDER BY number",
            source=source,
            facility=facility,
        )
        return [reader_of(ReportedDeath)(row) for row in rows]

    async def early_changes_of(self, number_kind: int, number: str) -> Sequence[EarlyChange]:
        """Changes of whoever carries a number, in the order in which they were told."""
        rows = await self._db.fetch_all(
            "SELECT * FROM early_change WHERE number = :number AND number_kind = :kind ORDER BY position",
            number=number,
            kind=number_kind,
        )
        return [reader_of(EarlyChange)(row) for row in rows]


class ChangeStore(ChangeQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, change: AppliedChange) -> None:
        self._tx.execute(insert_of("change_event", AppliedChange), **columns_of(change))

    def confirm(self, *confirmations: Confirmation) -> None:
        self._tx.execute_many(
            f"""
            {insert_of("participant_confirmation", Confirmation)}
            ON CONFLICT (participant_key, field) DO UPDATE SET confirm_date = excluded.confirm_date
            """,
            [columns_of(one) for one in confirmations],
        )

    def confirm_of_all(self, field: str, keys: Sequence[int], day: date) -> None:
        """Note that population confirmed a field of some participants."""
        self._tx.execute(
            """
            INSERT INTO participant_confirmation (participant_key, field, confirm_date)
            SELECT participant_key, :field, :day FROM participant WHERE participant_key IN (:keys*)
            ON CONFLICT (participant_key, field) DO UPDATE SET confirm_date = excluded.confirm_date
            """,
            field=field,
            keys=keys,
            day=day.isoformat(),
        )

    def keep_early(self, change: EarlyChange) -> None:
        self._tx.execute(insert_of("early_change", EarlyChange), **columns_of(change))

    def forget_early(self, change: EarlyChange) -> None:
        """Under whatever number it was kept."""
        self._tx.execute("DELETE FROM early_change WHERE event = :event", event=change.event)

    def keep_death(self, death: ReportedDeath) -> None:
        """In the place of what the same facility told under the same number before."""
        self._tx.execute(
            f"""
            {insert_of("reported_death", ReportedDeath)}
            ON CONFLICT (source, facility, number)
            DO UPDATE SET participant_key = excluded.participant_key, death_date = excluded.death_date
            """,
            **columns_of(death),
        )

    def forget_death(self, death: ReportedDeath) -> None:
        self._tx.execute(
            "DELETE FROM reported_death WHERE source = :source AND facility = :facility AND number = :number",
            source=death.source,
            facility=death.facility,
            number=death.number,
        )


def _wait(row: Row) -> Wait:
    kind, early = "citizen-unknown", reader_of(EarlyChange)(row)
    return Wait(
        kind=kind,
        name=CitizenChanged.FromString(early.event).event_id,
        since=early.receive_time,
        due=due_after(kind, early.receive_time),
        awaits="agencies/justice",
    )


WAITING = Waiting(
    "SELECT * FROM early_change WHERE position > :after AND is_first = 1 ORDER BY position LIMIT :most", _wait
)
