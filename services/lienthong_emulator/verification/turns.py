"""One claim at a time of a caller about a number: a burst of guesses must not outrun the count of the wrong ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

Key = tuple[int, str, str]


class Turns:
    """Who came last about which number, by register, world and caller. All numbers of a batch take one turn."""

    def __init__(self) -> None:
        self._last: dict[Key, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def of(self, call: Call, numbers: Collection[str]) -> AsyncGenerator[None]:
        """Wait for all who came before about any of the numbers, and hold up who comes after: nobody is overtaken."""
        kit, caller = id(call.kit), call.context.caller
        keys = [(kit, caller, number) for number in numbers]
        before = {self._last[key] for key in keys if key in self._last}
        ended = asyncio.get_running_loop().create_future()
        self._last.update(dict.fromkeys(keys, ended))
        try:
            for each in before:
                await asyncio.shield(each)
            yield
        finally:
            if left := [each for each in before if not each.done()]:  # who hangs up while waiting lets nobody pass
                asyncio.gather(*left).add_done_callback(lambda _: self._end(keys, ended))
            else:
                self._end(keys, ended)

    def _end(self, keys: Sequence[Key], ended: asyncio.Future[None]) -> None:
        for key in keys:
            if self._last.get(key) is ended:
                del self._last[key]
        ended.set_result(None)
