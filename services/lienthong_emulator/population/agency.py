"""How the population database is put together."""

from pathlib import Path

from lienthong.population.v1 import (
    access_service_pb2,
    citizen_change_service_pb2,
    citizen_service_pb2,
    discrepancy_service_pb2,
)
from lienthong_emulator.discrepancies.handling import DUE, note_overdue
from lienthong_emulator.discrepancies.servicer import DiscrepancyServicer
from lienthong_emulator.population.accesses.servicer import AccessServicer
from lienthong_emulator.population.changes.servicer import CitizenChangeServicer
from lienthong_emulator.population.citizens.servicer import CitizenServicer
from lienthong_emulator.population.discrepancy_register import CitizenRegister
from lienthong_emulator.population.inbox import INBOX
from lienthong_emulator.runtime.agency import Agency, Service

HOME = Path(__file__).parent
ROOMS = ("citizens", "changes", "../access", "../discrepancies", "../verification")

AGENCY = Agency(
    name="population",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ROOMS),
    services=[
        Service(
            descriptor=citizen_service_pb2.DESCRIPTOR.services_by_name["CitizenService"],
            servicer=lambda _node: CitizenServicer(),
        ),
        Service(
            descriptor=citizen_change_service_pb2.DESCRIPTOR.services_by_name["CitizenChangeService"],
            servicer=lambda _node: CitizenChangeServicer(),
        ),
        Service(
            descriptor=access_service_pb2.DESCRIPTOR.services_by_name["AccessService"],
            servicer=lambda _node: AccessServicer(),
        ),
        Service(
            descriptor=discrepancy_service_pb2.DESCRIPTOR.services_by_name["DiscrepancyService"],
            servicer=lambda _node: DiscrepancyServicer(CitizenRegister()),
        ),
    ],
    rows="lienthong_emulator.population.rows:rows",
    inbox=INBOX,
    timers={DUE: note_overdue},
)
