"""The desk for deaths: `justice.v1.DeathService`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Any

from lienthong.justice.v1 import death_service_pb2 as contract
from lienthong.justice.v1.death_dossier_pb2 import DeathDossier, DeathDossierState, DeathDossierStep
from lienthong.type.v1 import refusal_pb2
from lienthong_emulator.cli.desks import DossierDesk, Outcome, Watching, pages
from lienthong_emulator.linked_procedure import (
    DEATHS,
    DeathResult,
    ReadDossier,
    result_of_death,
    result_of_refused_death,
)
from lienthong_emulator.runtime.refusals import Refusal
from lienthong_emulator.wire import full_date


class DeathDesk(DossierDesk[contract.FileDeathDossierRequest, DeathDossier, DeathResult]):
    """Deaths become entries in the register, and funeral allowances."""

    form = DEATHS
    names = "deathDossiers/"
    states = DeathDossierState
    person = "deceased"

    async def file(self, request: contract.FileDeathDossierRequest) -> DeathDossier:
        return await self.client.deaths.FileDeathDossier(request)

    def watch(self, dossier: DeathDossier, seconds: float) -> Watching[DeathDossier]:
        request = contract.WatchDeathDossierRequest(name=dossier.name)
        return self.client.deaths.WatchDeathDossier(request, timeout=seconds)

    def goes_on(self, dossier: DeathDossier) -> bool:
        is_in_process = dossier.state == DeathDossierState.DEATH_DOSSIER_STATE_IN_PROCESS
        return is_in_process or dossier.step == DeathDossierStep.DEATH_DOSSIER_STEP_UNLOCK_NUMBER

    def outcome_of(self, dossier: DeathDossier) -> Outcome[DeathResult]:
        result = result_of_death(dossier)
        return Outcome(
            result=result,
            person=dossier.declaration.deceased.full_name,
            facts=[*_facts(result, dossier)],
            message_vi=self.form.in_senders_words(dossier.refusal.message_vi),
            step=DeathDossierStep.Name(dossier.step).removeprefix("DEATH_DOSSIER_STEP_") if dossier.step else "",
            supplement_by=full_date(dossier.supplement_due_date),
        )

    def not_taken(
        self, read: ReadDossier[contract.FileDeathDossierRequest], refusal: Refusal | refusal_pb2.Refusal
    ) -> Outcome[DeathResult]:
        deceased = read.request.declaration.deceased.full_name if read.request else ""
        message_vi = self.form.in_senders_words(refusal.message_vi)
        return Outcome(result=result_of_refused_death(read, refusal), person=deceased, message_vi=message_vi)

    async def get(self, name: str) -> DeathDossier:
        return await self.client.deaths.GetDeathDossier(contract.GetDeathDossierRequest(name=name))

    def listed(self, **query: Any) -> AsyncGenerator[DeathDossier]:
        return pages(self.client.deaths.ListDeathDossiers, contract.ListDeathDossiersRequest(**query))

    async def supplement(self, dossier: DeathDossier, request: contract.FileDeathDossierRequest) -> DeathDossier:
        supplement = contract.SupplementDeathDossierRequest(
            name=dossier.name, etag=dossier.etag, declaration=request.declaration
        )
        return await self.client.deaths.SupplementDeathDossier(supplement)

    def kept(self, dossier: DeathDossier) -> Mapping[str, object]:
        return {"revoke_reason": dossier.death_record.revoke_reason or None}


def _facts(result: DeathResult, dossier: DeathDossier) -> Iterator[tuple[str, str]]:
    if result.number:
        yield "entered as", f"{result.number} in book {result.book}, page {result.page}"
    revoked = dossier.death_record.revoke_reason
    if revoked:
        yield "revoked", revoked
    if result.claim:
        when = "granted before that" if revoked else f"to be paid by {result.pay_by}"
        yield "allowance", f"{result.amount:,} đồng ({result.funeral_class}), {when}"
    if result.allowance_refusal:
        yield "no allowance", f"{result.allowance_refusal.reason}: {result.allowance_refusal.message}"
