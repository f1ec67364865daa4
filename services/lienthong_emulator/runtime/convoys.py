"""Calls that come thick are answered in convoys: gathered for a moment, then worked on one right after the other.

gRPC hands a server one call per turn of the loop. Between two of them run the kernel and gRPC itself, and what answers
a call finds its instructions gone from the processor's caches, which costs more than the answer (docs/decisions/0049).
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

import grpc

from lienthong_emulator.runtime.company import Company

if TYPE_CHECKING:
    from collections.abc import Callable

MOST: Final = 64
"""Calls of a convoy."""
LEAST: Final = 12
"""With fewer who come together the wait costs as much as it gives."""
LOOK_SECONDS: Final = 0.001
MOST_LOOKS: Final = 8
QUIET_LOOKS, QUIET_LOOKS_OF_FEW = 1, 3
"""A convoy that nobody joined for so many looks departs: all callers are here, and wait for their answers."""
SAMPLE: Final = 32
"""Calls after which is asked how thick they come."""
THICK: Final = 500
"""Calls a second, from which on it is tried whether they come together. One caller alone makes as many."""
TRIALS: Final = 3
"""Convoys of few in a row, after which nobody waits for a while, and longer after each further one."""
REST_SECONDS: Final = (0.05, 0.1, 0.2, 0.5, 1.0)


class Convoys:
    """Of one server: who waits for company, and whether calls wait at all. `now` tells seconds that never go back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._waiting: list[asyncio.Future[Company]] = []
        self._looks = self._quiet_looks = self._seen = 0
        self._next_look: asyncio.Handle | None = None
        self._gathers = False
        self._passed = 0
        self._passing_since = 0.0
        self._in_vain = 0
        self._rests_until = 0.0

    async def join(self) -> Company | None:
        """Wait for company where calls come together. None where the call did not have to wait."""
        if not self._gathers and not self._begins_to_gather():
            return None
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        if len(self._waiting) == MOST:
            self._depart_now()
        elif self._next_look is None:
            self._looks = self._quiet_looks = self._seen = 0
            self._look_later()
        return await place

    def _begins_to_gather(self) -> bool:
        """Whether calls come thick enough to try if they come together."""
        self._passed += 1
        if self._passed < SAMPLE:
            return False
        now = self._now()
        self._gathers = now - self._passing_since < SAMPLE / THICK and now >= self._rests_until
        self._passed, self._passing_since = 0, now
        return self._gathers

    def _depart_now(self) -> None:
        """With the next turn of the loop: whoever came last must not be the first to leave."""
        if self._next_look is not None:
            self._next_look.cancel()
        self._next_look = asyncio.get_running_loop().call_soon(self._depart)

    def _look_later(self) -> None:
        self._next_look = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        count = len(self._waiting)
        self._looks += 1
        self._quiet_looks = self._quiet_looks + 1 if count == self._seen else 0
        self._seen = count
        if self._quiet_looks == (QUIET_LOOKS if count >= LEAST else QUIET_LOOKS_OF_FEW) or self._looks == MOST_LOOKS:
            self._depart()
        else:
            self._look_later()

    def _depart(self) -> None:
        self._next_look = None
        departing, self._waiting = self._waiting, []
        company = Company()
        for place in departing:
            if not place.done():  # its caller may have hung up
                place.set_result(company)
        self._in_vain = 0 if len(departing) >= LEAST else self._in_vain + 1
        if self._in_vain >= TRIALS:
            self._rest()

    def _rest(self) -> None:
        self._gathers = False
        rests = min(self._in_vain - TRIALS, len(REST_SECONDS) - 1)
        self._rests_until = self._now() + REST_SECONDS[rests]


def in_convoys(handler: Any, convoys: Convoys) -> Any:
    """The handler of a unary call, so that its calls go in convoys; that of a stream as it is."""
    answered = handler.unary_unary
    if answered is None:
        return handler

    async def handle(data: bytes, grpc_context: Any) -> bytes:
        company = await convoys.join()
        reply = await answered(data, grpc_context, company)
        if company is not None:
            await asyncio.sleep(0)  # all are worked on before the first is sent
        return reply

    return grpc.unary_unary_rpc_method_handler(handle, handler.request_deserializer, handler.response_serializer)
