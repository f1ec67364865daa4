"""Why the gateway gave no answer about a card."""

from __future__ import annotations


class GatewayError(Exception):
    """`code` is the gateway's own, else the HTTP status, else `dropped` or `timeout`; `note` is what was said."""

    def __init__(self, code: str, note: str = "") -> None:
        super().__init__(f"{code}: {note}" if note else code)
        self.code = code
        self.note = note


class SignInRefused(GatewayError):
    """No token: 401 no such account, or not its password; 402 no such facility; 403 locked."""


class TokenRefused(GatewayError):
    """A token that was taken a moment ago is refused, as where it was taken from another address."""


class OfficerRefused(GatewayError):
    """054: the facility did not register who looks; 055: under that number it registered another name."""


class RequestRefused(GatewayError):
    """205 or 400: a field is missing or malformed."""


class GatewayUnavailable(GatewayError):
    """Nobody answers, or the gateway says that it cannot (100, 101, 500, 999): ask again later."""
