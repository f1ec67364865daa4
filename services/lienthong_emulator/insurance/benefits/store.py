"""Where claims are kept, what a death ended, and what was done with the cards of the dead."""

from collections.abc import Sequence
from datetime import date, datetime

from lienthong_emulator.insurance.benefits.domain import Claim, ClaimState, SicknessClaim, Use, UseKind
from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.runtime.clock import HANOI, end_of
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.runtime.kit import EPOCH, MICROSECOND
from lienthong_emulator.runtime.waits import Wait, Waiting

DEAD = """
    WITH dead AS (
        SELECT participant_key, death_date AS died FROM participant WHERE death_date <> ''
        UNION ALL
        SELECT reported_death.participant_key, MIN(reported_death.death_date) AS died
        FROM reported_death JOIN participant ON participant.participant_key = reported_death.participant_key
        WHERE participant.death_date = '' GROUP BY reported_death.participant_key
    )
"""
"""Whom population holds for dead, and of whom only a facility or the death register says so."""


class BenefitQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, claim_id: str) -> Claim | None:
        row = await self._db.fetch_one("SELECT * FROM benefit_claim WHERE claim_id = :id", id=claim_id)
        return reader_of(Claim)(row) if row else None

    async def find_sickness(self, claim_id: str) -> SicknessClaim | None:
        row = await self._db.fetch_one("SELECT * FROM sickness_claim WHERE claim_id = :id", id=claim_id)
        return reader_of(SicknessClaim)(row) if row else None

    async def of_record(self, record: str) -> Sequence[Claim]:
        rows = await self._db.fetch_all(
            "SELECT * FROM benefit_claim WHERE record = :record ORDER BY position", record=record
        )
        return [reader_of(Claim)(row) for row in rows]

    async def list_claims(
        self, *, after: int, most: int, keys: Sequence[int] | None, state: ClaimState | None, overdue_on: date | None
    ) -> Sequence[Claim]:
        """Claims after a position, the oldest first; `keys` are of those who died, None for all."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM benefit_claim
            WHERE position > :after AND (:everybody = 1 OR participant_key IN (:keys*))
              AND (:state = '' OR state = :state)
              AND (:overdue_on = '' OR (due_date < :overdue_on AND state = 'OPEN'))
            ORDER BY position LIMIT :most
            """,
            after=after,
            most=most,
            everybody=int(keys is None),
            keys=list(keys or ()),
            state=state or "",
            overdue_on=overdue_on.isoformat() if overdue_on else "",
        )
        return [reader_of(Claim)(row) for row in rows]

    async def checks_of_the_dead(self) -> Sequence[Use]:
        rows = await self._db.fetch_all(
            f"""
            {DEAD} SELECT participant_key, died, asking_time, caller
            FROM dead
            JOIN access ON access.subject_key = dead.participant_key
            JOIN asking ON asking.asking_key = access.asking_key
            WHERE access.result <> 0
            """
        )
        return [_use(row, UseKind.CHECK, EPOCH + row["asking_time"] * MICROSECOND, row["caller"]) for row in rows]

    async def visits_of_the_dead(self) -> Sequence[Use]:
        rows = await self._db.fetch_all(
            f"""
            {DEAD} SELECT dead.participant_key, died, admit_time, facility
            FROM dead JOIN treatment ON treatment.participant_key = dead.participant_key
            """
        )
        return [
            _use(row, UseKind.TREATMENT, datetime.fromisoformat(row["admit_time"]), f"facilities/{row['facility']}")
            for row in rows
        ]


class BenefitStore(BenefitQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, claim: Claim) -> None:
        self._tx.execute(insert_of("benefit_claim", Claim), **columns_of(claim))

    def add_sickness(self, claim: SicknessClaim) -> None:
        self._tx.execute(insert_of("sickness_claim", SicknessClaim), **columns_of(claim))

    def keep(self, claim: Claim) -> None:
        self._tx.execute(update_of("benefit_claim", Claim, "claim_id"), **columns_of(claim))

    def end_what_goes_on(self, record: str, participant_key: int, month: Month) -> None:
        """With the month of the death; what was to begin later ends with its first."""
        for paid, table, part in _PAID:
            self._tx.execute(
                f"""
                INSERT INTO ended_by_death (record, participant_key, paid, first_month, part)
                SELECT :record, participant_key, :paid, first_month, {part} FROM {table}
                WHERE participant_key = :key AND last_month = 0
                """,
                record=record,
                paid=paid,
                key=participant_key,
            )
            self._tx.execute(
                f"""
                UPDATE {table} SET last_month = CASE WHEN first_month > :month THEN first_month ELSE :month END
                WHERE participant_key = :key AND last_month = 0
                """,
                month=month,
                key=participant_key,
            )

    def let_go_on(self, record: str) -> None:
        """What an entry of the death register ended."""
        for paid, table, part in _PAID:
            self._tx.execute(
                f"""
                UPDATE {table} SET last_month = 0 WHERE EXISTS (
                    SELECT 1 FROM ended_by_death
                    WHERE record = :record AND paid = :paid
                      AND ended_by_death.participant_key = {table}.participant_key
                      AND ended_by_death.first_month = {table}.first_month AND part = {table}.{part}
                ) AND participant_key IN (SELECT participant_key FROM ended_by_death WHERE record = :record)
                """,
                record=record,
                paid=paid,
            )
        self._tx.execute("DELETE FROM ended_by_death WHERE record = :record", record=record)


_PAID = (("in", "contribution", "funds"), ("out", "benefit", "kind"))


def _use(row: Row, kind: UseKind, time: datetime, caller: str) -> Use:
    died = date.fromisoformat(row["died"])
    return Use(participant_key=row["participant_key"], died=died, kind=kind, time=time.astimezone(HANOI), caller=caller)


def _wait(row: Row) -> Wait:
    claim = reader_of(Claim)(row)
    return Wait(kind="benefit-claim", name=claim.name, since=claim.open_time, due=end_of(claim.due_date))


WAITING = Waiting(
    "SELECT * FROM benefit_claim WHERE position > :after AND state = 'OPEN' ORDER BY position LIMIT :most", _wait
)
