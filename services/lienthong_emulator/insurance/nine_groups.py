"""Everything on record of one person: the nine groups of decree 43/2021, article 6."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lienthong_emulator.access.rules import Group
from lienthong_emulator.insurance.cards.convert import written_health_insurance
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
from lienthong_emulator.runtime.written_fields import field, text

NAME: Final = 1
"""Where the name stands in `Participant`."""


@dataclass(slots=True, kw_only=True)
class Page:
    """A participant's page, and what it takes to tell it."""

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


async def nine_groups(call: Call, person: Participant, groups: Collection[Group]) -> bytes:
    """A `Participant` by groups, each with where it comes from; what is not on record is absent.

    Each group is written once: protobuf writes and reads what is copied from one message into another.
    """
    names = Names(call.kit.opaque_id)
    anchor, today = call.kit.world.recipe.nation.anchor, call.kit.today()
    page = Page(db=call.kit.lookups, person=person, today=today, anchor=anchor, names=names)
    parts = [text(NAME, names.participant(page.key))]
    for group, (place, written) in WRITING.items():
        if group in groups and (found := await written(page)) is not None:
            parts.append(field(place, found))
    return b"".join(parts)


async def _basic(page: Page) -> bytes:
    registry = RegistryQuestions(page.db)
    numbers, relatives = await registry.numbers_of(page.person), await registry.relatives_of(page.key)
    person = page.person.confirmed_on(await ReconciliationQuestions(page.db).confirmed_on(page.key))
    since = person.confirm_date
    later = [
        one
        for one in await ChangeQuestions(page.db).confirmations_of(page.key)
        if since is None or one.confirm_date >= since
    ]
    return basic_to_proto(person, numbers, relatives, confirmations_to_proto(later)).SerializeToString()


async def _contact(page: Page) -> bytes | None:
    contact = await CircumstanceQuestions(page.db).contact(page.key)
    return contact_to_proto(contact, page.person.residence).SerializeToString() if contact else None


async def _household(page: Page) -> bytes | None:
    found = await RegistryQuestions(page.db).household_with_members(page.person.household_key)
    return membership_to_proto(*found, page.names).SerializeToString() if found else None


async def _social_insurance(page: Page) -> bytes | None:
    social = await ContributionQuestions(page.db).social_insurance(page.key)
    if social is None:
        return None
    return social_insurance_to_proto(page.person.si_number, social, await page.history()).SerializeToString()


async def _health_insurance(page: Page) -> bytes | None:
    wallet = await CardQuestions(page.db).wallet_of(page.key)
    return written_health_insurance(wallet, await page.history(), page.today, page.names) if wallet.cards else None


async def _unemployment_insurance(page: Page) -> bytes | None:
    unemployment = await ContributionQuestions(page.db).unemployment_insurance(page.key)
    if unemployment is None:
        return None
    history = await page.history()
    reserved = reserved_on(unemployment, history, page.anchor, page.today)
    return unemployment_insurance_to_proto(unemployment, history, reserved).SerializeToString()


async def _employer(page: Page) -> bytes | None:
    social = await ContributionQuestions(page.db).social_insurance(page.key)
    if social is None or not social.unit_code:
        return None
    employer = await EmployerQuestions(page.db).find(social.unit_code)
    return employer_to_proto(employer).SerializeToString() if employer else None


async def _health_condition(page: Page) -> bytes | None:
    condition = await CircumstanceQuestions(page.db).health_condition(page.key)
    return health_condition_to_proto(condition).SerializeToString() if condition else None


async def _welfare(page: Page) -> bytes | None:
    welfare = await CircumstanceQuestions(page.db).welfare(page.key)
    return welfare_to_proto(welfare).SerializeToString() if welfare else None


Write = Callable[[Page], Awaitable[bytes | None]]
WRITING: Final[Mapping[Group, tuple[int, Write]]] = {
    Group.BASIC: (2, _basic),
    Group.CONTACT: (6, _contact),
    Group.HOUSEHOLD: (3, _household),
    Group.SOCIAL_INSURANCE: (4, _social_insurance),
    Group.HEALTH_INSURANCE: (5, _health_insurance),
    Group.UNEMPLOYMENT_INSURANCE: (7, _unemployment_insurance),
    Group.EMPLOYER: (8, _employer),
    Group.HEALTH_CONDITION: (9, _health_condition),
    Group.WELFARE: (10, _welfare),
}
"""Where each group stands in `Participant`, and who writes it."""
