"""The National Insurance Database, seen from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from google.longrunning import operations_pb2

from lienthong.insurance.v1 import (
    access_service_pb2,
    benefit_service_pb2,
    card_service_pb2,
    contribution_service_pb2,
    discrepancy_service_pb2,
    facility_service_pb2,
    filing_service_pb2,
    paper_service_pb2,
    reconciliation_service_pb2,
    registry_service_pb2,
    submission_service_pb2,
    tax_reconciliation_service_pb2,
    treatment_service_pb2,
    verification_service_pb2,
    violation_sign_service_pb2,
)
from lienthong_emulator.runtime.agency import Agency

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Staff

HOME = Path(__file__).parent
ROOMS = (
    "registry",
    "circumstances",
    "employers",
    "contributions",
    "collection",
    "cards",
    "changes",
    "access",
    "reconciliation",
    "tax_reconciliation",
    "submissions",
    "treatments",
    "papers",
    "benefits",
    "../access",
    "../discrepancies",
    "../verification",
    "../annexes",
)


def _staff() -> Staff:
    from lienthong_emulator.insurance.staff import STAFF

    return STAFF


AGENCY = Agency(
    name="insurance",
    schema="\n".join((HOME / room / "schema.sql").read_text("utf-8") for room in ROOMS),
    services=[
        registry_service_pb2.DESCRIPTOR.services_by_name["RegistryService"],
        card_service_pb2.DESCRIPTOR.services_by_name["CardService"],
        facility_service_pb2.DESCRIPTOR.services_by_name["FacilityService"],
        access_service_pb2.DESCRIPTOR.services_by_name["AccessService"],
        verification_service_pb2.DESCRIPTOR.services_by_name["VerificationService"],
        discrepancy_service_pb2.DESCRIPTOR.services_by_name["DiscrepancyService"],
        reconciliation_service_pb2.DESCRIPTOR.services_by_name["ReconciliationService"],
        submission_service_pb2.DESCRIPTOR.services_by_name["SubmissionService"],
        treatment_service_pb2.DESCRIPTOR.services_by_name["TreatmentService"],
        paper_service_pb2.DESCRIPTOR.services_by_name["PaperService"],
        benefit_service_pb2.DESCRIPTOR.services_by_name["BenefitService"],
        contribution_service_pb2.DESCRIPTOR.services_by_name["ContributionService"],
        tax_reconciliation_service_pb2.DESCRIPTOR.services_by_name["TaxReconciliationService"],
        violation_sign_service_pb2.DESCRIPTOR.services_by_name["ViolationSignService"],
        filing_service_pb2.DESCRIPTOR.services_by_name["FilingService"],
        operations_pb2.DESCRIPTOR.services_by_name["Operations"],
    ],
    staff=_staff,
    rows="lienthong_emulator.insurance.rows:rows",
    first_timers="lienthong_emulator.annexes.calendar_rows:first_annexes_due",
    has_inbox=True,
)
