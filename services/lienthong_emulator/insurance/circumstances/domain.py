"""What others and the person tell: how to reach them, their health, their welfare."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.reference.addresses import Address


class Poverty(IntEnum):
    """How poor a household is by the yearly review; numbered as in the contract."""

    NONE = 0
    POOR = 1
    NEAR_POOR = 2
    AVERAGE = 3


class Disability(IntEnum):
    """How severe a disability is; numbered as in the contract."""

    NONE = 0
    MILD = 1
    SEVERE = 2
    EXTREME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Group b. An empty address stands for the residence."""

    participant_key: int
    phone: str
    email: str
    address: Address
    confirm_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCondition:
    """Group h. Conditions are ICD-10 codes with a blank between two."""

    participant_key: int
    blood_group: str
    conditions: str
    source: Source
    confirm_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Welfare:
    """Group i. `merit_code` is the object group of a card, empty for none; the allowance is in đồng a month."""

    participant_key: int
    poverty: Poverty
    merit_code: str
    disability: Disability
    monthly_allowance: int
    source: Source
    confirm_date: date | None
