"""Files dossiers through a client, and waits for what comes of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import grpc

from lienthong import Refused, refused
from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier, DossierState, DossierStep
from lienthong.justice.v1.civil_status_service_pb2 import SupplementBirthDossierRequest, WatchBirthDossierRequest
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.linked_procedure import DossierResult, ReadDossier, result_of, result_of_refusal
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.wire import full_date

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong.justice.v1.birth_declaration_pb2 import BirthDeclaration

AT_ONCE = 32
"""A list that is no longer is filed one by one, so that the same file is given the same numbers every time."""
PAUSE_SECONDS = 0.2
NOT_ABOUT_THE_DOSSIER = ("WORLD_NOT_FOUND", "MALFORMED_METADATA", "AGENCY_UNAVAILABLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a dossier, with what its result has no place for."""

    result: DossierResult
    child: str = ""
    message_vi: str = ""
    step: str = ""
    waits_until: date | None = None
    supplement_by: date | None = None


class Patience:
    """How long to wait while nothing happens."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.renew()

    def renew(self) -> None:
        self._end = asyncio.get_running_loop().time() + self._seconds

    def left(self) -> float:
        return max(0.0, self._end - asyncio.get_running_loop().time())


class Filing:
    """Files dossiers in order. With patience, waits until each has ended, was returned or waits for a day."""

    def __init__(self, client: Client, patience: Patience | None) -> None:
        self._client = client
        self._patience = patience
        self._in_order = asyncio.Lock()

    async def file_all(self, dossiers: Sequence[ReadDossier], tell: Callable[[Outcome], None]) -> None:
        """File dossiers, a few at once, and tell their outcomes in order."""
        at_once = AT_ONCE if len(dossiers) > AT_ONCE else 1
        under_way: deque[asyncio.Task[Outcome]] = deque()
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

    async def file(self, dossier: ReadDossier) -> Outcome:
        """File a dossier and wait as far as patience goes."""
        if dossier.refusal is not None or dossier.request is None:
            return _unreadable(dossier)
        child = dossier.request.declaration.child.full_name
        try:
            async with self._in_order:
                with refused():
                    filed = await self._client.civil_status.FileBirthDossier(dossier.request)
        except Refused as no:
            if no.reason in NOT_ABOUT_THE_DOSSIER:
                raise
            return _not_taken(dossier, child, as_kept(no))
        return outcome_of(await self._ended(filed))

    async def supplement(self, returned: BirthDossier, declaration: BirthDeclaration) -> Outcome:
        """Supplement a dossier and wait as far as patience goes. A refusal passes."""
        request = SupplementBirthDossierRequest(name=returned.name, etag=returned.etag, declaration=declaration)
        with refused():
            supplemented = await self._client.civil_status.SupplementBirthDossier(request)
        return outcome_of(await self._ended(supplemented))

    async def _ended(self, dossier: BirthDossier) -> BirthDossier:
        if self._patience is None:
            return dossier
        while _goes_on(dossier) and (seconds := self._patience.left()):
            dossier = await self._watched(dossier, seconds)
        if not _goes_on(dossier):
            self._patience.renew()
        return dossier

    async def _watched(self, dossier: BirthDossier, seconds: float) -> BirthDossier:
        """The dossier as last seen when it ended, or the time was over, or justice fell silent."""
        call = self._client.civil_status.WatchBirthDossier(WatchBirthDossierRequest(name=dossier.name), timeout=seconds)
        try:
            async for dossier in call:
                if not _goes_on(dossier):
                    break
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.UNAVAILABLE:
                await asyncio.sleep(PAUSE_SECONDS)
            elif error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
                raise
        finally:
            call.cancel()
        return dossier


def outcome_of(dossier: BirthDossier) -> Outcome:
    """What came so far of a dossier that was filed."""
    return Outcome(
        result=result_of(dossier),
        child=dossier.declaration.child.full_name,
        message_vi=dossier.refusal.message_vi,
        step=DossierStep.Name(dossier.step).removeprefix("DOSSIER_STEP_") if dossier.step else "",
        waits_until=full_date(dossier.waits_until_date),
        supplement_by=full_date(dossier.supplement_due_date),
    )


def _goes_on(dossier: BirthDossier) -> bool:
    """By itself, and soon."""
    return dossier.state == DossierState.DOSSIER_STATE_IN_PROCESS and not dossier.HasField("waits_until_date")


def _unreadable(dossier: ReadDossier) -> Outcome:
    assert dossier.refusal is not None
    return _not_taken(dossier, "", dossier.refusal)


def _not_taken(dossier: ReadDossier, child: str, refusal: Refusal | refusal_pb2.Refusal) -> Outcome:
    return Outcome(result=result_of_refusal(dossier, refusal), child=child, message_vi=refusal.message_vi)


def as_kept(no: Refused) -> refusal_pb2.Refusal:
    """A refusal that came over the wire, as the contract keeps one."""
    return refusal_pb2.Refusal(
        reason=no.reason, field=no.field, message=no.message, message_vi=no.message_vi, metadata=no.metadata
    )
