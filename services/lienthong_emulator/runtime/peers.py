"""Calls to other agencies: the same stubs and messages, whether the agency is in this process or in another."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import grpc
from google.rpc import status_pb2
from grpc_status import rpc_status

from lienthong_emulator.runtime.in_process import InProcessChannel
from lienthong_emulator.runtime.refusals import AgencyUnavailable, CallNotOffered, PeerRefusal, reason_of

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.handlers import Handlers
    from lienthong_emulator.runtime.kit import Kit

LOG = logging.getLogger("lienthong.peers")
SECONDS_TO_ANSWER = 5.0
SILENT = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}
"""A peer that ends with one of these may be asked again, whatever reason it gives. RESOURCE_EXHAUSTED with a reason is
its no: no number is left."""
NOT_ABOUT_THE_QUESTION = {"WORLD_NOT_FOUND", "DATABASE_FILE_UNUSABLE", "RATE_LIMITED"}
"""Reasons of a peer that can answer nobody: its world is being deleted, an operator must mend its file, it is asked too
much."""
CHANNEL_OPTIONS = (
    ("grpc.enable_http_proxy", 0),  # an office's proxy knows nothing of this machine's ports
    ("grpc.max_receive_message_length", 16 << 20),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),  # also how long a connection may take: a busy machine needs more than 100
    ("grpc.max_reconnect_backoff_ms", 1_000),
)

Answer = TypeVar("Answer")
Stub = TypeVar("Stub")
Stream = TypeVar("Stream", bound="grpc.aio.UnaryStreamCall[Any, Any]")


class Peers:
    """Channels to the other agencies, opened with the first call."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self.addresses = dict(addresses)
        self._channels: dict[str, grpc.aio.Channel] = {}
        self._here: dict[str, InProcessChannel] = {}
        self._stubs: dict[tuple[object, str], object] = {}

    def serve_here(self, agency: str, handlers: Handlers) -> None:
        """Have calls to an agency answered by handlers of this process."""
        self._here.setdefault(agency, InProcessChannel()).add(handlers.service, handlers.by_method)

    def channel(self, agency: str) -> grpc.aio.Channel:
        """The way to an agency, for a stub: through this process where it is played here.

        Raises `AgencyUnavailable` where nobody said where it is.
        """
        if agency in self._here:
            return cast(grpc.aio.Channel, self._here[agency])
        if agency not in self.addresses:
            raise AgencyUnavailable(agency=agency)
        return self.channel_to(self.addresses[agency])

    def stub(self, kind: Callable[[grpc.aio.Channel], Stub], agency: str) -> Stub:
        """A stub of a service at an agency; made once, for it costs more than a call."""
        key = (kind, agency)
        if key not in self._stubs:
            self._stubs[key] = kind(self.channel(agency))
        return cast(Stub, self._stubs[key])

    def bytes_stream(self, agency: str, method: str) -> Callable[..., AsyncIterable[bytes]]:
        """A call of streams by its full name, for who writes its requests and reads its answers piece by piece.

        Raises `AgencyUnavailable`, as `channel` does.
        """
        return cast(Any, self.channel(agency)).stream_stream(method, bytes, bytes)

    def way_to(self, address: str) -> grpc.aio.Channel:
        """The way to a process, for what every port of it answers: no socket where it is this one."""
        here = next((agency for agency in self._here if self.addresses.get(agency) == address), None)
        return self.channel(here) if here else self.channel_to(address)

    def channel_to(self, address: str) -> grpc.aio.Channel:
        if address not in self._channels:
            self._channels[address] = grpc.aio.insecure_channel(address, options=CHANNEL_OPTIONS)
        return self._channels[address]

    async def close(self) -> None:
        for channel in (*self._channels.values(), *self._here.values()):
            await channel.close()


@asynccontextmanager
async def hung_up_after(frames: Stream) -> AsyncGenerator[Stream]:
    """A stream that ends at the other side too when the block ends, whichever way it came."""
    try:
        yield frames
    finally:
        if isinstance(frames, AsyncGenerator):
            await frames.aclose()
        else:
            frames.cancel()


async def ask(
    method: Callable[..., Awaitable[Answer]],
    request: Message,
    *,
    kit: Kit,
    context: Context,
    agency: str,
    seconds: float = SECONDS_TO_ANSWER,
) -> Answer:
    """Call a peer in this world and context.

    Raises `AgencyUnavailable` where it does not answer and `PeerRefusal` where it refuses. A peer that can answer
    nobody in this world counts as silent.
    """
    metadata = context.metadata_of(kit.agency, kit.world.clock.revision)
    try:
        return await method(request, metadata=metadata, timeout=seconds)
    except grpc.aio.AioRpcError as error:
        no = translated(error, agency)
        raise (AgencyUnavailable(agency=agency) if no.reason in NOT_ABOUT_THE_QUESTION else no) from error


async def converse(
    method: Callable[..., AsyncIterable[Answer]],
    requests: AsyncIterable[Message | bytes],
    *,
    kit: Kit,
    context: Context,
    agency: str,
) -> AsyncGenerator[Answer]:
    """Send a peer a stream of requests and give its answers as they come.

    Raises as `ask` does, and `CallNotOffered`.
    """
    metadata = context.metadata_of(kit.agency, kit.world.clock.revision)
    try:
        async with hung_up_after(cast(Any, method(requests, metadata=metadata))) as answers:
            async for answer in answers:
                yield answer
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.UNIMPLEMENTED:
            raise CallNotOffered(agency=agency) from error
        no = translated(error, agency)
        raise (AgencyUnavailable(agency=agency) if no.reason in NOT_ABOUT_THE_QUESTION else no) from error


def translated(error: grpc.aio.AioRpcError, agency: str) -> AgencyUnavailable | PeerRefusal:
    """A failed call as a refusal: the peer's own no where it gives a reason; else it failed, and may be asked again."""
    if error.code() in SILENT:
        return AgencyUnavailable(agency=agency)
    status: status_pb2.Status | None = cast(Any, rpc_status).from_call(error)
    if status is not None and reason_of(status):
        return PeerRefusal(agency, status)
    LOG.warning("%s failed: %s %s", agency, error.code(), error.details())
    return AgencyUnavailable(agency=agency)
