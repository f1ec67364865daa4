"""Every call of the contract over HTTP: JSON for whoever has only `curl`, Connect and gRPC-Web for those who have more.

    curl -d '{"cardNumber": "..."}' -H 'content-type: application/json' \\
      http://localhost:8080/lienthong.insurance.v1.CardService/GetCard

Nothing is known here of any call: the descriptors name them, and the agencies answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from connectrpc.server import ConnectASGIApplication
from starlette.routing import Mount

from lienthong_emulator.edge.contract import answered_services
from lienthong_emulator.edge.rpc_answers import Answering
from lienthong_emulator.edge.rpc_codec import BinaryCodec, JsonCodec
from lienthong_emulator.edge.rpc_endpoints import endpoints_of
from lienthong_emulator.edge.rpc_lines import LARGEST_MESSAGE

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from lienthong_emulator.edge.doors import Doors


class _Calls(ConnectASGIApplication["Doors"]):
    @property
    def path(self) -> str:
        return "/"


def routes(doors: Doors) -> Sequence[Mount]:
    """A route for each service."""
    calls = _Calls(
        service=doors,
        endpoints=endpoints_of,
        codecs=[JsonCodec(), BinaryCodec()],
        read_max_bytes=LARGEST_MESSAGE,
    )
    services = answered_services()
    streams = {
        path for one in services for path, method in one.paths() if method.client_streaming or method.server_streaming
    }
    answering = Answering(cast("ASGIApp", calls), streams)
    return [Mount(f"/{one.service.full_name}", answering) for one in services]
