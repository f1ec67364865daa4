"""The port of the HTTP doors: held from the start, served with the first who connects.

What serves HTTP takes as long to import as half of a start, and megabytes; who never knocks pays for none of it.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.server import AddressTaken

if TYPE_CHECKING:
    from uvicorn import Server

    from lienthong_emulator.runtime.peers import Peers

LOG = logging.getLogger("lienthong.edge")
MOST_WAITING = 2_048


@asynccontextmanager
async def doors_open(listen: str, peers: Peers) -> AsyncGenerator[str]:
    """Serve the doors at `host:port` (port 0 for any) until the block ends; yields the address."""
    listener = _bound(listen)
    front = _Front(listener, peers)
    serving = asyncio.create_task(front.serve())
    try:
        host, _, _ = listen.rpartition(":")
        yield f"{host}:{listener.getsockname()[1]}"
    finally:
        await front.close(serving)


class _Front:
    def __init__(self, listener: socket.socket, peers: Peers) -> None:
        self._listener = listener
        self._peers = peers
        self._server: Server | None = None

    async def serve(self) -> None:
        try:
            await _first_knock(self._listener)
            self._server = await asyncio.to_thread(_loaded, self._peers)
            await self._server.serve(sockets=[self._listener])
        except Exception:
            LOG.exception("the HTTP doors stay closed: this is a bug")
            raise

    async def close(self, serving: asyncio.Task[None]) -> None:
        if self._server is None:
            serving.cancel()
        else:
            self._server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)
        self._listener.close()


def _bound(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressTaken(f"cannot listen at {listen}: {error}") from error
    try:
        if sys.platform != "win32":  # where it would let two processes have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(MOST_WAITING)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise AddressTaken(f"cannot listen at {listen}: {error}") from error
    return listener


async def _first_knock(listener: socket.socket) -> None:
    """Wait until somebody connects. Where the loop cannot tell (Windows), nobody is waited for."""
    loop = asyncio.get_running_loop()
    knocked = asyncio.Event()
    try:
        loop.add_reader(listener, knocked.set)
    except NotImplementedError:
        return
    try:
        await knocked.wait()
    finally:
        loop.remove_reader(listener)


def _loaded(peers: Peers) -> Server:
    from lienthong_emulator.edge.doors import Doors
    from lienthong_emulator.edge.server import server_of

    return server_of(Doors(peers=peers))
