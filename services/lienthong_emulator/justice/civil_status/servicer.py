"""The civil-status system's side of the contract."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from lienthong.justice.v1 import birth_dossier_pb2, civil_status_service_pb2
from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier, BirthRecord, DossierState
from lienthong_emulator.justice.civil_status import filing
from lienthong_emulator.justice.civil_status.answers import dossier_to_proto, record_to_proto
from lienthong_emulator.justice.civil_status.domain import Dossier, State
from lienthong_emulator.justice.civil_status.errors import (
    BirthRecordNotFound,
    DossierNotFound,
)
from lienthong_emulator.justice.civil_status.polling import polled
from lienthong_emulator.justice.civil_status.store import CivilStatusQuestions
from lienthong_emulator.justice.rights import own_dossiers_of, refuse_unless_reader
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.database import Reader
from lienthong_emulator.runtime.etags import refuse_stale
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.kit import Kit, Tx
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

PAGE = 50
LARGEST_PAGE = 200  # some 2 MB: a client takes 4 MB at once


class CivilStatusServicer:
    async def FileBirthDossier(
        self, request: civil_status_service_pb2.FileBirthDossierRequest, call: Call
    ) -> BirthDossier:
        async def act(tx: Tx) -> BirthDossier:
            return await _shown(tx.kit, tx.db, await filing.file(tx, request))

        filed = await once(call, request, BirthDossier, act)
        reach("justice.file.committed")
        call.belongs_to(filed.case_id)
        return filed

    async def SupplementBirthDossier(
        self, request: civil_status_service_pb2.SupplementBirthDossierRequest, call: Call
    ) -> BirthDossier:
        async def act(tx: Tx) -> BirthDossier:
            dossier = await _held(tx, request.name, request.etag)
            return await _shown(tx.kit, tx.db, await filing.supplement(tx, dossier, request.declaration))

        supplemented = await once(call, request, BirthDossier, act)
        call.belongs_to(supplemented.case_id)
        return supplemented

    async def WithdrawBirthDossier(
        self, request: civil_status_service_pb2.WithdrawBirthDossierRequest, call: Call
    ) -> BirthDossier:
        async def act(tx: Tx) -> BirthDossier:
            dossier = await _held(tx, request.name, request.etag)
            return await _shown(tx.kit, tx.db, filing.withdraw(tx, dossier))

        withdrawn = await once(call, request, BirthDossier, act)
        call.belongs_to(withdrawn.case_id)
        return withdrawn

    async def GetBirthDossier(
        self, request: civil_status_service_pb2.GetBirthDossierRequest, call: Call
    ) -> BirthDossier:
        dossier = await _found(call.kit.lookups, request.name)
        call.belongs_to(dossier.case_id)
        return await _shown(call.kit, call.kit.lookups, dossier)

    async def WatchBirthDossier(
        self, request: civil_status_service_pb2.WatchBirthDossierRequest, call: Call
    ) -> AsyncGenerator[BirthDossier]:
        with call.kit.changes.watching(request.name) as changed:
            seen = 0
            while True:
                changed.clear()
                dossier = await _found(call.kit.lookups, request.name)
                call.belongs_to(dossier.case_id)
                if dossier.revision != seen:
                    yield await _shown(call.kit, call.kit.lookups, dossier)
                    seen = dossier.revision
                if dossier.state is not State.IN_PROCESS:
                    return
                await changed.wait()

    async def ListBirthDossiers(
        self, request: civil_status_service_pb2.ListBirthDossiersRequest, call: Call
    ) -> civil_status_service_pb2.ListBirthDossiersResponse:
        refuse_unless_reader(call)
        size = page_size(request, PAGE, LARGEST_PAGE)
        (after,) = place_in(call, request, (0,))
        dossiers = await CivilStatusQuestions(call.kit.scans).list_dossiers(
            after=after,
            most=size + 1,
            state=_state(request.state),
            overdue_on=call.kit.today() if request.overdue_only else None,
            linked_dossier_id=request.linked_dossier_id,
            on_behalf_of=own_dossiers_of(call),
        )
        more = len(dossiers) > size
        return civil_status_service_pb2.ListBirthDossiersResponse(
            dossiers=[await _shown(call.kit, call.kit.lookups, dossier) for dossier in dossiers[:size]],
            next_page_token=page_token(call, request, dossiers[size - 1].position) if more else "",
        )

    async def PollBirthDossiers(
        self, request: civil_status_service_pb2.PollBirthDossiersRequest, call: Call
    ) -> civil_status_service_pb2.PollBirthDossiersResponse:
        refuse_unless_reader(call)
        return civil_status_service_pb2.PollBirthDossiersResponse(dossiers=await polled(call, request))

    async def GetBirthRecord(self, request: civil_status_service_pb2.GetBirthRecordRequest, call: Call) -> BirthRecord:
        record_id = request.name.removeprefix("birthRecords/")
        record = await CivilStatusQuestions(call.kit.lookups).find_record(record_id)
        if record is None:
            raise BirthRecordNotFound(field="name", record=request.name)
        return record_to_proto(record)


async def _found(db: Reader, name: str) -> Dossier:
    dossier = await CivilStatusQuestions(db).find_dossier(name.removeprefix("birthDossiers/"))
    if dossier is None:
        raise DossierNotFound(field="name", dossier=name)
    return dossier


async def _held(tx: Tx, name: str, etag: str) -> Dossier:
    dossier = await _found(tx.db, name)
    refuse_stale(etag, str(dossier.revision))
    return dossier


async def _shown(kit: Kit, db: Reader, dossier: Dossier) -> BirthDossier:
    record = await CivilStatusQuestions(db).find_record(dossier.record_id) if dossier.record_id else None
    return dossier_to_proto(dossier, record, kit.today())


def _state(state: DossierState.ValueType) -> State | None:
    name = birth_dossier_pb2.DossierState.Name(state).removeprefix("DOSSIER_STATE_")
    return None if name == "UNSPECIFIED" else State(name)
