"""`POST /token`: client credentials for a token (RFC 6749, section 4.4)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from starlette.responses import JSONResponse

from lienthong_emulator.edge.bodies import UnreadableBody, fields_of
from lienthong_emulator.edge.platform.clients import PlatformClient, find_client
from lienthong_emulator.edge.platform.denials import NOT_KEPT, Denial, Denied
from lienthong_emulator.edge.platform.grants import LIFE
from lienthong_emulator.edge.testers.faults import broken_way
from lienthong_emulator.edge.tokens.clock import issue_moment, refuse_no_world
from lienthong_emulator.edge.worlds import visitor_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from lienthong_emulator.edge.bodies import Fields
    from lienthong_emulator.edge.doors import Doors
    from lienthong_emulator.edge.platform.grants import Grant, Grants


class TakeToken:
    """Gives a client a token, or says why not."""

    def __init__(self, doors: Doors, grants: Grants) -> None:
        self._doors = doors
        self._grants = grants

    async def __call__(self, request: Request) -> Response:
        if broken := broken_way(self._doors, request):
            return broken
        await refuse_no_world(self._doors, visitor_of(request))
        try:
            return _told(await self._given(request))
        except UnreadableBody:
            return Denied(Denial.INVALID_REQUEST, "The body is no form that can be read.").response()
        except Denied as no:
            return no.response()

    async def _given(self, request: Request) -> Grant:
        fields = await fields_of(request)
        client = _client(request, fields)
        _check_grant_type(fields)
        scopes, visitor = _scopes(client, fields.text("scope").split()), visitor_of(request)
        moment = await issue_moment(self._doors, visitor)
        return self._grants.give(world=visitor.world, caller=client.caller, scopes=scopes, moment=moment)


def _client(request: Request, fields: Fields) -> PlatformClient:
    client_id, secret = _from_header(request) or (fields.text("client_id"), fields.text("client_secret"))
    client = find_client(client_id)
    if client is None or secret != client.secret:
        raise Denied(Denial.INVALID_CLIENT, "There is no such client, or this is not its secret.")
    return client


def _from_header(request: Request) -> tuple[str, str] | None:
    """Id and secret as HTTP Basic shows them, each encoded as in a form (RFC 6749, section 2.3.1)."""
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(shown, validate=True).decode().partition(":")
    except ValueError:  # no ASCII, no base64, no text
        raise Denied(Denial.INVALID_CLIENT, "The header Authorization cannot be read.") from None
    return unquote_plus(client_id), unquote_plus(secret)


def _check_grant_type(fields: Fields) -> None:
    given = fields.text("grant_type")
    if not given:
        raise Denied(Denial.INVALID_REQUEST, "grant_type is missing.")
    if given != "client_credentials":
        raise Denied(Denial.UNSUPPORTED_GRANT_TYPE, "Tokens are given for client_credentials alone.")


def _scopes(client: PlatformClient, asked: list[str]) -> list[str]:
    """Those asked for, all of the client's where none is."""
    if not client.scopes.issuperset(asked):
        raise Denied(Denial.INVALID_SCOPE, f"The client has the scopes: {' '.join(sorted(client.scopes))}.")
    return asked or sorted(client.scopes)


def _told(grant: Grant) -> Response:
    body = {
        "access_token": grant.access_token,
        "scope": " ".join(sorted(grant.scopes)),
        "token_type": "Bearer",
        "expires_in": int(LIFE.total_seconds()),
    }
    return JSONResponse(body, headers=NOT_KEPT)
