"""Letting in who shows a token (RFC 6750, section 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong_emulator.edge.platform.denials import Denial, Denied
from lienthong_emulator.edge.tokens.clock import still_holding
from lienthong_emulator.edge.worlds import visitor_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from lienthong_emulator.edge.doors import Doors
    from lienthong_emulator.edge.platform.grants import Grant, Grants


async def let_in(doors: Doors, grants: Grants, request: Request, scope: str) -> Grant:
    """The grant whose token is shown. Raises `Denied` where none is, it is over, or it does not open the scope."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Denied(Denial.NO_TOKEN, "A token is needed: Authorization: Bearer.")
    visitor = visitor_of(request)
    grant = await still_holding(doors, visitor, grants, token.strip())
    if grant is None:
        raise Denied(Denial.INVALID_TOKEN, "The token is unknown, or over.")
    if scope not in grant.scopes:
        raise Denied(Denial.INSUFFICIENT_SCOPE, f"The token does not open {scope}.", scope)
    return grant
