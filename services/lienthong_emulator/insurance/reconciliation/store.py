"""Where reconciliations and their results are kept, and the register is read for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.insurance.reconciliation.domain import Own, Reconciliation, Result
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, is_same_person
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.matching import Number, PartialDate, Place
from lienthong_emulator.runtime.database import columns_of, insert_of, reader_of, update_of

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Reader, Row, Transaction

RECONCILIATION = reader_of(Reconciliation)
IDENTITY = (PERSONAL_NUMBER, CMND)
"""Kinds of numbers by which another register knows a person, the better one first."""

Again = Mapping[int, tuple[Sequence[int], bool]]
ONCE: Final[tuple[Sequence[int], bool]] = ((), False)


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

    async def running(self) -> Sequence[str]:
        rows = await self._db.fetch_all("SELECT operation_id FROM reconciliation WHERE state = 'RUNNING'")
        return [row["operation_id"] for row in rows]

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
            Result(position=position, participant_key=row["participant_key"], matched=row["matched"] == 1, found=found)
            for row in rows
            for found in [bytes(row["found"])]
        ]

    async def is_told(self, discrepancy: str) -> bool:
        """Whether the register of any agency tells a difference."""
        row = await self._db.fetch_one(
            "SELECT 1 AS one FROM told_difference WHERE discrepancy = :discrepancy LIMIT 1", discrepancy=discrepancy
        )
        return row is not None

    async def changes_so_far(self) -> int:
        """The place of the last change that a participant followed."""
        row = await self._db.fetch_one("SELECT coalesce(max(position), 0) AS last FROM change_event")
        assert row is not None
        return row["last"]

    async def changed_after(self, place: int) -> AbstractSet[int]:
        """Who followed a change since."""
        rows = await self._db.fetch_all(
            "SELECT DISTINCT participant_key FROM change_event WHERE position > :place", place=place
        )
        return {row["participant_key"] for row in rows}

    async def participants_in_all(self) -> int:
        row = await self._db.fetch_one("SELECT count(*) AS times FROM participant")
        assert row is not None
        return row["times"]

    async def participants_after(self, checkpoint: int, most: int, today: date) -> Sequence[Own]:
        """The next participants of the register, as they are held against another."""
        rows = await self._db.fetch_tuples(
            """
            SELECT participant_key, full_name, birth_year, birth_month, birth_day, sex,
                residence_province_code, residence_district_code, residence_commune_code,
                death_date, source = :source AND confirm_date = :today
            FROM participant WHERE participant_key > :checkpoint ORDER BY participant_key LIMIT :most
            """,
            checkpoint=checkpoint,
            most=most,
            source=Source.POPULATION.value,
            today=today.isoformat(),
        )
        if not rows:
            return []
        last = rows[-1][0]
        numbers = await self._numbers(checkpoint, last)
        parents = await self._parents(checkpoint, last)
        again = await self._again(checkpoint, last)
        return [_own(row, numbers, parents, again) for row in rows]

    async def _numbers(self, after: int, last: int) -> Mapping[int, Number]:
        """The number by which each is known, among those with keys after one up to another."""
        rows = await self._db.fetch_tuples(
            """
            SELECT participant_key, kind, value FROM participant_number
            WHERE participant_key > :after AND participant_key <= :last AND superseded = 0 AND kind IN (:kinds*)
            ORDER BY kind DESC
            """,
            after=after,
            last=last,
            kinds=list(IDENTITY),
        )
        return {key: Number(kind, value) for key, kind, value in rows}

    async def _parents(self, after: int, last: int) -> Mapping[tuple[int, int], Number]:
        rows = await self._db.fetch_tuples(
            """
            SELECT participant_key, kind, number_kind, number FROM relative
            WHERE participant_key > :after AND participant_key <= :last AND kind IN (:kinds*) AND number <> ''
            """,
            after=after,
            last=last,
            kinds=[MOTHER, FATHER],
        )
        return {(key, kind): Number(number_kind, number) for key, kind, number_kind, number in rows}

    async def _again(self, after: int, last: int) -> Again:
        """Of those who are held more than once: the keys of all their records, and whether two have a card."""
        rows = await self._db.fetch_all(
            """
            SELECT own.participant_key AS own_key, other.participant_key AS other_key,
                one.full_name AS one_name, one.birth_year AS one_year, one.birth_month AS one_month,
                one.birth_day AS one_day, two.full_name AS two_name, two.birth_year AS two_year,
                two.birth_month AS two_month, two.birth_day AS two_day,
                (SELECT count(*) FROM card WHERE ending = 0
                 AND card.participant_key IN (own.participant_key, other.participant_key)) AS cards
            FROM participant_number AS own
            JOIN participant_number AS other ON other.value = own.value AND other.kind = own.kind
                AND other.participant_key <> own.participant_key AND other.superseded = 0
            JOIN participant AS one ON one.participant_key = own.participant_key
            JOIN participant AS two ON two.participant_key = other.participant_key
            WHERE own.participant_key > :after AND own.participant_key <= :last
                AND own.superseded = 0 AND own.kind IN (:kinds*)
            """,
            after=after,
            last=last,
            kinds=list(IDENTITY),
        )
        found: defaultdict[int, tuple[Sequence[int], bool]] = defaultdict(lambda: ONCE)
        for row in rows:
            if is_same_person(_name_and_birth(row, "one"), _name_and_birth(row, "two")):
                key = row["own_key"]
                keys, has_two_cards = found[key]
                found[key] = (*(keys or (key,)), row["other_key"]), has_two_cards or row["cards"] > 1
        return found


def _name_and_birth(row: Row, which: str) -> tuple[str, PartialDate]:
    born = PartialDate(row[f"{which}_year"], row[f"{which}_month"], row[f"{which}_day"])
    return row[f"{which}_name"], born


def _own(
    row: Sequence[Any], numbers: Mapping[int, Number], parents: Mapping[tuple[int, int], Number], again: Again
) -> Own:
    key, full_name, year, month, day, sex, province, district, commune, died, is_confirmed = row
    keys, has_two_cards = again.get(key, ONCE)
    return Own(
        key=key,
        number=numbers.get(key),
        full_name=full_name,
        birth=_born(year, month, day),
        sex=sex,
        residence=Place(province, district, commune),
        died=died,
        mother=parents.get((key, MOTHER)),
        father=parents.get((key, FATHER)),
        again=keys,
        has_two_cards=has_two_cards,
        is_confirmed=bool(is_confirmed),
    )


@lru_cache(maxsize=65_536)  # of days there are not more
def _born(year: int, month: int, day: int) -> PartialDate:
    return PartialDate(year, month, day)


class ReconciliationStore(ReconciliationQuestions):
    """Reads and writes, within a transaction."""

    def __init__(self, db: Transaction) -> None:
        super().__init__(db)
        self._tx = db

    def tell(self, discrepancy: str, agency: str) -> None:
        """Note that the register of an agency tells a difference."""
        self._tx.execute(
            "INSERT INTO told_difference (discrepancy, agency) VALUES (:discrepancy, :agency) ON CONFLICT DO NOTHING",
            discrepancy=discrepancy,
            agency=agency,
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

    def add_matched(self, position: int, keys: Sequence[int]) -> None:
        """The results of those who agree in everything: nothing is told of them."""
        self._tx.execute(
            """
            INSERT INTO reconciliation_result (position, participant_key, matched, found)
            SELECT :position, participant_key, 1, :nothing FROM participant WHERE participant_key IN (:keys*)
            """,
            position=position,
            nothing=b"",
            keys=keys,
        )

    def confirm(self, keys: Sequence[int], day: date) -> None:
        """Population holds the same of group a: what was confirmed field by field before is confirmed as a whole."""
        if not keys:
            return
        self._tx.execute(
            "UPDATE participant SET confirm_date = :day, source = :source WHERE participant_key IN (:keys*)",
            day=day.isoformat(),
            source=Source.POPULATION.value,
            keys=keys,
        )
        self._tx.execute("DELETE FROM participant_confirmation WHERE participant_key IN (:keys*)", keys=keys)

    def remove(self, position: int) -> None:
        for table in ("reconciliation_result", "reconciliation_count", "reconciliation"):
            self._tx.execute(f"DELETE FROM {table} WHERE position = :position", position=position)
