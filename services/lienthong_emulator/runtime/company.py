"""The calls of one convoy: what several of them ask alike is asked once (docs/decisions/0064)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.clock import Clock
    from lienthong_emulator.runtime.kit import Kit, Moment

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Places: TypeAlias = "list[tuple[Any, asyncio.Future[Any]]]"
"""What was asked about, and where each waits for its answer."""


class Company:
    """Those who left together, and are worked on one right after the other."""

    def __init__(self) -> None:
        self._asked: dict[Hashable, Places] = {}
        self._moments: dict[Kit, tuple[Clock, Moment]] = {}
        self._answering: set[asyncio.Task[None]] = set()

    def moment_in(self, kit: Kit) -> Moment:
        """When those who need not wait for a world came into it: all at once."""
        clock = kit.world.clock
        known = self._moments.get(kit)
        if known is None or known[0] is not clock:
            known = self._moments[kit] = (clock, kit.moment())
        return known[1]

    async def together(
        self, key: Hashable, item: Item, answer: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]]
    ) -> Answer:
        """What `answer` gives for `item`, among those of all who ask under the same key.

        It is asked when everybody in the company has come as far as they come without waiting. All share a failure.
        """
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = []
            answering = asyncio.ensure_future(self._answer(key, answer))  # runs after all who are about to be worked on
            self._answering.add(answering)
            answering.add_done_callback(self._answering.discard)
        place: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        asked.append((item, place))
        return await place

    async def _answer(self, key: Hashable, answer: Callable[[Sequence[Any]], Awaitable[Sequence[Any]]]) -> None:
        asked = self._asked.pop(key)
        waiting = [place for _, place in asked]
        try:
            answers = await answer([item for item, _ in asked])
        except Exception as error:
            for place in waiting:
                if not place.done():  # its caller may have hung up
                    place.set_exception(error)
            return
        for place, found in zip(waiting, answers, strict=True):
            if not place.done():
                place.set_result(found)


async def asked_together(
    call: Call, what: str, item: Item, answer: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]]
) -> Answer:
    """What `answer` gives for an item, asked once for all calls about one world that are worked on together."""
    if call.company is None:
        return (await answer([item]))[0]
    return await call.company.together((what, call.kit), item, answer)
