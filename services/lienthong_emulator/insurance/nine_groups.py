"""Everything on record of one person: the nine groups of decree 43/2021, article 6."""

from datetime import date

from lienthong.insurance.v1.participant_pb2 import Participant as ToldParticipant
from lienthong_emulator.insurance.cards.convert import health_insurance_to_proto
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.circumstances.convert import (
    contact_to_proto,
    health_condition_to_proto,
    welfare_to_proto,
)
from lienthong_emulator.insurance.circumstances.store import CircumstanceQuestions
from lienthong_emulator.insurance.contributions.convert import (
    social_insurance_to_proto,
    unemployment_insurance_to_proto,
)
from lienthong_emulator.insurance.contributions.store import ContributionQuestions
from lienthong_emulator.insurance.employers.convert import employer_to_proto
from lienthong_emulator.insurance.employers.store import EmployerQuestions
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.registry.convert import basic_to_proto, membership_to_proto
from lienthong_emulator.insurance.registry.domain import Participant
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.runtime.database import Reader


async def nine_groups(db: Reader, person: Participant, today: date, names: Names) -> ToldParticipant:
    """A participant by groups, each with where it comes from; what is not on record is absent."""
    told = ToldParticipant(name=names.participant(person.participant_key))
    await _put_person(told, db, person, names)
    await _put_insurances(told, db, person, today, names)
    await _put_circumstances(told, db, person)
    return told


async def _put_person(told: ToldParticipant, db: Reader, person: Participant, names: Names) -> None:
    """Groups a and c."""
    registry = RegistryQuestions(db)
    numbers, relatives = await registry.numbers_of(person), await registry.relatives_of(person.participant_key)
    told.basic.CopyFrom(basic_to_proto(person, numbers, relatives))
    if household := await registry.household(person.household_key):
        members = await registry.members_of(household.household_key)
        told.household.CopyFrom(membership_to_proto(household, members, names))


async def _put_insurances(told: ToldParticipant, db: Reader, person: Participant, today: date, names: Names) -> None:
    """Groups d, đ, e and g."""
    contributions = ContributionQuestions(db)
    history = await contributions.history(person.participant_key)
    if social := await contributions.social_insurance(person.participant_key):
        told.social_insurance.CopyFrom(social_insurance_to_proto(person.si_number, social, history))
        if social.unit_code and (employer := await EmployerQuestions(db).find(social.unit_code)):
            told.employer.CopyFrom(employer_to_proto(employer))
    if unemployment := await contributions.unemployment_insurance(person.participant_key):
        told.unemployment_insurance.CopyFrom(unemployment_insurance_to_proto(unemployment, history))
    wallet = await CardQuestions(db).wallet_of(person.participant_key)
    if wallet.cards:
        told.health_insurance.CopyFrom(health_insurance_to_proto(wallet, history, today, names))


async def _put_circumstances(told: ToldParticipant, db: Reader, person: Participant) -> None:
    """Groups b, h and i."""
    circumstances = CircumstanceQuestions(db)
    if contact := await circumstances.contact(person.participant_key):
        told.contact.CopyFrom(contact_to_proto(contact, person.residence))
    if condition := await circumstances.health_condition(person.participant_key):
        told.health_condition.CopyFrom(health_condition_to_proto(condition))
    if welfare := await circumstances.welfare(person.participant_key):
        told.welfare.CopyFrom(welfare_to_proto(welfare))
