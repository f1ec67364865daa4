"""Connect's application over the calls of every agency."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from connectrpc.server import ConnectASGIApplication

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


def application_of(doors: Doors) -> ASGIApp:
    calls = _Calls(
        service=doors,
        endpoints=endpoints_of,
        codecs=[JsonCodec(), BinaryCodec()],
        read_max_bytes=LARGEST_MESSAGE,
    )
    return cast("ASGIApp", calls)
