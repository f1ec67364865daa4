"""Every call of the contract over HTTP: JSON for whoever has only `curl`, Connect and gRPC-Web for those who have more.

    curl -d '{"cardNumber": "..."}' -H 'content-type: application/json' \\
      http://localhost:8080/lienthong.insurance.v1.CardService/GetCard

Nothing is known here of any call: the descriptors name them, and the agencies answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.routing import Mount

from lienthong_emulator.edge.contract import answered_services
from lienthong_emulator.edge.rpc_answers import Answering

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from lienthong_emulator.edge.doors import Doors


def routes(doors: Doors) -> Sequence[Mount]:
    """A route for each service."""
    services = answered_services()
    streams = {
        path for one in services for path, method in one.paths() if method.client_streaming or method.server_streaming
    }
    answering = Answering(_Calls(doors), streams)
    return [Mount(f"/{one.service.full_name}", answering) for one in services]


class _Calls:
    """Connect's application, loaded with the first call: it takes longer to import than all other doors together."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._loading: asyncio.Task[ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(_loaded, self._doors))
        calls = await asyncio.shield(self._loading)  # others wait for it too
        await calls(scope, receive, send)


def _loaded(doors: Doors) -> ASGIApp:
    from lienthong_emulator.edge.rpc_application import application_of

    return application_of(doors)
