"""Deaths: the civil-status system's side of the contract."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from lienthong.justice.v1 import death_service_pb2 as pb
from lienthong.justice.v1.death_dossier_pb2 import DeathDossier, DeathDossierState
from lienthong.justice.v1.death_dossier_pb2 import DeathRecord as ToldRecord
from lienthong_emulator.justice.civil_status.errors import DossierNotFound
from lienthong_emulator.justice.deaths import filing
from lienthong_emulator.justice.deaths.convert import dossier_to_proto, record_to_proto
from lienthong_emulator.justice.deaths.domain import Dossier, Record, State, Step
from lienthong_emulator.justice.deaths.errors import DeathRecordNotFound
from lienthong_emulator.justice.deaths.store import DeathQuestions
from lienthong_emulator.justice.rights import own_dossiers_of, refuse_unless_reader, refuse_unless_registrar
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.runtime.etags import refuse_stale
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.kit import Kit, Tx
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

PAGE = 50
LARGEST_PAGE = 200  # a client takes 4 MB at once


class DeathServicer:
    async def FileDeathDossier(self, request: pb.FileDeathDossierRequest, call: Call) -> DeathDossier:
        async def act(tx: Tx) -> DeathDossier:
            return await _shown(tx.kit, tx.db, await filing.file(tx, request))

        return _in_its_case(call, await once(call, request, DeathDossier, act))

    async def SupplementDeathDossier(self, request: pb.SupplementDeathDossierRequest, call: Call) -> DeathDossier:
        async def act(tx: Tx) -> DeathDossier:
            dossier = await _held(tx, request.name, request.etag)
            return await _shown(tx.kit, tx.db, await filing.supplement(tx, dossier, request.declaration))

        return _in_its_case(call, await once(call, request, DeathDossier, act))

    async def WithdrawDeathDossier(self, request: pb.WithdrawDeathDossierRequest, call: Call) -> DeathDossier:
        async def act(tx: Tx) -> DeathDossier:
            dossier = await _held(tx, request.name, request.etag)
            return await _shown(tx.kit, tx.db, filing.withdraw(tx, dossier))

        return _in_its_case(call, await once(call, request, DeathDossier, act))

    async def GetDeathDossier(self, request: pb.GetDeathDossierRequest, call: Call) -> DeathDossier:
        dossier = await _found(call.kit.lookups, request.name)
        return _in_its_case(call, await _shown(call.kit, call.kit.lookups, dossier))

    async def WatchDeathDossier(self, request: pb.WatchDeathDossierRequest, call: Call) -> AsyncGenerator[DeathDossier]:
        with call.kit.changes.watching(request.name) as changed:
            seen = 0
            while True:
                changed.clear()
                dossier = await _found(call.kit.lookups, request.name)
                call.belongs_to(dossier.case_id)
                if dossier.revision != seen:
                    yield await _shown(call.kit, call.kit.lookups, dossier)
                    seen = dossier.revision
                if dossier.step is Step.NONE:
                    return
                await changed.wait()

    async def ListDeathDossiers(self, request: pb.ListDeathDossiersRequest, call: Call) -> pb.ListDeathDossiersResponse:
        refuse_unless_reader(call)
        size = page_size(request, PAGE, LARGEST_PAGE)
        (after,) = place_in(call, request, (0,))
        dossiers = await DeathQuestions(call.kit.scans).list_dossiers(
            after=after,
            most=size + 1,
            state=_state(request.state),
            overdue_on=call.kit.today() if request.overdue_only else None,
            linked_dossier_id=request.linked_dossier_id,
            on_behalf_of=own_dossiers_of(call),
        )
        more = len(dossiers) > size
        return pb.ListDeathDossiersResponse(
            dossiers=[await _shown(call.kit, call.kit.lookups, dossier) for dossier in dossiers[:size]],
            next_page_token=page_token(call, request, dossiers[size - 1].position) if more else "",
        )

    async def GetDeathRecord(self, request: pb.GetDeathRecordRequest, call: Call) -> ToldRecord:
        return record_to_proto(await _found_record(call.kit.lookups, request.name))

    async def RevokeDeathRecord(self, request: pb.RevokeDeathRecordRequest, call: Call) -> ToldRecord:
        refuse_unless_registrar(call)

        async def act(tx: Tx) -> ToldRecord:
            record = await _found_record(tx.db, request.name)
            refuse_stale(request.etag, str(record.revision))
            revoked = await filing.revoke(tx, record, request.reason)
            reach("justice.revocation.before-commit")
            return record_to_proto(revoked)

        revoked = await once(call, request, ToldRecord, act)
        reach("justice.revocation.committed")
        call.belongs_to((await _found(call.kit.lookups, revoked.dossier)).case_id)
        return revoked


def _in_its_case(call: Call, dossier: DeathDossier) -> DeathDossier:
    call.belongs_to(dossier.case_id)
    return dossier


async def _found(db: Reader, name: str) -> Dossier:
    dossier = await DeathQuestions(db).find_dossier(name.removeprefix("deathDossiers/"))
    if dossier is None:
        raise DossierNotFound(field="name", dossier=name)
    return dossier


async def _held(tx: Tx, name: str, etag: str) -> Dossier:
    dossier = await _found(tx.db, name)
    refuse_stale(etag, str(dossier.revision))
    return dossier


async def _found_record(db: Reader, name: str) -> Record:
    record = await DeathQuestions(db).find_record(name.removeprefix("deathRecords/"))
    if record is None:
        raise DeathRecordNotFound(field="name", record=name)
    return record


async def _shown(kit: Kit, db: Reader, dossier: Dossier) -> DeathDossier:
    record = await DeathQuestions(db).find_record(dossier.record_id) if dossier.record_id else None
    return dossier_to_proto(dossier, record, kit.today())


def _state(state: DeathDossierState.ValueType) -> State | None:
    name = DeathDossierState.Name(state).removeprefix("DEATH_DOSSIER_STATE_")
    return None if name == "UNSPECIFIED" else State(name)
