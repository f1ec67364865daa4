"""The civil-status system, seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.justice.v1 import (
    birth_amendment_service_pb2,
    civil_status_service_pb2,
    death_service_pb2,
    marriage_service_pb2,
    register_service_pb2,
    verification_service_pb2,
)
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Staff

HOME = Path(__file__).parent
ROOMS = (
    "civil_status",
    "registers",
    "amendments",
    "deaths",
    "marriages",
    "verification",
    "../access",
    "../verification",
)


def _staff() -> Staff:
    from lienthong_emulator.justice.staff import STAFF

    return STAFF


AGENCY = Agency(
    name="justice",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ROOMS),
    services=[
        civil_status_service_pb2.DESCRIPTOR.services_by_name["CivilStatusService"],
        death_service_pb2.DESCRIPTOR.services_by_name["DeathService"],
        marriage_service_pb2.DESCRIPTOR.services_by_name["MarriageService"],
        register_service_pb2.DESCRIPTOR.services_by_name["RegisterService"],
        verification_service_pb2.DESCRIPTOR.services_by_name["VerificationService"],
        birth_amendment_service_pb2.DESCRIPTOR.services_by_name["BirthAmendmentService"],
    ],
    staff=_staff,
    rows="lienthong_emulator.justice.rows:rows",
    has_inbox=True,
)
