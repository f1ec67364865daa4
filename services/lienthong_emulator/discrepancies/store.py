"""Where discrepancies are kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from lienthong_emulator.discrepancies.domain import Difference, Discrepancy, Sight, State
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of
from lienthong_emulator.runtime.waits import Wait, Waiting

DISCREPANCY = reader_of(Discrepancy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which discrepancies a list shows."""

    state: State | None = None
    only_open: bool = False
    overdue_at: datetime | None = None
    field: str = ""
    reporter: str = ""


async def fields_under_review(db: Reader, subject_key: int) -> set[str]:
    """The fields of a person about which a discrepancy is open: a verification of them answers `UNDER_REVIEW`."""
    rows = await db.fetch_all(
        """
        SELECT field FROM discrepancy
        WHERE subject_key = :subject_key AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED')
        """,
        subject_key=subject_key,
    )
    return {row["field"] for row in rows}


async def all_under_review(db: Reader, subject_keys: Collection[int]) -> Mapping[int, AbstractSet[str]]:
    """The same of many persons; who has none is left out."""
    if len(subject_keys) == 1:  # the shorter statement takes half the time
        (only,) = subject_keys
        fields = await fields_under_review(db, only)
        return {only: fields} if fields else {}
    if not subject_keys:
        return {}
    rows = await db.fetch_all(
        """
        SELECT subject_key, field FROM discrepancy
        WHERE subject_key IN (:subject_keys*) AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED')
        """,
        subject_keys=list(subject_keys),
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in rows:
        found[row["subject_key"]].add(row["field"])
    return found


async def subjects_under_review(db: Reader, subject_keys: Sequence[int]) -> AbstractSet[int]:
    """Those about whom a discrepancy is open; where few are in all, others than were asked about are among them."""
    rows = await db.fetch_tuples(
        """
        SELECT DISTINCT subject_key FROM discrepancy WHERE state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED')
        LIMIT :most
        """,
        most=len(subject_keys),
    )
    if len(rows) < len(subject_keys):
        return {key for (key,) in rows}
    return (await all_under_review(db, subject_keys)).keys()


class DiscrepancyQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, name: str) -> Discrepancy | None:
        row = await self._db.fetch_one(
            "SELECT * FROM discrepancy WHERE discrepancy_id = :id", id=name.removeprefix("discrepancies/")
        )
        return DISCREPANCY(row) if row else None

    async def find_reported(self, reporter: str, reporter_discrepancy: str) -> Discrepancy | None:
        """What another register reported, by the name that it gave; the last where it did so more than once."""
        row = await self._db.fetch_one(
            """
            SELECT * FROM discrepancy
            WHERE reporter_discrepancy = :name AND reporter_discrepancy <> '' AND reporter = :reporter
            ORDER BY position DESC LIMIT 1
            """,
            name=reporter_discrepancy,
            reporter=reporter,
        )
        return DISCREPANCY(row) if row else None

    async def standing(self, found: Difference, reporter: str, reporter_discrepancy: str = "") -> Discrepancy | None:
        """The same difference of the same reporter, open or upheld; whoever has no key is told by the number.

        Where the reporter has two of its own, each has one here while it is open: each must hear how it ends.
        """
        row = await self._db.fetch_one(
            """
            SELECT * FROM discrepancy
            WHERE subject_key = :subject_key AND field = :field AND reporter = :reporter
              AND reported_value = :reported_value
              AND (subject_key <> 0 OR (number = :number AND number_kind = :number_kind))
              AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED', 'UPHELD')
              AND (:theirs = '' OR state = 'UPHELD' OR reporter_discrepancy IN ('', :theirs))
            ORDER BY position DESC LIMIT 1
            """,
            subject_key=found.subject_key,
            field=found.field,
            reporter=reporter,
            theirs=reporter_discrepancy,
            reported_value=found.reported_value,
            number=found.number,
            number_kind=found.number_kind,
        )
        return DISCREPANCY(row) if row else None

    async def open_about(self, subject_key: int, fields: Collection[str]) -> Sequence[Discrepancy]:
        """Those about some fields of a person that have not ended."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM discrepancy
            WHERE subject_key = :subject_key AND field IN (:fields*)
              AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED') ORDER BY position
            """,
            subject_key=subject_key,
            fields=list(fields),
        )
        return [DISCREPANCY(row) for row in rows]

    async def standing_between(self, reporter: str, *, after: int, last: int) -> Sequence[Discrepancy]:
        """What a party reported of persons with keys after one up to another, and is open or was upheld."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM discrepancy
            WHERE subject_key > :after AND subject_key <= :last AND reporter = :reporter
              AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED', 'UPHELD') ORDER BY position
            """,
            after=after,
            last=last,
            reporter=reporter,
        )
        return [DISCREPANCY(row) for row in rows]

    async def standing_about(self, reporter: str, subject_keys: Collection[int]) -> Sequence[Discrepancy]:
        """The same of some persons."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM discrepancy
            WHERE subject_key IN (:subject_keys*) AND reporter = :reporter
              AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED', 'UPHELD') ORDER BY position
            """,
            subject_keys=list(subject_keys),
            reporter=reporter,
        )
        return [DISCREPANCY(row) for row in rows]

    async def list_discrepancies(self, wanted: Wanted, sight: Sight, *, after: int, most: int) -> Sequence[Discrepancy]:
        """Discrepancies after a position, the oldest first."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM discrepancy
            WHERE position > :after AND (:state = '' OR state = :state)
              AND (:only_open = 0 OR state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED'))
              AND (:overdue_at = '' OR (due_time <= :overdue_at AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED')))
              AND (:field = '' OR field = :field) AND (:reporter = '' OR reporter = :reporter)
              AND (:sees_all = 1 OR reporter = :party OR person = :party OR field IN (:decided*))
            ORDER BY position LIMIT :most
            """,
            after=after,
            most=most,
            sees_all=int(sight.sees_all),
            party=sight.party,
            decided=sorted(sight.decided) or [""],
            **columns_of(wanted),
        )
        return [DISCREPANCY(row) for row in rows]

    async def open_and_due(self, due_time: datetime) -> Sequence[Discrepancy]:
        """Those that are due at a moment and have not ended."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM discrepancy
            WHERE due_time = :due_time AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED') ORDER BY position
            """,
            due_time=due_time.isoformat(),
        )
        return [DISCREPANCY(row) for row in rows]


class DiscrepancyStore(DiscrepancyQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, *discrepancies: Discrepancy) -> None:
        self._tx.execute_many(insert_of("discrepancy", Discrepancy), [columns_of(one) for one in discrepancies])

    def keep(self, discrepancy: Discrepancy) -> None:
        """Where it stands: what was reported never changes."""
        self._tx.execute(
            """
            UPDATE discrepancy SET
                reporter_discrepancy = :reporter_discrepancy, state = :state, due_time = :due_time,
                reported_to = :reported_to, forwarded_to = :forwarded_to, change_event = :change_event, note = :note,
                update_time = :update_time, revision = :revision
            WHERE discrepancy_id = :discrepancy_id
            """,
            **columns_of(discrepancy),
        )


def _wait(row: Row) -> Wait:
    found = DISCREPANCY(row)
    return Wait(
        kind="discrepancy",
        name=found.name,
        since=found.create_time,
        due=found.due_time,
        case_id=found.case_id,
        awaits=found.forwarded_to,
    )


WAITING = Waiting(
    """
    SELECT * FROM discrepancy
    WHERE position > :after AND state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED') ORDER BY position LIMIT :most
    """,
    _wait,
)
