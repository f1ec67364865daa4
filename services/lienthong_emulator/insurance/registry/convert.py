"""Between the domain and the wire."""

from collections.abc import Sequence
from typing import cast

from lienthong.insurance.v1 import participant_pb2
from lienthong.insurance.v1.registry_service_pb2 import FindParticipantsRequest
from lienthong.type.v1.address_pb2 import Address
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.provenance import provenance
from lienthong_emulator.insurance.registry.domain import (
    Description,
    HeldNumber,
    Household,
    Member,
    Participant,
    Relative,
)
from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.matching import Place
from lienthong_emulator.verification.errors import ImpossibleDate
from lienthong_emulator.wire import (
    address_to_proto,
    date_to_proto,
    identity,
    partial_date,
    partial_to_proto,
    sex_to_proto,
)


def description_from_proto(found: FindParticipantsRequest) -> Description:
    """Refused with `IMPOSSIBLE_DATE` where no calendar has the birth date."""
    birth = partial_date(found.birth_date)
    if birth is None:
        raise ImpossibleDate(field="birth_date")
    return Description(
        full_name=found.full_name,
        birth=birth,
        sex=found.sex,
        registered_in=_place(found.birth_registration),
        lives_in=_place(found.household),
    )


def _place(found: Address) -> Place:
    return Place(found.province_code, found.district_code, found.commune_code)


def basic_to_proto(
    participant: Participant,
    numbers: Sequence[HeldNumber],
    relatives: Sequence[Relative],
    confirmations: Sequence[participant_pb2.FieldConfirmation],
) -> participant_pb2.BasicData:
    return participant_pb2.BasicData(
        full_name=participant.full_name,
        birth_date=partial_to_proto(participant.birth),
        sex=sex_to_proto(participant.sex),
        identity_numbers=[identity(number.kind, number.value) for number in numbers],
        ethnic_group=participant.ethnic_group,
        nationality=participant.nationality,
        birth_registration_commune=participant.registration_commune,
        hometown=address_to_proto(participant.hometown),
        residence=address_to_proto(participant.residence),
        relatives=[_relative(relative) for relative in relatives],
        provenance=provenance(participant.source, participant.confirm_date),
        death_date=date_to_proto(participant.death_date) if participant.death_date else None,
        field_confirmations=confirmations,
    )


def _relative(relative: Relative) -> participant_pb2.Relative:
    return participant_pb2.Relative(
        kind=cast("participant_pb2.RelativeKind.ValueType", relative.kind),
        full_name=relative.full_name,
        identity_number=identity(relative.number_kind, relative.number) if relative.number else None,
    )


def membership_to_proto(
    household: Household, members: Sequence[Member], names: Names
) -> participant_pb2.HouseholdMembership:
    return participant_pb2.HouseholdMembership(
        household=names.household(household.household_key),
        household_code=household.household_code,
        address=address_to_proto(household.address),
        members=[_member(member, names) for member in members],
        provenance=provenance(Source.INSURANCE, household.confirm_date),
    )


def household_to_proto(household: Household, members: Sequence[Member], names: Names) -> participant_pb2.Household:
    return participant_pb2.Household(
        name=names.household(household.household_key),
        household_code=household.household_code,
        address=address_to_proto(household.address),
        members=[_member(member, names) for member in members],
    )


def _member(member: Member, names: Names) -> participant_pb2.HouseholdMember:
    return participant_pb2.HouseholdMember(
        participant=names.participant(member.participant_key),
        full_name=member.full_name,
        relation=member.relation,
    )
