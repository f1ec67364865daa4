"""The worlds that one process knows, and the kits of its agencies in them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from lienthong_emulator.runtime.holds import Gates
from lienthong_emulator.runtime.kit import Kit, World
from lienthong_emulator.runtime.open_files import databases_that_fit
from lienthong_emulator.runtime.open_world import OpenWorld, Progress
from lienthong_emulator.runtime.refusals import Kind, NamesNear
from lienthong_emulator.runtime.shelf import Part
from lienthong_emulator.runtime.tasks import shared_task

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.database import Database
    from lienthong_emulator.runtime.shelf import Shelf

LOG = logging.getLogger("lienthong.worlds")
KITS_OPEN = 2_560
"""500 worlds of five agencies and some more; a third of a megabyte each. Fewer where fewer files may be open."""
SECONDS_TO_LEAVE = 5.0
LOOK_AGAIN_AFTER = 0.005

Result = TypeVar("Result")


class WorldNotFound(NamesNear):
    kind = Kind.NOT_FOUND
    reason = "WORLD_NOT_FOUND"
    english = "There is no world {world}. Names that look alike: {near}"
    vietnamese = "Không có thế giới {world}. Tên gần giống: {near}"


Describe = Callable[[str], Awaitable[World]]
Note = Callable[[str, Collection[str]], Awaitable[None]]
MakeKit = Callable[[str, OpenWorld, "Database"], Kit]
Resume = Callable[[Kit], Awaitable[None]]


class Worlds:
    """Opens an agency's part of a world with the first call about it, and closes what was idle longest.

    `note` has control remember that agencies have their parts of a world: from then on they are never built anew.
    `resume` takes up what was left under way in a part that is not lent.
    """

    def __init__(
        self,
        agencies: Mapping[str, Agency],
        shelf: Shelf,
        describe: Describe,
        note: Note,
        make_kit: MakeKit,
        resume: Resume,
    ) -> None:
        self.shelf = shelf
        self.gates = Gates()
        self._agencies = agencies
        self._describe = describe
        self._note = note
        self._make_kit = make_kit
        self._resume = resume
        self._worlds: dict[str, OpenWorld] = {}
        self._kits: OrderedDict[tuple[str, str], Kit] = OrderedDict()
        self._drops = 0

    @property
    def agencies(self) -> Mapping[str, Agency]:
        return self._agencies

    def kit_at_once(self, agency: str, context: Context) -> Kit | None:
        """The kit for a call where it is open already and its clock is no older than the caller's: it mostly is."""
        key = (agency, context.world)
        kit = self._kits.get(key)
        if kit is None or context.clock_revision > kit.world.clock.revision or self.gates.stop(context):
            return None
        self._kits.move_to_end(key)
        return kit

    async def enter(self, agency: str, context: Context) -> Kit:
        """The kit for a call; it learns of a newer clock from the caller's revision."""
        await self.gates.passed(context)
        kit = await self.kit(agency, context.world)
        if context.clock_revision > kit.world.clock.revision:
            kit.world.clock = (await self._describe(context.world)).clock
            return await self.kit(agency, context.world)  # the other may have been closed meanwhile
        return kit

    async def kit(self, agency: str, world: str) -> Kit:
        key = (agency, world)
        while key not in self._kits:  # once opened it may have been closed again before whoever waited is back
            known = await self.known(world)
            if key not in self._kits and not self._open_at_once(agency, known):
                await _outcome(known, known.opening.get(agency) or self._begin_to_open(agency, known))
        self._kits.move_to_end(key)
        return self._kits[key]

    async def provide(self, world: str, *, own: bool) -> None:
        """Have every agency's part of a world, its `own` or lent. What was there before is opened at once."""
        known = await self.known(world)
        if own:
            for kit in self.open_kits(world):
                async with kit.database.write():
                    pass  # what was lent is its own now
        closed = [agency for agency in self._agencies if (agency, world) not in self._kits]
        parts = await asyncio.gather(*(self._made(agency, known, own=own) for agency in closed))
        found = dict(zip(closed, parts, strict=True))
        await asyncio.gather(*(self.kit(agency, world) for agency in closed if found[agency] is Part.THERE))
        await self._note_once(known.world, [agency for agency in closed if found[agency] is Part.MADE])

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

    async def known(self, name: str) -> OpenWorld:
        """What this process knows of a world; control is asked about a new one."""
        while name not in self._worlds:
            drops = self._drops
            described = await self._describe(name)
            if drops == self._drops:  # else it may be the very world that was dropped meanwhile
                self._worlds.setdefault(name, OpenWorld(described))
        if self._worlds[name].gone:
            raise WorldNotFound(world=name)
        return self._worlds[name]

    def if_open(self, name: str) -> OpenWorld | None:
        """What this process knows of a world by now."""
        return self._worlds.get(name)

    async def world(self, name: str) -> World:
        return (await self.known(name)).world

    async def _made(self, agency: str, known: OpenWorld, *, own: bool) -> Part:
        """What there is of an agency's part of a world; it is made where there was none."""
        part = await _outcome(known, known.making.get(agency) or self._begin_to_make(agency, known, own=own))
        return await self._made(agency, known, own=own) if own and part is Part.LENT else part  # another asked for that

    def _begin_to_make(self, agency: str, known: OpenWorld, *, own: bool) -> asyncio.Task[Part]:
        of = known.world.recipe.nation.people
        making = known.making[agency] = shared_task(
            self.shelf.provide(
                self._agencies[agency],
                known.world,
                lambda people: known.progress.tell(Progress(agency, people, of)),
                own=own,
            )
        )
        making.add_done_callback(lambda _: known.making.pop(agency))
        return making

    def _begin_to_open(self, agency: str, known: OpenWorld) -> asyncio.Task[Kit]:
        opening = known.opening[agency] = shared_task(self._open(agency, known))
        opening.add_done_callback(lambda _: known.opening.pop(agency))
        return opening

    def _open_at_once(self, agency: str, known: OpenWorld) -> bool:
        """Open what is lent, unless another has to be closed for it: that takes no task, for nothing in it waits."""
        if agency in known.opening or len(self._kits) >= databases_that_fit(KITS_OPEN):
            return False
        noting = partial(self._note_once, known.world, [agency])
        database = self.shelf.borrow(self._agencies[agency], known.world, noting)
        if database is not None:
            self._kits[agency, known.world.name] = self._make_kit(agency, known, database)
        return database is not None

    async def _open(self, agency: str, known: OpenWorld) -> Kit:
        kit = await self._opened(agency, known)
        assert (agency, known.world.name) not in self._kits, "a second kit would send from the same outbox"
        self._kits[agency, known.world.name] = kit
        await self._close_idle(sparing=kit)
        return kit

    async def _opened(self, agency: str, known: OpenWorld) -> Kit:
        await self._made(agency, known, own=False)
        noting = partial(self._note_once, known.world, [agency])
        player = self._agencies[agency]
        if database := self.shelf.borrow(player, known.world, noting):
            return self._make_kit(agency, known, database)
        database = await self.shelf.open(player, known.world, noting)
        try:
            kit = self._make_kit(agency, known, database)
            await self._resume(kit)
            return kit
        except BaseException:
            await database.close()
            raise

    async def _note_once(self, world: World, agencies: Iterable[str]) -> None:
        """Have it noted that agencies have their parts of a world, unless that is known."""
        if unknown := set(agencies) - world.prepared:
            await self._note(world.name, unknown)
            world.prepared |= unknown

    async def _close_idle(self, sparing: Kit) -> None:
        sparing.users += 1
        try:
            most = databases_that_fit(KITS_OPEN)
            while len(self._kits) > most and (key := self._longest_idle()):
                await self._kits.pop(key).close()
        finally:
            sparing.users -= 1

    def _longest_idle(self) -> tuple[str, str] | None:
        return next((key for key, kit in self._kits.items() if kit.users == 0), None)

    def end(self, name: str) -> None:
        """Have nothing more begun in a world, and tell whoever watches it."""
        if name in self._worlds:
            self._worlds[name].end()
        for kit in self.open_kits(name):
            kit.gone = True
            for stream in kit.streams:
                stream.cancel()

    async def drop(self, name: str) -> None:
        """Forget a world that has ended, and remove its databases."""
        self._drops += 1
        known = self._worlds.pop(name, None)
        if known and (under_way := known.under_way()):
            await asyncio.wait(under_way)
        for agency in self._agencies:
            if kit := self._kits.pop((agency, name), None):
                await _left_by_all(kit)
                await kit.abandon()
        await self.shelf.remove(self._agencies, name)

    async def close(self) -> None:
        under_way = [task for known in self._worlds.values() for task in known.under_way()]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        while self._kits:
            _, kit = self._kits.popitem()
            await kit.close()
        await self.shelf.close()


async def _outcome(known: OpenWorld, task: asyncio.Task[Result]) -> Result:
    """What a task about a world comes to; who hangs up does not stop it for the others."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if known.gone and task.cancelled():
            raise WorldNotFound(world=known.world.name) from None
        raise


async def _left_by_all(kit: Kit) -> None:
    """Wait until the calls and messages that are under way have ended, but not for ever."""
    end = asyncio.get_running_loop().time() + SECONDS_TO_LEAVE
    while kit.users and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - rare, and nobody else would listen
        await asyncio.sleep(LOOK_AGAIN_AFTER)
