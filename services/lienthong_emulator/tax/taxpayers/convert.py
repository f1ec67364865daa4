"""Between the domain and the wire."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from google.type import date_pb2

from lienthong.tax.v1 import taxpayer_pb2
from lienthong.tax.v1.taxpayer_service_pb2 import TaxpayerClaim
from lienthong.type.v1.identity_pb2 import (
    IDENTITY_NUMBER_TYPE_CMND,
    IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER,
    IDENTITY_NUMBER_TYPE_TAX_CODE,
    IdentityNumber,
)
from lienthong_emulator.matching import NOWHERE, Claim, Number
from lienthong_emulator.papers import number_claimed
from lienthong_emulator.runtime.kit import Kit
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.tax.taxpayers.domain import (
    ALL_MONTHS,
    Organisation,
    Payment,
    Person,
    Status,
    checked_key,
    code_of,
    district_office,
)
from lienthong_emulator.verification.claims import date_claimed, place_claimed
from lienthong_emulator.verification.errors import EmptyClaim
from lienthong_emulator.wire import (
    YEARS,
    address_to_proto,
    date_to_proto,
    identity,
    partial_to_proto,
    sex_to_proto,
)

NOT_A_MONTH = ("is not a month of the calendar without a day", "không phải là tháng có trong lịch, không kèm ngày")
MONTHS = range(1, 13)
PATHS = {
    "full_name": "display_name",
    "birth_date": "birth_date",
    "residence": "address",
    "identity_number": "identity_number",
    "status": "status",
    "headcount": "headcount",
}
"""Where in a claim about a taxpayer each field stands that can be compared."""


def taxpayer_claim_from_proto(found: TaxpayerClaim, at: str) -> Claim:
    """Refused with what a tax code is refused with, `MALFORMED_NUMBER`, `IMPOSSIBLE_DATE` and `EMPTY_CLAIM`."""
    checked_key(found.tax_code, f"{at}.tax_code")
    has_number, has_address = found.HasField("identity_number"), found.HasField("address")
    number = number_claimed(found.identity_number, f"{at}.identity_number").value if has_number else ""
    claim = Claim(
        number=Number(IDENTITY_NUMBER_TYPE_TAX_CODE, found.tax_code),
        full_name=found.display_name,
        birth_date=date_claimed(found.birth_date, f"{at}.birth_date") if found.HasField("birth_date") else None,
        residence=place_claimed(found.address) if has_address else NOWHERE,
        codes={
            "identity_number": number,
            "status": status_from_proto(found.status) if found.status else "",
            "headcount": str(found.headcount or ""),
        },
    )
    if not claim.given:
        raise EmptyClaim(field=at)
    return claim


def status_from_proto(told: taxpayer_pb2.TaxpayerStatus.ValueType) -> Status:
    return Status[taxpayer_pb2.TaxpayerStatus.Name(told).removeprefix("TAXPAYER_STATUS_")]


def taxpayer_name(kit: Kit, found: Organisation | Person) -> str:
    return f"taxpayers/{kit.opaque_id('taxpayer', found.taxpayer_key)}"


def taxpayer_to_proto(found: Organisation | Person, name: str) -> taxpayer_pb2.Taxpayer:
    return _organisation(found, name) if isinstance(found, Organisation) else _person(found, name)


def _organisation(found: Organisation, name: str) -> taxpayer_pb2.Taxpayer:
    return taxpayer_pb2.Taxpayer(
        name=name,
        tax_code=code_of(found.taxpayer_key),
        display_name=found.full_name,
        address=address_to_proto(found.head_office),
        phone=found.phone,
        email=found.email,
        status=status_to_proto(found.status),
        managing_tax_office=found.tax_office,
        end_date=_day(found.ended),
        etag=str(found.revision),
        organisation=taxpayer_pb2.Organisation(
            economic_type=cast("taxpayer_pb2.EconomicType.ValueType", found.economic_type.value),
            establishment_decision=found.establishment_decision,
            establishment_province=found.head_office.province_code,
            business_line=found.business_line,
            founding_date=_day(found.founded),
            declared_headcount=found.headcount,
        ),
    )


def _person(found: Person, name: str) -> taxpayer_pb2.Taxpayer:
    return taxpayer_pb2.Taxpayer(
        name=name,
        tax_code=code_of(found.taxpayer_key),
        display_name=found.full_name,
        address=address_to_proto(found.residence),
        phone=found.phone,
        email=found.email,
        status=status_to_proto(found.status),
        managing_tax_office=district_office(found.residence),
        end_date=_day(found.died),
        etag=str(found.revision),
        person=taxpayer_pb2.Person(
            birth_date=partial_to_proto(found.birth),
            sex=sex_to_proto(found.sex),
            nationality=found.nationality,
            identity_numbers=_numbers(found.personal_number, found.cmnd),
        ),
    )


def payment_to_proto(payment: Payment) -> taxpayer_pb2.IncomePayment:
    return taxpayer_pb2.IncomePayment(
        employer_tax_code=code_of(payment.employer_key),
        employer_name=payment.employer_name,
        person_tax_code=code_of(payment.person_key),
        person_name=payment.person_name,
        identity_number=next(iter(_numbers(payment.personal_number, payment.cmnd)), None),
        month=date_pb2.Date(year=payment.month // 100, month=payment.month % 100),
        income=payment.income,
        insurance_deducted=payment.insurance_deducted,
    )


def months_from_proto(month: date_pb2.Date) -> tuple[int, int]:
    """The first and the last month asked for: one, or all where none is given. Refuses what no calendar has."""
    if not (month.year or month.month or month.day):
        return ALL_MONTHS
    if month.day or month.year not in YEARS or month.month not in MONTHS:
        raise InvalidRequest([Violation("month", *NOT_A_MONTH)])
    only = month.year * 100 + month.month
    return only, only


def _numbers(personal_number: str, cmnd: str) -> Sequence[IdentityNumber]:
    """Those that are held, the current one first."""
    kinds = {IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER: personal_number, IDENTITY_NUMBER_TYPE_CMND: cmnd}
    return [identity(kind, value) for kind, value in kinds.items() if value]


def status_to_proto(status: Status) -> taxpayer_pb2.TaxpayerStatus.ValueType:
    return taxpayer_pb2.TaxpayerStatus.Value(f"TAXPAYER_STATUS_{status.name}")


def _day(day: date | None) -> date_pb2.Date | None:
    return date_to_proto(day) if day else None
