"""Claims for a funeral allowance: whose death makes one due, how much, and by when."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path

from lienthong_emulator.insurance.contributions.domain import (
    GOES_ON,
    Benefit,
    BenefitKind,
    Contribution,
    Fund,
    History,
    Month,
)
from lienthong_emulator.reference.base_salaries import base_salary_on
from lienthong_emulator.reference.working_days import add_working_days

MONTHLY = {BenefitKind.ACCIDENT, BenefitKind.LOSS_OF_CAPACITY}


class FuneralClass(IntEnum):
    """Classes of deceased for whom an allowance is due; numbered as in the contract."""

    PENSIONER = 1
    MONTHLY_BENEFICIARY = 2
    CONTRIBUTOR = 3
    RESERVING = 4
    VOLUNTARY = 5
    MIXED = 6


class ClaimState(StrEnum):
    """Where a claim stands; named as in the contract."""

    OPEN = "OPEN"
    PAID = "PAID"
    WITHDRAWN = "WITHDRAWN"
    TO_RECOVER = "TO_RECOVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim. `parties` are claimant and survivors, kept as the contract writes them."""

    position: int
    claim_id: str
    participant_key: int
    record: str
    funeral_class: FuneralClass
    amount: int
    death_date: date
    state: ClaimState = ClaimState.OPEN
    open_time: datetime
    due_date: date
    end_time: datetime | None = None
    parties: bytes
    revision: int = 1

    @property
    def name(self) -> str:
        return f"benefitClaims/{self.claim_id}"

    @property
    def is_open(self) -> bool:
        return self.state is ClaimState.OPEN

    @property
    def stands(self) -> bool:
        return self.state in (ClaimState.OPEN, ClaimState.PAID)

    def is_overdue(self, today: date) -> bool:
        return self.is_open and today > self.due_date

    def paid(self, at: datetime) -> "Claim":
        return replace(self, state=ClaimState.PAID, end_time=at, revision=self.revision + 1)

    def taken_back(self, at: datetime) -> "Claim":
        """The death was none: what is paid is to be paid back."""
        state = ClaimState.WITHDRAWN if self.is_open else ClaimState.TO_RECOVER
        return replace(self, state=state, end_time=at, revision=self.revision + 1)

    def resting_on(self, record: str, died: date) -> "Claim":
        """The entry on which it rested is revoked, and another of the same death stands."""
        amount = law_on(died).amount(died) if self.is_open else self.amount
        return replace(self, record=record, death_date=died, amount=amount, revision=self.revision + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SicknessClaim:
    """A claim for the days of an illness, as the certificate told them when it was filed."""

    position: int
    claim_id: str
    participant_key: int
    paper_id: str
    certificate_number: str
    facility: str
    first_day: date
    last_day: date
    days: int
    file_time: datetime

    @property
    def name(self) -> str:
        return f"sicknessClaims/{self.claim_id}"


class UseKind(IntEnum):
    """What was done with the card of somebody dead; numbered as in the contract."""

    CHECK = 1
    TREATMENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A use of the card of somebody who is dead now, before the death or after, in the time of Hà Nội."""

    participant_key: int
    died: date
    kind: UseKind
    time: datetime
    caller: str


@dataclass(frozen=True, slots=True)
class Law:
    """What the law in force on a day asks and grants."""

    legal_basis: str
    base_salaries: int
    compulsory_months: int
    voluntary_months: int
    working_days: int

    def amount(self, died: date) -> int:
        """Đồng."""
        return self.base_salaries * base_salary_on(died)

    def due(self, told: date) -> date:
        return add_working_days(told, self.working_days)


def law_on(day: date) -> Law:
    """The law for a death on a day; before the first there is, the first."""
    in_force = [law for start, law in _periods() if start <= day]
    return in_force[-1] if in_force else _periods()[0][1]


@cache
def _periods() -> list[tuple[date, Law]]:
    text = (Path(__file__).parent / "data" / "funeral_allowances.toml").read_text("utf-8")
    return [(row.pop("from"), Law(**row)) for row in tomllib.loads(text)["period"]]


def class_of(history: History, died: date, law: Law) -> FuneralClass | None:
    """The class of who died, by what they had paid in and drew then; None where nothing is due."""
    month = month_of(died)
    drawn = {benefit.kind for benefit in history.benefits if _goes_on(benefit, month)}
    if BenefitKind.OLD_AGE in drawn:
        return FuneralClass.PENSIONER
    if drawn & MONTHLY:
        return FuneralClass.MONTHLY_BENEFICIARY
    return _class_of_payer(history, month, law)


def _class_of_payer(history: History, month: Month, law: Law) -> FuneralClass | None:
    paid = [period for period in history.of(Fund.SOCIAL).contributions if _counts(period, history, month)]
    compulsory = {one for period in paid if period.unit_code for one in _months(period, month)}
    voluntary = {one for period in paid if not period.unit_code for one in _months(period, month)}
    is_enough = len(compulsory) >= law.compulsory_months
    if compulsory and voluntary:
        return FuneralClass.MIXED if is_enough or len(compulsory | voluntary) >= law.voluntary_months else None
    if is_enough:
        goes_on = any(_goes_on(period, month) for period in paid)
        return FuneralClass.CONTRIBUTOR if goes_on else FuneralClass.RESERVING
    return FuneralClass.VOLUNTARY if len(voluntary) >= law.voluntary_months else None


def _counts(period: Contribution, history: History, month: Month) -> bool:
    """Not what was paid after the death, nor what a lump sum has paid out."""
    paid_out = [benefit.first_month for benefit in history.benefits if benefit.kind is BenefitKind.LUMP_SUM]
    last = period.last_month if period.last_month != GOES_ON else month
    return period.first_month <= month and not any(last <= lump for lump in paid_out)


def _months(period: Contribution, month: Month) -> range:
    """The months of a period up to that of the death, counted through. One for which two paid is one month."""
    last = month if period.last_month == GOES_ON else min(period.last_month, month)
    return range(_counted(period.first_month), _counted(last) + 1)


def _counted(month: int) -> int:
    return month // 100 * 12 + month % 100


def _goes_on(period: Contribution | Benefit, month: Month) -> bool:
    return period.first_month <= month and (period.last_month == GOES_ON or period.last_month >= month)


def month_of(day: date) -> Month:
    return Month(day.year * 100 + day.month)
