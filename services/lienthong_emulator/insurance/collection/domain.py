"""What units and people owe insurance month by month."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Final, NamedTuple

from lienthong_emulator.insurance.contributions.domain import GOES_ON, Fund, Month
from lienthong_emulator.insurance.employers.domain import EmployerType
from lienthong_emulator.insurance.months import after, months
from lienthong_emulator.papers import check_tax_code
from lienthong_emulator.reference import contribution_rates as rates
from lienthong_emulator.reference.minimum_wages import wage_regions

PAID_BY_BUDGET: Final = (EmployerType.STATE_BODY, EmployerType.PUBLIC_UNIT, EmployerType.ARMED_FORCES)
"""Our choice: all of them are paid by the State, public units that earn their keep among them."""
HOME: Final = "VN"
LOWEST_REGION: Final = 4


class Payer(IntEnum):
    """Who pays; numbered as in the contract."""

    EMPLOYER = 1
    EMPLOYEE = 2
    HOUSEHOLD = 3
    PARTICIPANT = 4
    STATE = 5


class Share(NamedTuple):
    """What one side pays, đồng."""

    sickness: int = 0
    pension: int = 0
    health: int = 0
    unemployment: int = 0
    accident: int = 0

    @property
    def social(self) -> int:
        return self.sickness + self.pension


@dataclass(frozen=True, slots=True)
class Due:
    """What is due from both sides, đồng."""

    employer: Share
    employee: Share
    total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(self.employer) + sum(self.employee))

    @property
    def pension_alone(self) -> "Due":
        """The part for pension and survivors, which may be suspended."""
        return Due(Share(pension=self.employer.pension), Share(pension=self.employee.pension))

    @property
    def without_pension(self) -> "Due":
        return Due(self.employer._replace(pension=0), self.employee._replace(pension=0))


NOTHING_DUE: Final = Due(Share(), Share())


class Terms(NamedTuple):
    """On what terms somebody is insured. `people` is a kind of the rates' table, `region` one of minimum wages."""

    people: str = rates.CITIZENS
    region: int = 1
    safe: bool = False
    """The employer was granted the lower rate for accidents."""


class Engagement(NamedTuple):
    """A person's months with a unit on the same salary, as they were declared (quá trình tham gia).

    A tuple, for a month's annexes read each of them twice: it is made in half the time of a frozen dataclass.
    """

    unit_code: str
    participant_key: int
    first_month: Month
    last_month: Month
    funds: Fund
    salary: int
    full_name: str
    nationality: str
    unpaid: bool
    """Declared, and owed since before the world began."""

    def covers(self, month: Month) -> bool:
        return self.first_month <= month and (self.last_month == GOES_ON or month <= self.last_month)

    def months_between(self, first: Month, last: Month) -> Iterator[Month]:
        end = last if self.last_month == GOES_ON else min(last, self.last_month)
        return months(max(first, self.first_month), end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What of a unit counts for what it owes."""

    unit_code: str
    full_name: str
    tax_code: str
    province_code: str
    type: EmployerType
    payment_months: int

    @property
    def managing_agency(self) -> str:
        """Our choice: the office of the province."""
        return f"0{self.province_code}00"

    @property
    def due_months(self) -> int:
        """How many months one payment covers."""
        return max(self.payment_months, 1)

    def due_month(self, month: Month) -> Month:
        """The month on whose last day a month falls due.

        Law 58/2014, articles 85 and 86, and decision 595/QĐ-BHXH, article 7: who pays by the month, the same; who pays
        every 3 or 6 months, that after the period.
        """
        left = -(month % 100) % self.due_months
        return month if self.due_months == 1 else after(month, left + 1)

    def terms_of(self, engagement: Engagement, *, safe: bool = False) -> Terms:
        return self.terms(engagement.funds, engagement.nationality, safe=safe)

    def terms(self, funds: Fund, nationality: str, *, safe: bool = False) -> Terms:
        return Terms(self._people(funds, nationality), wage_regions().get(self.province_code, LOWEST_REGION), safe)

    def _people(self, funds: Fund, nationality: str) -> str:
        if nationality != HOME:
            return rates.FOREIGNERS
        if self.type not in PAID_BY_BUDGET:
            return rates.CITIZENS
        is_insured_at_work = Fund.ACCIDENT in funds  # part-time staff of communes are not
        return rates.BUDGET if is_insured_at_work else rates.COMMUNE


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The money of a unit that somebody plays: counted from a month on, before which everything is paid.

    `paid_until` is the last month of which, and before which, nothing is owed.
    """

    unit_code: str
    first_month: Month
    paid_until: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidPeriod:
    """Months from one on that a unit declared somebody for and did not pay."""

    unit_code: str
    participant_key: int
    first_month: Month
    last_month: Month
    funds: int
    salary: int


class ReliefKind(IntEnum):
    """What a unit is relieved of; numbered as in the contract."""

    PENSION_SUSPENSION = 1
    SAFE_ENTERPRISE = 2

    @property
    def most_months(self) -> int:
        """Law 58/2014, article 88, clause 1; decree 58/2020, article 5."""
        return 12 if self is ReliefKind.PENSION_SUSPENSION else 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """Months in which a unit pays less, or later."""

    unit_code: str
    kind: ReliefKind
    first_month: Month
    last_month: Month
    basis: str

    def covers(self, month: Month) -> bool:
        return self.first_month <= month <= self.last_month

    def meets(self, other: "Relief") -> bool:
        """Whether a month is in both; for a suspension, of which the month after pays, that one counts too."""
        rest = self.kind is ReliefKind.PENSION_SUSPENSION
        return self.first_month <= after(other.last_month, rest) and other.first_month <= after(self.last_month, rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that came in from a unit, đồng; `by_itself` before anybody recorded anything."""

    payment_number: int
    payment_id: str
    unit_code: str
    amount: int
    receive_date: date
    reference: str
    by_itself: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A monthly declaration; `content` is the answer to it, as the contract has it."""

    declaration_number: int
    declaration_id: str
    unit_code: str
    month: Month
    receive_time: datetime
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """That a unit declared something of a person for a month."""

    unit_code: str
    month: Month
    participant_key: int
    declaration_number: int


def checked_tax_code(code: str, field: str) -> str:
    """A code that came in at a field, once its digits agree; an empty one agrees."""
    if code:
        check_tax_code(code, field)
    return code


class Charge(NamedTuple):
    """What is due from one unit for one engagement's month, which may be one before, whose pension part waited."""

    engagement: Engagement
    month: Month
    due: Due


class Covered(NamedTuple):
    """What of a sum is paid."""

    due: int
    paid: int

    @property
    def remaining(self) -> int:
        return self.due - self.paid


class Carried(NamedTuple):
    """The numbers by which tax knows somebody; empty where none is held."""

    participant_key: int
    tax_code: str
    personal_number: str
    cmnd: str
