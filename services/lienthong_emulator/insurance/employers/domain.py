"""Employers."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from lienthong_emulator.insurance.sources import Source
from lienthong_emulator.reference.addresses import Address


class EmployerType(IntEnum):
    """What an employer is by law; numbered as in the contract."""

    STATE_BODY = 1
    PUBLIC_UNIT = 2
    ARMED_FORCES = 3
    STATE_ENTERPRISE = 4
    LIMITED_LIABILITY = 5
    JOINT_STOCK = 6
    PRIVATE = 7
    FOREIGN_INVESTED = 8
    COOPERATIVE = 9
    HOUSEHOLD_BUSINESS = 10
    OTHER = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Group g: an employer (người sử dụng lao động), as the unit that declares people.

    An enterprise has an enterprise code, any other the number of the decision that established it.
    """

    unit_code: str
    full_name: str
    enterprise_code: str
    establishment_decision: str
    tax_code: str
    head_office: Address
    business_line: str
    phone: str
    email: str
    type: EmployerType
    payment_months: int
    source: Source
    confirm_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAtTax:
    """Where an employer stands at the tax service since a day, as the last change there told it."""

    tax_code: str
    revision: int
    status: str
    since: date
    tax_office: str
    merged_into: str
    event_id: str
