"""Taxpayers, their codes, and the income that employers paid."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from lienthong_emulator.matching import PartialDate
from lienthong_emulator.papers import check_tax_code
from lienthong_emulator.reference.addresses import Address

UNITS = 1_000
"""Of an organisation: itself, and up to 999 dependent ones."""
WHOLE_PROVINCE = "000"

ALL_MONTHS = (0, 999912)


class Status(StrEnum):
    """Where a taxpayer stands, as the tax service codes it; named as in the contract."""

    ACTIVE = "00"
    ENDED = "01"
    MOVED = "02"
    ENDING = "03"
    HOUSEHOLD_ACTIVE = "04"
    SUSPENDED = "05"
    NOT_AT_ADDRESS = "06"
    AWAITING_BANKRUPTCY = "07"
    AWAITING_VERIFICATION = "09"


class EconomicType(IntEnum):
    """What an organisation is; numbered as in the contract."""

    ENTERPRISE = 1
    FOREIGN_INVESTED = 2
    COOPERATIVE = 3
    HOUSEHOLD_BUSINESS = 4
    PUBLIC_UNIT = 5
    STATE_BODY = 6
    COMMUNE = 7

    @property
    def is_certified(self) -> bool:
        """By a certificate, whose number has been the tax code since 2010; the others are established by decision."""
        return self <= EconomicType.HOUSEHOLD_BUSINESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A taxpayer that is no person."""

    taxpayer_key: int
    full_name: str
    head_office: Address
    business_line: str
    economic_type: EconomicType
    phone: str
    email: str
    status: Status
    founded: date | None
    ended: date | None
    headcount: int
    revision: int = 1

    @property
    def establishment_decision(self) -> str:
        """Number of the certificate, else of the decision (our choice: that which insurance holds too)."""
        code = code_of(self.taxpayer_key)
        return code if self.economic_type.is_certified else f"{code[-4:]}/QĐ-UBND"

    @property
    def tax_office(self) -> str:
        """In charge: that of the district, or of the province where there is foreign capital (our choice)."""
        if self.economic_type is EconomicType.FOREIGN_INVESTED:
            return self.head_office.province_code + WHOLE_PROVINCE
        return district_office(self.head_office)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A taxpayer who is a person. Numbers are empty where the register holds none."""

    taxpayer_key: int
    full_name: str
    birth: PartialDate
    sex: int
    nationality: str
    personal_number: str
    cmnd: str
    residence: Address
    phone: str
    email: str
    died: date | None
    revision: int = 1

    @property
    def status(self) -> Status:
        """A death ends the tax code (law 38/2019 on tax administration, article 39)."""
        return Status.ENDED if self.died else Status.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What an employer paid a person in a month such as 202112; names and numbers are empty where not held."""

    employer_key: int
    employer_name: str
    person_key: int
    person_name: str
    personal_number: str
    cmnd: str
    month: int
    income: int
    insurance_deducted: int


def district_office(place: Address) -> str:
    """The tax office of a district (chi cục thuế), 5 digits: our choice, the real codes are others."""
    return place.province_code + (place.district_code or WHOLE_PROVINCE) if place.province_code else ""


def checked_key(code: str, field: str) -> int:
    """The key of a code that came in at a field, once its digits agree."""
    check_tax_code(code, field)
    return key_of(code)


def key_of(code: str) -> int:
    """A code of 10 digits, or of 13 with a dash, as a whole number of 13."""
    return int(code[:10]) * UNITS + int(code[11:] or 0)


def code_of(key: int) -> str:
    """The way back from `key_of`."""
    code, unit = divmod(key, UNITS)
    return f"{code:010}-{unit:03}" if unit else f"{code:010}"
