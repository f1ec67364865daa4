"""The clock by which tokens live: the wall's, or the world's where a tester has switched it so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from lienthong.control.v1 import clock_service_pb2
from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceStub
from lienthong_emulator.edge.doors import Doors, Visitor, ask
from lienthong_emulator.edge.sessions.switches import TokenClock

if TYPE_CHECKING:
    from lienthong_emulator.edge.sessions.token_store import Kept, TokenStore

ANY_DOOR: Final = "gateways/http"
"""Who asks for the time: nobody needs to know which door."""


class IssueMoment(NamedTuple):
    """When a token is given, and on which clock that is."""

    time: datetime
    on_world_clock: bool


async def issue_moment(doors: Doors, visitor: Visitor) -> IssueMoment:
    """Now, for a new token. Raises as `ask` does."""
    on_world_clock = doors.switches.of(visitor.world).clock is TokenClock.WORLD
    return IssueMoment(await _now(doors, visitor, on_world_clock=on_world_clock), on_world_clock)


async def still_holding(doors: Doors, visitor: Visitor, tokens: TokenStore[Kept], access_token: str) -> Kept | None:
    """The token, None where there is none; one that is over ends here. Raises as `ask` does."""
    token = tokens.find(visitor.world, access_token)
    if token is None or token.expire_time > await _now(doors, visitor, on_world_clock=token.on_world_clock):
        return token
    tokens.end(token)
    return None


async def _now(doors: Doors, visitor: Visitor, *, on_world_clock: bool) -> datetime:
    if not on_world_clock:
        return doors.wall()
    clocks = doors.stub(ClockServiceStub, "control")
    request = clock_service_pb2.GetClockRequest()
    clock = await ask(clocks.GetClock, request, agency="control", visitor=visitor, caller=ANY_DOOR)
    return clock.now.ToDatetime(UTC)
