"""One connection, one attribute per service."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import grpc
from google.longrunning.operations_pb2_grpc import OperationsStub

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
from lienthong.retrying import service_config
from lienthong.tax.v1.filing_service_pb2_grpc import FilingServiceStub as TaxFilingStub
from lienthong.tax.v1.identity_difference_service_pb2_grpc import (
    IdentityDifferenceServiceStub as IdentityDifferenceStub,
)
from lienthong.tax.v1.taxpayer_change_service_pb2_grpc import TaxpayerChangeServiceStub
from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceStub
from lienthong.tax.v1.unpaid_deduction_service_pb2_grpc import UnpaidDeductionServiceStub

if TYPE_CHECKING:  # these live in the type hints only
    from lienthong.control.v1.case_service_pb2_grpc import CaseServiceAsyncStub
    from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceAsyncStub
    from lienthong.control.v1.fault_service_pb2_grpc import FaultServiceAsyncStub
    from lienthong.control.v1.journal_service_pb2_grpc import JournalServiceAsyncStub
    from lienthong.control.v1.world_service_pb2_grpc import WorldServiceAsyncStub
    from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceAsyncStub
    from lienthong.insurance.v1.access_service_pb2_grpc import AccessServiceAsyncStub as InsuranceAccessAsyncStub
    from lienthong.insurance.v1.benefit_service_pb2_grpc import BenefitServiceAsyncStub
    from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceAsyncStub
    from lienthong.insurance.v1.contribution_service_pb2_grpc import ContributionServiceAsyncStub
    from lienthong.insurance.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceAsyncStub as InsuranceDiscrepancyAsyncStub,
    )
    from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceAsyncStub
    from lienthong.insurance.v1.filing_service_pb2_grpc import FilingServiceAsyncStub as InsuranceFilingAsyncStub
    from lienthong.insurance.v1.paper_service_pb2_grpc import PaperServiceAsyncStub
    from lienthong.insurance.v1.reconciliation_service_pb2_grpc import ReconciliationServiceAsyncStub
    from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub
    from lienthong.insurance.v1.submission_service_pb2_grpc import SubmissionServiceAsyncStub
    from lienthong.insurance.v1.tax_reconciliation_service_pb2_grpc import TaxReconciliationServiceAsyncStub
    from lienthong.insurance.v1.treatment_service_pb2_grpc import TreatmentServiceAsyncStub
    from lienthong.insurance.v1.verification_service_pb2_grpc import VerificationServiceAsyncStub
    from lienthong.insurance.v1.violation_sign_service_pb2_grpc import ViolationSignServiceAsyncStub
    from lienthong.justice.v1.birth_amendment_service_pb2_grpc import BirthAmendmentServiceAsyncStub
    from lienthong.justice.v1.civil_status_service_pb2_grpc import CivilStatusServiceAsyncStub
    from lienthong.justice.v1.death_service_pb2_grpc import DeathServiceAsyncStub
    from lienthong.justice.v1.marriage_service_pb2_grpc import MarriageServiceAsyncStub
    from lienthong.justice.v1.register_service_pb2_grpc import RegisterServiceAsyncStub
    from lienthong.justice.v1.verification_service_pb2_grpc import (
        VerificationServiceAsyncStub as RecordVerificationAsyncStub,
    )
    from lienthong.population.v1.access_service_pb2_grpc import AccessServiceAsyncStub as PopulationAccessAsyncStub
    from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceAsyncStub
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong.population.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceAsyncStub as PopulationDiscrepancyAsyncStub,
    )
    from lienthong.tax.v1.filing_service_pb2_grpc import FilingServiceAsyncStub as TaxFilingAsyncStub
    from lienthong.tax.v1.identity_difference_service_pb2_grpc import (
        IdentityDifferenceServiceAsyncStub as IdentityDifferenceAsyncStub,
    )
    from lienthong.tax.v1.taxpayer_change_service_pb2_grpc import TaxpayerChangeServiceAsyncStub
    from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceAsyncStub
    from lienthong.tax.v1.unpaid_deduction_service_pb2_grpc import UnpaidDeductionServiceAsyncStub

OPTIONS = (
    ("grpc.enable_http_proxy", 0),  # an emulator on this machine is reached directly, even where an office has a proxy
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),  # of itself gRPC waits up to two minutes for who was long away
)
AGENCIES = ("population", "justice", "tax", "exchange", "insurance", "control")


class Client:
    """A stub for every service of the contract, each on the channel of its agency."""

    def __init__(self, channels: Mapping[str, Labelled]) -> None:
        stubs: Any = channels
        self.citizens: CitizenServiceAsyncStub = cast(Any, CitizenServiceStub(stubs["population"]))
        self.citizen_changes: CitizenChangeServiceAsyncStub = cast(Any, CitizenChangeServiceStub(stubs["population"]))
        self.population_accesses: PopulationAccessAsyncStub = cast(Any, PopulationAccessStub(stubs["population"]))
        self.population_discrepancies: PopulationDiscrepancyAsyncStub = cast(
            Any, PopulationDiscrepancyStub(stubs["population"])
        )
        self.civil_status: CivilStatusServiceAsyncStub = cast(Any, CivilStatusServiceStub(stubs["justice"]))
        self.deaths: DeathServiceAsyncStub = cast(Any, DeathServiceStub(stubs["justice"]))
        self.marriages: MarriageServiceAsyncStub = cast(Any, MarriageServiceStub(stubs["justice"]))
        self.birth_amendments: BirthAmendmentServiceAsyncStub = cast(Any, BirthAmendmentServiceStub(stubs["justice"]))
        self.registers: RegisterServiceAsyncStub = cast(Any, RegisterServiceStub(stubs["justice"]))
        self.record_verification: RecordVerificationAsyncStub = cast(Any, RecordVerificationStub(stubs["justice"]))
        self.taxpayers: TaxpayerServiceAsyncStub = cast(Any, TaxpayerServiceStub(stubs["tax"]))
        self.taxpayer_changes: TaxpayerChangeServiceAsyncStub = cast(Any, TaxpayerChangeServiceStub(stubs["tax"]))
        self.unpaid_deductions: UnpaidDeductionServiceAsyncStub = cast(Any, UnpaidDeductionServiceStub(stubs["tax"]))
        self.identity_differences: IdentityDifferenceAsyncStub = cast(Any, IdentityDifferenceStub(stubs["tax"]))
        self.tax_filing: TaxFilingAsyncStub = cast(Any, TaxFilingStub(stubs["tax"]))
        self.tax_reconciliation: TaxReconciliationServiceAsyncStub = cast(
            Any, TaxReconciliationServiceStub(stubs["insurance"])
        )
        self.violation_signs: ViolationSignServiceAsyncStub = cast(Any, ViolationSignServiceStub(stubs["insurance"]))
        self.insurance_filing: InsuranceFilingAsyncStub = cast(Any, InsuranceFilingStub(stubs["insurance"]))
        self.exchange: ExchangeServiceAsyncStub = cast(Any, ExchangeServiceStub(stubs["exchange"]))
        self.registry: RegistryServiceAsyncStub = cast(Any, RegistryServiceStub(stubs["insurance"]))
        self.benefits: BenefitServiceAsyncStub = cast(Any, BenefitServiceStub(stubs["insurance"]))
        self.cards: CardServiceAsyncStub = cast(Any, CardServiceStub(stubs["insurance"]))
        self.facilities: FacilityServiceAsyncStub = cast(Any, FacilityServiceStub(stubs["insurance"]))
        self.verification: VerificationServiceAsyncStub = cast(Any, VerificationServiceStub(stubs["insurance"]))
        self.reconciliation: ReconciliationServiceAsyncStub = cast(Any, ReconciliationServiceStub(stubs["insurance"]))
        self.submissions: SubmissionServiceAsyncStub = cast(Any, SubmissionServiceStub(stubs["insurance"]))
        self.treatments: TreatmentServiceAsyncStub = cast(Any, TreatmentServiceStub(stubs["insurance"]))
        self.contributions: ContributionServiceAsyncStub = cast(Any, ContributionServiceStub(stubs["insurance"]))
        self.papers: PaperServiceAsyncStub = cast(Any, PaperServiceStub(stubs["insurance"]))
        self.insurance_accesses: InsuranceAccessAsyncStub = cast(Any, InsuranceAccessStub(stubs["insurance"]))
        self.insurance_discrepancies: InsuranceDiscrepancyAsyncStub = cast(
            Any, InsuranceDiscrepancyStub(stubs["insurance"])
        )
        self.operations: Any = OperationsStub(stubs["insurance"])
        self.worlds: WorldServiceAsyncStub = cast(Any, WorldServiceStub(stubs["control"]))
        self.clock: ClockServiceAsyncStub = cast(Any, ClockServiceStub(stubs["control"]))
        self.cases: CaseServiceAsyncStub = cast(Any, CaseServiceStub(stubs["control"]))
        self.faults: FaultServiceAsyncStub = cast(Any, FaultServiceStub(stubs["control"]))
        self.journal: JournalServiceAsyncStub = cast(Any, JournalServiceStub(stubs["control"]))


@asynccontextmanager
async def connect(
    address: str = "localhost:50051",
    /,
    *,
    world: str = "",
    caller: str = "",
    purpose: str = "",
    legal_basis: str = "",
    retry: bool = False,
    **addresses: str,
) -> AsyncGenerator[Client]:
    """Connect to the agencies at one address; where they are split, name each (`insurance="localhost:50054"`).

    `world`, `caller`, `purpose` and `legal_basis` travel with every call, as the metadata `lienthong-world` and so on.
    With `retry`, questions to an agency that is not available are asked again, after as long as it says.
    """
    check_agencies(addresses)
    metadata = metadata_of(world, caller, purpose, legal_basis)
    async with AsyncExitStack() as stack:
        opened: dict[str, Labelled] = {}
        for target in {address, *addresses.values()}:
            channel = await stack.enter_async_context(grpc.aio.insecure_channel(target, options=options_of(retry)))
            opened[target] = Labelled(channel, metadata)
        yield Client({agency: opened[addresses.get(agency, address)] for agency in AGENCIES})


def check_agencies(addresses: Collection[str]) -> None:
    """Raise `ValueError` where one is named that there is not."""
    if unknown := set(addresses) - set(AGENCIES):
        raise ValueError(f"there is no agency {', '.join(sorted(unknown))}; there are {', '.join(AGENCIES)}")


def metadata_of(world: str, caller: str, purpose: str, legal_basis: str) -> Mapping[str, str]:
    return {
        "lienthong-world": world,
        "lienthong-caller": caller,
        "lienthong-purpose": purpose,
        "lienthong-legal-basis": legal_basis,
    }


def options_of(retry: bool) -> Sequence[tuple[str, Any]]:
    """Options of a channel."""
    return (*OPTIONS, ("grpc.service_config", service_config())) if retry else OPTIONS


class Labelled:
    """A channel whose calls, of all four shapes, carry the same metadata beneath what the call itself gives.

    grpc's own interceptors do the same in four classes, and cost each call a task.
    """

    def __init__(self, channel: Any, values: Mapping[str, str]) -> None:
        ours = tuple((key, value) for key, value in values.items() if value)
        self.unary_unary = _labelling(channel.unary_unary, ours)
        self.unary_stream = _labelling(channel.unary_stream, ours)
        self.stream_unary = _labelling(channel.stream_unary, ours)
        self.stream_stream = _labelling(channel.stream_stream, ours)


def _labelling(multicallable: Callable[..., Any], ours: Sequence[tuple[str, str]]) -> Callable[..., Any]:
    def labelled(*codec: Any, **named: Any) -> Callable[..., Any]:
        method = multicallable(*codec, **named)

        def call(*request: Any, metadata: Sequence[tuple[str, Any]] | None = None, **options: Any) -> Any:
            given = tuple(metadata or ())
            said = {key for key, _ in given}
            return method(*request, metadata=(*(pair for pair in ours if pair[0] not in said), *given), **options)

        return call

    return labelled
