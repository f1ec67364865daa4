"""Marriages: the civil-status system's side of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.justice.v1 import marriage_service_pb2 as pb
from lienthong.justice.v1.marriage_pb2 import MarriageRecord
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND, IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER
from lienthong_emulator.justice.civil_status.errors import PlaceNotFound
from lienthong_emulator.justice.civil_status.questions import verdict_from_proto
from lienthong_emulator.justice.marriages.convert import claim_about, party_from_proto, record_to_proto
from lienthong_emulator.justice.marriages.errors import MarriageRecordNotFound, PartiesAreOne, PartyNotConfirmed
from lienthong_emulator.justice.marriages.filing import register
from lienthong_emulator.justice.marriages.rules import objection_to
from lienthong_emulator.justice.marriages.store import MarriageQuestions
from lienthong_emulator.justice.rights import PORTALS, refuse_unless_registrar
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.idempotency import answered_before, once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import PeerRefusal

if TYPE_CHECKING:
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong_emulator.justice.marriages.domain import Party
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.kit import Tx

KNOWN_TO_POPULATION = (IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, IDENTITY_NUMBER_TYPE_CMND)


class MarriageServicer:
    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def RegisterMarriage(self, request: pb.RegisterMarriageRequest, call: Call) -> MarriageRecord:
        refuse_unless_registrar(call, PORTALS)
        record = await answered_before(call, request, MarriageRecord) or await self._registered(request, call)
        call.belongs_to(call.context.case_id or f"marriage-{record.name.removeprefix('marriageRecords/')}")
        return record

    async def _registered(self, request: pb.RegisterMarriageRequest, call: Call) -> MarriageRecord:
        commune = request.registration_commune
        if find_commune(commune) is None:
            raise PlaceNotFound(field="registration_commune", code=commune)
        parties = {role: party_from_proto(role, getattr(request, role)) for role in ("husband", "wife")}
        if parties["husband"].number == parties["wife"].number:
            raise PartiesAreOne(field="wife.identity_number")
        await self._confirm(call, parties)

        async def act(tx: Tx) -> MarriageRecord:
            entered = await register(tx, commune, parties)
            reach("justice.marriage.before-commit")
            return record_to_proto(entered)

        reach("justice.marriage.verified")
        record = await once(call, request, MarriageRecord, act)
        reach("justice.marriage.committed")
        return record

    async def GetMarriageRecord(self, request: pb.GetMarriageRecordRequest, call: Call) -> MarriageRecord:
        record = await MarriageQuestions(call.kit.lookups).find(request.name.removeprefix("marriageRecords/"))
        if record is None:
            raise MarriageRecordNotFound(field="name", record=request.name)
        return record_to_proto(record)

    async def _confirm(self, call: Call, parties: dict[str, Party]) -> None:
        """Have population verify both, but for foreigners, whom it does not know."""
        stub: CitizenServiceAsyncStub = self._peers.stub(CitizenServiceStub, "population")  # type: ignore[assignment] # typed for sync
        own = f"agencies/{call.kit.agency}"
        context = Context(world=call.kit.world.name, caller=own, on_behalf_of=call.context.caller)
        for role, party in parties.items():
            if party.number_kind not in KNOWN_TO_POPULATION:
                continue
            try:
                answer = await ask(
                    stub.VerifyCitizen, claim_about(role, party), kit=call.kit, context=context, agency="population"
                )
            except PeerRefusal as no:
                raise PartyNotConfirmed(field=role, outcome=no.reason) from no
            if refusal := objection_to(role, verdict_from_proto(answer)):
                raise refusal
