"""What answers the calls of one port, by path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import grpc

from lienthong_emulator.runtime.convoys import Convoys, in_convoys

if TYPE_CHECKING:
    from lienthong_emulator.runtime.handlers import Handlers


class Directory(grpc.GenericRpcHandler):
    """One generic handler for every method of a server, which `add_..._to_server` of generated code takes for a server.

    gRPC asks generic handlers in turn, and waits anew for each method that is registered whenever a call comes in: both
    cost more with each service (docs/decisions/0049).
    """

    def __init__(self) -> None:
        self._convoys = Convoys()
        self._by_path: dict[str, Any] = {}
        self._others: list[grpc.GenericRpcHandler] = []

    def add(self, handlers: Handlers) -> None:
        for method, handler in handlers.by_method.items():
            self._by_path[f"/{handlers.service}/{method}"] = in_convoys(handler, self._convoys)

    def add_generic_rpc_handlers(self, handlers: Iterable[grpc.GenericRpcHandler]) -> None:
        self._others.extend(handlers)

    def add_registered_method_handlers(self, service: str, by_method: Mapping[str, Any]) -> None:
        """The same as are added as generic ones."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        """Of a call, what answers it; None where nothing does."""
        found = self._by_path.get(handler_call_details.method)
        if found is not None:
            return found
        return next(filter(None, (other.service(handler_call_details) for other in self._others)), None)
