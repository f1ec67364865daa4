"""The clock by which tokens live: the wall's, or the world's where a tester has switched it so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from lienthong.control.v1 import clock_service_pb2
from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceStub
from lienthong_emulator.edge.doors import Asker, Doors, Visitor
from lienthong_emulator.edge.testers.switches import TokenClock
from lienthong_emulator.runtime.refusals import AgencyUnavailable

if TYPE_CHECKING:
    from lienthong_emulator.edge.tokens.store import Kept, TokenStore

ANY_DOOR: Final = "gateways/http"
"""Who asks for the time: nobody needs to know which door."""
CONTROL: Final = "control"


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


async def refuse_no_world(doors: Doors, visitor: Visitor) -> None:
    """Raise `PeerRefusal` for a world that there is not, for who would get as far without asking an agency.

    Where nobody who knows the worlds answers the visitor goes on: the agencies behind the door will tell.
    """
    try:
        await _world_now(doors, visitor)
    except AgencyUnavailable:
        return


async def _now(doors: Doors, visitor: Visitor, *, on_world_clock: bool) -> datetime:
    return await _world_now(doors, visitor) if on_world_clock else doors.wall()


async def _world_now(doors: Doors, visitor: Visitor) -> datetime:
    clocks, request = doors.stub(ClockServiceStub, CONTROL), clock_service_pb2.GetClockRequest()
    clock = await Asker(doors, visitor, ANY_DOOR).ask(clocks.GetClock, request, agency=CONTROL)
    return clock.now.ToDatetime(UTC)
