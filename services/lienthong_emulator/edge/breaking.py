"""What stands between a client and the gateway, and breaks: a proxy, a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response

if TYPE_CHECKING:
    import asyncio

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

TRANSPORT: Final = "lienthong.transport"
_PAGE: Final = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr>\r\n</body>\r\n</html>\r\n"
)


def bad_gateway() -> Response:
    """The page of a proxy whose gateway does not answer."""
    return HTMLResponse(_PAGE, 502)


def hang_up(request: Request) -> Response:
    """Drop the socket without a word."""
    return _Silence(request)


class _Silence(Response):
    """No answer at all."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._transport: asyncio.Transport = request.scope[TRANSPORT]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
