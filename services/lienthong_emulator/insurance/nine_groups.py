"""Everything on record of one person: the nine groups of decree 43/2021, article 6."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lienthong.insurance.v1.participant_pb2 import Participant as ToldParticipant
from lienthong_emulator.access.rules import Group
from lienthong_emulator.insurance.cards.convert import health_insurance_to_proto
from lienthong_emulator.insurance.cards.store import CardQuestions
from lienthong_emulator.insurance.changes.convert import confirmations_to_proto
from lienthong_emulator.insurance.changes.store import ChangeQuestions
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
from lienthong_emulator.insurance.contributions.domain import History
from lienthong_emulator.insurance.contributions.store import ContributionQuestions
from lienthong_emulator.insurance.employers.convert import employer_to_proto
from lienthong_emulator.insurance.employers.store import EmployerQuestions
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.reconciliation.store import ReconciliationQuestions
from lienthong_emulator.insurance.registry.convert import basic_to_proto, membership_to_proto
from lienthong_emulator.insurance.registry.domain import Participant
from lienthong_emulator.insurance.registry.store import RegistryQuestions
from lienthong_emulator.insurance.reserved_months import reserved_on
from lienthong_emulator.runtime.calls import Call
from lienthong_emulator.runtime.database import Reader


@dataclass(slots=True, kw_only=True)
class Page:
    """A participant's page: what is told, and what it takes to tell it."""

    told: ToldParticipant
    db: Reader
    person: Participant
    today: date
    anchor: date
    """As of which the register's own figures hold."""
    names: Names
    _history: History | None = None

    @property
    def key(self) -> int:
        return self.person.participant_key

    async def history(self) -> History:
        """Contributions and benefits, which three groups share."""
        if self._history is None:
            self._history = await ContributionQuestions(self.db).history(self.key)
        return self._history


async def nine_groups(call: Call, person: Participant, groups: Collection[Group]) -> ToldParticipant:
    """A participant by groups, each with where it comes from; what is not on record is absent."""
    names = Names(call.kit.opaque_id)
    told = ToldParticipant(name=names.participant(person.participant_key))
    anchor, today = call.kit.world.recipe.nation.anchor, call.kit.today()
    page = Page(told=told, db=call.kit.lookups, person=person, today=today, anchor=anchor, names=names)
    for group, put in PUTTING.items():
        if group in groups:
            await put(page)
    return told


async def _put_basic(page: Page) -> None:
    registry = RegistryQuestions(page.db)
    numbers, relatives = await registry.numbers_of(page.person), await registry.relatives_of(page.key)
    person = page.person.confirmed_on(await ReconciliationQuestions(page.db).confirmed_on(page.key))
    since = person.confirm_date
    later = [
        one
        for one in await ChangeQuestions(page.db).confirmations_of(page.key)
        if since is None or one.confirm_date >= since
    ]
    page.told.basic.CopyFrom(basic_to_proto(person, numbers, relatives, confirmations_to_proto(later)))


async def _put_contact(page: Page) -> None:
    if contact := await CircumstanceQuestions(page.db).contact(page.key):
        page.told.contact.CopyFrom(contact_to_proto(contact, page.person.residence))


async def _put_household(page: Page) -> None:
    registry = RegistryQuestions(page.db)
    if household := await registry.household(page.person.household_key):
        members = await registry.members_of(household.household_key)
        page.told.household.CopyFrom(membership_to_proto(household, members, page.names))


async def _put_social_insurance(page: Page) -> None:
    if social := await ContributionQuestions(page.db).social_insurance(page.key):
        told = social_insurance_to_proto(page.person.si_number, social, await page.history())
        page.told.social_insurance.CopyFrom(told)


async def _put_health_insurance(page: Page) -> None:
    wallet = await CardQuestions(page.db).wallet_of(page.key)
    if wallet.cards:
        told = health_insurance_to_proto(wallet, await page.history(), page.today, page.names)
        page.told.health_insurance.CopyFrom(told)


async def _put_unemployment_insurance(page: Page) -> None:
    if unemployment := await ContributionQuestions(page.db).unemployment_insurance(page.key):
        history = await page.history()
        reserved = reserved_on(unemployment, history, page.anchor, page.today)
        told = unemployment_insurance_to_proto(unemployment, history, reserved)
        page.told.unemployment_insurance.CopyFrom(told)


async def _put_employer(page: Page) -> None:
    social = await ContributionQuestions(page.db).social_insurance(page.key)
    if social and social.unit_code and (employer := await EmployerQuestions(page.db).find(social.unit_code)):
        page.told.employer.CopyFrom(employer_to_proto(employer))


async def _put_health_condition(page: Page) -> None:
    if condition := await CircumstanceQuestions(page.db).health_condition(page.key):
        page.told.health_condition.CopyFrom(health_condition_to_proto(condition))


async def _put_welfare(page: Page) -> None:
    if welfare := await CircumstanceQuestions(page.db).welfare(page.key):
        page.told.welfare.CopyFrom(welfare_to_proto(welfare))


PUTTING: Final[Mapping[Group, Callable[[Page], Awaitable[None]]]] = {
    Group.BASIC: _put_basic,
    Group.CONTACT: _put_contact,
    Group.HOUSEHOLD: _put_household,
    Group.SOCIAL_INSURANCE: _put_social_insurance,
    Group.HEALTH_INSURANCE: _put_health_insurance,
    Group.UNEMPLOYMENT_INSURANCE: _put_unemployment_insurance,
    Group.EMPLOYER: _put_employer,
    Group.HEALTH_CONDITION: _put_health_condition,
    Group.WELFARE: _put_welfare,
}
