"""An agency that notes what reaches it, whatever the method."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import grpc
import pytest
from google.protobuf.descriptor_pb2 import MethodDescriptorProto

from lienthong.contract import descriptor_set

Metadata = dict[str, list[str]]


@dataclass(kw_only=True)
class Listener(grpc.GenericRpcHandler):
    """Answers every call of the contract with nothing, and keeps the metadata of each."""

    address: str = ""
    heard: list[tuple[str, Metadata]] = field(default_factory=list[tuple[str, Metadata]])
    refusal: grpc.Status | None = None

    @property
    def methods(self) -> list[str]:
        """The calls that came, without their package."""
        return [method.rpartition(".")[2] for method, _ in self.heard]

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[bytes, bytes]:
        details: Any = handler_call_details
        metadata: Metadata = {}
        for key, value in details.invocation_metadata:
            metadata.setdefault(key, []).append(value)
        self.heard.append((details.method, metadata))
        method = methods_by_name().get(details.method.lstrip("/"))
        if method is not None and method.client_streaming and not method.server_streaming:
            return cast(Any, grpc.stream_unary_rpc_method_handler(cast(Any, self._answer_all)))
        if method is not None and method.client_streaming:
            return cast(Any, grpc.stream_stream_rpc_method_handler(cast(Any, self._answer_each)))
        if method is not None and method.server_streaming:
            return cast(Any, grpc.unary_stream_rpc_method_handler(cast(Any, self._stream)))
        return cast(Any, grpc.unary_unary_rpc_method_handler(cast(Any, self._answer)))

    async def _answer(self, _request: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
        if self.refusal is not None:
            await context.abort_with_status(self.refusal)
        return b""

    async def _answer_all(
        self, requests: AsyncIterator[bytes], context: grpc.aio.ServicerContext[bytes, bytes]
    ) -> bytes:
        received = [request async for request in requests]
        return await self._answer(received[0], context)

    async def _answer_each(
        self, requests: AsyncIterator[bytes], context: grpc.aio.ServicerContext[bytes, bytes]
    ) -> AsyncGenerator[bytes]:
        async for request in requests:
            yield await self._answer(request, context)

    async def _stream(self, request: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> AsyncGenerator[bytes]:
        yield await self._answer(request, context)


@cache
def methods_by_name() -> Mapping[str, MethodDescriptorProto]:
    """Every call of the contract, as gRPC names it."""
    return {
        f"{file.package}.{service.name}/{method.name}": method
        for file in descriptor_set().file
        for service in file.service
        for method in service.method
    }


@asynccontextmanager
async def listening() -> AsyncGenerator[Listener]:
    listener = Listener()
    server = grpc.aio.server()
    server.add_generic_rpc_handlers([listener])
    listener.address = f"localhost:{server.add_insecure_port('localhost:0')}"
    await server.start()
    yield listener
    await server.stop(grace=None)


@pytest.fixture
def listen() -> Callable[[], AbstractAsyncContextManager[Listener]]:
    """Opens a listener, for tests that need several."""
    return listening


@pytest.fixture
async def listener() -> AsyncGenerator[Listener]:
    async with listening() as one:
        yield one
