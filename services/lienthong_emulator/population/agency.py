"""The population database, seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.population.v1 import (
    access_service_pb2,
    citizen_change_service_pb2,
    citizen_service_pb2,
    discrepancy_service_pb2,
)
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Staff

HOME = Path(__file__).parent
ROOMS = ("citizens", "changes", "../access", "../discrepancies", "../verification")


def _staff() -> Staff:
    from lienthong_emulator.population.staff import STAFF

    return STAFF


AGENCY = Agency(
    name="population",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ROOMS),
    services=[
        citizen_service_pb2.DESCRIPTOR.services_by_name["CitizenService"],
        citizen_change_service_pb2.DESCRIPTOR.services_by_name["CitizenChangeService"],
        access_service_pb2.DESCRIPTOR.services_by_name["AccessService"],
        discrepancy_service_pb2.DESCRIPTOR.services_by_name["DiscrepancyService"],
    ],
    staff=_staff,
    rows="lienthong_emulator.population.rows:rows",
    has_inbox=True,
)
