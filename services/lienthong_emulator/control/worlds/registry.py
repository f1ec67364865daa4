"""The registry: it alone says which worlds exist and what their clocks show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from lienthong_emulator.control.worlds import store
from lienthong_emulator.control.worlds.domain import names_near, refuse_uncovered
from lienthong_emulator.control.worlds.errors import WorldAlreadyExists
from lienthong_emulator.runtime.clock import WallClock, clock_starting, wall_clock
from lienthong_emulator.runtime.context import DEFAULT_WORLD
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.recipe import Recipe, recipe_text
from lienthong_emulator.runtime.sqlite_files import open_beside_worlds
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from lienthong_emulator.runtime.database import Database, Reader
    from lienthong_emulator.runtime.files import Storage
    from lienthong_emulator.runtime.shelf import Shelf

NAME = "control"
TABLES = Path(__file__).with_name("schema.sql").read_text("utf-8")
DIGEST = blake2b(TABLES.encode(), digest_size=12).hexdigest()


class Registry:
    """The worlds of the house. What it hands out is a picture of the moment."""

    def __init__(self, database: Database, wall: WallClock) -> None:
        self.wall = wall
        self._database = database
        self._held: set[str] = set()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def one_at_a_time(self, name: str) -> asyncio.Lock:
        """For what is done to a whole world: an advance, its deletion."""
        return self._locks.setdefault(name, asyncio.Lock())

    async def describe(self, name: str) -> World:
        """A world by name. Raises `WorldNotFound` with names that look alike."""
        return self._as_seen(await _found(self._database.lookups, name))

    async def all(self) -> list[World]:
        return [self._as_seen(world) for world in await store.all_by_name(self._database.lookups)]

    async def recipe_held(self, name: str) -> Recipe | None:
        """What a world was built from; None where there is none of that name."""
        held = await store.find(self._database.lookups, name)
        return held.recipe if held else None

    async def create(self, name: str, recipe: Recipe, rate: float) -> World | None:
        """A new world; where there is one from the same recipe, that one; None where one of its name is withdrawn.

        Refused with `DateNotCovered` and, where there is one from another recipe, with `WorldAlreadyExists`.
        """
        refuse_uncovered(recipe.start, "recipe.start_date")
        made = World(name=name, recipe=recipe, clock=clock_starting(recipe.start, self.wall(), rate))
        async with self._database.write() as tx:
            world = made if await store.add_if_new(tx, made) else await store.find(tx, name)
        if world is None:
            return None
        if world.recipe != recipe:
            raise _already_there(world)
        return self._as_seen(world)

    async def adopt(self, name: str, recipe: Recipe, agencies: Iterable[str], move_in: Callable[[], None]) -> None:
        """A new world of which these agencies have their parts already; its clock stands still.

        `move_in` puts their files in place: it is called once nothing speaks against the world, which is there with it.
        Refused with `DateNotCovered` and `WorldAlreadyExists`.
        """
        refuse_uncovered(recipe.start, "recipe.start_date")
        async with self._database.write() as tx:
            if (held := await store.find(tx, name)) is not None:
                raise _already_there(held)
            store.remove(tx, name)
            clock, parts = clock_starting(recipe.start, self.wall(), 0.0), frozenset(agencies)
            store.add(tx, World(name=name, recipe=recipe, clock=clock, prepared=parts, imported=True))
            move_in()

    async def keep_name(self, world: World) -> None:
        """Keep the name of a world that is being put together: as one that is withdrawn, which nobody may enter.

        What a copy that breaks off leaves behind is cleared away as what a deletion leaves. Refused with
        `WorldAlreadyExists`.
        """
        async with self._database.write() as tx:
            if (held := await store.find(tx, world.name)) is not None:
                raise _already_there(held)
            store.add(tx, World(name=world.name, recipe=world.recipe, clock=world.clock))
            await store.withdraw(tx, world.name)

    async def reveal(self, world: World) -> None:
        """A world whose name was kept is there, whole."""
        async with self._database.write() as tx:
            store.remove(tx, world.name)
            store.add(tx, world)

    async def restart(self, name: str) -> None:
        """A world is as new, and no agency has its part of it; its clock is at the start, with a higher revision."""
        async with self._database.write() as tx:
            world = await _found(tx, name)
            first = clock_starting(world.recipe.start, self.wall(), world.clock.rate)
            store.keep_clock(tx, name, replace(first, revision=world.clock.revision + 1))
            store.keep_prepared(tx, name, ())
            store.forget_fork(tx, name)

    async def set_clock(self, name: str, moment: datetime, *, held: bool, rate: float | None = None) -> World:
        """Have a clock show a moment; from there it stands while it is held, and else goes on at its rate, or another.

        Holding is not kept: a world whose advance broke off with the process goes on.
        """
        async with self._database.write() as tx:
            world = await _found(tx, name)
            world.clock = world.clock.moved_to(moment, self.wall(), rate)
            store.keep_clock(tx, name, world.clock)
        (self._held.add if held else self._held.discard)(name)
        return self._as_seen(world)

    async def renew_clocks(self) -> None:
        """Give every clock a higher revision, so that processes take it in place of one that they were told is held.

        What they were told outlives a control that dies in the middle of an advance; what is held does not.
        """
        async with self._database.write() as tx:
            store.raise_revisions(tx)

    async def note_prepared(self, name: str, agencies: Iterable[str]) -> None:
        """Remember that agencies have their parts of a world. Refused with `WorldNotFound`."""
        async with self._database.write() as tx:
            world = await _found(tx, name)
            store.keep_prepared(tx, name, world.prepared.union(agencies))

    async def withdraw(self, name: str) -> None:
        """Let nobody enter a world any more, before it is deleted. May be repeated."""
        async with self._database.write() as tx:
            if not await store.withdraw(tx, name):
                await _found(tx, name)

    async def is_withdrawn(self, name: str) -> bool:
        return await store.is_withdrawn(self._database.lookups, name)

    async def remove(self, name: str) -> None:
        """Forget a world that is withdrawn."""
        async with self._database.write() as tx:
            store.remove(tx, name)

    def _as_seen(self, world: World) -> World:
        if world.name in self._held:
            world.clock = replace(world.clock, rate=0.0)
        return world


async def _found(reader: Reader, name: str) -> World:
    world = await store.find(reader, name)
    if world is None:
        raise WorldNotFound(world=name, near=names_near(name, await store.names(reader)))
    return world


def _already_there(world: World) -> WorldAlreadyExists:
    return WorldAlreadyExists(field="world_id", world=world.name, recipe=recipe_text(world.recipe))


@asynccontextmanager
async def registry_in(
    shelf: Shelf,
    *,
    recipe: Recipe | None,
    rate: float,
    usual: Recipe = Recipe(),  # noqa: B008 - a frozen value
    wall: WallClock = wall_clock,
) -> AsyncGenerator[Registry]:
    """The registry that stands beside the worlds. The world `default` is made from recipe and rate where there is none.

    Without a recipe it stays as it is, or is made from the `usual` one.

    Refused with `UnusableDatabaseFile`, `DateNotCovered` and, where `default` has another recipe, `WorldAlreadyExists`.
    """
    async with _registry_of(await shelf.open_beside(NAME, TABLES, DIGEST), wall) as registry:
        await registry.renew_clocks()
        await registry.create(DEFAULT_WORLD, recipe or await registry.recipe_held(DEFAULT_WORLD) or usual, rate)
        yield registry


@asynccontextmanager
async def registry_kept_in(storage: Storage, *, wall: WallClock = wall_clock) -> AsyncGenerator[Registry]:
    """The registry of a data folder with the worlds that it has, `default` or not.

    Refused with `UnusableDatabaseFile`.
    """
    async with _registry_of(await open_beside_worlds(storage, NAME, TABLES, DIGEST), wall) as registry:
        yield registry


@asynccontextmanager
async def _registry_of(database: Database, wall: WallClock) -> AsyncGenerator[Registry]:
    try:
        yield Registry(database, wall)
    finally:
        await database.close()
