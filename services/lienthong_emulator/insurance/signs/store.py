"""What is read of many units at once, for rules to look at."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeVar

from lienthong_emulator.insurance.contributions.domain import BenefitKind, Month
from lienthong_emulator.insurance.months import after, month_of
from lienthong_emulator.insurance.signs.domain import DeclaredIn, Maternity, Overlap, Period
from lienthong_emulator.insurance.tax_reconciliation.domain import Finding, Kind
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.database import Reader, Row, reader_of

Read = TypeVar("Read")
FAR: Final = Month(999912)
MATERNITY_MONTHS: Final = 6
LATEST: Final = "SELECT max(position) FROM tax_reconciliation WHERE phase = 'DONE'"


class SignQuestions:
    """Reads."""

    def __init__(self, db: Reader) -> None:
        self._db = db

    async def findings(self, unit_codes: Collection[str]) -> Mapping[str, Sequence[Finding]]:
        """By unit, of the last reconciliation with the tax service that came to its end."""
        rows = await self._db.fetch_all(
            f"SELECT * FROM tax_finding WHERE position = ({LATEST}) AND unit_code IN (:codes*) ORDER BY number",
            codes=list(unit_codes),
        )
        return _by_unit(rows, reader_of(Finding))

    async def unknown_employers(self, *, skip: int, most: int) -> Sequence[Finding]:
        """Employers that no unit has the tax code of, as that reconciliation found them."""
        rows = await self._db.fetch_all(
            f"""
            SELECT * FROM tax_finding WHERE position = ({LATEST}) AND kind = :kind
            ORDER BY number LIMIT :most OFFSET :skip
            """,
            kind=Kind.TAX_CODE_UNKNOWN.value,
            skip=skip,
            most=most,
        )
        return [reader_of(Finding)(row) for row in rows]

    async def statuses(self, tax_codes: Collection[str]) -> Mapping[str, str]:
        """Where employers stand for tax, as far as the tax service told of a change."""
        rows = await self._db.fetch_all(
            "SELECT tax_code, status FROM employer_at_tax WHERE tax_code IN (:codes*)", codes=list(tax_codes)
        )
        return {row["tax_code"]: row["status"] for row in rows}

    async def maternities(self, unit_codes: Collection[str], since: Month) -> Mapping[str, Sequence[Maternity]]:
        """Benefits since a month, by the units that declared the mothers for the month before."""
        rows = await self._db.fetch_all(
            """
            SELECT declared.unit_code, benefit.participant_key, benefit.first_month, benefit.last_month, benefit.amount,
                declared.first_month AS since, declared.last_month AS until
            FROM contribution AS declared
            JOIN benefit ON benefit.participant_key = declared.participant_key
            WHERE declared.unit_code IN (:codes*) AND (declared.last_month = 0 OR declared.last_month >= :before)
                AND benefit.kind = :kind AND benefit.first_month >= :since
            ORDER BY benefit.participant_key, benefit.first_month
            """,
            codes=list(unit_codes),
            kind=BenefitKind.MATERNITY.value,
            since=since,
            before=after(since, -1),
        )
        periods = await self._periods({row["participant_key"] for row in rows})
        declared = [row for row in rows if _covers(row, after(row["first_month"], -1))]
        return _by_unit(declared, lambda row: _maternity(row, periods))

    async def _periods(self, participant_keys: Collection[int]) -> Mapping[int, Sequence[Period]]:
        rows = await self._db.fetch_all(
            """
            SELECT participant_key, unit_code, first_month, last_month FROM contribution
            WHERE participant_key IN (:keys*) AND unit_code <> ''
            """,
            keys=list(participant_keys),
        )
        found: defaultdict[int, list[Period]] = defaultdict(list)
        for row in rows:
            found[row["participant_key"]].append(Period(row["unit_code"], row["first_month"], row["last_month"]))
        return found

    async def overlaps(self, unit_codes: Collection[str], since: Month) -> Mapping[str, Sequence[Overlap]]:
        """Whom another unit declares for the same months, since a month."""
        rows = await self._db.fetch_all(
            """
            SELECT here.unit_code, here.participant_key, here.first_month, here.last_month,
                there.first_month AS since, there.last_month AS until
            FROM contribution AS here
            JOIN contribution AS there ON there.participant_key = here.participant_key
            WHERE here.unit_code IN (:codes*) AND there.unit_code <> here.unit_code AND there.unit_code <> ''
                AND (here.last_month = 0 OR here.last_month >= :since)
                AND (there.last_month = 0 OR there.last_month >= :since)
                AND (here.last_month = 0 OR there.first_month <= here.last_month)
                AND (there.last_month = 0 OR here.first_month <= there.last_month)
            ORDER BY here.participant_key, here.first_month
            """,
            codes=list(unit_codes),
            since=since,
        )
        return _by_unit(rows, _overlap)

    async def declarations(self, unit_codes: Collection[str], since: Month) -> Mapping[str, Sequence[DeclaredIn]]:
        """In which months units declared what, of those declared since a month."""
        rows = await self._db.fetch_all(
            """
            SELECT declared_change.unit_code, declared_change.participant_key, declared_change.month, receive_time
            FROM declared_change
            JOIN participant_declaration
                ON participant_declaration.declaration_number = declared_change.declaration_number
            WHERE declared_change.unit_code IN (:codes*)
            ORDER BY declared_change.month, declared_change.participant_key
            """,
            codes=list(unit_codes),
        )
        read = _by_unit(rows, _declared)
        return {code: [one for one in own if one.receive_month >= since] for code, own in read.items()}


def _by_unit(rows: Sequence[Row], read: Callable[[Row], Read]) -> Mapping[str, Sequence[Read]]:
    found: defaultdict[str, list[Read]] = defaultdict(list)
    for row in rows:
        found[row["unit_code"]].append(read(row))
    return found


def _covers(row: Row, month: Month) -> bool:
    return row["since"] <= month <= (row["until"] or FAR)


def _maternity(row: Row, periods: Mapping[int, Sequence[Period]]) -> Maternity:
    """Our choice: one that goes on is as long as the law has it, 6 months."""
    first = Month(row["first_month"])
    return Maternity(
        participant_key=row["participant_key"],
        first_month=first,
        last_month=Month(row["last_month"]) or after(first, MATERNITY_MONTHS - 1),
        amount=row["amount"],
        periods=periods[row["participant_key"]],
    )


def _overlap(row: Row) -> Overlap:
    last = min(row["last_month"] or FAR, row["until"] or FAR)
    return Overlap(row["participant_key"], max(row["first_month"], row["since"]), last)


def _declared(row: Row) -> DeclaredIn:
    received = datetime.fromisoformat(row["receive_time"]).astimezone(HANOI)
    return DeclaredIn(row["participant_key"], Month(row["month"]), month_of(received))
