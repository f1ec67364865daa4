"""Letting clients in: taking a token, and showing one in any of the styles in which clients do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from lienthong.control.v1 import clock_service_pb2
from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceStub
from lienthong.insurance.v1 import facility_service_pb2
from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceStub
from lienthong_emulator.edge.bodies import Fields, UnreadableBody
from lienthong_emulator.edge.doors import Doors, Visitor, ask
from lienthong_emulator.edge.sessions.switches import TokenClock
from lienthong_emulator.edge.sessions.tokens import Credentials, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceAsyncStub

GATEWAY: Final = "gateways/egw"
"""Who asks while nobody has signed in."""
LONGEST: Final = 100
ACCEPTED: Final = facility_service_pb2.SIGN_IN_RESULT_ACCEPTED
WRONG: Final = facility_service_pb2.SIGN_IN_RESULT_WRONG


async def take_token(
    doors: Doors, visitor: Visitor, username: str, password_md5: str
) -> Session | facility_service_pb2.SignInResult.ValueType:
    """A new session, or why there is none. Raises as `ask` does."""
    if max(len(username), len(password_md5)) > LONGEST:
        return WRONG
    answer = await ask(
        _facilities(doors).SignIn,
        facility_service_pb2.SignInRequest(username=username, password_md5=password_md5),
        agency="insurance",
        visitor=visitor,
        caller=GATEWAY,
    )
    if answer.result != ACCEPTED:
        return answer.result
    on_world_clock = doors.switches.of(visitor.world).clock is TokenClock.WORLD
    return doors.sessions.add(
        world=visitor.world,
        username=answer.username,
        password_md5=password_md5,
        facility_code=answer.facility_code,
        address=visitor.address,
        now=await _now(doors, visitor, on_world_clock=on_world_clock),
        on_world_clock=on_world_clock,
    )


async def admitted(doors: Doors, visitor: Visitor, shown: Credentials) -> Session | None:
    """The session whose token is shown, None where there is none, it is over, or it is another's."""
    session = doors.sessions.find(visitor.world, shown.access_token)
    if session is None or not session.fits(shown, visitor.address):
        return None
    if session.expire_time <= await _now(doors, visitor, on_world_clock=session.on_world_clock):
        doors.sessions.end(session)
        return None
    return session


def credentials_of(request: Request, fields: Fields) -> Credentials:
    """What is shown: in the query (style A), in headers (B and D), or in the body (C).

    Our choice: every endpoint takes every style, the first that names a thing counts: clients mix them.
    """
    query = {name.lower(): value for name, value in request.query_params.items()}
    headers = request.headers
    return Credentials(
        access_token=_first((query.get("token"), headers.get("accessToken"), headers.get("token")), fields, "token"),
        id_token=_first((query.get("id_token"), headers.get("tokenId"), headers.get("id_token")), fields, "id_token"),
        username=_first((query.get("username"), headers.get("username")), fields, "username"),
        password_md5=_first((query.get("password"), headers.get("passwordHash")), fields, "password"),
    )


def _first(shown: Iterable[str | None], fields: Fields, name: str) -> str:
    if found := next((text for text in shown if text), None):
        return found.strip()
    try:
        return fields.text(name)
    except UnreadableBody:
        return ""


async def _now(doors: Doors, visitor: Visitor, *, on_world_clock: bool) -> datetime:
    if not on_world_clock:
        return doors.wall()
    clocks = doors.stub(ClockServiceStub, "control")
    request = clock_service_pb2.GetClockRequest()
    clock = await ask(clocks.GetClock, request, agency="control", visitor=visitor, caller=GATEWAY)
    return clock.now.ToDatetime(UTC)


def _facilities(doors: Doors) -> FacilityServiceAsyncStub:
    return doors.stub(FacilityServiceStub, "insurance")
