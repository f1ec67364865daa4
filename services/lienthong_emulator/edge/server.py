"""What serves HTTP. Imported with the first who connects."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lienthong_emulator.edge.app import app_of
from lienthong_emulator.edge.breaking import TRANSPORT

if TYPE_CHECKING:
    from lienthong_emulator.edge.doors import Doors

SECONDS_TO_FINISH = 1
SECONDS_BETWEEN_REQUESTS = 60


class _Guest(uvicorn.Server):
    """A server in a process that minds its signals itself."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class _Wired(HttpToolsProtocol):
    """Tells a request by which socket it came: to hang up on request takes more than HTTP has."""

    def on_message_begin(self) -> None:
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
