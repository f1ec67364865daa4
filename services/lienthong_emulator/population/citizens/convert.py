"""Between the domain and the wire."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from lienthong.insurance.v1 import events_pb2
from lienthong.population.v1 import citizen_pb2, citizen_service_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND
from lienthong_emulator.access.rules import Group
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.population.citizens.domain import Citizen, HeldNumber, InsuranceFacts
from lienthong_emulator.qr_codes import CitizenCardPayload
from lienthong_emulator.qr_codes import Sex as CardSex
from lienthong_emulator.reference.addresses import address_text, spaced
from lienthong_emulator.runtime.intake import day_of
from lienthong_emulator.runtime.kit import Kit
from lienthong_emulator.wire import (
    address_from_proto,
    address_to_proto,
    date_to_proto,
    identity,
    partial_to_proto,
    sex_to_proto,
)


def citizen_name(kit: Kit, citizen_key: int) -> str:
    """What a citizen is called: it tells nothing. Empty for nobody."""
    return f"citizens/{kit.opaque_id('citizen', citizen_key)}" if citizen_key else ""


def citizen_to_proto(
    kit: Kit, citizen: Citizen, numbers: Sequence[HeldNumber], facts: InsuranceFacts | None
) -> citizen_pb2.Citizen:
    return citizen_pb2.Citizen(
        name=citizen_name(kit, citizen.citizen_key),
        personal_number=citizen.personal_number,
        identity_numbers=[identity(number.kind, number.value) for number in numbers],
        full_name=citizen.full_name,
        birth_date=partial_to_proto(citizen.birth_date),
        sex=sex_to_proto(citizen.sex),
        ethnic_group=citizen.ethnic_group,
        nationality=citizen.nationality,
        birth_registration_commune=citizen.registration_commune,
        hometown=address_to_proto(citizen.hometown),
        residence=address_to_proto(citizen.residence),
        mother=citizen_name(kit, citizen.mother_key),
        father=citizen_name(kit, citizen.father_key),
        insurance=_facts_to_proto(facts) if facts else None,
        death_date=date_to_proto(citizen.death_date) if citizen.death_date else None,
        etag=str(citizen.revision),
    )


def withhold_insurance(citizen: citizen_pb2.Citizen, seen: AbstractSet[Group]) -> None:
    """Leave out what insurance told to show, as far as a caller may not see these groups there."""
    if not citizen.HasField("insurance") or Group.HEALTH_INSURANCE in seen:
        return
    number = citizen.insurance.social_insurance_number if Group.SOCIAL_INSURANCE in seen else ""
    citizen.ClearField("insurance")
    if number:
        citizen.insurance.social_insurance_number = number


def _facts_to_proto(facts: InsuranceFacts) -> citizen_pb2.InsuranceFacts:
    return citizen_pb2.InsuranceFacts(
        social_insurance_number=facts.social_insurance_number,
        card_number=facts.card_number,
        valid_from=date_to_proto(facts.valid_from),
        valid_to=date_to_proto(facts.valid_to),
        initial_facility=facts.initial_facility,
        card_locked=facts.card_locked,
    )


def facts_from_event(event: events_pb2.InsuranceFactsChanged, citizen_key: int) -> InsuranceFacts:
    return InsuranceFacts(
        citizen_key=citizen_key,
        social_insurance_number=event.social_insurance_number,
        card_number=event.card_number,
        valid_from=day_of(event.valid_from, "valid_from"),
        valid_to=day_of(event.valid_to, "valid_to"),
        initial_facility=event.initial_facility,
        card_locked=event.card_locked,
    )


def newborn_from_proto(
    request: citizen_service_pb2.IssuePersonalNumberRequest,
    *,
    citizen_key: int,
    personal_number: str,
    parents: tuple[int, int],
) -> Citizen:
    born = request.birth_date
    return Citizen(
        citizen_key=citizen_key,
        personal_number=personal_number,
        full_name=request.full_name,
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=request.sex,
        ethnic_group=request.ethnic_group,
        nationality=request.nationality,
        registration_commune=request.registration_commune,
        hometown=address_from_proto(request.hometown),
        residence=address_from_proto(request.residence),
        mother_key=parents[0],
        father_key=parents[1],
    )


def card_payload_of(citizen: Citizen, numbers: Sequence[HeldNumber], issued: date) -> CitizenCardPayload:
    """What stands in the QR code of a citizen's card."""
    old = next((number.value for number in numbers if number.kind == IDENTITY_NUMBER_TYPE_CMND), None)
    return CitizenCardPayload(
        personal_number=citizen.personal_number,
        old_number=old,
        name=spaced(citizen.full_name),
        birth=citizen.birth_date,
        sex=CardSex(citizen.sex),
        address=address_text(citizen.residence) or None,
        issued=issued,
    )
