"""What serves HTTP. Imported with the first who connects."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lienthong_emulator.edge.app import app_of
from lienthong_emulator.edge.one_write import OneWrite
from lienthong_emulator.edge.testers.faults import TRANSPORT

if TYPE_CHECKING:
    from lienthong_emulator.edge.doors import Doors

LARGEST_HEAD = 256 << 10
"""Our choice, in bytes: of the line and headers of a request; tokens in a query take less than one."""
HEAD_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
SECONDS_TO_FINISH = 1
SECONDS_BETWEEN_REQUESTS = 60


class _Guest(uvicorn.Server):
    """A server in a process that minds its signals itself."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class _Wired(HttpToolsProtocol):
    """Tells a request by which socket it came: to hang up on request takes more than HTTP has.

    Bounds what comes before a body, too: its parser would gather headers without end, slower the more there are.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] - as uvicorn has it
        super().connection_made(OneWrite(transport, self.loop))

    _head: int | None = None
    """Bytes of a head that has not ended, None between heads."""

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                self.transport.write(HEAD_TOO_LARGE)
                self.transport.close()
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._head = None
        super().on_headers_complete()

    def on_message_begin(self) -> None:
        self._head = 0
        super().on_message_begin()
        cast("dict[str, object]", self.scope)[TRANSPORT] = self.transport


def server_of(doors: Doors) -> uvicorn.Server:
    config = uvicorn.Config(
        app_of(doors),
        http=_Wired,
        access_log=False,  # calls stand in the journal of who answers them
        lifespan="off",
        log_config=None,
        # Our choice: the caller's address is the socket's. A proxy's word for it would let anybody use others' tokens.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        timeout_keep_alive=SECONDS_BETWEEN_REQUESTS,
        ws="none",
    )
    config.load()
    return _Guest(config)
