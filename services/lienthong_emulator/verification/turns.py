"""One claim at a time of a caller about a number: a burst of guesses must not outrun the count of the wrong ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

Key = tuple[int, str, str]


class Turns:
    """Which numbers claims are under way about, by register, world and caller. All numbers of a batch take one turn."""

    def __init__(self) -> None:
        self._under_way: dict[Key, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def of(self, call: Call, numbers: Collection[str]) -> AsyncGenerator[None]:
        """Wait until nothing of the caller's is under way about any of the numbers, and hold up what comes after."""
        kit, caller = id(call.kit), call.context.caller
        keys = [(kit, caller, number) for number in numbers]
        while before := next((self._under_way[key] for key in keys if key in self._under_way), None):
            await asyncio.shield(before)
        ended = asyncio.get_running_loop().create_future()
        self._under_way.update(dict.fromkeys(keys, ended))
        try:
            yield
        finally:
            for key in keys:
                self._under_way.pop(key, None)
            ended.set_result(None)
