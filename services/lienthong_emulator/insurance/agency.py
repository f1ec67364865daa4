"""How the National Insurance Database is put together."""

from pathlib import Path

from google.longrunning import operations_pb2

from lienthong.insurance.v1 import (
    access_service_pb2,
    card_service_pb2,
    discrepancy_service_pb2,
    facility_service_pb2,
    reconciliation_service_pb2,
    registry_service_pb2,
    verification_service_pb2,
)
from lienthong_emulator.discrepancies.handling import DUE, note_overdue
from lienthong_emulator.discrepancies.servicer import DiscrepancyServicer
from lienthong_emulator.insurance.access.servicer import AccessServicer
from lienthong_emulator.insurance.cards.servicer import CardServicer
from lienthong_emulator.insurance.discrepancy_register import ParticipantRegister
from lienthong_emulator.insurance.facilities.servicer import FacilityServicer
from lienthong_emulator.insurance.inbox import INBOX
from lienthong_emulator.insurance.reconciliation.desk import KEPT_UNTIL, RECONCILIATION, Desk, pending, remove
from lienthong_emulator.insurance.reconciliation.operations import OperationsServicer
from lienthong_emulator.insurance.reconciliation.servicer import ReconciliationServicer
from lienthong_emulator.insurance.registry.servicer import RegistryServicer
from lienthong_emulator.insurance.verification.servicer import VerificationServicer
from lienthong_emulator.runtime.agency import Agency, Service, Work

HOME = Path(__file__).parent
ROOMS = (
    "registry",
    "circumstances",
    "employers",
    "contributions",
    "cards",
    "changes",
    "access",
    "reconciliation",
    "../access",
    "../discrepancies",
    "../verification",
)

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
        Service(
            descriptor=facility_service_pb2.DESCRIPTOR.services_by_name["FacilityService"],
            servicer=lambda _node: FacilityServicer(),
        ),
        Service(
            descriptor=access_service_pb2.DESCRIPTOR.services_by_name["AccessService"],
            servicer=lambda _node: AccessServicer(),
        ),
        Service(
            descriptor=verification_service_pb2.DESCRIPTOR.services_by_name["VerificationService"],
            servicer=lambda _node: VerificationServicer(),
        ),
        Service(
            descriptor=discrepancy_service_pb2.DESCRIPTOR.services_by_name["DiscrepancyService"],
            servicer=lambda _node: DiscrepancyServicer(ParticipantRegister()),
        ),
        Service(
            descriptor=reconciliation_service_pb2.DESCRIPTOR.services_by_name["ReconciliationService"],
            servicer=lambda node: ReconciliationServicer(node.peers),
        ),
        Service(
            descriptor=operations_pb2.DESCRIPTOR.services_by_name["Operations"],
            servicer=lambda _node: OperationsServicer(),
        ),
    ],
    rows="lienthong_emulator.insurance.rows:rows",
    inbox=INBOX,
    timers={DUE: note_overdue, KEPT_UNTIL: remove},
    work={RECONCILIATION: Work(pending=pending, advance=lambda peers: Desk(peers).advance)},
)
