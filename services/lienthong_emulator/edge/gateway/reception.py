"""Letting clients in: taking a token, and showing one in any of the styles in which clients do."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from lienthong.insurance.v1 import facility_service_pb2
from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceStub
from lienthong_emulator.edge.doors import Asker, Doors, Visitor
from lienthong_emulator.edge.gateway.sessions import Credentials, Session, Sessions
from lienthong_emulator.edge.tokens.clock import issue_moment, still_holding

if TYPE_CHECKING:
    from starlette.requests import Request

    from lienthong_emulator.edge.bodies import Fields

GATEWAY: Final = "gateways/egw"
"""Who asks while nobody has signed in."""
LONGEST: Final = 100
ACCEPTED: Final = facility_service_pb2.SIGN_IN_RESULT_ACCEPTED
WRONG: Final = facility_service_pb2.SIGN_IN_RESULT_WRONG


class Reception:
    """Who has signed in at the card gateway; it forgets them with the process."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self._sessions = Sessions()

    async def take_token(
        self, visitor: Visitor, username: str, password_md5: str
    ) -> Session | facility_service_pb2.SignInResult.ValueType:
        """A new session, or why there is none. Raises as `ask` does."""
        if max(len(username), len(password_md5)) > LONGEST:
            return WRONG
        facilities = self.doors.stub(FacilityServiceStub)
        request = facility_service_pb2.SignInRequest(username=username, password_md5=password_md5)
        answer = await Asker(self.doors, visitor, GATEWAY).ask(facilities.SignIn, request)
        if answer.result != ACCEPTED:
            return answer.result
        return self._sessions.add(
            world=visitor.world,
            username=answer.username,
            password_md5=password_md5,
            facility_code=answer.facility_code,
            address=visitor.address,
            moment=await issue_moment(self.doors, visitor),
        )

    async def admitted(self, visitor: Visitor, shown: Credentials) -> Session | None:
        """The session whose token is shown, None where there is none, it is over, or it is another's."""
        session = await still_holding(self.doors, visitor, self._sessions, shown.access_token)
        return session if session and session.fits(shown, visitor.address) else None


def credentials_of(request: Request, fields: Fields) -> Credentials:
    """What is shown: in the query (style A), in headers (B and D), or in the body (C).

    Our choice: every endpoint takes every style, the first that names a thing counts: clients mix them.
    """
    in_query: bytes = request.scope["query_string"]
    if whole := _whole_in_query(in_query):
        return whole
    return _credentials({**_in_body(fields), **_in_headers(request), **_in_query(in_query)})


@lru_cache(maxsize=4_096)  # a client shows one token for ten minutes, and always in the same words
def _whole_in_query(query: bytes) -> Credentials | None:
    shown = _in_query(query)
    return _credentials(shown) if shown.keys() >= IN_QUERY else None


def _in_query(query: bytes) -> dict[str, str]:
    pairs = parse_qsl(query.decode("latin-1"), encoding="utf-8", errors="replace")
    return {name.lower(): value.strip() for name, value in pairs}


def _credentials(shown: dict[str, str]) -> Credentials:
    return Credentials(
        access_token=shown.get("token", ""),
        id_token=shown.get("id_token", ""),
        username=shown.get("username", ""),
        password_md5=shown.get("password", ""),
    )


IN_QUERY: Final = {"token", "id_token", "username", "password"}
IN_HEADERS: Final = {
    b"token": "token",
    b"accesstoken": "token",
    b"id_token": "id_token",
    b"tokenid": "id_token",
    b"username": "username",
    b"passwordhash": "password",
}


def _in_headers(request: Request) -> dict[str, str]:
    headers = request.scope["headers"]
    found = {IN_HEADERS[name]: value.decode("latin-1").strip() for name, value in headers if name in IN_HEADERS}
    return {name: value for name, value in found.items() if value}


def _in_body(fields: Fields) -> dict[str, str]:
    found = {name: fields.value(name) for name in IN_QUERY}
    return {name: value.strip() for name, value in found.items() if isinstance(value, str)}
