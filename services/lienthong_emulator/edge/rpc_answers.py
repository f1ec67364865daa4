"""What stands around Connect's application so that a person can use it: whole errors, and streams as lines."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from lienthong_emulator.edge.error_json import HTTP_STATUSES, error_bytes, wire_form
from lienthong_emulator.edge.rpc_lines import LINES, WHOLE, by_lines
from lienthong_emulator.edge.worlds import VISITOR
from lienthong_emulator.runtime.context import WORLD, MalformedMetadata
from lienthong_emulator.runtime.refusals import status_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

GRPC = b"application/grpc"
GRPC_WEB = b"application/grpc-web"
JSON_HEADER = (b"content-type", WHOLE)
ABOUT_BODY = (b"content-type", b"content-length")
WITHOUT_BODY = {
    404: ("unimplemented", "The contract has no such call; /openapi.json lists every one."),
    405: ("unimplemented", "This call is made with POST; with GET only those that read, and leave nothing."),
    415: ("invalid_argument", "Send JSON, and say so: content-type: application/json."),
}
"""What Connect's application answers with a status alone, and what it means here."""


class Answering:
    """Connect's application, which is told apart by path and content type from what else a body may be."""

    def __init__(self, calls: ASGIApp, streams: Collection[str]) -> None:
        self._calls = calls
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = _WholeErrors(send)
        scope = _in_their_world(scope)
        if key := _unreadable_header(scope):
            await _refuse(whole, key)
            return
        kind = _content_type(scope)
        if kind.startswith(GRPC) and not kind.startswith(GRPC_WEB):
            await _turn_away(whole)  # it ends its answers in a way that this port cannot
        elif scope["path"] in self._streams and kind in (WHOLE, LINES):
            await by_lines(self._calls, kind, scope, receive, whole)
        else:
            await self._calls(scope, receive, whole)


def _in_their_world(scope: Scope) -> Scope:
    """The world off the path as metadata: Connect's application sees headers alone."""
    headers = [(name, value) for name, value in scope["headers"] if name != WORLD.encode()]
    return {**scope, "headers": [*headers, (WORLD.encode(), scope[VISITOR].world.encode())]}


def _content_type(scope: Scope) -> bytes:
    found = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    return found.partition(b";")[0].strip().lower()


def _unreadable_header(scope: Scope) -> str:
    """The first header that is no UTF-8, which nobody could pass on; empty where all are."""
    for name, value in scope["headers"]:
        try:
            value.decode()
        except UnicodeDecodeError:
            return name.decode("latin-1")
    return ""


async def _refuse(send: Send, key: str) -> None:
    error = wire_form(status_of(MalformedMetadata(key=key)))
    await send({"type": "http.response.start", "status": HTTP_STATUSES[error["code"]], "headers": [JSON_HEADER]})
    await send({"type": "http.response.body", "body": json.dumps(error).encode()})


async def _turn_away(send: Send) -> None:
    await send({"type": "http.response.start", "status": 415, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _without_body(status: int) -> Mapping[str, str]:
    code, message = WITHOUT_BODY[status]
    return {"code": code, "message": message}


class _WholeErrors:
    """Sends what it is given, but an error with all that its details say; none without a body."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._end(self._start)

    async def _end(self, start: Message) -> None:
        headers = [(name, value) for name, value in start["headers"] if name not in ABOUT_BODY]
        error = json.loads(self._body) if self._body else _without_body(start["status"])
        whole = error_bytes(error)
        if seconds := json.loads(whole).get("retry_after_seconds"):
            headers.append((b"retry-after", str(seconds).encode()))
        await self._send({**start, "headers": [*headers, JSON_HEADER]})
        await self._send({"type": "http.response.body", "body": whole})
