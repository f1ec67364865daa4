"""Enrolling a child whose birth was registered: number, household, card, and the answer to justice."""

from __future__ import annotations

from datetime import date

from lienthong.insurance.v1 import events_pb2
from lienthong.justice.v1.events_pb2 import BirthRegistered, RegisteredParent
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE,
)
from lienthong_emulator.insurance.cards.convert import card_to_proto
from lienthong_emulator.insurance.cards.domain import (
    CHILD_BENEFIT_LEVEL,
    CHILD_OBJECT_CODE,
    Card,
    card_number,
    last_day_of_child_card,
)
from lienthong_emulator.insurance.cards.errors import (
    ChildAlreadyHasCard,
    ChildTooOldForCard,
    HouseholdOfCardNotFound,
    TemporaryCardNotUsable,
)
from lienthong_emulator.insurance.cards.store import CardStore
from lienthong_emulator.insurance.registry.domain import (
    FATHER,
    MOTHER,
    HeldNumber,
    Household,
    Participant,
    Relative,
    household_code_stem,
    issued_number,
    si_number_stem,
)
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.runtime.refusals import Refusal, refusal_to_proto
from lienthong_emulator.wire import address_from_proto, full_date, kind_of_number

INSURANCE_PART = "declaration.health_insurance"


async def decide(tx: Tx, event: BirthRegistered) -> None:
    """Issue the child's card, or say why not; the answer leaves with the effect."""
    try:
        card, household = await _enrol(tx, event)
    except (ChildTooOldForCard, ChildAlreadyHasCard) as no:
        _answer_no(tx, event, events_pb2.CARD_DECISION_REFUSED, no)
    except (HouseholdOfCardNotFound, TemporaryCardNotUsable) as no:
        _answer_no(tx, event, events_pb2.CARD_DECISION_RETURNED, no)
    else:
        _answer_yes(tx, event, card, household)


async def _enrol(tx: Tx, event: BirthRegistered) -> tuple[Card, Household]:
    """Everything that can be refused is asked before the first word is written."""
    valid_from = full_date(event.record.birth_date)
    filed = full_date(event.file_date)
    assert valid_from is not None
    assert filed is not None
    valid_to = last_day_of_child_card(valid_from)
    if filed > valid_to:
        raise ChildTooOldForCard(
            field="declaration.child.birth_date", valid_to=valid_to.isoformat(), filed=filed.isoformat()
        )
    child, household = await _participant(tx, event)
    card = _card(tx, event, child, valid_from, valid_to)
    CardStore(tx.db).add(card)
    return card, household


async def _participant(tx: Tx, event: BirthRegistered) -> tuple[Participant, Household]:
    """The child in the register, entered there unless it is known already."""
    registry = RegistryStore(tx.db)
    known = await registry.find_by_number(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, event.record.personal_number)
    if known is None:
        await _refuse_taken_number(registry, event)
        household = await _household(tx, registry, event)
        child = _child(tx, event, household, await _si_number(tx, event))
        registry.add(child)
        return child, household
    card = await CardStore(tx.db).of_participant(known.participant_id)
    if card is not None:
        raise ChildAlreadyHasCard(field="declaration.child", card_number=card.card_number)
    household = await registry.household_by_id(known.household_id)
    assert household is not None
    return known, household


async def _household(tx: Tx, registry: RegistryStore, event: BirthRegistered) -> Household:
    """The household that was named, else the mother's, else the father's, else a new one."""
    named = event.health_insurance.household_code
    if named:
        found = await registry.find_household(named)
        if found is None:
            raise HouseholdOfCardNotFound(field=f"{INSURANCE_PART}.household_code", household_code=named)
        return found
    for parent in (event.mother, event.father):
        if found := await _household_of(registry, parent):
            return found
    return await _new_household(tx, registry, event)


async def _household_of(registry: RegistryStore, parent: RegisteredParent) -> Household | None:
    number = parent.identity_number
    person = await registry.find_by_number(kind_of_number(number), number.value) if number.value else None
    return await registry.household_by_id(person.household_id) if person else None


async def _new_household(tx: Tx, registry: RegistryStore, event: BirthRegistered) -> Household:
    stem = household_code_stem(_province(event))
    code = issued_number(stem, await tx.next_number(f"household/{stem}"))
    household = Household(
        household_id=tx.kit.opaque_id("household", code),
        household_code=code,
        address=address_from_proto(event.residence),
    )
    registry.add_household(household)
    return household


async def _refuse_taken_number(registry: RegistryStore, event: BirthRegistered) -> None:
    temporary = event.health_insurance.temporary_card
    if temporary and await registry.has_si_number(temporary[5:]):
        raise TemporaryCardNotUsable(field=f"{INSURANCE_PART}.temporary_card", temporary_card=temporary)


async def _si_number(tx: Tx, event: BirthRegistered) -> str:
    """The digits of the temporary card where there is one, else a new number."""
    if event.health_insurance.temporary_card:
        return event.health_insurance.temporary_card[5:]
    stem = si_number_stem(_province(event), tx.now.date())
    registry = RegistryStore(tx.db)
    while await registry.has_si_number(number := issued_number(stem, await tx.next_number(f"si-number/{stem}"))):
        pass  # a temporary card took it
    return number


def _province(event: BirthRegistered) -> str:
    """Province of the issuing office: the child's residence, else where it was registered."""
    commune = find_commune(event.record.registration_commune)
    return event.residence.province_code or (commune.province_code if commune else "")


def _child(tx: Tx, event: BirthRegistered, household: Household, si_number: str) -> Participant:
    born = event.record.birth_date
    home = address_from_proto(event.residence)
    return Participant(
        participant_id=tx.kit.opaque_id("participant", si_number),
        si_number=si_number,
        full_name=event.record.full_name,
        birth_date=PartialDate(born.year, born.month, born.day),
        sex=event.record.sex,
        ethnic_group=event.child.ethnic_group,
        nationality=event.child.nationality,
        registration_commune=event.record.registration_commune,
        hometown=address_from_proto(event.child.hometown),
        residence=home if home != Address() else household.address,
        household_id=household.household_id,
        relation="Con" if event.HasField("mother") or event.HasField("father") else "Người được nuôi dưỡng",
        confirm_date=tx.now.date(),
        numbers=[
            HeldNumber(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, event.record.personal_number, superseded=False),
            HeldNumber(IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE, si_number, superseded=False),
        ],
        relatives=[
            Relative(
                kind=kind,
                full_name=parent.full_name,
                number_kind=kind_of_number(parent.identity_number),
                number=parent.identity_number.value,
            )
            for kind, parent in ((MOTHER, event.mother), (FATHER, event.father))
            if parent.full_name
        ],
    )


def _card(tx: Tx, event: BirthRegistered, child: Participant, valid_from: date, valid_to: date) -> Card:
    number = card_number(CHILD_OBJECT_CODE, CHILD_BENEFIT_LEVEL, _province(event), child.si_number)
    return Card(
        card_id=tx.kit.opaque_id("card", number),
        card_number=number,
        participant_id=child.participant_id,
        si_number=child.si_number,
        object_code=CHILD_OBJECT_CODE,
        benefit_level=CHILD_BENEFIT_LEVEL,
        province_code=_province(event),
        valid_from=valid_from,
        valid_to=valid_to,
        initial_facility=event.health_insurance.initial_facility,
        issue_date=tx.now.date(),
    )


def _answer_yes(tx: Tx, event: BirthRegistered, card: Card, household: Household) -> None:
    tx.step(
        "card-issued",
        f"Card {card.card_number} issued, valid {card.valid_from} to {card.valid_to}",
        details={"card_number": card.card_number, "social_insurance_number": card.si_number},
    )
    shown = card_to_proto(card, tx.now.date())
    answer = events_pb2.ChildCardDecided(
        dossier=event.dossier,
        decision=events_pb2.CARD_DECISION_ISSUED,
        card=shown,
        household_code=household.household_code,
    )
    facts = events_pb2.InsuranceFactsChanged(
        personal_number=event.record.personal_number,
        social_insurance_number=card.si_number,
        card_number=card.card_number,
        valid_from=shown.valid_from,
        valid_to=shown.valid_to,
        initial_facility=card.initial_facility,
    )
    _post_answer(tx, event, answer)
    tx.post("population", subject=f"cards/{card.card_id}", kind="insurance.facts-changed", key=card.card_id, body=facts)


def _answer_no(tx: Tx, event: BirthRegistered, decision: events_pb2.CardDecision.ValueType, no: Refusal) -> None:
    tx.step("card-not-issued", no.message, details={"reason": no.reason})
    answer = events_pb2.ChildCardDecided(dossier=event.dossier, decision=decision, refusal=refusal_to_proto(no))
    _post_answer(tx, event, answer)


def _post_answer(tx: Tx, event: BirthRegistered, answer: events_pb2.ChildCardDecided) -> None:
    """One answer to each question: the message that asked is part of the key."""
    tx.post(
        "justice",
        subject=event.dossier,
        kind="insurance.child-card-decided",
        key=f"{event.dossier}/{event.round}",
        body=answer,
    )
