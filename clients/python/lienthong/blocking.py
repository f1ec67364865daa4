"""One connection for programs that wait for each answer: gRPC's own synchronous channels."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import grpc
from google.longrunning.operations_pb2_grpc import OperationsStub

from lienthong.client import AGENCIES, Labelled, check_agencies, metadata_of, options_of
from lienthong.control.v1.case_service_pb2_grpc import CaseServiceStub
from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceStub
from lienthong.control.v1.fault_service_pb2_grpc import FaultServiceStub
from lienthong.control.v1.journal_service_pb2_grpc import JournalServiceStub
from lienthong.control.v1.world_service_pb2_grpc import WorldServiceStub
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong.insurance.v1.access_service_pb2_grpc import AccessServiceStub as InsuranceAccessStub
from lienthong.insurance.v1.benefit_service_pb2_grpc import BenefitServiceStub
from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceStub
from lienthong.insurance.v1.contribution_service_pb2_grpc import ContributionServiceStub
from lienthong.insurance.v1.discrepancy_service_pb2_grpc import DiscrepancyServiceStub as InsuranceDiscrepancyStub
from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceStub
from lienthong.insurance.v1.filing_service_pb2_grpc import FilingServiceStub as InsuranceFilingStub
from lienthong.insurance.v1.paper_service_pb2_grpc import PaperServiceStub
from lienthong.insurance.v1.reconciliation_service_pb2_grpc import ReconciliationServiceStub
from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceStub
from lienthong.insurance.v1.submission_service_pb2_grpc import SubmissionServiceStub
from lienthong.insurance.v1.tax_reconciliation_service_pb2_grpc import TaxReconciliationServiceStub
from lienthong.insurance.v1.treatment_service_pb2_grpc import TreatmentServiceStub
from lienthong.insurance.v1.verification_service_pb2_grpc import VerificationServiceStub
from lienthong.insurance.v1.violation_sign_service_pb2_grpc import ViolationSignServiceStub
from lienthong.justice.v1.birth_amendment_service_pb2_grpc import BirthAmendmentServiceStub
from lienthong.justice.v1.civil_status_service_pb2_grpc import CivilStatusServiceStub
from lienthong.justice.v1.death_service_pb2_grpc import DeathServiceStub
from lienthong.justice.v1.marriage_service_pb2_grpc import MarriageServiceStub
from lienthong.justice.v1.register_service_pb2_grpc import RegisterServiceStub
from lienthong.justice.v1.verification_service_pb2_grpc import VerificationServiceStub as RecordVerificationStub
from lienthong.population.v1.access_service_pb2_grpc import AccessServiceStub as PopulationAccessStub
from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceStub
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong.population.v1.discrepancy_service_pb2_grpc import DiscrepancyServiceStub as PopulationDiscrepancyStub
from lienthong.tax.v1.filing_service_pb2_grpc import FilingServiceStub as TaxFilingStub
from lienthong.tax.v1.identity_difference_service_pb2_grpc import (
    IdentityDifferenceServiceStub as IdentityDifferenceStub,
)
from lienthong.tax.v1.taxpayer_change_service_pb2_grpc import TaxpayerChangeServiceStub
from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceStub
from lienthong.tax.v1.unpaid_deduction_service_pb2_grpc import UnpaidDeductionServiceStub


class BlockingClient:
    """A stub for every service of the contract, each on the channel of its agency; the same names as `Client` has."""

    def __init__(self, channels: Mapping[str, Any]) -> None:
        self.citizens = CitizenServiceStub(channels["population"])
        self.citizen_changes = CitizenChangeServiceStub(channels["population"])
        self.population_accesses = PopulationAccessStub(channels["population"])
        self.population_discrepancies = PopulationDiscrepancyStub(channels["population"])
        self.civil_status = CivilStatusServiceStub(channels["justice"])
        self.deaths = DeathServiceStub(channels["justice"])
        self.marriages = MarriageServiceStub(channels["justice"])
        self.birth_amendments = BirthAmendmentServiceStub(channels["justice"])
        self.registers = RegisterServiceStub(channels["justice"])
        self.record_verification = RecordVerificationStub(channels["justice"])
        self.taxpayers = TaxpayerServiceStub(channels["tax"])
        self.taxpayer_changes = TaxpayerChangeServiceStub(channels["tax"])
        self.unpaid_deductions = UnpaidDeductionServiceStub(channels["tax"])
        self.identity_differences = IdentityDifferenceStub(channels["tax"])
        self.tax_filing = TaxFilingStub(channels["tax"])
        self.tax_reconciliation = TaxReconciliationServiceStub(channels["insurance"])
        self.violation_signs = ViolationSignServiceStub(channels["insurance"])
        self.insurance_filing = InsuranceFilingStub(channels["insurance"])
        self.exchange = ExchangeServiceStub(channels["exchange"])
        self.registry = RegistryServiceStub(channels["insurance"])
        self.benefits = BenefitServiceStub(channels["insurance"])
        self.cards = CardServiceStub(channels["insurance"])
        self.facilities = FacilityServiceStub(channels["insurance"])
        self.verification = VerificationServiceStub(channels["insurance"])
        self.reconciliation = ReconciliationServiceStub(channels["insurance"])
        self.submissions = SubmissionServiceStub(channels["insurance"])
        self.treatments = TreatmentServiceStub(channels["insurance"])
        self.contributions = ContributionServiceStub(channels["insurance"])
        self.papers = PaperServiceStub(channels["insurance"])
        self.insurance_accesses = InsuranceAccessStub(channels["insurance"])
        self.insurance_discrepancies = InsuranceDiscrepancyStub(channels["insurance"])
        self.worlds = WorldServiceStub(channels["control"])
        self.clock = ClockServiceStub(channels["control"])
        self.cases = CaseServiceStub(channels["control"])
        self.faults = FaultServiceStub(channels["control"])
        self.journal = JournalServiceStub(channels["control"])
        self.operations: Any = OperationsStub(channels["insurance"])


@contextmanager
def connect_blocking(
    address: str = "localhost:50051",
    /,
    *,
    world: str = "",
    caller: str = "",
    purpose: str = "",
    legal_basis: str = "",
    retry: bool = False,
    **addresses: str,
) -> Generator[BlockingClient]:
    """As `connect`, for code without an event loop."""
    check_agencies(addresses)
    metadata = metadata_of(world, caller, purpose, legal_basis)
    with ExitStack() as stack:
        opened: dict[str, Labelled] = {}
        for target in {address, *addresses.values()}:
            channel = stack.enter_context(grpc.insecure_channel(target, options=options_of(retry)))
            opened[target] = Labelled(channel, metadata)
        yield BlockingClient({agency: opened[addresses.get(agency, address)] for agency in AGENCIES})
