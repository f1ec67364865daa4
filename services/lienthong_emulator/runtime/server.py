"""Ports: which agencies listen where, with health checks and reflection on every one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2_grpc

from lienthong_emulator.runtime.directory import Directory
from lienthong_emulator.runtime.handlers import handlers_for, plain_handlers_for
from lienthong_emulator.runtime.late import LateServicer

if TYPE_CHECKING:
    from google.protobuf.descriptor import ServiceDescriptor

    from lienthong_emulator.runtime.handlers import Handlers
    from lienthong_emulator.runtime.node import Node

SERVER_OPTIONS = (("grpc.max_receive_message_length", 16 << 20), ("grpc.so_reuseport", 0))
STOP_SECONDS = 1.0

HEALTH: Any = health
HEALTH_STUBS: Any = health_pb2_grpc
REFLECTION_STUBS: Any = reflection_pb2_grpc
"""These packages come without types."""


@asynccontextmanager
async def serving(
    node: Node, servers: Sequence[tuple[str, Sequence[str]]], extra: Sequence[Handlers]
) -> AsyncGenerator[dict[str, str]]:
    """Serve agencies at addresses (`host:port`, port 0 for any); yields the address of each agency.

    Every server answers health checks and reflection, and says SERVING when every agency can answer.
    """
    async with AsyncExitStack() as stack:
        addresses: dict[str, str] = {}
        checks: list[Any] = []
        for listen, agencies in servers:
            server, check = _server(node, agencies, extra)
            address = _bind(server, listen)
            addresses.update(dict.fromkeys(agencies, address))
            node.peers.addresses.update(dict.fromkeys(agencies, address))
            await check.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
            await server.start()
            stack.push_async_callback(server.stop, grace=STOP_SECONDS)
            checks.append(check)
        await stack.enter_async_context(node.at_work())
        for check in checks:
            await check.set("", health_pb2.HealthCheckResponse.SERVING)
        yield addresses


def _server(node: Node, agencies: Sequence[str], extra: Sequence[Handlers]) -> tuple[grpc.aio.Server, Any]:
    server = grpc.aio.server(options=SERVER_OPTIONS)
    directory = Directory()
    server.add_generic_rpc_handlers((directory,))
    check = HEALTH.aio.HealthServicer()
    HEALTH_STUBS.add_HealthServicer_to_server(check, directory)
    for handlers in extra:
        directory.add(handlers)
    names = [reflection.SERVICE_NAME, health.SERVICE_NAME]
    for agency in agencies:
        for service in node.agencies[agency].services:
            handlers = _handlers(node, agency, service)
            directory.add(handlers)
            node.peers.serve_here(agency, handlers)
            names.append(service.full_name)
        for handlers in extra:
            node.peers.serve_here(agency, handlers)
    REFLECTION_STUBS.add_ServerReflectionServicer_to_server(reflection.aio.ReflectionServicer(names), directory)
    return server, check


def _handlers(node: Node, agency: str, service: ServiceDescriptor) -> Handlers:
    servicer = LateServicer(lambda: node.agencies[agency].staff().servicers[service.name](node))
    if not node.agencies[agency].in_worlds:
        return plain_handlers_for(service, servicer)
    node.servicers[agency, service.name] = servicer
    return handlers_for(service, servicer, node.entrance_of(agency))


class AddressTaken(Exception):
    """The port cannot be had."""


def _bind(server: grpc.aio.Server, listen: str) -> str:
    host, _, _ = listen.rpartition(":")
    try:
        port = server.add_insecure_port(listen)
    except RuntimeError as error:
        raise AddressTaken(f"cannot listen at {listen}: {error}") from error
    return f"{host}:{port}"
