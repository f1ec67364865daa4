"""The desk for births: `justice.v1.CivilStatusService`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from typing import Any

from lienthong.justice.v1 import civil_status_service_pb2 as contract
from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier, DossierState, DossierStep
from lienthong.justice.v1.dossier_status_pb2 import PortalStatus, StatusEntry
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.cli.desks import DossierDesk, Outcome, Watching, pages
from lienthong_emulator.linked_procedure import BIRTHS, DossierResult, ReadDossier, result_of, result_of_refusal
from lienthong_emulator.runtime.clock import HANOI
from lienthong_emulator.runtime.convert import moment_of
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.wire import full_date


class BirthDesk(DossierDesk[contract.FileBirthDossierRequest, BirthDossier, DossierResult]):
    """Births become cards."""

    form = BIRTHS
    names = "birthDossiers/"
    states = DossierState
    person = "child"

    async def file(self, request: contract.FileBirthDossierRequest) -> BirthDossier:
        return await self.client.civil_status.FileBirthDossier(request)

    def watch(self, dossier: BirthDossier, seconds: float) -> Watching[BirthDossier]:
        request = contract.WatchBirthDossierRequest(name=dossier.name)
        return self.client.civil_status.WatchBirthDossier(request, timeout=seconds)

    def goes_on(self, dossier: BirthDossier) -> bool:
        return dossier.state == DossierState.DOSSIER_STATE_IN_PROCESS and not dossier.HasField("waits_until_date")

    def outcome_of(self, dossier: BirthDossier) -> Outcome[DossierResult]:
        result = result_of(dossier)
        return Outcome(
            result=result,
            person=dossier.declaration.child.full_name,
            facts=[*_facts(result)],
            message_vi=self.form.in_senders_words(dossier.refusal.message_vi),
            step=DossierStep.Name(dossier.step).removeprefix("DOSSIER_STEP_") if dossier.step else "",
            waits_until=full_date(dossier.waits_until_date),
            supplement_by=full_date(dossier.supplement_due_date),
        )

    def not_taken(
        self, read: ReadDossier[contract.FileBirthDossierRequest], refusal: Refusal | refusal_pb2.Refusal
    ) -> Outcome[DossierResult]:
        child = read.request.declaration.child.full_name if read.request else ""
        message_vi = self.form.in_senders_words(refusal.message_vi)
        return Outcome(result=result_of_refusal(read, refusal), person=child, message_vi=message_vi)

    async def get(self, name: str) -> BirthDossier:
        return await self.client.civil_status.GetBirthDossier(contract.GetBirthDossierRequest(name=name))

    def listed(self, **query: Any) -> AsyncGenerator[BirthDossier]:
        return pages(self.client.civil_status.ListBirthDossiers, contract.ListBirthDossiersRequest(**query))

    async def supplement(self, dossier: BirthDossier, request: contract.FileBirthDossierRequest) -> BirthDossier:
        supplement = contract.SupplementBirthDossierRequest(
            name=dossier.name, etag=dossier.etag, declaration=request.declaration
        )
        return await self.client.civil_status.SupplementBirthDossier(supplement)

    def kept(self, dossier: BirthDossier) -> Mapping[str, object]:
        waits_until = full_date(dossier.waits_until_date)
        return {
            "waits_until_date": str(waits_until) if waits_until else None,
            "portal_status": int(dossier.portal_status),
            "status_history": [_status_as_json(entry) for entry in dossier.status_history],
        }

    def facts_kept(self, dossier: BirthDossier) -> Sequence[tuple[str, str]]:
        status = PortalStatus.Name(dossier.portal_status).removeprefix("PORTAL_STATUS_")
        return [("at the portal", f"{dossier.portal_status} {status}")]


def _facts(result: DossierResult) -> Iterator[tuple[str, str]]:
    if result.personal_number:
        yield "personal number", result.personal_number
    if result.card_number:
        yield "card", f"{result.card_number}, {result.valid_from} to {result.valid_to}"
        yield "initial care", result.initial_facility or "-"


def _status_as_json(entry: StatusEntry) -> Mapping[str, object]:
    """A status with the portal's own names."""
    supplement_by = full_date(entry.supplement_due_date)
    return {
        "trangThai": int(entry.status),
        "thoiGianThucHien": moment_of(entry.time, "time").astimezone(HANOI).isoformat(),
        "nguoiXuLy": entry.handler,
        "ghiChu": entry.note,
        "hanBoSungHoSo": str(supplement_by) if supplement_by else None,
    }
