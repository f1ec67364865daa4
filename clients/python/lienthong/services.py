"""What a client offers: an attribute for every service of the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

if TYPE_CHECKING:  # these live in the type hints only: a service that nobody asks is not imported
    from lienthong.blocking import BlockingClient
    from lienthong.channels import Labelled
    from lienthong.client import Client
    from lienthong.control.v1.case_service_pb2_grpc import CaseServiceAsyncStub, CaseServiceStub
    from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceAsyncStub, ClockServiceStub
    from lienthong.control.v1.fault_service_pb2_grpc import FaultServiceAsyncStub, FaultServiceStub
    from lienthong.control.v1.journal_service_pb2_grpc import JournalServiceAsyncStub, JournalServiceStub
    from lienthong.control.v1.world_service_pb2_grpc import WorldServiceAsyncStub, WorldServiceStub
    from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceAsyncStub, ExchangeServiceStub
    from lienthong.insurance.v1.access_service_pb2_grpc import AccessServiceAsyncStub as InsuranceAccessServiceAsyncStub
    from lienthong.insurance.v1.access_service_pb2_grpc import AccessServiceStub as InsuranceAccessServiceStub
    from lienthong.insurance.v1.benefit_service_pb2_grpc import BenefitServiceAsyncStub, BenefitServiceStub
    from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceAsyncStub, CardServiceStub
    from lienthong.insurance.v1.contribution_service_pb2_grpc import (
        ContributionServiceAsyncStub,
        ContributionServiceStub,
    )
    from lienthong.insurance.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceAsyncStub as InsuranceDiscrepancyServiceAsyncStub,
    )
    from lienthong.insurance.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceStub as InsuranceDiscrepancyServiceStub,
    )
    from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceAsyncStub, FacilityServiceStub
    from lienthong.insurance.v1.filing_service_pb2_grpc import FilingServiceAsyncStub as InsuranceFilingServiceAsyncStub
    from lienthong.insurance.v1.filing_service_pb2_grpc import FilingServiceStub as InsuranceFilingServiceStub
    from lienthong.insurance.v1.paper_service_pb2_grpc import PaperServiceAsyncStub, PaperServiceStub
    from lienthong.insurance.v1.reconciliation_service_pb2_grpc import (
        ReconciliationServiceAsyncStub,
        ReconciliationServiceStub,
    )
    from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub, RegistryServiceStub
    from lienthong.insurance.v1.submission_service_pb2_grpc import SubmissionServiceAsyncStub, SubmissionServiceStub
    from lienthong.insurance.v1.tax_reconciliation_service_pb2_grpc import (
        TaxReconciliationServiceAsyncStub,
        TaxReconciliationServiceStub,
    )
    from lienthong.insurance.v1.treatment_service_pb2_grpc import TreatmentServiceAsyncStub, TreatmentServiceStub
    from lienthong.insurance.v1.verification_service_pb2_grpc import (
        VerificationServiceAsyncStub as InsuranceVerificationServiceAsyncStub,
    )
    from lienthong.insurance.v1.verification_service_pb2_grpc import (
        VerificationServiceStub as InsuranceVerificationServiceStub,
    )
    from lienthong.insurance.v1.violation_sign_service_pb2_grpc import (
        ViolationSignServiceAsyncStub,
        ViolationSignServiceStub,
    )
    from lienthong.justice.v1.birth_amendment_service_pb2_grpc import (
        BirthAmendmentServiceAsyncStub,
        BirthAmendmentServiceStub,
    )
    from lienthong.justice.v1.civil_status_service_pb2_grpc import CivilStatusServiceAsyncStub, CivilStatusServiceStub
    from lienthong.justice.v1.death_service_pb2_grpc import DeathServiceAsyncStub, DeathServiceStub
    from lienthong.justice.v1.marriage_service_pb2_grpc import MarriageServiceAsyncStub, MarriageServiceStub
    from lienthong.justice.v1.register_service_pb2_grpc import RegisterServiceAsyncStub, RegisterServiceStub
    from lienthong.justice.v1.verification_service_pb2_grpc import (
        VerificationServiceAsyncStub as JusticeVerificationServiceAsyncStub,
    )
    from lienthong.justice.v1.verification_service_pb2_grpc import (
        VerificationServiceStub as JusticeVerificationServiceStub,
    )
    from lienthong.population.v1.access_service_pb2_grpc import (
        AccessServiceAsyncStub as PopulationAccessServiceAsyncStub,
    )
    from lienthong.population.v1.access_service_pb2_grpc import AccessServiceStub as PopulationAccessServiceStub
    from lienthong.population.v1.citizen_change_service_pb2_grpc import (
        CitizenChangeServiceAsyncStub,
        CitizenChangeServiceStub,
    )
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub, CitizenServiceStub
    from lienthong.population.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceAsyncStub as PopulationDiscrepancyServiceAsyncStub,
    )
    from lienthong.population.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceStub as PopulationDiscrepancyServiceStub,
    )
    from lienthong.tax.v1.filing_service_pb2_grpc import FilingServiceAsyncStub as TaxFilingServiceAsyncStub
    from lienthong.tax.v1.filing_service_pb2_grpc import FilingServiceStub as TaxFilingServiceStub
    from lienthong.tax.v1.identity_difference_service_pb2_grpc import (
        IdentityDifferenceServiceAsyncStub,
        IdentityDifferenceServiceStub,
    )
    from lienthong.tax.v1.taxpayer_change_service_pb2_grpc import (
        TaxpayerChangeServiceAsyncStub,
        TaxpayerChangeServiceStub,
    )
    from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceAsyncStub, TaxpayerServiceStub
    from lienthong.tax.v1.unpaid_deduction_service_pb2_grpc import (
        UnpaidDeductionServiceAsyncStub,
        UnpaidDeductionServiceStub,
    )

WaitingStub = TypeVar("WaitingStub")
AsyncStub = TypeVar("AsyncStub")
WITHIN_A_NAME = re.compile(r"(?<!^)(?=[A-Z])")


class Service(Generic[WaitingStub, AsyncStub]):
    """The stub of a service on the channel of its agency, imported and made when it is first asked for."""

    def __init__(self, agency: str, name: str, *, package: str = "") -> None:
        self.agency = agency
        self.name = name
        self.package = package or f"lienthong.{agency}.v1"

    def __set_name__(self, owner: type, attribute: str) -> None:
        self._attribute = attribute

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Client, owner: type) -> AsyncStub: ...
    @overload
    def __get__(self, client: BlockingClient, owner: type) -> WaitingStub: ...
    def __get__(self, client: Services | None, owner: type) -> Any:
        if client is None:
            return self
        channel = client.channels[self.agency]
        if channel.has_ended:
            raise ValueError(f"the connection has ended with its block: ask {self._attribute} within it")
        stub = self._stub_class()(channel)
        vars(client)[self._attribute] = stub  # from now on it is found there, and nobody comes here again
        return stub

    def _stub_class(self) -> Any:
        module = WITHIN_A_NAME.sub("_", self.name).lower()
        return getattr(import_module(f"{self.package}.{module}_pb2_grpc"), f"{self.name}Stub")


class Services:
    """A stub for every service of the contract, each on the channel of its agency."""

    citizens: Service[CitizenServiceStub, CitizenServiceAsyncStub] = Service("population", "CitizenService")
    citizen_changes: Service[CitizenChangeServiceStub, CitizenChangeServiceAsyncStub] = Service(
        "population", "CitizenChangeService"
    )
    population_accesses: Service[PopulationAccessServiceStub, PopulationAccessServiceAsyncStub] = Service(
        "population", "AccessService"
    )
    population_discrepancies: Service[PopulationDiscrepancyServiceStub, PopulationDiscrepancyServiceAsyncStub] = (
        Service("population", "DiscrepancyService")
    )

    civil_status: Service[CivilStatusServiceStub, CivilStatusServiceAsyncStub] = Service(
        "justice", "CivilStatusService"
    )
    deaths: Service[DeathServiceStub, DeathServiceAsyncStub] = Service("justice", "DeathService")
    marriages: Service[MarriageServiceStub, MarriageServiceAsyncStub] = Service("justice", "MarriageService")
    birth_amendments: Service[BirthAmendmentServiceStub, BirthAmendmentServiceAsyncStub] = Service(
        "justice", "BirthAmendmentService"
    )
    registers: Service[RegisterServiceStub, RegisterServiceAsyncStub] = Service("justice", "RegisterService")
    record_verification: Service[JusticeVerificationServiceStub, JusticeVerificationServiceAsyncStub] = Service(
        "justice", "VerificationService"
    )

    taxpayers: Service[TaxpayerServiceStub, TaxpayerServiceAsyncStub] = Service("tax", "TaxpayerService")
    taxpayer_changes: Service[TaxpayerChangeServiceStub, TaxpayerChangeServiceAsyncStub] = Service(
        "tax", "TaxpayerChangeService"
    )
    unpaid_deductions: Service[UnpaidDeductionServiceStub, UnpaidDeductionServiceAsyncStub] = Service(
        "tax", "UnpaidDeductionService"
    )
    identity_differences: Service[IdentityDifferenceServiceStub, IdentityDifferenceServiceAsyncStub] = Service(
        "tax", "IdentityDifferenceService"
    )
    tax_filing: Service[TaxFilingServiceStub, TaxFilingServiceAsyncStub] = Service("tax", "FilingService")

    exchange: Service[ExchangeServiceStub, ExchangeServiceAsyncStub] = Service("exchange", "ExchangeService")

    registry: Service[RegistryServiceStub, RegistryServiceAsyncStub] = Service("insurance", "RegistryService")
    benefits: Service[BenefitServiceStub, BenefitServiceAsyncStub] = Service("insurance", "BenefitService")
    cards: Service[CardServiceStub, CardServiceAsyncStub] = Service("insurance", "CardService")
    facilities: Service[FacilityServiceStub, FacilityServiceAsyncStub] = Service("insurance", "FacilityService")
    verification: Service[InsuranceVerificationServiceStub, InsuranceVerificationServiceAsyncStub] = Service(
        "insurance", "VerificationService"
    )
    reconciliation: Service[ReconciliationServiceStub, ReconciliationServiceAsyncStub] = Service(
        "insurance", "ReconciliationService"
    )
    submissions: Service[SubmissionServiceStub, SubmissionServiceAsyncStub] = Service("insurance", "SubmissionService")
    treatments: Service[TreatmentServiceStub, TreatmentServiceAsyncStub] = Service("insurance", "TreatmentService")
    contributions: Service[ContributionServiceStub, ContributionServiceAsyncStub] = Service(
        "insurance", "ContributionService"
    )
    papers: Service[PaperServiceStub, PaperServiceAsyncStub] = Service("insurance", "PaperService")
    insurance_accesses: Service[InsuranceAccessServiceStub, InsuranceAccessServiceAsyncStub] = Service(
        "insurance", "AccessService"
    )
    insurance_discrepancies: Service[InsuranceDiscrepancyServiceStub, InsuranceDiscrepancyServiceAsyncStub] = Service(
        "insurance", "DiscrepancyService"
    )
    tax_reconciliation: Service[TaxReconciliationServiceStub, TaxReconciliationServiceAsyncStub] = Service(
        "insurance", "TaxReconciliationService"
    )
    violation_signs: Service[ViolationSignServiceStub, ViolationSignServiceAsyncStub] = Service(
        "insurance", "ViolationSignService"
    )
    insurance_filing: Service[InsuranceFilingServiceStub, InsuranceFilingServiceAsyncStub] = Service(
        "insurance", "FilingService"
    )
    operations: Service[Any, Any] = Service("insurance", "Operations", package="google.longrunning")

    worlds: Service[WorldServiceStub, WorldServiceAsyncStub] = Service("control", "WorldService")
    clock: Service[ClockServiceStub, ClockServiceAsyncStub] = Service("control", "ClockService")
    cases: Service[CaseServiceStub, CaseServiceAsyncStub] = Service("control", "CaseService")
    faults: Service[FaultServiceStub, FaultServiceAsyncStub] = Service("control", "FaultService")
    journal: Service[JournalServiceStub, JournalServiceAsyncStub] = Service("control", "JournalService")

    def __init__(self, channels: Mapping[str, Labelled]) -> None:
        self.channels = channels
