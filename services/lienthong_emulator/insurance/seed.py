"""Insurance's version of the people a world starts with."""

from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_CMND,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE,
)
from lienthong_emulator.insurance.cards.domain import Card, card_number
from lienthong_emulator.insurance.cards.store import CardStore
from lienthong_emulator.insurance.registry.domain import (
    FATHER,
    MOTHER,
    HeldNumber,
    Household,
    Participant,
    Relative,
)
from lienthong_emulator.insurance.registry.store import RegistryStore
from lienthong_emulator.people.stories import HeldCard, Person, people
from lienthong_emulator.runtime.database import Transaction
from lienthong_emulator.runtime.ids import opaque_id
from lienthong_emulator.runtime.kit import Recipe


async def seed(db: Transaction, recipe: Recipe) -> None:
    registry, cards = RegistryStore(db), CardStore(db)
    for household in _households(recipe):
        registry.add_household(household)
    for person in people().values():
        participant = _participant(person, recipe)
        registry.add(participant)
        if person.card is not None:
            cards.add(_card(person.card, participant, recipe))


def _households(recipe: Recipe) -> list[Household]:
    """Each household lives where its first member does."""
    addresses = {person.household_code: person.residence for person in reversed(list(people().values()))}
    return [
        Household(household_id=_id(recipe, "household", code), household_code=code, address=address)
        for code, address in sorted(addresses.items())
    ]


def _id(recipe: Recipe, kind: str, key: str) -> str:
    return opaque_id(recipe.seed, "insurance", kind, key)


def _participant(person: Person, recipe: Recipe) -> Participant:
    return Participant(
        participant_id=_id(recipe, "participant", person.key),
        si_number=person.social_insurance_number,
        full_name=person.full_name,
        birth_date=person.birth,
        sex=person.sex,
        ethnic_group=person.ethnic_group,
        nationality=person.nationality,
        registration_commune=person.residence.commune_code,
        hometown=person.residence,
        residence=person.residence,
        household_id=_id(recipe, "household", person.household_code),
        relation=person.relation,
        confirm_date=recipe.start,
        numbers=_numbers(person),
        relatives=[
            Relative(
                kind=kind,
                full_name=people()[key].full_name,
                number_kind=IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
                number=people()[key].personal_number,
            )
            for kind, key in ((MOTHER, person.mother), (FATHER, person.father))
            if key
        ],
    )


def _numbers(person: Person) -> list[HeldNumber]:
    held = [HeldNumber(IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE, person.social_insurance_number, superseded=False)]
    if person.personal_number:
        held.append(HeldNumber(IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER, person.personal_number, superseded=False))
    if person.cmnd:
        held.append(HeldNumber(IDENTITY_NUMBER_TYPE_CMND, person.cmnd, superseded=False))
    if person.old_cmnd:
        held.append(HeldNumber(IDENTITY_NUMBER_TYPE_CMND, person.old_cmnd, superseded=True))
    return held


def _card(held: HeldCard, holder: Participant, recipe: Recipe) -> Card:
    number = card_number(held.object_code, held.benefit_level, held.province_code, holder.si_number)
    return Card(
        card_id=_id(recipe, "card", number),
        card_number=number,
        participant_id=holder.participant_id,
        si_number=holder.si_number,
        object_code=held.object_code,
        benefit_level=held.benefit_level,
        province_code=held.province_code,
        valid_from=held.valid_from,
        valid_to=held.valid_to,
        initial_facility=held.initial_facility,
        issue_date=min(held.valid_from, recipe.start),
    )
