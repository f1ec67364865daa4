"""The processes that play agencies, as control asks them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import grpc
from google.rpc import status_pb2
from grpc_status import rpc_status

from lienthong.control.v1.node_service_pb2 import GetNodeRequest
from lienthong.control.v1.node_service_pb2_grpc import NodeServiceStub
from lienthong_emulator.runtime.context import CALLER, WORLD
from lienthong_emulator.runtime.peers import Peers, hung_up_after, translated
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal, reason_of
from lienthong_emulator.runtime.tasks import shared_task

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from lienthong.control.v1.node_service_pb2_grpc import NodeServiceAsyncStub

LOG = logging.getLogger("lienthong.control")
SECONDS_TO_ANSWER = 60.0
"""A process may have to build its part of a world first, or wait until it is quiet."""

NAMES_APART = ", "

Answer = TypeVar("Answer")


def metadata_for(world: str) -> tuple[tuple[str, str], ...]:
    return ((WORLD, world), (CALLER, "agencies/control"))


@dataclass(frozen=True, slots=True)
class Process:
    """One process that plays agencies."""

    name: str
    stub: NodeServiceAsyncStub

    async def ask(self, method: Callable[..., Awaitable[Answer]], request: Message, world: str) -> Answer:
        """Call it about a world. Raises `AgencyUnavailable` where it does not answer, else `PeerRefusal`."""
        try:
            return await method(request, metadata=metadata_for(world), timeout=SECONDS_TO_ANSWER)
        except grpc.aio.AioRpcError as error:
            raise no_of(error, self) from error

    async def stream(
        self, method: Callable[..., AsyncIterable[Answer]], request: Message, world: str
    ) -> AsyncGenerator[Answer]:
        """What it streams about a world, however long that takes. Raises as `ask` does."""
        try:
            async with hung_up_after(cast(Any, method(request, metadata=metadata_for(world)))) as answers:
                async for answer in answers:
                    yield answer
        except grpc.aio.AioRpcError as error:
            raise no_of(error, self) from error


class Nodes:
    """All processes of the house: those behind the addresses of its agencies."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers
        self._agencies: dict[str, tuple[str, ...]] = {}
        self._processes: dict[str, Process] = {}

    async def all(self) -> list[Process]:
        """One entry for each process, however many ports it answers at; agencies of somebody's own are left out."""
        return await self._those(self._agencies_at)

    async def all_up(self) -> list[Process]:
        """The same, without those that are silent."""
        return await self._those(self._agencies_if_up)

    async def answering(self) -> tuple[list[Process], list[str]]:
        """The processes that answer now, and the agencies of those that do not."""
        up = await self.all_up()
        alive = dict(zip(up, await asyncio.gather(*map(_is_alive, up)), strict=True))
        named = {name for process, lives in alive.items() if not lives for name in process.name.split(NAMES_APART)}
        unknown = {name for name, address in self._peers.addresses.items() if address not in self._agencies}
        return [process for process, lives in alive.items() if lives], sorted(named | unknown)

    async def _those(self, agencies_at: Callable[[str], Awaitable[tuple[str, ...]]]) -> list[Process]:
        addresses = sorted(set(self._peers.addresses.values()))
        if not self._agencies.keys() >= {*addresses}:
            await asyncio.gather(*map(agencies_at, addresses))
        of_process = {self._agencies.get(address, ()): self._process(address) for address in addresses}
        return [process for found, process in of_process.items() if found]

    async def playing(self, agency: str) -> Process | None:
        """The process that plays an agency; None where nobody of the house does."""
        await self.all()
        played = {name: address for address, names in self._agencies.items() for name in names}
        return self._process(played[agency]) if agency in played else None

    async def ask_all(
        self,
        method: Callable[[NodeServiceAsyncStub], Callable[..., Awaitable[Answer]]],
        request: Message,
        world: str,
    ) -> list[Answer]:
        """Call every process about a world. Raises `AgencyUnavailable` where one does not answer."""
        asking = [process.ask(method(process.stub), request, world) for process in await self.all()]
        return [await asking[0]] if len(asking) == 1 else await asyncio.gather(*asking)  # one alone needs no task

    async def tell_all(
        self,
        method: Callable[[NodeServiceAsyncStub], Callable[..., Awaitable[object]]],
        request: Message,
        world: str,
    ) -> None:
        """The same, but whoever is silent keeps nobody else from being told."""
        up = await self.all_up()
        asked = (process.ask(method(process.stub), request, world) for process in up)
        for told in await asyncio.gather(*asked, return_exceptions=True):
            if isinstance(told, BaseException):
                raise told
        await self.all()  # raises where one was silent from the beginning

    async def stream_from_all(
        self,
        method: Callable[[NodeServiceAsyncStub], Callable[..., AsyncIterable[Answer]]],
        request: Message,
        world: str,
    ) -> AsyncGenerator[Answer]:
        """What every process streams about a world, as it comes. Silent ones are left out; the first no ends all."""
        queue: asyncio.Queue[Answer | PeerRefusal | None] = asyncio.Queue()

        async def pump(process: Process) -> None:
            try:
                async for answer in method(process.stub)(request, metadata=metadata_for(world)):
                    queue.put_nowait(answer)
            except grpc.aio.AioRpcError as error:
                if no := _no_with_a_reason(error, process):
                    queue.put_nowait(no)
                else:
                    LOG.warning("%s broke off: %s %s", process.name, error.code(), error.details())

        async def pump_all(up: Sequence[Process]) -> None:
            try:
                await asyncio.gather(*map(pump, up))
            finally:
                queue.put_nowait(None)

        pumps = shared_task(pump_all(await self.all_up()))
        try:
            while item := await queue.get():
                if isinstance(item, PeerRefusal):
                    raise item
                yield item
            await pumps
        finally:
            pumps.cancel()

    def _process(self, address: str) -> Process:
        if address not in self._processes:
            self._processes[address] = Process(self._names_at(address), NodeServiceStub(self._peers.way_to(address)))
        return self._processes[address]

    def _names_at(self, address: str) -> str:
        return NAMES_APART.join(sorted(name for name, at in self._peers.addresses.items() if at == address))

    async def _agencies_at(self, address: str) -> tuple[str, ...]:
        """The agencies of the process at an address: where there are two addresses for one process, they tell."""
        if address not in self._agencies:
            self._agencies[address] = await _agencies_of(self._process(address))
        return self._agencies[address]

    async def _agencies_if_up(self, address: str) -> tuple[str, ...]:
        try:
            return await self._agencies_at(address)
        except AgencyUnavailable:
            return ()


def no_of(error: grpc.aio.AioRpcError, process: Process) -> PeerRefusal | AgencyUnavailable:
    """Why a process did not do what it was asked."""
    return _no_with_a_reason(error, process) or translated(error, process.name)


def _no_with_a_reason(error: grpc.aio.AioRpcError, process: Process) -> PeerRefusal | None:
    """What a process says no with, such as a full disk; None where it fell silent."""
    status: status_pb2.Status | None = cast(Any, rpc_status).from_call(error)
    if status is not None and reason_of(status):
        return PeerRefusal(process.name, status)
    return None


async def _is_alive(process: Process) -> bool:
    try:
        await _agencies_of(process)
    except AgencyUnavailable:
        return False
    return True


async def _agencies_of(process: Process) -> tuple[str, ...]:
    """What a process plays; nothing where it is somebody's own service, which knows the agency's contract alone."""
    try:
        node = await process.stub.GetNode(GetNodeRequest(), timeout=SECONDS_TO_ANSWER)
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.UNIMPLEMENTED:
            return ()
        raise translated(error, process.name) from error
    return tuple(node.agencies)
