"""Where worlds are noted."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lienthong_emulator.control.convert import recipe_in, recipe_to_proto
from lienthong_emulator.runtime.clock import HANOI, Clock
from lienthong_emulator.runtime.database import Reader, Row, Transaction, Value
from lienthong_emulator.runtime.kit import Fork, World, utc_text

_WORLDS = """
SELECT world.*, files.key IS NOT NULL AS imported, fork.value AS fork
FROM world
    LEFT JOIN about AS files ON files.key = 'imported/' || world.name
    LEFT JOIN about AS fork ON fork.key = 'forked/' || world.name
WHERE withdrawn = 0
"""
"""With what is noted about few of them, outside of their table: folders of before have no column for it."""

_ADD = """
INSERT INTO world (name, recipe, agencies, revision, anchor, anchor_wall, rate, withdrawn)
VALUES (:name, :recipe, :agencies, :revision, :anchor, :anchor_wall, :rate, 0)
"""


async def find(reader: Reader, name: str) -> World | None:
    row = await reader.fetch_one(f"{_WORLDS} AND name = :name", name=name)
    return None if row is None else _world(row)


async def all_by_name(reader: Reader) -> list[World]:
    rows = await reader.fetch_all(f"{_WORLDS} ORDER BY name")
    return [_world(row) for row in rows]


async def names(reader: Reader) -> Sequence[str]:
    return [row["name"] for row in await reader.fetch_all("SELECT name FROM world WHERE withdrawn = 0")]


async def add_if_new(tx: Transaction, world: World) -> bool:
    """Add a world of which no more is noted, unless there is one of its name."""
    return await tx.fetch_one(f"{_ADD} ON CONFLICT (name) DO NOTHING RETURNING name", **_columns(world)) is not None


def add(tx: Transaction, world: World) -> None:
    """Add a world with all that is noted about it."""
    tx.execute(_ADD, **_columns(world))
    if world.imported:
        _note(tx, f"imported/{world.name}", "from files")
    if world.fork:
        _note(tx, f"forked/{world.name}", f"{world.fork.source} {utc_text(world.fork.moment)}")


def _columns(world: World) -> dict[str, Value]:
    return {
        "name": world.name,
        "recipe": recipe_to_proto(world.recipe).SerializeToString(),
        "agencies": " ".join(sorted(world.prepared)),
        "revision": world.clock.revision,
        "anchor": utc_text(world.clock.anchor),
        "anchor_wall": utc_text(world.clock.anchor_wall),
        "rate": repr(world.clock.rate),
    }


def _note(tx: Transaction, key: str, value: str) -> None:
    tx.execute("INSERT INTO about (key, value) VALUES (:key, :value)", key=key, value=value)


def keep_clock(tx: Transaction, name: str, clock: Clock) -> None:
    """Keep what a clock shows, and how fast it is."""
    tx.execute(
        """
        UPDATE world SET revision = :revision, anchor = :anchor, anchor_wall = :anchor_wall, rate = :rate
        WHERE name = :name
        """,
        name=name,
        revision=clock.revision,
        anchor=utc_text(clock.anchor),
        anchor_wall=utc_text(clock.anchor_wall),
        rate=repr(clock.rate),
    )


def raise_revisions(tx: Transaction) -> None:
    """Make every clock newer than any that somebody was told of, without moving it."""
    tx.execute("UPDATE world SET revision = revision + 1")


def keep_prepared(tx: Transaction, name: str, agencies: Iterable[str]) -> None:
    """Keep which agencies have their part of a world."""
    tx.execute(
        "UPDATE world SET agencies = :agencies WHERE name = :name", name=name, agencies=" ".join(sorted(agencies))
    )


def forget_fork(tx: Transaction, name: str) -> None:
    tx.execute("DELETE FROM about WHERE key = :key", key=f"forked/{name}")


async def is_withdrawn(reader: Reader, name: str) -> bool:
    return await reader.fetch_one("SELECT name FROM world WHERE name = :name AND withdrawn = 1", name=name) is not None


async def withdraw(tx: Transaction, name: str) -> bool:
    """Says whether there is a world of that name, withdrawn before or not."""
    return await tx.fetch_one("UPDATE world SET withdrawn = 1 WHERE name = :name RETURNING name", name=name) is not None


def remove(tx: Transaction, name: str) -> None:
    tx.execute("DELETE FROM world WHERE name = :name AND withdrawn = 1", name=name)
    tx.execute("DELETE FROM about WHERE key IN (:keys*)", keys=[f"imported/{name}", f"forked/{name}"])


def _world(row: Row) -> World:
    recipe = recipe_in(bytes(row["recipe"]))
    clock = Clock(
        revision=row["revision"],
        anchor=_moment(row["anchor"]).astimezone(HANOI),  # as its world's moments are told: none is converted then
        anchor_wall=_moment(row["anchor_wall"]),
        rate=float(row["rate"]),
    )
    return World(
        name=row["name"],
        recipe=recipe,
        clock=clock,
        prepared=frozenset(row["agencies"].split()),
        imported=bool(row["imported"]),
        fork=_fork(row["fork"]) if row["fork"] else None,
    )


def _fork(text: str) -> Fork:
    source, moment = text.split()
    return Fork(source, _moment(moment))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
