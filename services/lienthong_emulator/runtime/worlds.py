"""The worlds that one process knows, and the kits of its agencies in them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.files import Storage, open_world_file
from lienthong_emulator.runtime.kit import Kit, World
from lienthong_emulator.runtime.refusals import Kind, Refusal

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.database import Database

LOG = logging.getLogger("lienthong.worlds")
KITS_OPEN = 256
SECONDS_TO_LEAVE = 5.0
LOOK_AGAIN_AFTER = 0.005

Describe = Callable[[str], Awaitable[World]]
MakeKit = Callable[[str, World, "Database"], Awaitable[Kit]]


class WorldNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "WORLD_NOT_FOUND"
    english = "There is no world {world}. Names that look alike: {near}"
    vietnamese = "Không có thế giới {world}. Tên gần giống: {near}"

    def __init__(self, *, world: str, near: str = "-", field: str = "") -> None:
        super().__init__(field=field, world=world, near=near or "-")


class Worlds:
    """Opens an agency's part of a world with the first call about it, and closes what was idle longest."""

    def __init__(self, agencies: Mapping[str, Agency], storage: Storage, describe: Describe, make_kit: MakeKit) -> None:
        self.storage = storage
        self._agencies = agencies
        self._describe = describe
        self._make_kit = make_kit
        self._worlds: dict[str, World] = {}
        self._kits: OrderedDict[tuple[str, str], Kit] = OrderedDict()
        self._opening: dict[tuple[str, str], asyncio.Lock] = {}

    @property
    def agencies(self) -> Mapping[str, Agency]:
        return self._agencies

    async def enter(self, agency: str, context: Context) -> Kit:
        """The kit for a call; it learns of a newer clock from the caller's revision."""
        kit = await self.kit(agency, context.world)
        if context.clock_revision > kit.world.clock.revision:
            kit.world.clock = (await self._describe(context.world)).clock
            return await self.kit(agency, context.world)  # the other may have been closed meanwhile
        return kit

    async def kit(self, agency: str, world: str) -> Kit:
        key = (agency, world)
        if key in self._kits:
            self._kits.move_to_end(key)
            return self._kits[key]
        async with self._opening.setdefault(key, asyncio.Lock()):
            kit = self._kits.get(key)
            if kit is None:
                kit = self._kits[key] = await self._open(agency, await self.world(world))
                await self._close_idle(sparing=kit)
        return kit

    @asynccontextmanager
    async def using(self, agency: str, world: str) -> AsyncGenerator[Kit]:
        """A kit that is not closed meanwhile."""
        kit = await self.kit(agency, world)
        kit.users += 1
        try:
            yield kit
        finally:
            kit.users -= 1

    def open_kits(self, world: str) -> list[Kit]:
        return [kit for kit in self._kits.values() if kit.world.name == world]

    def has_begun(self, agency: str, world: str) -> bool:
        """Whether an agency has a database in a world yet."""
        return self.storage.file_of(agency, world).exists()

    async def world(self, name: str) -> World:
        if name not in self._worlds:
            described = await self._describe(name)
            self._worlds.setdefault(name, described)
        return self._worlds[name]

    async def _open(self, agency: str, world: World) -> Kit:
        database = await open_world_file(self._agencies[agency], self.storage, world.name, world.recipe)
        LOG.debug("opened %s in %s", agency, world.name)
        return await self._make_kit(agency, world, database)

    async def _close_idle(self, sparing: Kit) -> None:
        sparing.users += 1
        try:
            while len(self._kits) > KITS_OPEN and (key := self._longest_idle()):
                await self._kits.pop(key).database.close()
        finally:
            sparing.users -= 1

    def _longest_idle(self) -> tuple[str, str] | None:
        return next((key for key, kit in self._kits.items() if kit.users == 0), None)

    def end(self, name: str) -> None:
        """Have nothing more begun in a world, and tell whoever watches it."""
        for kit in self.open_kits(name):
            kit.gone = True
            kit.changes.tell_all()

    async def drop(self, name: str) -> None:
        """Forget a world and remove its files."""
        self._worlds.pop(name, None)
        for agency in self._agencies:
            async with self._opening.setdefault((agency, name), asyncio.Lock()):
                if kit := self._kits.pop((agency, name), None):
                    await _left_by_all(kit)
                    await kit.database.close()
                self.storage.remove_world(name, agency)

    async def close(self) -> None:
        while self._kits:
            _, kit = self._kits.popitem()
            await kit.database.close()


async def _left_by_all(kit: Kit) -> None:
    """Wait until the calls and messages that are under way have ended, but not for ever."""
    end = asyncio.get_running_loop().time() + SECONDS_TO_LEAVE
    while kit.users and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - rare, and nobody else would listen
        await asyncio.sleep(LOOK_AGAIN_AFTER)
