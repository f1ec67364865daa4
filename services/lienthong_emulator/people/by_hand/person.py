"""A person made by hand, as the truth has them: a persona, or one of a team's own people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.people.health.standing import CardEnd, Disability, Poverty
from lienthong_emulator.people.labour.standing import Benefit, Funds, Kind
from lienthong_emulator.reference.addresses import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCard:
    """A health-insurance card. `ending` and `ended` are those of a past one."""

    object_code: str
    benefit_level: int
    province_code: str
    si_number: str
    valid_from: date
    valid_to: date
    initial_facility: str
    living_area: int
    five_year_date: date
    ending: CardEnd | None = None
    ended: date | None = None

    @property
    def card_number(self) -> str:
        return f"{self.object_code}{self.benefit_level}{self.province_code}{self.si_number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Who employs people; `status` is the tax service's (00 active, 01 ended, …)."""

    key: str
    unit_code: str
    tax_code: str
    full_name: str
    address: Address
    business_line: str
    kind: Kind
    status: str
    founded: date
    ended: date | None
    payment_months: int
    phone: str = ""
    email: str = ""
    situation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The present job. Salaries are đồng a month; `declared` is what the employer tells tax, `insured` whether it
    tells insurance too, `paid_until` the last month paid where contributions are overdue. Months are as 202112."""

    employer: str
    since: int
    salary: int
    declared: int
    insured: bool
    paid_until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A period of contributions; `employer` is empty for those that a person pays. 0 for a last month: it goes on."""

    first: int
    last: int
    funds: Funds
    employer: str
    salary: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A period of benefits: đồng a month or once, and days paid for sickness."""

    kind: Benefit
    first: int
    last: int
    amount: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Health and welfare."""

    blood_group: str = ""
    conditions: Sequence[str] = ()
    poverty: Poverty = Poverty.NONE
    merit_code: str = ""
    disability: Disability = Disability.NONE
    monthly_allowance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOtherwise:
    """A mistake of one agency in one field; `outcome` is what a comparison must come to, empty where nobody said."""

    agency: str
    field: str
    value: object
    kind: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is true of one person. `key` names them in tests and docs; numbers are texts of digits, empty for none.

    `number` is the same in every agency. Parents and so on are keys of other people.
    """

    key: str
    number: int
    situation: str = ""
    full_name: str
    birth: PartialDate
    birth_defaulted: bool
    sex: int
    residence: Address
    registration_commune: str
    household_code: str
    relation: str
    social_insurance_number: str
    personal_number: str = ""
    cmnd: str = ""
    old_cmnd: str = ""
    tax_code: str = ""
    ethnic_group: str = "01"
    nationality: str = "VN"
    mother: str = ""
    father: str = ""
    spouse: str = ""
    representative: str = ""
    died: date | None = None
    phone: str = ""
    email: str = ""
    card: HeldCard | None = None
    past_cards: Sequence[HeldCard] = ()
    work: Work | None = None
    voluntary_months: int = 0
    """Months paid at once by who takes part of their own will; 0 for all others."""
    paid: Sequence[Paid] = ()
    drawn: Sequence[Drawn] = ()
    reserved_months: int = -1
    """Of unemployment insurance; -1 for who never paid it."""
    circumstances: Circumstances = Circumstances()
    same_as: str = ""
    """Whom insurance holds a second time under this entry."""
    unknown_to: Sequence[str] = ()
    """Agencies that do not hold this person."""
    held_otherwise: Sequence[HeldOtherwise] = field(default=())

    @property
    def cards(self) -> Sequence[HeldCard]:
        """In the order in which they came."""
        return [*self.past_cards, *([self.card] if self.card else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """People made by hand who belong together, and those who employ them, by key in the order of their file."""

    people: Mapping[str, Person]
    employers: Mapping[str, Employer]
