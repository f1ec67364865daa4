"""A fingerprint that is kept is never older than what it is made of: any change forgets it, whoever writes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from lienthong_emulator.population.agency import AGENCY
from lienthong_emulator.population.citizens.domain import Citizen
from lienthong_emulator.population.citizens.store import CitizenQuestions, CitizenStore
from lienthong_emulator.runtime.database import column_names
from lienthong_emulator.runtime.load import build
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.sqlite import open_sqlite
from lienthong_emulator.runtime.templates import blueprint_of
from lienthong_emulator.verification.by_fingerprint import SHAPE
from lienthong_emulator.verification.fingerprints import Made, made_of
from lienthong_emulator.verification.verbatim import plain
from lienthong_emulator.verification.written_claims import IS_ALL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import OpenTables
    from lienthong_emulator.runtime.database import Database, Reader, Transaction

STEPS = 60
COLUMNS = [column for column in column_names(Citizen) if column != "citizen_key"]


async def kept_in(db: Reader) -> set[Made]:
    rows = await db.fetch_tuples("SELECT value, kind, citizen_key, fingerprint FROM identity_number")
    return {Made(*row) for row in rows if row[-1] is not None}


async def made_anew(db: Reader) -> Sequence[Made]:
    """Of everybody of whom one can be made."""
    numbers = [value for (value,) in await db.fetch_tuples("SELECT DISTINCT value FROM identity_number")]
    rows = await CitizenQuestions(db).words_to_fingerprint(numbers)
    return made_of(plain([row for row in rows if row[IS_ALL]], SHAPE))


async def test_everybody_of_a_new_world_has_a_right_one(open_tables: OpenTables) -> None:
    async with open_tables(AGENCY) as tables:
        assert await kept_in(tables.scans) == {*await made_anew(tables.scans)} != set()


async def test_a_nation_has_right_ones(tmp_path: Path) -> None:
    """Parents in another slice of 20,000 people among them."""
    build(tmp_path / "nation.sqlite3", blueprint_of(AGENCY, Nation(seed=3, people=25_000)), lambda _people: None)
    database = await open_sqlite(tmp_path / "nation.sqlite3", synchronous="OFF")
    kept, anew = await kept_in(database.scans), {*await made_anew(database.scans)}
    await database.close()

    assert kept == anew
    assert len(kept) > 20_000


@pytest.mark.parametrize("seed", range(4))
async def test_no_change_of_any_row_leaves_one_that_is_wrong(open_tables: OpenTables, seed: int) -> None:
    async with open_tables(AGENCY) as tables:
        people = Changing(random.Random(seed), tables)
        for step in range(STEPS):
            await people.change()
            kept, anew = await kept_in(tables.lookups), {*await made_anew(tables.lookups)}
            assert kept <= anew, f"step {step}: {people.last}"
            if step % 4 == 0:  # the next change is of people who have one
                async with tables.write() as tx:
                    CitizenStore(tx).keep_fingerprints([*anew])


class Changing:
    """Changes rows as no writer should and any might: who carries a current number keeps to one."""

    def __init__(self, drawn: random.Random, tables: Database) -> None:
        self._drawn = drawn
        self._tables = tables
        self.last = ""

    async def change(self) -> None:
        wanted = self._drawn.choice(
            [self._column, self._column, self._number, self._no_number, self._retired, self._given]
        )
        async with self._tables.write() as tx:
            await wanted(tx)
        self.last = wanted.__name__

    async def _someone(self, tx: Transaction) -> int:
        rows = await tx.fetch_tuples("SELECT citizen_key FROM citizen ORDER BY citizen_key")
        return self._drawn.choice(rows)[0]

    async def _column(self, tx: Transaction) -> None:
        """Any column becomes what it is of somebody else."""
        column, key, other = self._drawn.choice(COLUMNS), await self._someone(tx), await self._someone(tx)
        (row,) = await tx.fetch_tuples(f"SELECT {column} FROM citizen WHERE citizen_key = :other", other=other)
        tx.execute(f"UPDATE citizen SET {column} = :value WHERE citizen_key = :key", value=row[0], key=key)

    async def _number(self, tx: Transaction) -> None:
        """A new number in the place of others, which may be somebody else's too."""
        key, other = await self._someone(tx), await self._someone(tx)
        rows = await tx.fetch_tuples("SELECT value, kind FROM identity_number WHERE citizen_key = :key", key=other)
        value, kind = self._drawn.choice([*rows, (f"9011930{self._drawn.randrange(10**5):05}", 1)])
        tx.execute("UPDATE identity_number SET superseded = 1 WHERE citizen_key = :key", key=key)
        tx.execute(
            """
            INSERT INTO identity_number (value, kind, citizen_key, superseded) VALUES (:value, :kind, :key, 0)
            ON CONFLICT (value, kind, citizen_key) DO UPDATE SET superseded = 0
            """,
            value=value,
            kind=kind,
            key=key,
        )

    async def _no_number(self, tx: Transaction) -> None:
        tx.execute("DELETE FROM identity_number WHERE citizen_key = :key", key=await self._someone(tx))

    async def _retired(self, tx: Transaction) -> None:
        tx.execute("UPDATE identity_number SET superseded = 1 WHERE citizen_key = :key", key=await self._someone(tx))

    async def _given(self, tx: Transaction) -> None:
        """Who has no number takes those of somebody else."""
        key, other = await self._someone(tx), await self._someone(tx)
        tx.execute("DELETE FROM identity_number WHERE citizen_key = :key", key=key)
        tx.execute("UPDATE identity_number SET citizen_key = :key WHERE citizen_key = :other", key=key, other=other)
