"""How the National Insurance Database is put together."""

from pathlib import Path

from lienthong.insurance.v1 import card_service_pb2, registry_service_pb2
from lienthong_emulator.insurance.cards.servicer import CardServicer
from lienthong_emulator.insurance.inbox import INBOX
from lienthong_emulator.insurance.registry.servicer import RegistryServicer
from lienthong_emulator.runtime.agency import Agency, Service

HOME = Path(__file__).parent
ROOMS = ("registry", "circumstances", "employers", "contributions", "cards")

AGENCY = Agency(
    name="insurance",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ROOMS),
    services=[
        Service(
            descriptor=registry_service_pb2.DESCRIPTOR.services_by_name["RegistryService"],
            servicer=lambda _node: RegistryServicer(),
        ),
        Service(
            descriptor=card_service_pb2.DESCRIPTOR.services_by_name["CardService"],
            servicer=lambda _node: CardServicer(),
        ),
    ],
    rows="lienthong_emulator.insurance.rows:rows",
    inbox=INBOX,
)
