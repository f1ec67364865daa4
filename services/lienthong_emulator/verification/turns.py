"""One claim at a time of a caller about a number: a burst of guesses must not outrun the count of the wrong ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

Caller = tuple[int, str]
"""A register of a world, and who asks."""
Last = dict[str, asyncio.Future[None]]
"""The last turn about each number."""


class Turns:
    """Who came last about which number, by register, world and caller. All numbers of a batch take one turn."""

    def __init__(self) -> None:
        self._last: dict[Caller, Last] = {}

    @asynccontextmanager
    async def of(self, call: Call, numbers: Collection[str]) -> AsyncGenerator[None]:
        """Wait for all who came before about any of the numbers, and hold up who comes after: nobody is overtaken."""
        caller = (id(call.kit), call.context.caller)
        last = self._last.setdefault(caller, {})
        before = {last[number] for number in last.keys() & numbers}
        ended = asyncio.get_running_loop().create_future()
        last.update(dict.fromkeys(numbers, ended))
        try:
            for each in before:
                await asyncio.shield(each)
            yield
        finally:
            if left := [each for each in before if not each.done()]:  # who hangs up while waiting lets nobody pass
                asyncio.gather(*left).add_done_callback(lambda _: self._end(caller, last, ended, numbers))
            else:
                self._end(caller, last, ended, numbers)

    def _end(self, caller: Caller, last: Last, ended: asyncio.Future[None], numbers: Collection[str]) -> None:
        for number in numbers:
            if last.get(number) is ended:
                del last[number]
        if not last:
            self._last.pop(caller, None)
        ended.set_result(None)
