"""Where reconciliations and their results are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from lienthong_emulator.insurance.reconciliation.domain import Agreement, Reconciliation, Result, plain_result
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.runtime.database import columns_of, insert_of, reader_of, update_of
from lienthong_emulator.runtime.key_lists import keys_from_bytes, keys_to_bytes
from lienthong_emulator.runtime.waits import Wait, Waiting, due_after

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader, Row, Transaction

RECONCILIATION = reader_of(Reconciliation)
BATCHES_AT_ONCE: Final = 4
"""Rows of at most 8,000 keys that are read for a page of results."""


class ReconciliationQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, operation_id: str) -> Reconciliation | None:
        row = await self._db.fetch_one("SELECT * FROM reconciliation WHERE operation_id = :id", id=operation_id)
        return RECONCILIATION(row) if row else None

    async def find_running(self, agency: str) -> Reconciliation | None:
        row = await self._db.fetch_one(
            "SELECT * FROM reconciliation WHERE agency = :agency AND state = 'RUNNING'", agency=agency
        )
        return RECONCILIATION(row) if row else None

    async def list_reconciliations(self, *, before: int, most: int) -> Sequence[Reconciliation]:
        """The latest first."""
        rows = await self._db.fetch_all(
            "SELECT * FROM reconciliation WHERE position < :before ORDER BY position DESC LIMIT :most",
            before=before,
            most=most,
        )
        return [RECONCILIATION(row) for row in rows]

    async def counts_of(self, position: int) -> Sequence[tuple[str, str, str, int]]:
        rows = await self._db.fetch_all(
            "SELECT * FROM reconciliation_count WHERE position = :position ORDER BY field, outcome, subject",
            position=position,
        )
        return [(row["field"], row["outcome"], row["subject"], row["times"]) for row in rows]

    async def results_of(self, position: int, matched: bool | None, *, after: int, most: int) -> Sequence[Result]:
        """Results after a participant; `matched` picks one of the lists."""
        told = await self._results_told(position, matched, after, most)
        if matched is False:
            return told
        plain = [plain_result(position, key) for key in await self._agreeing(position, after, most)]
        return sorted([*told, *plain], key=attrgetter("participant_key"))[:most]

    async def _results_told(self, position: int, matched: bool | None, after: int, most: int) -> Sequence[Result]:
        rows = await self._db.fetch_all(
            """
            SELECT * FROM reconciliation_result
            WHERE position = :position AND participant_key > :after AND (:matched = -1 OR matched = :matched)
            ORDER BY participant_key LIMIT :most
            """,
            position=position,
            after=after,
            matched=-1 if matched is None else int(matched),
            most=most,
        )
        return [
            Result(
                position=position,
                participant_key=row["participant_key"],
                matched=row["matched"] == 1,
                found=bytes(row["found"]),
            )
            for row in rows
        ]

    async def _agreeing(self, position: int, after: int, most: int) -> Sequence[int]:
        """Those after a participant of whom nothing is told but that all agrees."""
        found, last = list[int](), after
        while len(found) < most:
            rows = await self._db.fetch_tuples(
                """
                SELECT last_key, participant_keys FROM reconciliation_agreement
                WHERE position = :position AND last_key > :last ORDER BY last_key LIMIT :rows
                """,
                position=position,
                last=last,
                rows=BATCHES_AT_ONCE,
            )
            found += [key for _, keys in rows for key in keys_from_bytes(bytes(keys)) if key > after]
            if len(rows) < BATCHES_AT_ONCE:
                break
            last = rows[-1][0]
        return found[:most]

    async def confirmed_on(self, participant_key: int) -> date | None:
        """The last day on which population confirmed group a of a participant in a run that is still kept."""
        rows = await self._db.fetch_tuples(
            """
            SELECT agreement.confirm_date, agreement.participant_keys FROM reconciliation
            JOIN reconciliation_agreement AS agreement ON agreement.position = reconciliation.position
            WHERE agreement.confirm_date <> '' AND agreement.last_key = (
                SELECT min(last_key) FROM reconciliation_agreement AS of_run
                WHERE of_run.position = reconciliation.position AND of_run.last_key >= :key
            )
            ORDER BY reconciliation.position DESC
            """,
            key=participant_key,
        )
        found = (day for day, keys in rows if participant_key in keys_from_bytes(bytes(keys)))
        return next(map(date.fromisoformat, found), None)

    async def is_told(self, discrepancy: str) -> bool:
        """Whether the register of any agency tells a difference."""
        row = await self._db.fetch_one(
            "SELECT 1 AS one FROM told_difference WHERE discrepancy = :discrepancy LIMIT 1", discrepancy=discrepancy
        )
        return row is not None

    async def participants_in_all(self) -> int:
        row = await self._db.fetch_one("SELECT count(*) AS times FROM participant")
        assert row is not None
        return row["times"]


class ReconciliationStore(ReconciliationQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def tell(self, discrepancies: Iterable[str], agency: str) -> None:
        """Note that the register of an agency tells differences."""
        self._tx.execute_many(
            "INSERT INTO told_difference (discrepancy, agency) VALUES (:discrepancy, :agency) ON CONFLICT DO NOTHING",
            [{"discrepancy": discrepancy, "agency": agency} for discrepancy in discrepancies],
        )

    def tell_no_more(self, discrepancy: str, agency: str) -> None:
        self._tx.execute(
            "DELETE FROM told_difference WHERE discrepancy = :discrepancy AND agency = :agency",
            discrepancy=discrepancy,
            agency=agency,
        )

    def add(self, run: Reconciliation) -> None:
        self._tx.execute(insert_of("reconciliation", Reconciliation), **columns_of(run))

    def keep(self, run: Reconciliation) -> None:
        self._tx.execute(update_of("reconciliation", Reconciliation, "position"), **columns_of(run))

    def count(self, position: int, kinds: Mapping[tuple[str, str, str], int]) -> None:
        self._tx.execute_many(
            """
            INSERT INTO reconciliation_count (position, field, outcome, subject, times)
            VALUES (:position, :field, :outcome, :subject, :times)
            ON CONFLICT (position, field, outcome, subject)
            DO UPDATE SET times = reconciliation_count.times + excluded.times
            """,
            [
                {"position": position, "field": field, "outcome": outcome, "subject": subject, "times": times}
                for (field, outcome, subject), times in kinds.items()
            ],
        )

    def add_results(self, results: Sequence[Result]) -> None:
        self._tx.execute_many(insert_of("reconciliation_result", Result), [columns_of(result) for result in results])

    def add_agreement(self, position: int, keys: Sequence[int], confirmed: date | None) -> None:
        """The results of those of a batch who agree in everything, in the order of their keys."""
        if keys:
            agreement = Agreement(
                position=position, last_key=keys[-1], confirm_date=confirmed, participant_keys=keys_to_bytes(keys)
            )
            self._tx.execute(insert_of("reconciliation_agreement", Agreement), **columns_of(agreement))

    async def write_confirmations(self, position: int) -> None:
        """Write with each participant that population confirmed group a in a run, as far as nothing newer is known."""
        rows = await self._tx.fetch_tuples(
            """
            SELECT confirm_date, participant_keys FROM reconciliation_agreement
            WHERE position = :position AND confirm_date <> '' ORDER BY last_key
            """,
            position=position,
        )
        for day, written in rows:
            keys = keys_from_bytes(bytes(written))
            self._tx.execute(
                """
                UPDATE participant SET confirm_date = :day, source = :source
                WHERE participant_key IN (:keys*) AND confirm_date <= :day
                """,
                day=day,
                source=Source.POPULATION.value,
                keys=keys,
            )
            self._tx.execute(
                "DELETE FROM participant_confirmation WHERE participant_key IN (:keys*) AND confirm_date < :day",
                keys=keys,
                day=day,
            )

    def remove(self, position: int) -> None:
        for table in (
            "reconciliation_agreement",
            "reconciliation_result",
            "reconciliation_count",
            "reconciliation",
        ):
            self._tx.execute(f"DELETE FROM {table} WHERE position = :position", position=position)


def _wait(row: Row) -> Wait:
    run = RECONCILIATION(row)
    return Wait(
        kind="reconciliation",
        name=run.name,
        since=run.create_time,
        due=due_after("reconciliation", run.create_time),
        case_id=run.case_id,
        awaits=f"agencies/{run.agency}",
    )


WAITING = Waiting(
    "SELECT * FROM reconciliation WHERE position > :after AND state = 'RUNNING' ORDER BY position LIMIT :most", _wait
)
