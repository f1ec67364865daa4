"""Which world a request is for: header `lienthong-world`, else `/worlds/{world}` before the path, else `default`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lienthong_emulator.edge.doors import Visitor
from lienthong_emulator.runtime.context import (
    CASE,
    DEFAULT_WORLD,
    LONGEST_VALUE,
    TRACE_PARENT,
    WORLD,
    MalformedMetadata,
)
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

VISITOR = "lienthong.visitor"
PREFIX = "/worlds/"
KEYS = {key.encode(): key for key in (WORLD, CASE, TRACE_PARENT)}
NAME = re.compile(r"[a-z0-9-]{1,63}")
_PLAIN = re.compile(rf"[\x20-\x7e]{{0,{LONGEST_VALUE}}}")


def visitor_of(request: Request) -> Visitor:
    return request.scope[VISITOR]


class InTheirWorld:
    """Takes the world off the path, so that no door has to know that there are several."""

    def __init__(self, app: ASGIApp, told: Callable[[Refusal], Response]) -> None:
        self._app = app
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                scope = _in_world(scope)
            except Refusal as no:
                await self._told(no)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _in_world(scope: Scope) -> Scope:
    given = {KEYS[name]: value.decode("latin-1") for name, value in scope["headers"] if name in KEYS}
    path: str = scope["path"]
    world = DEFAULT_WORLD
    if path.startswith(PREFIX):
        world, _, rest = path.removeprefix(PREFIX).partition("/")
        path = f"/{rest}"
    world = given.get(WORLD, world)
    if not NAME.fullmatch(world):
        raise WorldNotFound(world=world)
    client = scope["client"]
    visitor = Visitor(
        world=world,
        address=client[0] if client else "",
        case_id=plain(CASE, given.get(CASE, "")),
        trace_parent=plain(TRACE_PARENT, given.get(TRACE_PARENT, "")),
    )
    return {**scope, "path": path, VISITOR: visitor}


def plain(key: str, value: str) -> str:
    """A header's value as gRPC's metadata can carry it. Raises `MalformedMetadata`."""
    if not _PLAIN.fullmatch(value):
        raise MalformedMetadata(key=key)
    return value
