"""Enrolling a child whose birth was registered: number, household, card, and the answer to justice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lienthong.insurance.v1 import events_pb2
from lienthong.justice.v1.events_pb2 import BirthRegistered, RegisteredParent
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE as SOCIAL_INSURANCE
from lienthong_emulator.insurance.cards.convert import card_to_proto
from lienthong_emulator.insurance.cards.domain import (
    CHILD_BENEFIT_LEVEL,
    CHILD_OBJECT_CODE,
    SI_DIGITS_START,
    Card,
    Wallet,
    card_number,
    five_year_date,
    last_day_of_child_card,
)
from lienthong_emulator.insurance.cards.errors import (
    ChildAlreadyHasCard,
    ChildDeceased,
    ChildTooOldForCard,
    HouseholdOfCardNotFound,
    TemporaryCardNotNamed,
    TemporaryCardNotUsable,
)
from lienthong_emulator.insurance.cards.store import CardStore
from lienthong_emulator.insurance.changes.following import catch_up
from lienthong_emulator.insurance.contributions.domain import SocialInsurance, managing_agency
from lienthong_emulator.insurance.contributions.store import ContributionStore
from lienthong_emulator.insurance.facts import tell_population
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.newborns import died_unnamed, end_temporary_card, newborn_under
from lienthong_emulator.insurance.papers.quoting import quote_notice
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
from lienthong_emulator.insurance.registry.errors import NumbersExhausted
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.matching import PartialDate
from lienthong_emulator.reference.addresses import Address
from lienthong_emulator.reference.administrative_units import find_commune
from lienthong_emulator.runtime.intake import day_of, subject_of
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.runtime.refusals import Refusal, refusal_to_proto
from lienthong_emulator.wire import address_from_proto, identity, kind_of_number

HOUSEHOLD_CODE = "declaration.health_insurance.household_code"
TEMPORARY_CARD = "declaration.health_insurance.temporary_card"


async def decide(tx: Tx, event: BirthRegistered) -> None:
    """Issue the child's card, or say why not; the answer leaves with the effect."""
    await quote_notice(tx, event)
    try:
        card, household = await _enrol(tx, event)
    except (ChildTooOldForCard, ChildAlreadyHasCard, ChildDeceased) as no:
        await _answer_no(tx, event, events_pb2.CARD_DECISION_REFUSED, no)
    except (HouseholdOfCardNotFound, TemporaryCardNotNamed, TemporaryCardNotUsable, NumbersExhausted) as no:
        await _answer_no(tx, event, events_pb2.CARD_DECISION_RETURNED, no)
    else:
        await _answer_yes(tx, event, card, household)
        await catch_up(tx, card.participant_key, event.record.personal_number)


async def _enrol(tx: Tx, event: BirthRegistered) -> tuple[Card, Household]:
    """Everything that can be refused is asked before the first word is written."""
    valid_from = day_of(event.record.birth_date, "record.birth_date")
    valid_to, filed = last_day_of_child_card(valid_from), day_of(event.file_date, "file_date")
    if filed > valid_to:
        raise ChildTooOldForCard(
            field="declaration.child.birth_date", valid_to=valid_to.isoformat(), filed=filed.isoformat()
        )
    child, household = await _participant(tx, event)
    cards = CardStore(tx.db)
    serial = (await cards.wallet_of(child.participant_key)).next_serial
    cards.add(card := _card(tx, event, child, serial, valid_from, valid_to))
    return card, household


async def _participant(tx: Tx, event: BirthRegistered) -> tuple[Participant, Household]:
    """The child in the register, entered there unless it is known already."""
    registry = RegistryStore(tx.db)
    known = await registry.find_by_number(PERSONAL_NUMBER, event.record.personal_number)
    if known is None and (newborn := await newborn_under(tx, event.health_insurance.temporary_card, event)):
        _name_by_number(registry, event, newborn)  # of who died, too: a twin may have no temporary card
        _refuse_deceased(newborn, await CardStore(tx.db).wallet_of(newborn.participant_key))
        return await _named(tx, event, newborn)
    if known is None:
        await _refuse_taken_number(registry, event)
        household = await _household(registry, event)
        await _refuse_unnamed(tx, household, event)
        si_number = await _si_number(tx, event)
        household = household or await _new_household(tx, registry, event)
        return await _entered(tx, event, household, si_number), household
    wallet = await CardStore(tx.db).wallet_of(known.participant_key)
    if wallet.current is not None:
        raise ChildAlreadyHasCard(field="declaration.child", card_number=wallet.current.card_number)
    _refuse_deceased(known, wallet)
    household = await registry.household(known.household_key)
    assert household is not None
    return known, household


def _name_by_number(registry: RegistryStore, event: BirthRegistered, child: Participant) -> None:
    number, key = event.record.personal_number, child.participant_key
    registry.add_number(HeldNumber(value=number, kind=PERSONAL_NUMBER, participant_key=key))


def _refuse_deceased(known: Participant, wallet: Wallet) -> None:
    if known.death_date is not None or wallet.is_locked:
        raise ChildDeceased(field="declaration.child")


async def _named(tx: Tx, event: BirthRegistered, newborn: Participant) -> tuple[Participant, Household]:
    """A newborn of a temporary card, from now on under its own name and personal number."""
    registry = RegistryStore(tx.db)
    household = await registry.household(newborn.household_key)
    assert household is not None
    key, place = newborn.participant_key, newborn.place_in_household
    child = replace(_child(tx, event, household, key, place), relation=newborn.relation)
    registry.keep(child)
    known = {relative.kind for relative in await registry.relatives_of(key)}
    for relative in _parents(event, child):
        (registry.keep_relative if relative.kind in known else registry.add_relative)(relative)
    await end_temporary_card(tx, newborn)
    return child, household


async def _household(registry: RegistryStore, event: BirthRegistered) -> Household | None:
    """The household that was named, else the mother's, else the father's; None where the child needs a new one."""
    named = event.health_insurance.household_code
    if named:
        found = await registry.find_household(named)
        if found is None:
            raise HouseholdOfCardNotFound(field=HOUSEHOLD_CODE, household_code=named)
        return found
    for parent in (event.mother, event.father):
        if found := await _household_of(registry, parent):
            return found
    return None


async def _household_of(registry: RegistryStore, parent: RegisteredParent) -> Household | None:
    number = parent.identity_number
    person = await registry.find_by_number(kind_of_number(number), number.value) if number.value else None
    return await registry.household(person.household_key) if person else None


async def _new_household(tx: Tx, registry: RegistryStore, event: BirthRegistered) -> Household:
    stem = household_code_stem(_province(event))
    code = issued_number(stem, await tx.next_number(f"household/{stem}"), instead=HOUSEHOLD_CODE)
    household = Household(
        household_key=int(code), address=address_from_proto(event.residence), confirm_date=tx.now.date()
    )
    registry.add_household(household)
    return household


async def _refuse_taken_number(registry: RegistryStore, event: BirthRegistered) -> None:
    temporary = event.health_insurance.temporary_card
    if temporary and await registry.find_by_number(SOCIAL_INSURANCE, temporary[SI_DIGITS_START:]):
        raise TemporaryCardNotUsable(field=TEMPORARY_CARD, temporary_card=temporary)


async def _refuse_unnamed(tx: Tx, household: Household | None, event: BirthRegistered) -> None:
    """Our choice: the family says which child it is, as a twin may live."""
    named = event.health_insurance.temporary_card
    if household and not named and await died_unnamed(tx, household.household_key, event):
        raise TemporaryCardNotNamed(field=TEMPORARY_CARD)


async def _si_number(tx: Tx, event: BirthRegistered) -> str:
    """The digits of the temporary card where there is one, else a new number."""
    if event.health_insurance.temporary_card:
        return event.health_insurance.temporary_card[SI_DIGITS_START:]
    stem = si_number_stem(_province(event), tx.now.date())
    registry = RegistryStore(tx.db)
    while True:
        number = issued_number(stem, await tx.next_number(f"si-number/{stem}"), instead=TEMPORARY_CARD)
        if not await registry.find_by_number(SOCIAL_INSURANCE, number):  # else a temporary card took it
            return number


def _province(event: BirthRegistered) -> str:
    """Province of the issuing office: the child's residence, else where it was registered."""
    commune = find_commune(event.record.registration_commune)
    return event.residence.province_code or (commune.province_code if commune else "")


async def _entered(tx: Tx, event: BirthRegistered, household: Household, si_number: str) -> Participant:
    """The child with all that insurance knows of it by its birth."""
    registry = RegistryStore(tx.db)
    place = await registry.next_place_in(household.household_key)
    child = _child(tx, event, household, int(si_number), place)
    registry.add(child)
    _name_by_number(registry, event, child)
    for relative in _parents(event, child):
        registry.add_relative(relative)
    ContributionStore(tx.db).add_social_insurance(
        SocialInsurance(
            participant_key=child.participant_key,
            managing_agency=managing_agency(_province(event)),
            confirm_date=tx.now.date(),
        )
    )
    return child


def _child(tx: Tx, event: BirthRegistered, household: Household, key: int, place: int) -> Participant:
    born, home = event.record.birth_date, address_from_proto(event.residence)
    return Participant(
        participant_key=key,
        full_name=event.record.full_name,
        birth=PartialDate(born.year, born.month, born.day),
        sex=event.record.sex,
        ethnic_group=event.child.ethnic_group,
        nationality=event.child.nationality,
        registration_commune=event.record.registration_commune,
        hometown=address_from_proto(event.child.hometown),
        residence=home if home != Address() else household.address,
        household_key=household.household_key,
        place_in_household=place,
        relation="Con" if event.HasField("mother") or event.HasField("father") else "Người được nuôi dưỡng",
        confirm_date=tx.now.date(),
    )


def _parents(event: BirthRegistered, child: Participant) -> list[Relative]:
    return [
        Relative(
            participant_key=child.participant_key,
            kind=kind,
            full_name=parent.full_name,
            number_kind=kind_of_number(parent.identity_number),
            number=parent.identity_number.value,
        )
        for kind, parent in ((MOTHER, event.mother), (FATHER, event.father))
        if parent.full_name
    ]


def _card(tx: Tx, event: BirthRegistered, child: Participant, serial: int, valid_from: date, valid_to: date) -> Card:
    return Card(
        participant_key=child.participant_key,
        serial=serial,
        card_number=card_number(CHILD_OBJECT_CODE, CHILD_BENEFIT_LEVEL, _province(event), child.si_number),
        valid_from=valid_from,
        valid_to=valid_to,
        initial_facility=event.health_insurance.initial_facility,
        five_year_date=five_year_date(valid_from),
        issue_date=tx.now.date(),
        confirm_date=tx.now.date(),
    )


async def _answer_yes(tx: Tx, event: BirthRegistered, card: Card, household: Household) -> None:
    tx.step(
        "card-issued",
        f"Card {card.card_number} issued, valid {card.valid_from} to {card.valid_to}",
        details={"card_number": card.card_number, "social_insurance_number": card.si_number},
    )
    shown = card_to_proto(card, tx.now.date(), Names(tx.kit.opaque_id))
    answer = events_pb2.ChildCardDecided(
        dossier=event.dossier,
        decision=events_pb2.CARD_DECISION_ISSUED,
        card=shown,
        household_code=household.household_code,
    )
    await _post_answer(tx, event, answer)
    tell_population(tx, identity(PERSONAL_NUMBER, event.record.personal_number), card, key="issued")


async def _answer_no(tx: Tx, event: BirthRegistered, decision: events_pb2.CardDecision.ValueType, no: Refusal) -> None:
    tx.step("card-not-issued", no.message, details={"reason": no.reason})
    answer = events_pb2.ChildCardDecided(dossier=event.dossier, decision=decision, refusal=refusal_to_proto(no))
    await _post_answer(tx, event, answer)


async def _post_answer(tx: Tx, event: BirthRegistered, answer: events_pb2.ChildCardDecided) -> None:
    """One answer to each message that asked: they are counted, for the same may be asked under another message id."""
    tx.post(
        "justice",
        subject=subject_of(event.dossier, "dossier"),
        kind="insurance.child-card-decided",
        key=str(await tx.next_number("child-card-answer")),
        body=answer,
    )
