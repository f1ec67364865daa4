"""A fingerprint that is kept is never older than what it is made of: any change forgets it, whoever writes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.insurance.agency import AGENCY
from lienthong_emulator.insurance.reconciliation.register_store import DIED, RegisterQuestions, RegisterStore
from lienthong_emulator.insurance.registry.domain import Participant, Relative
from lienthong_emulator.runtime.database import column_names
from lienthong_emulator.runtime.load import build
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.sqlite import open_sqlite
from lienthong_emulator.runtime.templates import blueprint_of
from lienthong_emulator.verification.fingerprints import Made, made_of
from lienthong_emulator.verification.written_claims import KIND, NUMBER

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database, Reader, Transaction

STEPS = 60
OF_PERSON = [column for column in column_names(Participant) if column != "participant_key"]
OF_RELATIVE = [column for column in column_names(Relative) if column not in ("participant_key", "kind")]


async def kept_in(db: Reader) -> set[Made]:
    rows = await db.fetch_tuples("SELECT value, kind, participant_key, fingerprint FROM participant_number")
    return {Made(*row) for row in rows if row[-1] is not None}


async def everybody(db: Reader) -> list[int]:
    return [key for (key,) in await db.fetch_tuples("SELECT participant_key FROM participant ORDER BY participant_key")]


async def made_anew(db: Reader) -> set[Made]:
    """Of everybody of whom one can be made: who lives and shares no number."""
    rows = [row for row in await RegisterQuestions(db).rows_of(await everybody(db)) if row[KIND]]
    shared = await db.fetch_tuples(
        "SELECT value FROM participant_number WHERE superseded = 0 GROUP BY value, kind HAVING count(*) > 1"
    )
    return {*made_of([row for row in rows if not row[DIED] and (row[NUMBER],) not in shared])}


async def test_everybody_of_a_new_world_has_a_right_one(open_tables: OpenTables) -> None:
    async with open_tables(AGENCY) as tables:
        assert await kept_in(tables.scans) == await made_anew(tables.scans) != set()


async def test_a_nation_has_right_ones(tmp_path: Path) -> None:
    build(tmp_path / "nation.sqlite3", blueprint_of(AGENCY, Nation(seed=3, people=10_000)), lambda _people: None)
    database = await open_sqlite(tmp_path / "nation.sqlite3", synchronous="OFF")
    kept, anew = await kept_in(database.scans), await made_anew(database.scans)
    await database.close()

    assert kept == anew
    assert len(kept) > 9_000


@pytest.mark.parametrize("seed", range(4))
async def test_no_change_of_any_row_leaves_one_that_is_wrong(open_tables: OpenTables, seed: int) -> None:
    async with open_tables(AGENCY) as tables:
        people, all_keys = Changing(random.Random(seed), tables), await everybody(tables.lookups)
        for step in range(STEPS):
            await people.change()
            kept, anew = await kept_in(tables.lookups), await made_anew(tables.lookups)
            assert kept <= anew, f"step {step}: {people.last}"
            if step % 4 == 0:  # the next change is of people who have one
                async with tables.write() as tx:
                    await RegisterStore(tx).make_fingerprints(all_keys)
                assert len(anew) * 0.9 < len(await kept_in(tables.lookups)) <= len(anew)


class Changing:
    """Changes rows as no writer should and any might."""

    def __init__(self, drawn: random.Random, tables: Database) -> None:
        self._drawn = drawn
        self._tables = tables
        self.last = ""

    async def change(self) -> None:
        wanted = self._drawn.choice(
            [
                self._column,
                self._column,
                self._number,
                self._no_number,
                self._retired,
                self._relative,
                self._no_relative,
            ]
        )
        async with self._tables.write() as tx:
            await wanted(tx)
        self.last = wanted.__name__

    async def _someone(self, tx: Transaction, table: str = "participant") -> int:
        rows = await tx.fetch_tuples(f"SELECT participant_key FROM {table} ORDER BY participant_key")
        return self._drawn.choice(rows)[0]

    async def _column(self, tx: Transaction) -> None:
        """Any column becomes what it is of somebody else."""
        column, key, other = self._drawn.choice(OF_PERSON), await self._someone(tx), await self._someone(tx)
        (row,) = await tx.fetch_tuples(f"SELECT {column} FROM participant WHERE participant_key = :other", other=other)
        tx.execute(f"UPDATE participant SET {column} = :value WHERE participant_key = :key", value=row[0], key=key)

    async def _number(self, tx: Transaction) -> None:
        """Another number, which may be somebody else's too."""
        key, other = await self._someone(tx), await self._someone(tx)
        rows = await tx.fetch_tuples(
            "SELECT value, kind FROM participant_number WHERE participant_key = :key", key=other
        )
        value, kind = self._drawn.choice([*rows, (f"9011930{self._drawn.randrange(10**5):05}", 1)])
        tx.execute(
            """
            INSERT INTO participant_number (value, kind, participant_key, superseded) VALUES (:value, :kind, :key, 0)
            ON CONFLICT (value, kind, participant_key) DO UPDATE SET superseded = 0
            """,
            value=value,
            kind=kind,
            key=key,
        )

    async def _no_number(self, tx: Transaction) -> None:
        tx.execute("DELETE FROM participant_number WHERE participant_key = :key", key=await self._someone(tx))

    async def _retired(self, tx: Transaction) -> None:
        tx.execute(
            "UPDATE participant_number SET superseded = 1 WHERE participant_key = :key", key=await self._someone(tx)
        )

    async def _relative(self, tx: Transaction) -> None:
        """A parent gets a number or another name, or goes to somebody who has none."""
        column, key = self._drawn.choice(OF_RELATIVE), await self._someone(tx, "relative")
        (value,), *_ = await tx.fetch_tuples(f"SELECT {column} FROM relative ORDER BY number DESC")
        tx.execute(f"UPDATE relative SET {column} = :value WHERE participant_key = :key", value=value, key=key)

    async def _no_relative(self, tx: Transaction) -> None:
        tx.execute("DELETE FROM relative WHERE participant_key = :key", key=await self._someone(tx, "relative"))
