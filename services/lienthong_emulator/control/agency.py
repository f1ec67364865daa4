"""Control, seen from outside: what it offers a tester."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lienthong.control.v1 import (
    case_service_pb2,
    clock_service_pb2,
    fault_service_pb2,
    journal_service_pb2,
    world_service_pb2,
)
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.control.worlds.registry import Registry
    from lienthong_emulator.runtime.agency import Staff


def control_agency(registry: Registry) -> Agency:
    """Control over the worlds of a registry. It has no database in any world of them."""

    @cache  # its services share what they remember
    def staff() -> Staff:
        from lienthong_emulator.control.staff import control_staff

        return control_staff(registry)

    return Agency(
        name="control",
        schema="",
        in_worlds=False,
        services=[
            world_service_pb2.DESCRIPTOR.services_by_name["WorldService"],
            clock_service_pb2.DESCRIPTOR.services_by_name["ClockService"],
            case_service_pb2.DESCRIPTOR.services_by_name["CaseService"],
            fault_service_pb2.DESCRIPTOR.services_by_name["FaultService"],
            journal_service_pb2.DESCRIPTOR.services_by_name["JournalService"],
        ],
        staff=staff,
    )
