"""The civil-status system, seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.justice.v1 import civil_status_service_pb2, register_service_pb2
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Staff

HOME = Path(__file__).parent


def _staff() -> Staff:
    from lienthong_emulator.justice.staff import STAFF

    return STAFF


AGENCY = Agency(
    name="justice",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ("civil_status", "registers")),
    services=[
        civil_status_service_pb2.DESCRIPTOR.services_by_name["CivilStatusService"],
        register_service_pb2.DESCRIPTOR.services_by_name["RegisterService"],
    ],
    staff=_staff,
    rows="lienthong_emulator.justice.rows:rows",
    has_inbox=True,
)
