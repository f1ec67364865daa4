"""The tax service, seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.tax.v1 import (
    filing_service_pb2,
    identity_difference_service_pb2,
    taxpayer_change_service_pb2,
    taxpayer_service_pb2,
    unpaid_deduction_service_pb2,
)
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Staff

HOME = Path(__file__).parent
ROOMS = (
    "taxpayers",
    "changes",
    "identity_differences",
    "../access",
    "../discrepancies",
    "../verification",
    "../annexes",
)


def _staff() -> Staff:
    from lienthong_emulator.tax.staff import STAFF

    return STAFF


AGENCY = Agency(
    name="tax",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ROOMS),
    services=[
        taxpayer_service_pb2.DESCRIPTOR.services_by_name["TaxpayerService"],
        taxpayer_change_service_pb2.DESCRIPTOR.services_by_name["TaxpayerChangeService"],
        filing_service_pb2.DESCRIPTOR.services_by_name["FilingService"],
        identity_difference_service_pb2.DESCRIPTOR.services_by_name["IdentityDifferenceService"],
        unpaid_deduction_service_pb2.DESCRIPTOR.services_by_name["UnpaidDeductionService"],
    ],
    staff=_staff,
    rows="lienthong_emulator.tax.rows:rows",
    first_timers="lienthong_emulator.annexes.calendar_rows:first_annexes_due",
    has_inbox=True,
)
