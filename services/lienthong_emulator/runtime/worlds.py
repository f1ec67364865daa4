"""The worlds that one process knows, and the kits of its agencies in them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lienthong.control.v1 import case_pb2
from lienthong_emulator.runtime.changes import Feed
from lienthong_emulator.runtime.journal import Journal
from lienthong_emulator.runtime.kit import Kit, World
from lienthong_emulator.runtime.refusals import Kind, Refusal
from lienthong_emulator.runtime.tasks import shared_task

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.database import Database
    from lienthong_emulator.runtime.shelf import Shelf

LOG = logging.getLogger("lienthong.worlds")
KITS_OPEN = 256
SECONDS_TO_LEAVE = 5.0
LOOK_AGAIN_AFTER = 0.005


class WorldNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "WORLD_NOT_FOUND"
    english = "There is no world {world}. Names that look alike: {near}"
    vietnamese = "Không có thế giới {world}. Tên gần giống: {near}"

    def __init__(self, *, world: str, near: str = "-", field: str = "") -> None:
        super().__init__(field=field, world=world, near=near or "-")

    def __str__(self) -> str:
        return super().__str__().removesuffix(" Names that look alike: -")

    @property
    def message_vi(self) -> str:
        return super().message_vi.removesuffix(" Tên gần giống: -")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an agency has come with building its part of a world."""

    agency: str
    people: int
    of: int


@dataclass(slots=True, eq=False, weakref_slot=True)
class OpenWorld:
    """All that a process knows of one world. Who drops it has forgotten the world."""

    world: World
    opening: dict[str, asyncio.Task[Kit]] = field(default_factory=dict[str, "asyncio.Task[Kit]"])
    progress: Feed[Progress] = field(default_factory=Feed[Progress])
    steps: Feed[case_pb2.CaseStep] = field(default_factory=Feed[case_pb2.CaseStep])
    journal: Journal = field(default_factory=Journal)
    work_told: int = 0
    """How much work `control` was told of."""
    gone: bool = False

    def end(self) -> None:
        """Begin nothing more, and tell whoever watches."""
        self.gone = True
        self.progress.end()
        self.steps.end()
        for task in self.opening.values():
            task.cancel()


Describe = Callable[[str], Awaitable[World]]
Note = Callable[[str, str], Awaitable[None]]
MakeKit = Callable[[str, OpenWorld, "Database"], Awaitable[Kit]]


class Worlds:
    """Opens an agency's part of a world with the first call about it, and closes what was idle longest.

    `note` has control remember that an agency has its part of a world: from then on it is never built anew.
    """

    def __init__(
        self, agencies: Mapping[str, Agency], shelf: Shelf, describe: Describe, note: Note, make_kit: MakeKit
    ) -> None:
        self.shelf = shelf
        self._agencies = agencies
        self._describe = describe
        self._note = note
        self._make_kit = make_kit
        self._worlds: dict[str, OpenWorld] = {}
        self._kits: OrderedDict[tuple[str, str], Kit] = OrderedDict()
        self._drops = 0

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
        known = await self.known(world)
        opening = known.opening.get(agency) or self._begin_to_open(agency, known)
        try:
            return await asyncio.shield(opening)  # who hangs up does not stop it for the others
        except asyncio.CancelledError:
            if known.gone and opening.cancelled():
                raise WorldNotFound(world=world) from None
            raise

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

    async def world(self, name: str) -> World:
        return (await self.known(name)).world

    def journal_of(self, name: str) -> Journal:
        """The journal of a world; what is added to that of a world that is gone is gone with it."""
        return self._worlds[name].journal if name in self._worlds else Journal()

    def _begin_to_open(self, agency: str, known: OpenWorld) -> asyncio.Task[Kit]:
        opening = known.opening[agency] = shared_task(self._open(agency, known))
        opening.add_done_callback(lambda _: known.opening.pop(agency))
        return opening

    async def _open(self, agency: str, known: OpenWorld) -> Kit:
        kit = await self._opened(agency, known)
        self._kits[agency, known.world.name] = kit
        await self._close_idle(sparing=kit)
        return kit

    async def _opened(self, agency: str, known: OpenWorld) -> Kit:
        world, of = known.world, known.world.recipe.nation.people
        database = await self.shelf.open(
            self._agencies[agency], world, lambda people: known.progress.tell(Progress(agency, people, of))
        )
        try:
            await self._note_once(agency, world)
            return await self._make_kit(agency, known, database)
        except BaseException:
            await database.close()
            raise

    async def _note_once(self, agency: str, world: World) -> None:
        """Have it noted that an agency has its part of a world, unless that is known."""
        if agency not in world.prepared:
            await self._note(world.name, agency)
            world.prepared |= {agency}

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
        if name in self._worlds:
            self._worlds[name].end()
        for kit in self.open_kits(name):
            kit.gone = True
            kit.changes.tell_all()

    async def drop(self, name: str) -> None:
        """Forget a world that has ended, and remove its databases."""
        self._drops += 1
        known = self._worlds.pop(name, None)
        if known and known.opening:
            await asyncio.wait(known.opening.values())
        for agency in self._agencies:
            if kit := self._kits.pop((agency, name), None):
                await _left_by_all(kit)
                await kit.database.close()
            await self.shelf.remove(agency, name)

    async def close(self) -> None:
        opening = [task for known in self._worlds.values() for task in known.opening.values()]
        for task in opening:
            task.cancel()
        await asyncio.gather(*opening, return_exceptions=True)
        await self.shelf.close()
        while self._kits:
            _, kit = self._kits.popitem()
            await kit.database.close()


async def _left_by_all(kit: Kit) -> None:
    """Wait until the calls and messages that are under way have ended, but not for ever."""
    end = asyncio.get_running_loop().time() + SECONDS_TO_LEAVE
    while kit.users and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - rare, and nobody else would listen
        await asyncio.sleep(LOOK_AGAIN_AFTER)
