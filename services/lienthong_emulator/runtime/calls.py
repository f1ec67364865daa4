"""The one wrapper around every RPC: context, world, validation, the call itself, refusals, journal, in one pass.

A servicer's method takes `(request, call)`: what it may use of the world comes with the call.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn, cast

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from lienthong_emulator.runtime.context import CASE, REPLAYED, context_of
from lienthong_emulator.runtime.faults import PlannedFailure
from lienthong_emulator.runtime.journal import Entry
from lienthong_emulator.runtime.refusals import Kind, PeerRefusal, Refusal, status_of
from lienthong_emulator.runtime.worlds import WorldNotFound

if TYPE_CHECKING:
    from datetime import datetime

    from lienthong_emulator.runtime.company import Company
    from lienthong_emulator.runtime.context import Context
    from lienthong_emulator.runtime.journal import Method
    from lienthong_emulator.runtime.kit import Kit
    from lienthong_emulator.runtime.worlds import Worlds

    GrpcContext = grpc.aio.ServicerContext[Any, Any]

LOG = logging.getLogger("lienthong.calls")
OK = status_pb2.Status()
PUSHBACK = "grpc-retry-pushback-ms"


@dataclass(slots=True, eq=False)
class Call:
    """One call, as a servicer sees it; `time` is when it was let in, on the world's clock in Hà Nội.

    It has `company` where it is worked on together with others.
    """

    kit: Kit
    context: Context
    method: str
    time: datetime
    company: Company | None = None
    replayed: bool = False

    def belongs_to(self, case_id: str) -> None:
        """Tie the call to a case that it began or touched; the caller reads it in the trailers."""
        self.context = self.context.within(case_id)


class Entrance:
    """The way into the worlds of the agency behind a service."""

    def __init__(self, agency: str, worlds: Worlds) -> None:
        self._agency = agency
        self._worlds = worlds

    def kit_at_once(self, context: Context) -> Kit | None:
        """Where nobody has to wait for it."""
        return self._worlds.kit_at_once(self._agency, context)

    async def enter(self, context: Context) -> Kit:
        return await self._worlds.enter(self._agency, context)


@contextmanager
def ending_with_world(kit: Kit) -> Generator[None]:
    """Have a stream broken off when its world is deleted: who waits for the next frame would hold up the end."""
    task = asyncio.current_task()
    assert task is not None
    kit.streams.add(task)
    try:
        yield
    except asyncio.CancelledError:
        if not kit.gone:
            raise
        task.uncancel()
        raise WorldNotFound(world=kit.world.name) from None
    finally:
        kit.streams.discard(task)


class Visit:
    """The way of one call through the wrapper."""

    __slots__ = ("_call", "_entrance", "_grpc", "_method", "_started", "entry")

    def __init__(self, method: Method, grpc_context: GrpcContext, entrance: Entrance) -> None:
        self._grpc = grpc_context
        self._entrance = entrance
        self._method = method
        self._call: Call | None = None
        self._started = perf_counter()

    def __enter__(self) -> Visit:
        return self

    async def enter(self, company: Company | None = None) -> Call:
        """Find the world."""
        context = context_in(self._grpc)
        kit = self._entrance.kit_at_once(context)
        if kit is not None and company is not None:
            now, wall = company.moment_in(kit)
        else:
            kit = kit or await self._entrance.enter(context)
            now, wall = kit.moment()
        self.entry = Entry(self._method, context, now, wall, kit.agency)
        self._call = Call(kit, context, self._method.name, now, company)  # from here on the end of the visit is noted
        kit.users += 1
        return self._call

    def end(self) -> None:
        self.entry.status = OK
        if trailers := self._trailers():
            self._grpc.set_trailing_metadata(trailers)

    def _trailers(self) -> tuple[tuple[str, str], ...]:
        call = self._call
        if call is None or not (call.context.case_id or call.replayed):
            return ()
        return ((CASE, call.context.case_id), (REPLAYED, "true")) if call.replayed else ((CASE, call.context.case_id),)

    def no_of(self, error: Exception) -> WorldNotFound:
        """Where the world is gone, that is why it went wrong; else it is a bug, and raised again."""
        if (gone := self._gone()) is None:
            raise error
        return gone

    def _gone(self) -> WorldNotFound | None:
        gone = self._call is not None and self._call.kit.gone
        return WorldNotFound(world=self.entry.context.world) if gone else None

    async def refuse(self, no: Refusal | PeerRefusal | PlannedFailure) -> NoReturn:
        status = status_of_no(self._gone() or no)
        if self._call is not None:
            self.entry.status = status
        await abort_with(self._grpc, status, self._trailers())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._call is None:
            return
        kit = self._call.kit
        kit.users -= 1
        self.entry.seconds = perf_counter() - self._started
        self.entry.context = self._call.context
        if self.entry.status is None:
            self.entry.status = _status_of_end(error)
        kit.journal.add(self.entry)


def context_in(grpc_context: GrpcContext) -> Context:
    return context_of(cast(Any, grpc_context.invocation_metadata()) or ())


def status_of_no(no: Refusal | PeerRefusal | PlannedFailure) -> status_pb2.Status:
    return status_of(no) if isinstance(no, Refusal) else no.status


async def abort_with(
    grpc_context: GrpcContext, status: status_pb2.Status, trailers: tuple[tuple[str, str], ...] = ()
) -> NoReturn:
    ready: Any = cast(Any, rpc_status).to_status(status)
    await grpc_context.abort(ready.code, ready.details, (*ready.trailing_metadata, *_pushback(status), *trailers))


def _pushback(status: status_pb2.Status) -> tuple[tuple[str, str], ...]:
    """How long to wait before asking again, as gRPC's own retries read it in every language."""
    retry = error_details_pb2.RetryInfo()
    if not any(detail.Unpack(retry) for detail in status.details):
        return ()
    return ((PUSHBACK, str(retry.retry_delay.ToMilliseconds())),)


def _status_of_end(error: BaseException | None) -> status_pb2.Status:
    """A call that neither answered nor refused: it was cancelled, or there is a bug."""
    if error is None or isinstance(error, GeneratorExit | asyncio.CancelledError):
        return status_pb2.Status(code=Kind.CANCELLED.value, message="cancelled")
    LOG.error("a call failed: this is a bug", exc_info=error)
    return status_pb2.Status(code=Kind.INTERNAL.value, message=f"{type(error).__name__}: {error}")
