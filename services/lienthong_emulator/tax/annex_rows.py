"""The rows of annexes 01 and 02, from the register of taxpayers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lienthong.filing.v1 import rows_pb2
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_CMND as CMND
from lienthong.type.v1.identity_pb2 import IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER as PERSONAL_NUMBER
from lienthong_emulator.annexes.desk import ROWS_OF_A_PART, Desk, Page, inspections_of
from lienthong_emulator.annexes.domain import Kind
from lienthong_emulator.tax.taxpayers.domain import UNITS, EconomicType, Organisation, code_of
from lienthong_emulator.tax.taxpayers.store import TaxpayerQuestions
from lienthong_emulator.wire import address_to_proto, identity

if TYPE_CHECKING:
    from lienthong_emulator.runtime.kit import Kit

EMPLOYERS_OF_A_PART = 100
"""All that an employer tells stands in one part."""


async def taxpayers(kit: Kit, period: int, after: str) -> Page:
    """Annex 01: every organisation that was there when the month ended, as it stands."""
    found = await TaxpayerQuestions(kit.scans).organisations_until(period, after=int(after or 0), most=ROWS_OF_A_PART)
    rows = [_taxpayer(one).SerializeToString() for one in found]
    last = str(found[-1].taxpayer_key) if found else after
    return Page(rows, last, is_last=len(found) < ROWS_OF_A_PART)


def _taxpayer(found: Organisation) -> rows_pb2.TaxpayerRow:
    return rows_pb2.TaxpayerRow(
        display_name=found.full_name,
        tax_code=code_of(found.taxpayer_key),
        head_office=address_to_proto(found.head_office),
        phone=found.phone,
        email=found.email,
        establishment_document=found.establishment_decision,
        issuing_agency=found.head_office.province_code,
        economic_type=found.economic_type.name,
        taxpayer_type=_type(found),
        status=found.status.value,
        managing_tax_office=found.tax_office,
    )


def _type(found: Organisation) -> rows_pb2.TaxpayerType.ValueType:
    if found.economic_type is EconomicType.HOUSEHOLD_BUSINESS:
        return rows_pb2.TAXPAYER_TYPE_HOUSEHOLD_BUSINESS
    is_unit = found.taxpayer_key % UNITS > 0
    return rows_pb2.TAXPAYER_TYPE_DEPENDENT_UNIT if is_unit else rows_pb2.TAXPAYER_TYPE_ORGANISATION


async def deductions(kit: Kit, period: int, after: str) -> Page:
    """Annex 02: what employers deducted in the month."""
    taxpayers = TaxpayerQuestions(kit.scans)
    employers = await taxpayers.employers_after(int(after or 0), EMPLOYERS_OF_A_PART)
    if not employers:
        return Page((), after, is_last=True)
    found = await taxpayers.deductions(employers[0], employers[-1], period)
    rows = [_deduction(row).SerializeToString() for row in found]
    return Page(rows, str(employers[-1]), is_last=len(employers) < EMPLOYERS_OF_A_PART)


def _deduction(row: Any) -> rows_pb2.DeductionRow:
    employer_key, employer_name, person_key, person_name, personal_number, cmnd, deducted, _income = row
    number = personal_number or cmnd
    return rows_pb2.DeductionRow(
        employer_tax_code=code_of(employer_key),
        employer_name=employer_name,
        person_name=person_name,
        person_tax_code=code_of(person_key),
        identity_number=identity(PERSONAL_NUMBER if personal_number else CMND, number) if number else None,
        insurance_deducted=deducted,
    )


DESK = Desk(
    {
        Kind.TAXPAYERS: taxpayers,
        Kind.DEDUCTIONS: deductions,
        Kind.TAX_INSPECTIONS: inspections_of(Kind.TAX_INSPECTIONS),
    }
)
