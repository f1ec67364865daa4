"""Where worlds are noted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from lienthong_emulator.runtime.clock import Clock
from lienthong_emulator.runtime.database import Reader, Row, Transaction
from lienthong_emulator.runtime.kit import Recipe, World, utc_text


async def find(reader: Reader, name: str) -> World | None:
    row = await reader.fetch_one("SELECT * FROM world WHERE name = :name AND withdrawn = 0", name=name)
    return None if row is None else _world(row)


async def all_by_name(reader: Reader) -> list[World]:
    rows = await reader.fetch_all("SELECT * FROM world WHERE withdrawn = 0 ORDER BY name")
    return [_world(row) for row in rows]


async def names(reader: Reader) -> Sequence[str]:
    return [row["name"] for row in await reader.fetch_all("SELECT name FROM world WHERE withdrawn = 0")]


def add(tx: Transaction, world: World) -> None:
    tx.execute(
        """
        INSERT INTO world (name, seed, start_date, revision, anchor, anchor_wall, rate, withdrawn)
        VALUES (:name, :seed, :start_date, :revision, :anchor, :anchor_wall, :rate, 0)
        """,
        name=world.name,
        seed=world.recipe.seed,
        start_date=world.recipe.start.isoformat(),
        revision=world.clock.revision,
        anchor=utc_text(world.clock.anchor),
        anchor_wall=utc_text(world.clock.anchor_wall),
        rate=repr(world.clock.rate),
    )


def keep_clock(tx: Transaction, name: str, clock: Clock) -> None:
    """Keep what a clock shows; its rate stays."""
    tx.execute(
        "UPDATE world SET revision = :revision, anchor = :anchor, anchor_wall = :anchor_wall WHERE name = :name",
        name=name,
        revision=clock.revision,
        anchor=utc_text(clock.anchor),
        anchor_wall=utc_text(clock.anchor_wall),
    )


async def is_withdrawn(reader: Reader, name: str) -> bool:
    return await reader.fetch_one("SELECT name FROM world WHERE name = :name AND withdrawn = 1", name=name) is not None


def withdraw(tx: Transaction, name: str) -> None:
    tx.execute("UPDATE world SET withdrawn = 1 WHERE name = :name", name=name)


def remove(tx: Transaction, name: str) -> None:
    tx.execute("DELETE FROM world WHERE name = :name AND withdrawn = 1", name=name)


def _world(row: Row) -> World:
    recipe = Recipe(seed=row["seed"], start=date.fromisoformat(row["start_date"]))
    clock = Clock(
        revision=row["revision"],
        anchor=_moment(row["anchor"]),
        anchor_wall=_moment(row["anchor_wall"]),
        rate=float(row["rate"]),
    )
    return World(name=row["name"], recipe=recipe, clock=clock)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
