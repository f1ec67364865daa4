"""The tax service, seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.tax.v1 import taxpayer_service_pb2
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Staff


def _staff() -> Staff:
    from lienthong_emulator.tax.staff import STAFF

    return STAFF


AGENCY = Agency(
    name="tax",
    schema=(Path(__file__).parent / "taxpayers" / "schema.sql").read_text("utf-8"),
    services=[taxpayer_service_pb2.DESCRIPTOR.services_by_name["TaxpayerService"]],
    staff=_staff,
    rows="lienthong_emulator.tax.rows:rows",
)
