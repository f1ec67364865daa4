"""Carrying an amendment on: parents verified, the population database told, the register changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceStub
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong_emulator.justice.amendments.births import birth_under
from lienthong_emulator.justice.amendments.convert import amended, correction_of, parents_of
from lienthong_emulator.justice.amendments.domain import Amendment, Kind, State
from lienthong_emulator.justice.amendments.errors import AdopterDeceased, PopulationRefused
from lienthong_emulator.justice.amendments.store import AmendmentQuestions, AmendmentStore
from lienthong_emulator.justice.civil_status.convert import parent_from_proto
from lienthong_emulator.justice.civil_status.deceased import death_of, objection_of_death
from lienthong_emulator.justice.civil_status.questions import claim_about, verdict_from_proto
from lienthong_emulator.justice.civil_status.rules import can_be_asked_about, objection_to
from lienthong_emulator.matching import Number
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.peers import Peers, ask
from lienthong_emulator.runtime.refusals import AgencyUnavailable, PeerRefusal, Refusal, refusal_to_proto

if TYPE_CHECKING:
    from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceAsyncStub
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong_emulator.justice.civil_status.domain import Parent
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx

AMENDMENT = "amendment"


async def pending(reader: Reader) -> Sequence[str]:
    """The amendments that an earlier process left under way."""
    return await AmendmentQuestions(reader).under_way()


class Objection(Exception):
    """Why an amendment is refused for good."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Withdrawn(Exception):
    """An amendment was taken out while peers were asked about it."""


class Desk:
    """The desk for amendments, one for each process."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers

    async def advance(self, kit: Kit, amendment_id: str) -> bool:
        """Take an amendment to its end. Raises `AgencyUnavailable` where population is silent: it is tried again."""
        amendment = await AmendmentQuestions(kit.lookups).find(amendment_id)
        if amendment is None or amendment.state is not State.IN_PROCESS:
            return False
        context = _context_of(kit, amendment)
        try:
            number = await self._told(kit, context, amendment)
        except Withdrawn:
            return False
        except Objection as objection:
            await _refuse(kit, context, amendment, objection.refusal)
        except AgencyUnavailable:
            await _note_attempt(kit, context, amendment)
            raise
        else:
            reach("justice.amendment.told")
            await _enter(kit, context, amendment, number)
        return False

    async def _told(self, kit: Kit, context: Context, amendment: Amendment) -> str:
        """Have population hold what the book says from now on; the number that the person carries then."""
        known = await self._known_parents(kit, context, amendment)
        if not await _note_telling(kit, context, amendment):
            raise Withdrawn
        request = correction_of(amendment, known, kit.derived_uuid("amendment", amendment.amendment_id))
        stub: CitizenChangeServiceAsyncStub = self._peers.stub(CitizenChangeServiceStub, "population")  # type: ignore[assignment] # typed for sync
        try:
            answer = await ask(stub.CorrectCitizen, request, kit=kit, context=context, agency="population")
        except PeerRefusal as no:
            if no.reason == "NOTHING_CHANGED":  # it held the right values all along
                return amendment.number
            raise Objection(PopulationRefused(peer_reason=no.reason)) from no
        return answer.citizen.personal_number or amendment.number

    async def _known_parents(self, kit: Kit, context: Context, amendment: Amendment) -> Mapping[str, Parent]:
        """The parents whom population knows, and confirms. A foreigner is not known to it."""
        entered = {role: parent for role, parent in parents_of(amendment).items() if parent is not None}
        parents = {role: parent_from_proto(role, parent) for role, parent in entered.items()}
        known = {
            role: parent
            for role, parent in parents.items()
            if can_be_asked_about(parent) and await self._is_known(kit, context, amendment, role, parent)
        }
        await _object_to_dead(kit.lookups, amendment, parents)
        return known

    async def _is_known(self, kit: Kit, context: Context, amendment: Amendment, role: str, parent: Parent) -> bool:
        stub: CitizenServiceAsyncStub = self._peers.stub(CitizenServiceStub, "population")  # type: ignore[assignment] # typed for sync
        claim = claim_about(role, parent)
        try:
            answer = await ask(stub.VerifyCitizen, claim, kit=kit, context=context, agency="population")
        except PeerRefusal as no:
            raise Objection(PopulationRefused(peer_reason=no.reason)) from no
        verdict = verdict_from_proto(answer)
        if refusal := objection_to(role, parent, verdict):
            raise Objection(refusal)
        if amendment.kind is Kind.ADOPTION and verdict.subject == "DECEASED":
            raise Objection(AdopterDeceased(field=role))
        return verdict.subject == "FOUND"


async def _object_to_dead(db: Reader, amendment: Amendment, parents: Mapping[str, Parent]) -> None:
    """What the death register has to say, of those too whom population does not know."""
    born = (await birth_under(db, Number(amendment.number_kind, amendment.number))).birth_date
    for role, parent in parents.items():
        if amendment.kind is Kind.ADOPTION and await death_of(db, parent):
            raise Objection(AdopterDeceased(field=role))
        if refusal := await objection_of_death(db, role, parent, born):
            raise Objection(refusal)


async def _enter(kit: Kit, context: Context, amendment: Amendment, number: str) -> None:
    """Change the book."""
    async with kit.write(context) as tx:
        store = AmendmentStore(tx.db)
        if await _under_way(tx, amendment) is None:
            return
        birth = await birth_under(tx.db, Number(amendment.number_kind, amendment.number))
        store.correct(amended(birth, amendment, number))
        for role, parent in parents_of(amendment).items():
            store.enter_parent(birth, role, parent.SerializeToString() if parent else b"")
        store.keep(amendment.entered(tx.now.date(), number))
        title = f"{amendment.kind.capitalize()} entered in the birth register"
        tx.step("birth-amended", title, came_from="agencies/population", details={"amendment": amendment.name})
        tx.changed(amendment.name)


async def _refuse(kit: Kit, context: Context, amendment: Amendment, refusal: Refusal) -> None:
    told = refusal_to_proto(refusal)
    told.field = told.field.removeprefix("declaration.")  # parents are named as in a declaration
    async with kit.write(context) as tx:
        if await _under_way(tx, amendment):
            AmendmentStore(tx.db).keep(amendment.refused(told.SerializeToString()))
            tx.step("amendment-refused", told.message, details={"reason": told.reason})
            tx.changed(amendment.name)


async def _note_telling(kit: Kit, context: Context, amendment: Amendment) -> bool:
    """Whether it may go to population: from now on nobody can withdraw it."""
    async with kit.write(context) as tx:
        found = await _under_way(tx, amendment)
        if found is None:
            return False
        if not found.is_told:
            AmendmentStore(tx.db).keep(found.told())
    return True


async def _note_attempt(kit: Kit, context: Context, amendment: Amendment) -> None:
    async with kit.write(context) as tx:
        if found := await _under_way(tx, amendment):
            AmendmentStore(tx.db).keep(found.tried_in_vain())
            tx.changed(amendment.name)


async def _under_way(tx: Tx, amendment: Amendment) -> Amendment | None:
    """The amendment as it stands now, None where it has ended."""
    found = await AmendmentStore(tx.db).find(amendment.amendment_id)
    return found if found is not None and found.state is State.IN_PROCESS else None


def _context_of(kit: Kit, amendment: Amendment) -> Context:
    return Context(
        world=kit.world.name,
        caller=f"agencies/{kit.agency}",
        on_behalf_of=amendment.on_behalf_of,
        case_id=amendment.case_id,
    )
