"""Where reconciliations with tax are kept, and what they are held against is read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from lienthong_emulator.insurance.collection.domain import Unit
from lienthong_emulator.insurance.collection.store import UNIT
from lienthong_emulator.insurance.contributions.domain import Month
from lienthong_emulator.insurance.employers.domain import StandingAtTax
from lienthong_emulator.insurance.tax_reconciliation.domain import (
    BANKRUPT_OR_CLOSED,
    Count,
    DifferenceAtTax,
    DifferenceState,
    Finding,
    Insured,
    Kind,
    Run,
)
from lienthong_emulator.runtime.database import Reader, Row, Transaction, columns_of, insert_of, reader_of, update_of
from lienthong_emulator.runtime.waits import Wait, Waiting, due_after


class TaxReconciliationQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def find(self, run_id: str) -> Run | None:
        row = await self._db.fetch_one("SELECT * FROM tax_reconciliation WHERE run_id = :run_id", run_id=run_id)
        return reader_of(Run)(row) if row else None

    async def running(self) -> Sequence[str]:
        rows = await self._db.fetch_all("SELECT run_id FROM tax_reconciliation WHERE phase <> 'DONE'")
        return [row["run_id"] for row in rows]

    async def counts(self, position: int) -> Sequence[Count]:
        rows = await self._db.fetch_all(
            """
            SELECT kind, COUNT(*) AS times, SUM(amount) AS amount FROM tax_finding WHERE position = :position
            GROUP BY kind ORDER BY kind
            """,
            position=position,
        )
        return [(row["kind"], row["times"], int(row["amount"])) for row in rows]

    async def findings(self, position: int, kinds: Sequence[Kind], *, after: int, most: int) -> Sequence[Finding]:
        rows = await self._db.fetch_all(
            """
            SELECT * FROM tax_finding WHERE position = :position AND kind IN (:kinds*) AND number > :after
            ORDER BY number LIMIT :most
            """,
            position=position,
            kinds=[kind.value for kind in kinds],
            after=after,
            most=most,
        )
        return [reader_of(Finding)(row) for row in rows]

    async def differences_of(self, findings: Sequence[Finding]) -> Mapping[tuple[str, Kind, str, str], DifferenceAtTax]:
        """What was sent to the tax service of the same tax codes, by what tells one."""
        sent = [found.of_identity for found in findings]
        rows = await self._db.fetch_all(
            "SELECT * FROM difference_at_tax WHERE tax_code IN (:codes*)",
            codes=list({one.tax_code for one in sent if one}),
        )
        read = [reader_of(DifferenceAtTax)(row) for row in rows]
        return {told_by(one): one for one in read}

    async def units_under(self, tax_codes: Collection[str]) -> Mapping[str, Sequence[Unit]]:
        """Units by their tax codes."""
        rows = await self._db.fetch_all(
            f"SELECT {UNIT} FROM employer WHERE tax_code IN (:codes*) ORDER BY tax_code, unit_code",
            codes=list(tax_codes),
        )
        found: defaultdict[str, list[Unit]] = defaultdict(list)
        for row in rows:
            found[row["tax_code"]].append(reader_of(Unit)(row))
        return found

    async def insured_under(self, tax_codes: Collection[str]) -> Mapping[str, Insured]:
        """Whom insurance knows under tax codes; of who is held twice, the record under which a unit declares them."""
        rows = await self._db.fetch_all(
            """
            SELECT social_insurance.tax_code, social_insurance.participant_key, full_name, (
                SELECT value FROM participant_number AS number
                WHERE number.participant_key = social_insurance.participant_key AND superseded = 0 AND kind IN (1, 2)
                ORDER BY kind LIMIT 1
            ) AS number
            FROM social_insurance
            JOIN participant ON participant.participant_key = social_insurance.participant_key
            WHERE social_insurance.tax_code IN (:codes*) AND social_insurance.tax_code <> ''
            ORDER BY social_insurance.unit_code <> '', social_insurance.participant_key DESC
            """,
            codes=list(tax_codes),
        )
        return {row["tax_code"]: Insured(row["participant_key"], row["full_name"], row["number"] or "") for row in rows}

    async def insured_in(self, month: Month, keys: Collection[int]) -> frozenset[int]:
        """Of participants those whom some unit declares for a month."""
        rows = await self._db.fetch_all(
            """
            SELECT participant_key FROM contribution WHERE participant_key IN (:keys*) AND unit_code <> ''
                AND first_month <= :month AND (last_month = 0 OR last_month >= :month)
            UNION
            SELECT participant_key FROM unpaid_period WHERE participant_key IN (:keys*)
                AND first_month <= :month AND (last_month = 0 OR last_month >= :month)
            """,
            keys=list(keys),
            month=month,
        )
        return frozenset(row["participant_key"] for row in rows)

    async def count_units(self) -> int:
        row = await self._db.fetch_one("SELECT COUNT(*) AS units FROM employer")
        return row["units"] if row else 0

    async def closed_at_tax(self, *, skip: int, most: int) -> Sequence[StandingAtTax]:
        """Who closed or goes bankrupt for tax, in the order of tax codes."""
        rows = await self._db.fetch_all(
            """
            SELECT * FROM employer_at_tax WHERE status IN (:closed*)
            ORDER BY tax_code LIMIT :most OFFSET :skip
            """,
            skip=skip,
            closed=list(BANKRUPT_OR_CLOSED),
            most=most,
        )
        return [reader_of(StandingAtTax)(row) for row in rows]


class TaxReconciliationStore(TaxReconciliationQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def add(self, run: Run) -> None:
        self._tx.execute(insert_of("tax_reconciliation", Run), **columns_of(run))

    def keep(self, run: Run) -> None:
        self._tx.execute(update_of("tax_reconciliation", Run, "position"), **columns_of(run))

    def keep_differences(self, differences: Sequence[DifferenceAtTax]) -> None:
        """Put them in the place of how they stood before, where they did."""
        statement = insert_of("difference_at_tax", DifferenceAtTax)
        self._tx.execute_many(
            f"""
            {statement} ON CONFLICT (tax_code, kind, held_here, held_there) DO UPDATE
            SET state = excluded.state, answer = excluded.answer,
                send_time = COALESCE(NULLIF(excluded.send_time, ''), difference_at_tax.send_time)
            """,
            [columns_of(one) for one in differences],
        )

    def add_findings(self, findings: Sequence[Finding]) -> None:
        self._tx.execute_many(insert_of("tax_finding", Finding), [columns_of(found) for found in findings])


def told_by(one: DifferenceAtTax) -> tuple[str, Kind, str, str]:
    """What tells a difference from every other."""
    return one.tax_code, one.kind, one.held_here, one.held_there


def _run(row: Row) -> Wait:
    run = reader_of(Run)(row)
    return Wait(
        kind="tax-reconciliation",
        name=run.name,
        since=run.create_time,
        due=due_after("tax-reconciliation", run.create_time),
        case_id=run.case_id,
    )


def _sent(row: Row) -> Wait:
    kind, sent = "identity-difference-unanswered", reader_of(DifferenceAtTax)(row)
    assert sent.send_time is not None  # the query asks for those that were sent
    name = f"{sent.tax_code}/{sent.kind.name}"
    return Wait(kind=kind, name=name, since=sent.send_time, due=due_after(kind, sent.send_time), awaits="agencies/tax")


WAITING = (
    Waiting(
        "SELECT * FROM tax_reconciliation WHERE position > :after AND phase <> 'DONE' ORDER BY position LIMIT :most",
        _run,
    ),
    Waiting(
        f"""
        SELECT * FROM (
            SELECT difference_at_tax.*, tax_code || ' ' || kind || ' ' || held_here || ' ' || held_there AS position
            FROM difference_at_tax WHERE state = {DifferenceState.OPEN.value} AND send_time <> ''
        ) AS waiting WHERE position > :after ORDER BY position LIMIT :most
        """,
        _sent,
        first="",
    ),
)
