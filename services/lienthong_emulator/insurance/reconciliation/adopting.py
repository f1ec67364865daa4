"""Taking over what population holds, where insurance was wrong: the citizen is read, and followed as after a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong_emulator.discrepancies.convert import discrepancy_to_proto
from lienthong_emulator.discrepancies.domain import State
from lienthong_emulator.discrepancies.errors import DiscrepancyNotFound, DiscrepancyStateForbids
from lienthong_emulator.discrepancies.handling import end_as_taken_over
from lienthong_emulator.discrepancies.source_of_truth import row_of
from lienthong_emulator.discrepancies.store import DiscrepancyQuestions
from lienthong_emulator.insurance.changes.domain import PARENTS, AppliedChange, Confirmation
from lienthong_emulator.insurance.changes.following import follow_as
from lienthong_emulator.insurance.changes.store import ChangeStore
from lienthong_emulator.insurance.reconciliation.convert import change_from_citizen, is_same_as
from lienthong_emulator.insurance.reconciliation.domain import NUMBER, POPULATION
from lienthong_emulator.insurance.reconciliation.errors import AnotherPerson, NothingToAdopt
from lienthong_emulator.insurance.reconciliation.register_store import RegisterQuestions
from lienthong_emulator.insurance.reconciliation.results import ChangedMeanwhile
from lienthong_emulator.insurance.registry.domain import Relative
from lienthong_emulator.insurance.registry.store import RegistryQuestions, RegistryStore
from lienthong_emulator.runtime.etags import refuse_stale
from lienthong_emulator.runtime.kit import utc_text
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import PeerRefusal
from lienthong_emulator.wire import identity, kind_of_number

if TYPE_CHECKING:
    from lienthong.discrepancy.v1.discrepancy_pb2 import Discrepancy as ToldDiscrepancy
    from lienthong.insurance.v1.reconciliation_service_pb2 import AdoptSourceValueRequest
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.discrepancies.domain import Discrepancy
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Tx


class Source:
    """What population holds of the person of a discrepancy: read before anything is written."""

    def __init__(self, peers: Peers, call: Call) -> None:
        self._peers = peers
        self._call = call

    async def citizen(self, held: Discrepancy, number: IdentityNumber) -> Citizen:
        """The citizen. Refused with `NOTHING_TO_ADOPT` and `ANOTHER_PERSON`."""
        if row_of(held.field).register != POPULATION or not held.subject_key:
            raise NothingToAdopt(of=held.field)
        citizen = await self._under(held, number if number.value else identity(held.number_kind, held.number))
        person = await RegistryQuestions(self._call.kit.lookups).find(held.subject_key)
        assert person is not None  # participants are not removed
        if not is_same_as(citizen, person):
            raise AnotherPerson(field="identity_number")
        return citizen

    async def parent(self, held: Discrepancy, citizen: Citizen) -> Citizen:
        """The citizen who is the parent that a discrepancy is about. Refused with `NOTHING_TO_ADOPT`."""
        number = citizen.mother_number if held.field == "mother" else citizen.father_number
        if not number.value:
            raise NothingToAdopt(of=held.field)
        return await self._under(held, number)

    async def _under(self, held: Discrepancy, number: IdentityNumber) -> Citizen:
        stub: CitizenServiceAsyncStub = self._peers.stub(CitizenServiceStub, "population")  # type: ignore[assignment] # typed for sync
        request, call = GetCitizenRequest(identity_number=number), self._call
        try:
            return await ask(stub.GetCitizen, request, kit=call.kit, context=call.context, agency="population")
        except PeerRefusal as no:
            if no.reason not in ("CITIZEN_NOT_FOUND", "NUMBER_AMBIGUOUS"):
                raise
            raise NothingToAdopt(of=held.field) from no


async def named(db: Reader, name: str) -> Discrepancy:
    """The discrepancy of a name. Refused with `DISCREPANCY_NOT_FOUND`."""
    held = await DiscrepancyQuestions(db).find(name)
    if held is None:
        raise DiscrepancyNotFound(field="discrepancy", discrepancy=name)
    return held


async def adoptable(db: Reader, request: AdoptSourceValueRequest, changes: int) -> Discrepancy:
    """The discrepancy that a request names, as long as its difference stands.

    Raises `ChangedMeanwhile` where the participant followed a change since the place `changes`: what was read before
    may be older than what is held.
    """
    held = await named(db, request.discrepancy)
    if held.subject_key in await RegisterQuestions(db).changed_after(changes):
        raise ChangedMeanwhile
    refuse_stale(request.etag, str(held.revision))
    if not held.is_open and held.state is not State.UPHELD:
        raise DiscrepancyStateForbids(state=held.state, wanted=State.CORRECTED)
    return held


async def take_over(tx: Tx, held: Discrepancy, citizen: Citizen) -> ToldDiscrepancy:
    """Let the participant hold what the citizen holds; `citizen` is the parent, where the field is one."""
    event_id = tx.kit.derived_uuid("adopted", f"{held.discrepancy_id}/{held.revision}")
    ended = end_as_taken_over(tx, held, event_id) if held.is_open else held
    if held.field in PARENTS:
        await _take_over_parent(tx, held, citizen, event_id)
    else:
        change = change_from_citizen(citizen, held.field, event_id, tx.now)
        if change is None:
            raise NothingToAdopt(of=held.field)
        if held.field == NUMBER and kind_of_number(change.identity_number) == held.number_kind:
            RegistryStore(tx.db).drop_number(held.subject_key, held.number_kind, held.number)
        await follow_as(tx, change, held.subject_key)
    return discrepancy_to_proto(ended, tx.now)


async def _take_over_parent(tx: Tx, held: Discrepancy, parent: Citizen, event_id: str) -> None:
    number = parent.identity_numbers[0]
    relative = Relative(
        participant_key=held.subject_key,
        kind=PARENTS[held.field],
        full_name=parent.full_name,
        number_kind=kind_of_number(number),
        number=number.value,
    )
    registry, changes = RegistryStore(tx.db), ChangeStore(tx.db)
    known = await registry.relatives_of(held.subject_key)
    if any(one.kind == relative.kind for one in known):
        registry.keep_relative(relative)
    else:
        registry.add_relative(relative)
    changes.confirm(Confirmation(participant_key=held.subject_key, field=held.field, confirm_date=tx.now.date()))
    changes.add(
        AppliedChange(
            event_id=event_id, participant_key=held.subject_key, record_time=utc_text(tx.now), fields=held.field
        )
    )
