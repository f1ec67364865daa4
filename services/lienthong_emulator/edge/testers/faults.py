"""Faults that a tester planned, met: those of what stands between a client and a door, a proxy and a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response

from lienthong_emulator.edge.testers.switches import BAD_GATEWAY, DROP, ON_THE_WAY
from lienthong_emulator.edge.worlds import visitor_of

if TYPE_CHECKING:
    import asyncio

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from lienthong_emulator.edge.doors import Doors

TRANSPORT: Final = "lienthong.transport"
_PAGE: Final = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr>\r\n</body>\r\n</html>\r\n"
)


def met_fault(doors: Doors, request: Request) -> Response | str:
    """What a tester wants instead of an answer: a response, a code, or an empty text where nothing was planned."""
    met = doors.switches.of(visitor_of(request).world).meet(request.scope["path"])
    return _broken(met, request) or met


def broken_way(doors: Doors, request: Request) -> Response | None:
    """The same at a path whose answers have no such codes: the way to it breaks, or nothing was planned."""
    return _broken(doors.switches.of(visitor_of(request).world).meet(request.scope["path"], ON_THE_WAY), request)


def _broken(met: str, request: Request) -> Response | None:
    if met == DROP:
        return hang_up(request)
    return bad_gateway() if met == BAD_GATEWAY else None


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
