"""What people pay into insurance and draw from it. A month is a whole number: December 2021 is 202112."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, IntFlag
from typing import NewType

Month = NewType("Month", int)
GOES_ON = Month(0)
"""Stands for the last month of what goes on."""


class SocialInsuranceObject(IntEnum):
    """Why a person takes part in social insurance; numbered as in the contract."""

    NONE = 0
    LABOUR_CONTRACT = 1
    CIVIL_SERVANT = 2
    ARMED_FORCES = 3
    COMMUNE_STAFF = 4
    WORKER_ABROAD = 5
    MANAGER = 6
    VOLUNTARY = 7
    RESERVED = 8


class Fund(IntFlag):
    """What a period of contributions pays into; one may pay into several."""

    SOCIAL = 1
    ACCIDENT = 2
    HEALTH = 4
    UNEMPLOYMENT = 8


class BenefitKind(IntEnum):
    """What a period of benefits is paid for; numbered as in the contract."""

    OLD_AGE = 1
    LOSS_OF_CAPACITY = 2
    ACCIDENT = 3
    SURVIVOR = 4
    MATERNITY = 5
    SICKNESS = 6
    UNEMPLOYMENT = 7
    LUMP_SUM = 8
    ACCIDENT_ONCE = 9
    TREATMENT = 10
    JOB_TRAINING = 11

    @property
    def fund(self) -> Fund:
        """The fund that pays."""
        return _PAYERS.get(self, Fund.SOCIAL)


_PAYERS = {
    BenefitKind.ACCIDENT: Fund.ACCIDENT,
    BenefitKind.ACCIDENT_ONCE: Fund.ACCIDENT,
    BenefitKind.TREATMENT: Fund.HEALTH,
    BenefitKind.UNEMPLOYMENT: Fund.UNEMPLOYMENT,
    BenefitKind.JOB_TRAINING: Fund.UNEMPLOYMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialInsurance:
    """Group d as it stands. Codes are empty where there is none."""

    participant_key: int
    managing_agency: str
    unit_code: str = ""
    object: SocialInsuranceObject = SocialInsuranceObject.NONE
    payment_months: int = 0
    tax_code: str = ""
    confirm_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnemploymentInsurance:
    """Group e as it stands. `reserved_months` counts up to the month in which the world's nation is anchored."""

    participant_key: int
    reserved_months: int
    confirm_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A period of contributions. `salary` is in đồng a month, 0 where none is the base."""

    participant_key: int
    first_month: Month
    funds: Fund
    last_month: Month
    unit_code: str
    salary: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """A period of benefits. `amount` is in đồng a month, or once; `days` are those paid for sickness."""

    participant_key: int
    first_month: Month
    kind: BenefitKind
    last_month: Month
    amount: int
    days: int


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was paid in and out, in the order of time."""

    contributions: Sequence[Contribution] = ()
    benefits: Sequence[Benefit] = ()

    def of(self, fund: Fund) -> "History":
        """What concerns one fund."""
        return History(
            [period for period in self.contributions if fund in period.funds],
            [period for period in self.benefits if period.kind.fund is fund],
        )


def managing_agency(province_code: str) -> str:
    """Our choice for whom no unit declares: the province's own office."""
    return f"0{province_code}00"
