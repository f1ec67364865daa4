"""Tokens that were given: whose they are, what they open, and how long."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from lienthong_emulator.edge.tokens.store import TokenStore

if TYPE_CHECKING:
    from lienthong_emulator.edge.tokens.clock import IssueMoment

LIFE: Final = timedelta(hours=1)
"""Our choice: the life that gateways of this kind give tokens of client credentials."""


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


class Grants(TokenStore[Grant]):
    """Every grant. Their tokens look like GUIDs, as those of the real platform do."""

    def give(self, *, world: str, caller: str, scopes: Collection[str], moment: IssueMoment) -> Grant:
        grant = Grant(
            world=world,
            access_token=self._new_guid(world, caller, moment.time),
            caller=caller,
            scopes=frozenset(scopes),
            issue_time=moment.time,
            on_world_clock=moment.on_world_clock,
        )
        self._keep(grant)
        return grant
