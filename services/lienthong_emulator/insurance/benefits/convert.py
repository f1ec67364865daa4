"""Between the domain and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lienthong.insurance.v1 import benefit_pb2 as pb
from lienthong_emulator.insurance.benefits.domain import Claim, ClaimState, SicknessClaim, Use
from lienthong_emulator.insurance.registry.domain import FATHER, MOTHER, SPOUSE, number_of
from lienthong_emulator.runtime.kit import instant
from lienthong_emulator.wire import date_to_proto, identity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lienthong_emulator.insurance.names import Names

SURVIVORS = {
    MOTHER: pb.SURVIVOR_KIND_MOTHER,
    FATHER: pb.SURVIVOR_KIND_FATHER,
    SPOUSE: pb.SURVIVOR_KIND_SPOUSE,
}
"""What a relative of group a is to who died."""


def claim_to_proto(claim: Claim, full_name: str, names: Names, today: date) -> pb.BenefitClaim:
    told = pb.BenefitClaim(
        name=claim.name,
        participant=names.participant(claim.participant_key),
        social_insurance_number=number_of(claim.participant_key),
        full_name=full_name,
        death_date=date_to_proto(claim.death_date),
        funeral_class=cast("pb.FuneralClass.ValueType", claim.funeral_class.value),
        amount=claim.amount,
        state=pb.BenefitClaimState.Value(f"BENEFIT_CLAIM_STATE_{claim.state}"),
        open_time=instant(claim.open_time),
        due_date=date_to_proto(claim.due_date),
        overdue=claim.is_overdue(today),
        end_time=instant(claim.end_time) if claim.end_time else None,
        death_record=claim.record,
        etag=str(claim.revision),
    )
    told.MergeFromString(claim.parties)
    return told


def sickness_to_proto(claim: SicknessClaim, full_name: str, names: Names) -> pb.SicknessClaim:
    return pb.SicknessClaim(
        name=claim.name,
        participant=names.participant(claim.participant_key),
        social_insurance_number=number_of(claim.participant_key),
        full_name=full_name,
        certificate=f"papers/{claim.paper_id}",
        certificate_number=claim.certificate_number,
        facility=claim.facility,
        first_day=date_to_proto(claim.first_day),
        last_day=date_to_proto(claim.last_day),
        days=claim.days,
        file_time=instant(claim.file_time),
    )


def parties(claimant: pb.Claimant, survivors: Sequence[pb.Survivor]) -> bytes:
    """Claimant and survivors as a claim keeps them."""
    return pb.BenefitClaim(claimant=claimant, survivors=survivors).SerializeToString()


def survivor(kind: pb.SurvivorKind.ValueType, full_name: str, number_kind: int, number: str) -> pb.Survivor:
    told = identity(number_kind, number) if number else None
    return pb.Survivor(kind=kind, full_name=full_name, identity_number=told)


def wanted_state(found: pb.BenefitClaimState.ValueType) -> ClaimState | None:
    name = pb.BenefitClaimState.Name(found).removeprefix("BENEFIT_CLAIM_STATE_")
    return None if name == "UNSPECIFIED" else ClaimState(name)


def use_to_proto(use: Use, names: Names) -> pb.UseAfterDeath:
    return pb.UseAfterDeath(
        participant=names.participant(use.participant_key),
        social_insurance_number=number_of(use.participant_key),
        death_date=date_to_proto(use.died),
        kind=cast("pb.UseAfterDeathKind.ValueType", use.kind.value),
        use_time=instant(use.time),
        caller=use.caller,
    )
