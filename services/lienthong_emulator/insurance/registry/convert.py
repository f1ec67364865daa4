"""Between the domain and the wire."""

from collections.abc import Sequence
from typing import cast

from lienthong.insurance.v1 import card_pb2, participant_pb2
from lienthong_emulator.insurance.registry.domain import Household, Participant
from lienthong_emulator.wire import address_to_proto, date_to_proto, identity, partial_to_proto, sex_to_proto

POPULATION = "agencies/population"
INSURANCE = "agencies/insurance"


def participant_to_proto(
    participant: Participant, household: Household, card: card_pb2.Card | None
) -> participant_pb2.Participant:
    """The participant by groups, each with where it comes from."""
    own = participant_pb2.Provenance(
        source_agency=INSURANCE, original=True, confirm_date=date_to_proto(participant.confirm_date)
    )
    return participant_pb2.Participant(
        name=f"participants/{participant.participant_id}",
        basic=_basic(participant),
        household=participant_pb2.HouseholdMembership(
            household=f"households/{household.household_id}",
            household_code=household.household_code,
            provenance=own,
        ),
        social_insurance=participant_pb2.SocialInsurance(
            social_insurance_number=participant.si_number,
            managing_agency=f"0{participant.si_number[:2]}00",
            provenance=own,
        ),
        health_insurance=participant_pb2.HealthInsurance(card=card, provenance=own),
    )


def _basic(participant: Participant) -> participant_pb2.BasicData:
    return participant_pb2.BasicData(
        full_name=participant.full_name,
        birth_date=partial_to_proto(participant.birth_date),
        sex=sex_to_proto(participant.sex),
        identity_numbers=[identity(number.kind, number.value) for number in participant.numbers],
        ethnic_group=participant.ethnic_group,
        nationality=participant.nationality,
        birth_registration_commune=participant.registration_commune,
        hometown=address_to_proto(participant.hometown),
        residence=address_to_proto(participant.residence),
        relatives=[
            participant_pb2.Relative(
                kind=cast("participant_pb2.RelativeKind.ValueType", relative.kind),
                full_name=relative.full_name,
                identity_number=identity(relative.number_kind, relative.number) if relative.number else None,
            )
            for relative in participant.relatives
        ],
        provenance=participant_pb2.Provenance(
            source_agency=POPULATION, original=False, confirm_date=date_to_proto(participant.confirm_date)
        ),
    )


def household_to_proto(household: Household, members: Sequence[Participant]) -> participant_pb2.Household:
    return participant_pb2.Household(
        name=f"households/{household.household_id}",
        household_code=household.household_code,
        address=address_to_proto(household.address),
        members=[
            participant_pb2.HouseholdMember(
                participant=f"participants/{member.participant_id}",
                full_name=member.full_name,
                relation=member.relation,
            )
            for member in members
        ],
    )
