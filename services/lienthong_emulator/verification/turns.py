"""One claim at a time of a caller about a number: a burst of guesses must not outrun the count of the wrong ones."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call

Caller = tuple[int, str]
"""A register of a world, and who asks."""


class Turns:
    """Who came last about which number, by register, world and caller. All numbers of a batch take one turn."""

    def __init__(self) -> None:
        self._last: dict[Caller, dict[str, Turn]] = {}

    def of(self, call: Call, numbers: Collection[str]) -> Turn:
        return Turn(self._last, (id(call.kit), call.context.caller), numbers)


class Turn:
    """Begins when all have ended who came before about any of the numbers, and holds up who comes after."""

    __slots__ = ("_all", "_caller", "_end", "_numbers")

    def __init__(self, last: dict[Caller, dict[str, Turn]], caller: Caller, numbers: Collection[str]) -> None:
        self._all = last
        self._caller = caller
        self._numbers = numbers
        self._end: asyncio.Future[None] | None = None
        """Only where somebody waits for it, which is rare."""

    async def __aenter__(self) -> None:
        last = self._all.setdefault(self._caller, {})
        ends = [turn.end() for turn in {last[number] for number in self._numbers if number in last}] if last else []
        for number in self._numbers:
            last[number] = self
        try:
            for end in ends:
                await asyncio.shield(end)
        except asyncio.CancelledError:  # who hangs up while waiting lets nobody pass
            asyncio.gather(*ends).add_done_callback(lambda _: self._leave())
            raise

    async def __aexit__(self, *_failure: object) -> None:
        self._leave()

    def end(self) -> asyncio.Future[None]:
        """Done when the turn is over."""
        if self._end is None:
            self._end = asyncio.get_running_loop().create_future()
        return self._end

    def _leave(self) -> None:
        last = self._all.get(self._caller, {})
        for number in self._numbers:
            if last.get(number) is self:
                del last[number]
        if not last:
            self._all.pop(self._caller, None)
        if self._end is not None:
            self._end.set_result(None)
