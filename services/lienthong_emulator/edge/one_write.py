"""A transport that sends the head of an answer together with its body.

Each write is a call to the system that wakes whoever waits at the other end, and uvicorn makes two for an answer. What
is written in one turn of the loop goes out when the turn ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from asyncio.protocols import BaseProtocol

MOST_HELD: Final = 64 << 10
"""Bytes. More is not worth copying, and who writes more without a pause must learn that the other side is slow."""


class OneWrite(asyncio.Transport):
    """Another transport, but for its writes."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._to = transport
        self._loop = loop
        self._held = list[bytes]()
        self._size = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size > MOST_HELD:
            self._send()

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        for data in list_of_data:
            self.write(data)

    def _send(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held:
            self._to.write(b"".join(held))

    def close(self) -> None:
        self._send()
        self._to.close()

    def write_eof(self) -> None:
        self._send()
        self._to.write_eof()

    def abort(self) -> None:
        self._held.clear()
        self._to.abort()

    def is_closing(self) -> bool:
        return self._to.is_closing()

    def can_write_eof(self) -> bool:
        return self._to.can_write_eof()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._to.get_extra_info(name, default)

    def get_protocol(self) -> BaseProtocol:
        return self._to.get_protocol()

    def set_protocol(self, protocol: BaseProtocol) -> None:
        self._to.set_protocol(protocol)

    def is_reading(self) -> bool:
        return self._to.is_reading()

    def pause_reading(self) -> None:
        self._to.pause_reading()

    def resume_reading(self) -> None:
        self._to.resume_reading()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self._to.set_write_buffer_limits(high, low)

    def get_write_buffer_size(self) -> int:
        return self._size + self._to.get_write_buffer_size()

    def get_write_buffer_limits(self) -> tuple[int, int]:
        return self._to.get_write_buffer_limits()
