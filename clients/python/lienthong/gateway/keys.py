"""The token: taken once, kept until it is over or refused, renewed by one for all who wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from lienthong.gateway.errors import GatewayUnavailable, SignInRefused
from lienthong.gateway.texts import instant

if TYPE_CHECKING:
    from lienthong.gateway.sending import Reply

MARGIN: Final = timedelta(seconds=30)
"""A token this near its end is not shown any more: it may be over when it arrives."""
SIGNED_IN: Final = "200"
NO_ACCOUNT: Final = {"401", "402", "403"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A token; it is shown until `good_until`, or until it is refused where that is None."""

    access_token: str
    id_token: str
    good_until: datetime | None


def key_from(reply: Reply, now: datetime) -> Key:
    """Raises `SignInRefused`, and `GatewayUnavailable` for what says neither yes nor no."""
    shown = reply.told.object("APIKey") if reply.told else None
    if reply.code == SIGNED_IN and shown:
        return Key(
            access_token=shown.text("access_token"),
            id_token=shown.text("id_token"),
            good_until=_good_until(shown.text("expires_in"), now),
        )
    if reply.code in NO_ACCOUNT:
        raise SignInRefused(reply.code, reply.note)
    raise GatewayUnavailable(reply.code, reply.note)


def _good_until(expires_in: str, now: datetime) -> datetime | None:
    """`expires_in` is a moment on the gateway's clock. Where ours is far ahead of it, it says nothing."""
    end = instant(expires_in)
    return end - MARGIN if end and end - MARGIN > now else None


class Keys:
    """The key of one account. `take` signs in."""

    def __init__(self, take: Callable[[], Awaitable[Key]], clock: Callable[[], datetime]) -> None:
        self._take = take
        self._clock = clock
        self._key: Key | None = None
        self._renewal: asyncio.Task[Key] | None = None

    async def current(self) -> Key:
        """The key that is shown; a new one where there is none that is good. Raises as `key_from` does."""
        key = self._key
        if key is None or (key.good_until and key.good_until <= self._clock()):
            return await self.instead_of(key)
        return key

    async def instead_of(self, refused: Key | None) -> Key:
        """Another key than one that does not hold. Whoever comes meanwhile waits for the same, or for its failure."""
        if self._key is not refused and self._key is not None:
            return self._key
        if self._renewal is None:
            self._renewal = asyncio.ensure_future(self._renewed())
            self._renewal.add_done_callback(_seen)
        return await asyncio.shield(self._renewal)  # who gives up waiting takes it from nobody

    async def close(self) -> None:
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.gather(self._renewal, return_exceptions=True)

    async def _renewed(self) -> Key:
        try:
            self._key = await self._take()
            return self._key
        finally:
            self._renewal = None


def _seen(renewal: asyncio.Task[Key]) -> None:
    """Where all who waited have given up, its failure is nobody's news."""
    if not renewal.cancelled():
        renewal.exception()
