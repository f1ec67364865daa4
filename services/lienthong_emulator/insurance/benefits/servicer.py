"""What insurance owes after a death or for an illness: its side of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lienthong.insurance.v1 import benefit_service_pb2 as pb
from lienthong.insurance.v1.benefit_pb2 import BenefitClaim, SicknessClaim
from lienthong_emulator.access.errors import AccessNotPermitted
from lienthong_emulator.access.record import note_access
from lienthong_emulator.access.rights import refuse_unless_keeper
from lienthong_emulator.access.rules import Group
from lienthong_emulator.insurance.access.sight import groups_seen
from lienthong_emulator.insurance.benefits.convert import claim_to_proto, sickness_to_proto, use_to_proto, wanted_state
from lienthong_emulator.insurance.benefits.domain import Claim, Use
from lienthong_emulator.insurance.benefits.errors import BenefitClaimNotFound, BenefitClaimNotOpen
from lienthong_emulator.insurance.benefits.sickness import filed
from lienthong_emulator.insurance.benefits.store import BenefitQuestions, BenefitStore
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.papers import number_asked
from lienthong_emulator.runtime.etags import refuse_stale
from lienthong_emulator.runtime.idempotency import once
from lienthong_emulator.runtime.kill_points import reach
from lienthong_emulator.runtime.paging import page_size, page_token, place_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.database import Reader
    from lienthong_emulator.runtime.kit import Kit, Tx


class BenefitServicer:
    async def GetBenefitClaim(self, request: pb.GetBenefitClaimRequest, call: Call) -> BenefitClaim:
        claim = await _found(call.kit.lookups, request.name)
        await _note_sight(call, claim.participant_key)
        return await _told(call.kit, call.kit.lookups, claim)

    async def ListBenefitClaims(self, request: pb.ListBenefitClaimsRequest, call: Call) -> pb.ListBenefitClaimsResponse:
        refuse_unless_keeper(call)
        size, (after,) = page_size(request), place_in(call, request, (0,))
        claims = await BenefitQuestions(call.kit.lookups).list_claims(
            after=after,
            most=size + 1,
            keys=await _keys_asked(call, request),
            state=wanted_state(request.state),
            overdue_on=call.kit.today() if request.overdue_only else None,
        )
        return pb.ListBenefitClaimsResponse(
            claims=[await _told(call.kit, call.kit.lookups, claim) for claim in claims[:size]],
            next_page_token=page_token(call, request, claims[size - 1].position) if len(claims) > size else "",
        )

    async def PayBenefitClaim(self, request: pb.PayBenefitClaimRequest, call: Call) -> BenefitClaim:
        refuse_unless_keeper(call)

        async def act(tx: Tx) -> BenefitClaim:
            claim = await _found(tx.db, request.name)
            refuse_stale(request.etag, str(claim.revision))
            if not claim.is_open:
                raise BenefitClaimNotOpen(field="name", claim=claim.name, state=claim.state)
            paid = claim.paid(tx.now)
            BenefitStore(tx.db).keep(paid)
            tx.step("allowance-paid", f"{paid.amount:,} đồng paid", details={"claim": paid.name})
            reach("insurance.benefit.before-commit")
            return await _told(tx.kit, tx.db, paid)

        paid = await once(call, request, BenefitClaim, act)
        reach("insurance.benefit.committed")
        return paid

    async def ListUsesAfterDeath(
        self, request: pb.ListUsesAfterDeathRequest, call: Call
    ) -> pb.ListUsesAfterDeathResponse:
        refuse_unless_keeper(call)
        size, (skip,) = page_size(request), place_in(call, request, (0,))
        await call.kit.later.written()
        uses = (await _uses(call.kit.scans))[skip : skip + size + 1]
        names = Names(call.kit.opaque_id)
        return pb.ListUsesAfterDeathResponse(
            uses=[use_to_proto(use, names) for use in uses[:size]],
            next_page_token=page_token(call, request, skip + size) if len(uses) > size else "",
        )

    async def FileSicknessClaim(self, request: pb.FileSicknessClaimRequest, call: Call) -> SicknessClaim:
        refuse_unless_keeper(call)
        number_asked(request.identity_number, "identity_number")

        async def act(tx: Tx) -> SicknessClaim:
            claim = await filed(tx, request)
            reach("insurance.sickness.before-commit")
            return sickness_to_proto(claim, await _name_of(tx.db, claim.participant_key), Names(tx.kit.opaque_id))

        taken = await once(call, request, SicknessClaim, act)
        reach("insurance.sickness.committed")
        return taken

    async def GetSicknessClaim(self, request: pb.GetSicknessClaimRequest, call: Call) -> SicknessClaim:
        db = call.kit.lookups
        claim = await BenefitQuestions(db).find_sickness(request.name.removeprefix("sicknessClaims/"))
        if claim is None:
            raise BenefitClaimNotFound(field="name", claim=request.name)
        await _note_sight(call, claim.participant_key)
        return sickness_to_proto(claim, await _name_of(db, claim.participant_key), Names(call.kit.opaque_id))


async def _note_sight(call: Call, participant_key: int) -> None:
    """Note that somebody sees a claim. Raises `AccessNotPermitted` for who may not see group d of the participant."""
    if Group.SOCIAL_INSURANCE not in await groups_seen(call, participant_key):
        raise AccessNotPermitted(caller=call.context.caller)
    note_access(call, [participant_key])


async def _found(db: Reader, name: str) -> Claim:
    claim = await BenefitQuestions(db).find(name.removeprefix("benefitClaims/"))
    if claim is None:
        raise BenefitClaimNotFound(field="name", claim=name)
    return claim


async def _told(kit: Kit, db: Reader, claim: Claim) -> BenefitClaim:
    return claim_to_proto(claim, await _name_of(db, claim.participant_key), Names(kit.opaque_id), kit.today())


async def _name_of(db: Reader, participant_key: int) -> str:
    person = await RegistryQuestions(db).find(participant_key)
    assert person is not None  # participants are not removed
    return person.full_name


async def _keys_asked(call: Call, request: pb.ListBenefitClaimsRequest) -> Sequence[int] | None:
    """Of whoever carries the number that is asked about; None where none is."""
    if not request.HasField("identity_number"):
        return None
    number = number_asked(request.identity_number, "identity_number")
    return await RegistryQuestions(call.kit.lookups).keys_of_carriers(number.kind, number.value)


async def _uses(db: Reader) -> Sequence[Use]:
    """Of the cards of the dead, after the day of the death."""
    questions = BenefitQuestions(db)
    uses = [*await questions.checks_of_the_dead(), *await questions.visits_of_the_dead()]
    after = (use for use in uses if use.time.date() > use.died)
    return sorted(after, key=lambda use: (use.participant_key, use.time, use.kind))
