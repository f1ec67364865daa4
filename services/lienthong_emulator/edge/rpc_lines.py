"""Streams for whoever has only `curl`: JSON in, and out one message a line (`application/x-ndjson`).

Connect puts five bytes before each message of a stream and ends it with one of its own. Here those are put on and
taken off, so that both ways lead to the same application. A stream that is refused before its first message is answered
as any other call; one that fails later ends with a line `{"error": ...}`.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

from lienthong_emulator.edge.error_json import HTTP_STATUSES, readable

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LINES = b"application/x-ndjson"
WHOLE = b"application/json"
OF_CONNECT = b"application/connect+json"
LARGEST_MESSAGE = 16 << 20
"""Bytes. The agencies' own limit lies below and names the field; this one bounds what is held here."""

ENDS = 0b10
HEAD = struct.Struct(">BI")
DROPPED = {b"content-type", b"content-length", b"connect-accept-encoding", b"connect-content-encoding"}


async def by_lines(app: ASGIApp, kind: bytes, scope: Scope, receive: Receive, send: Send) -> None:
    """Have a stream answered whose requests come as lines, or as one whole JSON."""
    kept = [(name, value) for name, value in scope["headers"] if name not in DROPPED]
    put_on = _PutOn(receive, by_line=kind == LINES)
    await app({**scope, "headers": [*kept, (b"content-type", OF_CONNECT)]}, put_on, _TakeOff(send))


class _PutOn:
    """Gives each message of a request its five bytes."""

    def __init__(self, receive: Receive, *, by_line: bool) -> None:
        self._receive = receive
        self._by_line = by_line
        self._held = b""

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "http.request":
            return message
        more = message.get("more_body", False)
        self._held += message.get("body", b"")
        return {"type": "http.request", "body": b"".join(map(_enveloped, self._messages(more))), "more_body": more}

    def _messages(self, more: bool) -> list[bytes]:
        """What is whole by now; a message that is too large already goes on to be refused."""
        if more and not self._by_line and len(self._held) <= LARGEST_MESSAGE:
            return []
        lines = self._held.split(b"\n") if self._by_line else [self._held]
        self._held = lines.pop() if more and self._by_line and len(lines[-1]) <= LARGEST_MESSAGE else b""
        return [line for line in lines if line.strip()]


def _enveloped(message: bytes) -> bytes:
    return HEAD.pack(0, len(message)) + message


class _TakeOff:
    """Makes lines of an answer. Nothing is sent before it is known whether the stream begins or is refused."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._held = b""
        self._begun = False
        self._is_stream = True

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            self._is_stream = message["status"] == 200
            if not self._is_stream:
                await self._send(message)
        elif message["type"] == "http.response.body":
            body, more = message.get("body", b""), message.get("more_body", False)
            lines = await self._lines(body) if self._is_stream else body
            await self._send({"type": "http.response.body", "body": lines, "more_body": more})

    async def _lines(self, body: bytes) -> bytes:
        self._held += body
        lines = b""
        while len(self._held) >= HEAD.size:
            flags, length = HEAD.unpack_from(self._held)
            end = HEAD.size + length
            if len(self._held) < end:
                break
            lines += await self._line(flags, self._held[HEAD.size : end])
            self._held = self._held[end:]
        return lines

    async def _line(self, flags: int, frame: bytes) -> bytes:
        error: dict[str, Any] | None = json.loads(frame).get("error") if flags & ENDS else None
        if error is None:
            await self._begin(200, LINES)
            return b"" if flags & ENDS else frame + b"\n"
        if not self._begun:
            await self._begin(HTTP_STATUSES.get(error["code"], 500), WHOLE)
            return json.dumps(error).encode()
        return json.dumps({"error": readable(error)}, ensure_ascii=False).encode() + b"\n"

    async def _begin(self, status: int, kind: bytes) -> None:
        if self._begun:
            return
        self._begun = True
        kept = [(name, value) for name, value in self._start["headers"] if name not in DROPPED]
        await self._send({**self._start, "status": status, "headers": [*kept, (b"content-type", kind)]})
