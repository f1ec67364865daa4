"""Worlds that hold still for a moment, because they are being copied or made anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from itertools import compress
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.context import AGENCY_PREFIX

if TYPE_CHECKING:
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.worlds import Worlds


class Gates:
    """Worlds into which nobody is let from outside. Agencies pass: what is under way can be carried to its end."""

    def __init__(self) -> None:
        self._shut: dict[str, list[asyncio.Event]] = {}

    def stop(self, context: Context) -> bool:
        """Whether a call has to wait."""
        return context.world in self._shut and not context.caller.startswith(AGENCY_PREFIX)

    async def passed(self, context: Context) -> None:
        """Wait until a call may go in."""
        while self.stop(context):
            await self._shut[context.world][-1].wait()

    @contextmanager
    def shut(self, world: str) -> Generator[None]:
        opened = asyncio.Event()
        self._shut.setdefault(world, []).append(opened)
        try:
            yield
        finally:
            self._shut[world].remove(opened)
            if not self._shut[world]:
                del self._shut[world]
            opened.set()


@asynccontextmanager
async def still(worlds: Worlds, world: str) -> AsyncGenerator[None]:
    """Have nothing written in a world, for any agency here, while the block lasts. What waits to be written is in."""
    async with AsyncExitStack() as stack:
        for agency in worlds.agencies:
            kit = await stack.enter_async_context(worlds.using(agency, world))
            await stack.enter_async_context(_still(kit))
        yield


async def copied(worlds: Worlds, world: str, other: str) -> list[str]:
    """Copy what the agencies here have of a world for another one; names those that have anything."""
    source, copy = await worlds.world(world), worlds.shelf.copy
    found = await asyncio.gather(*(copy(agency, source, other) for agency in worlds.agencies.values()))
    return list(compress(worlds.agencies, found))


@asynccontextmanager
async def _still(kit: Kit) -> AsyncGenerator[None]:
    await kit.later.written()
    async with kit.database.still():
        yield
