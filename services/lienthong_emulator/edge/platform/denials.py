"""What OAuth answers to who gets no token, or shows none that holds (RFC 6749, section 5.2; RFC 6750, section 3)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.responses import Response

REALM: Final = "lienthong"
NOT_KEPT: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Denial(Enum):
    """An error of OAuth by its code, with the HTTP status and the way in that is told with it."""

    INVALID_REQUEST = ("invalid_request", 400, "")
    INVALID_CLIENT = ("invalid_client", 401, "Basic")
    UNSUPPORTED_GRANT_TYPE = ("unsupported_grant_type", 400, "")
    INVALID_SCOPE = ("invalid_scope", 400, "")
    NO_TOKEN = ("", 401, "Bearer")
    INVALID_TOKEN = ("invalid_token", 401, "Bearer")
    INSUFFICIENT_SCOPE = ("insufficient_scope", 403, "Bearer")


class Denied(Exception):
    """Nobody is let in. `description` is plain ASCII: it stands in a header too."""

    def __init__(self, denial: Denial, description: str, scope: str = "") -> None:
        super().__init__(f"{denial.name}: {description}")
        self.denial = denial
        self.description = description
        self.scope = scope

    def response(self) -> Response:
        code, status, scheme = self.denial.value
        # Who shows no token at all is told no code (RFC 6750, section 3.1); a sentence stands in the body all the same.
        told = {"error": code, "error_description": self.description}
        body = {name: value for name, value in told.items() if value}
        headers = {**NOT_KEPT, **({"WWW-Authenticate": self._challenge(scheme, code)} if scheme else {})}
        return JSONResponse(body, status, headers)

    def _challenge(self, scheme: str, code: str) -> str:
        parts = {"realm": REALM}
        if scheme == "Bearer" and code:
            parts |= {"error": code, "error_description": self.description}
        if self.scope:
            parts["scope"] = self.scope
        return f"{scheme} " + ", ".join(f'{name}="{value}"' for name, value in parts.items())
