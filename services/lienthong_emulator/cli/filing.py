"""Files dossiers at a desk, and waits for what comes of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic

import grpc

from lienthong import Refused, refused
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.cli.desks import Desk, Filed, Outcome, Told
from lienthong_emulator.linked_procedure import ReadDossier
from lienthong_emulator.linked_procedure.forms import Request

AT_ONCE = 32
"""A list that is no longer is filed one by one, so that the same file is given the same numbers every time."""
PAUSE_SECONDS = 0.2
NOT_ABOUT_THE_DOSSIER = ("WORLD_NOT_FOUND", "MALFORMED_METADATA", "AGENCY_UNAVAILABLE")


class Patience:
    """How long to wait while nothing happens."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.renew()

    def renew(self) -> None:
        self._end = asyncio.get_running_loop().time() + self._seconds

    def left(self) -> float:
        return max(0.0, self._end - asyncio.get_running_loop().time())


class Filing(Generic[Request, Filed, Told]):
    """Files dossiers in order. With patience, waits until each has ended, was returned or waits for a day."""

    def __init__(self, desk: Desk[Request, Filed, Told], patience: Patience | None) -> None:
        self._desk = desk
        self._patience = patience
        self._in_order = asyncio.Lock()

    async def file_all(self, dossiers: Sequence[ReadDossier[Request]], tell: Callable[[Outcome[Told]], None]) -> None:
        """File dossiers, a few at once, and tell their outcomes in order."""
        at_once = AT_ONCE if len(dossiers) > AT_ONCE else 1
        under_way: deque[asyncio.Task[Outcome[Told]]] = deque()
        try:
            for dossier in dossiers:
                if len(under_way) == at_once:
                    tell(await under_way.popleft())
                under_way.append(asyncio.create_task(self.file(dossier)))
            while under_way:
                tell(await under_way.popleft())
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def file(self, dossier: ReadDossier[Request]) -> Outcome[Told]:
        """File a dossier and wait as far as patience goes."""
        if dossier.request is None:
            assert dossier.refusal is not None
            return self._desk.not_taken(dossier, dossier.refusal)
        try:
            async with self._in_order:
                with refused():
                    filed = await self._desk.file(dossier.request)
        except Refused as no:
            if no.reason in NOT_ABOUT_THE_DOSSIER:
                raise
            return self._desk.not_taken(dossier, as_kept(no))
        return await self.followed(filed)

    async def followed(self, dossier: Filed) -> Outcome[Told]:
        """Wait for what comes of a dossier as far as patience goes."""
        return self._desk.outcome_of(await self._ended(dossier))

    async def _ended(self, dossier: Filed) -> Filed:
        if self._patience is None:
            return dossier
        while self._desk.goes_on(dossier) and (seconds := self._patience.left()):
            dossier = await self._watched(dossier, seconds)
        if not self._desk.goes_on(dossier):
            self._patience.renew()
        return dossier

    async def _watched(self, dossier: Filed, seconds: float) -> Filed:
        """The dossier as last seen when it ended, or the time was over, or justice fell silent."""
        call = self._desk.watch(dossier, seconds)
        try:
            async for dossier in call:
                if not self._desk.goes_on(dossier):
                    break
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.UNAVAILABLE:
                await asyncio.sleep(PAUSE_SECONDS)
            elif error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
                raise
        finally:
            call.cancel()
        return dossier


def as_kept(no: Refused) -> refusal_pb2.Refusal:
    """A refusal that came over the wire, as the contract keeps one."""
    return refusal_pb2.Refusal(
        reason=no.reason, field=no.field, message=no.message, message_vi=no.message_vi, metadata=no.metadata
    )
