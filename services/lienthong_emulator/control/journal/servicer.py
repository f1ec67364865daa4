"""The journal, as the contract has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lienthong.control.v1 import journal_service_pb2
from lienthong.control.v1.node_service_pb2 import ListNodeCallsRequest

if TYPE_CHECKING:
    from lienthong.control.v1.journal_service_pb2 import Call
    from lienthong_emulator.control.nodes import Nodes
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.context import Context

CALLS_ON_A_PAGE = 100
MOST_ON_A_PAGE = 1_000
LARGEST_PAGE = 3 << 20
"""Bytes. A client of gRPC takes 4 MiB unless it was told otherwise."""


class JournalServicer:
    def __init__(self, registry: Registry, nodes: Nodes) -> None:
        self._registry = registry
        self._nodes = nodes

    async def ListCalls(  # noqa: N802 - the contract names it
        self, request: journal_service_pb2.ListCallsRequest, context: Context
    ) -> journal_service_pb2.ListCallsResponse:
        await self._registry.describe(context.world)
        request.page_size = min(request.page_size or CALLS_ON_A_PAGE, MOST_ON_A_PAGE)
        question = ListNodeCallsRequest(query=request)
        parts = await self._nodes.ask_all(lambda node: node.ListNodeCalls, question, context.world)
        calls = sorted((call for part in parts for call in part.calls), key=lambda call: call.time.ToNanoseconds())
        return journal_service_pb2.ListCallsResponse(
            calls=_that_fit(calls[-request.page_size :]), evicted=sum(part.evicted for part in parts)
        )


def _that_fit(calls: Sequence[Call]) -> list[Call]:
    """The latest calls that one answer can carry, at least one, the oldest first."""
    kept: list[Call] = []
    size = 0
    for call in reversed(calls):
        size += call.ByteSize()
        if kept and size > LARGEST_PAGE:
            break
        kept.append(call)
    return kept[::-1]
