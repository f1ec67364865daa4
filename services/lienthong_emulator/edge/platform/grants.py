"""Tokens that were given: whose they are, what they open, and how long."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

LIFE: Final = timedelta(hours=1)
"""Our choice: the life that gateways of this kind give tokens of client credentials."""
MOST_GRANTS: Final = 100_000
"""Our choice: of all worlds together; the oldest gives way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A token. `issue_time` is on the world's clock where `on_world_clock`, else on the wall's."""

    world: str
    access_token: str
    caller: str
    scopes: frozenset[str]
    issue_time: datetime
    on_world_clock: bool

    @property
    def expire_time(self) -> datetime:
        return self.issue_time + LIFE


class Grants:
    """Every grant, by world and token. A client may have several: a new token does not end the one before."""

    def __init__(self) -> None:
        self._grants: dict[tuple[str, str], Grant] = {}
        self._given = 0

    def __len__(self) -> int:
        return len(self._grants)

    def give(self, *, world: str, caller: str, scopes: Collection[str], now: datetime, on_world_clock: bool) -> Grant:
        self._given += 1
        grant = Grant(
            world=world,
            access_token=_token(world, caller, self._given, now),
            caller=caller,
            scopes=frozenset(scopes),
            issue_time=now,
            on_world_clock=on_world_clock,
        )
        self._make_room(now)
        self._grants[world, grant.access_token] = grant
        return grant

    def find(self, world: str, access_token: str) -> Grant | None:
        return self._grants.get((world, access_token))

    def end(self, grant: Grant) -> None:
        self._grants.pop((grant.world, grant.access_token), None)

    def _make_room(self, now: datetime) -> None:
        """Grants stand in the order in which they were given; those on a world's clock end when shown again."""
        while self._grants:
            oldest = next(iter(self._grants.values()))
            is_over = not oldest.on_world_clock and oldest.expire_time <= now
            if not is_over and len(self._grants) < MOST_GRANTS:
                return
            self.end(oldest)


def _token(world: str, caller: str, place: int, now: datetime) -> str:
    """Looks like a GUID, as those of the real platform do."""
    digest = blake2b(f"{world}/{caller}/{place}/{now.isoformat()}".encode(), digest_size=16).digest()
    return str(uuid.UUID(bytes=digest, version=4))
