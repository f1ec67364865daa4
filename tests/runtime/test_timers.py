"""What is due at a moment of the world's clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from lienthong_emulator.runtime.agency import Agency, Staff
from lienthong_emulator.runtime.clock import HANOI, clock_starting, wall_clock
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import Kit, Tx, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.runtime.timers import Timer, fire, next_timer

NINE = datetime(2022, 1, 5, 9, 0, tzinfo=HANOI)
RATES = {"default": 0.0, "tet": 1_000_000.0, "typhoon": 1_000_000.0}
"""Worlds, and how fast their clocks go."""


class Late(Exception):
    """A handler's bug."""


async def _note(tx: Tx, subject: str) -> None:
    tx.db.execute("INSERT INTO note (text, time) VALUES (:text, :time)", text=subject, time=tx.now.isoformat())
    tx.changed("note")


async def _fail(tx: Tx, subject: str) -> None:
    await _note(tx, subject)
    raise Late


async def _go_on(tx: Tx, subject: str) -> None:
    await _note(tx, subject)
    if int(subject) < 3:
        tx.set_timer("quarter-ends", str(int(subject) + 1), tx.now + timedelta(days=90))


JUSTICE = Agency(
    name="justice",
    schema="CREATE TABLE note (position INTEGER PRIMARY KEY, text TEXT NOT NULL, time TEXT NOT NULL);",
    services=[],
    staff=lambda: Staff(timers={"reminder-due": _note, "broken": _fail, "quarter-ends": _go_on}),
)


async def describe(name: str) -> World:
    recipe = Recipe()
    return World(name=name, recipe=recipe, clock=clock_starting(recipe.start, wall_clock(), RATES[name]))


@pytest_asyncio.fixture
async def node(tmp_path: Path) -> AsyncGenerator[Node]:
    """A process that plays justice, with its timers at work."""
    shelf = SqliteFiles(Storage(folder=tmp_path, synchronous="OFF"))
    playing = Node({"justice": JUSTICE}, shelf=shelf, describe=describe, peers=Peers({}))
    async with playing.at_work():
        yield playing
    await playing.close()


@pytest_asyncio.fixture
async def kit(node: Node) -> Kit:
    """Justice in a world that stands still."""
    return await node.worlds.kit("justice", "default")


async def set_timer(kit: Kit, kind: str, subject: str, due: datetime) -> None:
    async with kit.write(Context()) as tx:
        tx.set_timer(kind, subject, due)


async def notes(kit: Kit) -> list[str]:
    return [row["text"] for row in await kit.lookups.fetch_all("SELECT text FROM note ORDER BY position")]


async def noted(kit: Kit, count: int) -> list[str]:
    """The notes, once there are this many."""
    with kit.changes.watching("note") as change:
        while len(found := await notes(kit)) < count:
            change.clear()
            await asyncio.wait_for(change.wait(), 10)
    return found


def timer(kind: str, subject: str, due: datetime) -> Timer:
    return Timer(due.astimezone(UTC), "justice", kind, subject)


async def test_the_earliest_timer_comes_first_then_the_order_of_kind_and_subject(kit: Kit) -> None:
    due = [("reminder-due", "2", 2), ("reminder-due", "1", 2), ("broken", "9", 2), ("reminder-due", "3", 1)]
    for kind, subject, day in due:
        await set_timer(kit, kind, subject, NINE + timedelta(days=day))

    found: list[str] = []
    while (following := await next_timer(kit)) is not None:
        found.append(following.subject)
        async with kit.write(Context()) as tx:
            tx.clear_timer(following.kind, following.subject)

    assert found == ["3", "9", "1", "2"]


async def test_a_timer_is_due_up_to_its_moment(kit: Kit) -> None:
    await set_timer(kit, "reminder-due", "birth-1", NINE)

    assert await next_timer(kit, NINE - timedelta(microseconds=1)) is None
    assert await next_timer(kit, NINE) == timer("reminder-due", "birth-1", NINE)


async def test_a_timer_that_is_set_again_moves(kit: Kit) -> None:
    for day in (5, 3):
        await set_timer(kit, "reminder-due", "birth-1", NINE + timedelta(days=day))

    assert await next_timer(kit) == timer("reminder-due", "birth-1", NINE + timedelta(days=3))


async def test_a_timer_fires_once(kit: Kit) -> None:
    await set_timer(kit, "reminder-due", "birth-1", NINE)
    due = timer("reminder-due", "birth-1", NINE)

    assert [await fire(JUSTICE, kit, due), await fire(JUSTICE, kit, due)] == [True, False]
    assert await notes(kit) == ["birth-1"]


async def test_a_timer_that_moved_does_not_fire_at_its_old_moment(kit: Kit) -> None:
    await set_timer(kit, "reminder-due", "birth-1", NINE + timedelta(days=1))

    assert not await fire(JUSTICE, kit, timer("reminder-due", "birth-1", NINE))
    assert await notes(kit) == []


async def test_effect_and_end_of_a_timer_stand_or_fall_together(kit: Kit) -> None:
    await set_timer(kit, "broken", "birth-1", NINE)
    due = timer("broken", "birth-1", NINE)

    with pytest.raises(Late):
        await fire(JUSTICE, kit, due)

    assert (await next_timer(kit), await notes(kit)) == (due, [])


async def test_nothing_fires_by_itself_while_the_clock_stands(kit: Kit) -> None:
    await set_timer(kit, "reminder-due", "birth-1", NINE - timedelta(days=1))
    await asyncio.sleep(0.05)

    assert await notes(kit) == []


async def test_what_was_set_while_the_clock_stood_fires_once_it_ticks(node: Node, kit: Kit) -> None:
    await set_timer(kit, "reminder-due", "birth-1", NINE + timedelta(days=1))
    await asyncio.sleep(0.05)

    await node.set_clock("default", kit.world.clock.moved_to(NINE, kit.wall(), rate=1_000_000.0))

    assert await noted(kit, 1) == ["birth-1"]


async def test_a_ticking_clock_fires_what_is_set_while_it_ticks(node: Node) -> None:
    kit = await node.worlds.kit("justice", "tet")
    await set_timer(kit, "reminder-due", "later", kit.now() + timedelta(days=3))
    await set_timer(kit, "reminder-due", "sooner", kit.now() + timedelta(days=1))

    assert await noted(kit, 2) == ["sooner", "later"]


async def test_a_timer_may_set_the_next_one(node: Node) -> None:
    kit = await node.worlds.kit("justice", "tet")
    await set_timer(kit, "quarter-ends", "1", kit.now())

    assert await asyncio.wait_for(noted(kit, 1), 10) == ["1"]
    await node.set_clock("tet", kit.world.clock.moved_to(kit.now() + timedelta(days=100), kit.wall()))
    assert (await noted(kit, 2))[:2] == ["1", "2"]


async def test_a_clock_that_is_set_forward_fires_at_once(node: Node) -> None:
    kit = await node.worlds.kit("justice", "tet")
    due = kit.now() + timedelta(days=100_000)
    await set_timer(kit, "reminder-due", "birth-1", due)

    await node.set_clock("tet", kit.world.clock.moved_to(due, kit.wall()))

    assert await noted(kit, 1) == ["birth-1"]


async def test_a_world_that_is_dropped_fires_nothing_and_stops_no_other(node: Node) -> None:
    gone = await node.worlds.kit("justice", "typhoon")
    await set_timer(gone, "reminder-due", "birth-1", gone.now() + timedelta(days=1))
    await node.drop("typhoon")

    kit = await node.worlds.kit("justice", "tet")
    await set_timer(kit, "reminder-due", "birth-2", kit.now() + timedelta(days=2))

    assert await noted(kit, 1) == ["birth-2"]
    assert node.worlds.open_kits("typhoon") == []


async def test_timers_outlive_the_process(tmp_path: Path) -> None:
    shelf = SqliteFiles(Storage(folder=tmp_path, synchronous="OFF"))
    first = Node({"justice": JUSTICE}, shelf=shelf, describe=describe, peers=Peers({}))
    kit = await first.worlds.kit("justice", "tet")
    await set_timer(kit, "reminder-due", "birth-1", kit.now() + timedelta(days=1))
    await first.close()

    second = Node({"justice": JUSTICE}, shelf=shelf, describe=describe, peers=Peers({}))
    async with second.at_work():
        assert await noted(await second.worlds.kit("justice", "tet"), 1) == ["birth-1"]
    await second.close()
