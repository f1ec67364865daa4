"""How the population database is put together."""

from pathlib import Path

from lienthong.population.v1 import citizen_service_pb2
from lienthong_emulator.population.citizens.servicer import CitizenServicer
from lienthong_emulator.population.inbox import INBOX
from lienthong_emulator.runtime.agency import Agency, Service

AGENCY = Agency(
    name="population",
    schema=(Path(__file__).parent / "citizens" / "schema.sql").read_text("utf-8"),
    services=[
        Service(
            descriptor=citizen_service_pb2.DESCRIPTOR.services_by_name["CitizenService"],
            servicer=lambda _node: CitizenServicer(),
        )
    ],
    rows="lienthong_emulator.population.rows:rows",
    inbox=INBOX,
)
