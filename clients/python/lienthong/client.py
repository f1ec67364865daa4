"""One connection, one attribute per service."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import grpc
from google.longrunning.operations_pb2_grpc import OperationsStub

from lienthong.control.v1.case_service_pb2_grpc import CaseServiceStub
from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceStub
from lienthong.control.v1.journal_service_pb2_grpc import JournalServiceStub
from lienthong.control.v1.world_service_pb2_grpc import WorldServiceStub
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong.insurance.v1.access_service_pb2_grpc import AccessServiceStub as InsuranceAccessStub
from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceStub
from lienthong.insurance.v1.discrepancy_service_pb2_grpc import DiscrepancyServiceStub as InsuranceDiscrepancyStub
from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceStub
from lienthong.insurance.v1.paper_service_pb2_grpc import PaperServiceStub
from lienthong.insurance.v1.reconciliation_service_pb2_grpc import ReconciliationServiceStub
from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceStub
from lienthong.insurance.v1.submission_service_pb2_grpc import SubmissionServiceStub
from lienthong.insurance.v1.treatment_service_pb2_grpc import TreatmentServiceStub
from lienthong.insurance.v1.verification_service_pb2_grpc import VerificationServiceStub
from lienthong.justice.v1.civil_status_service_pb2_grpc import CivilStatusServiceStub
from lienthong.justice.v1.register_service_pb2_grpc import RegisterServiceStub
from lienthong.population.v1.access_service_pb2_grpc import AccessServiceStub as PopulationAccessStub
from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceStub
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong.population.v1.discrepancy_service_pb2_grpc import DiscrepancyServiceStub as PopulationDiscrepancyStub
from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceStub

if TYPE_CHECKING:  # these live in the type hints only
    from lienthong.control.v1.case_service_pb2_grpc import CaseServiceAsyncStub
    from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceAsyncStub
    from lienthong.control.v1.journal_service_pb2_grpc import JournalServiceAsyncStub
    from lienthong.control.v1.world_service_pb2_grpc import WorldServiceAsyncStub
    from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceAsyncStub
    from lienthong.insurance.v1.access_service_pb2_grpc import AccessServiceAsyncStub as InsuranceAccessAsyncStub
    from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceAsyncStub
    from lienthong.insurance.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceAsyncStub as InsuranceDiscrepancyAsyncStub,
    )
    from lienthong.insurance.v1.facility_service_pb2_grpc import FacilityServiceAsyncStub
    from lienthong.insurance.v1.paper_service_pb2_grpc import PaperServiceAsyncStub
    from lienthong.insurance.v1.reconciliation_service_pb2_grpc import ReconciliationServiceAsyncStub
    from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub
    from lienthong.insurance.v1.submission_service_pb2_grpc import SubmissionServiceAsyncStub
    from lienthong.insurance.v1.treatment_service_pb2_grpc import TreatmentServiceAsyncStub
    from lienthong.insurance.v1.verification_service_pb2_grpc import VerificationServiceAsyncStub
    from lienthong.justice.v1.civil_status_service_pb2_grpc import CivilStatusServiceAsyncStub
    from lienthong.justice.v1.register_service_pb2_grpc import RegisterServiceAsyncStub
    from lienthong.population.v1.access_service_pb2_grpc import AccessServiceAsyncStub as PopulationAccessAsyncStub
    from lienthong.population.v1.citizen_change_service_pb2_grpc import CitizenChangeServiceAsyncStub
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong.population.v1.discrepancy_service_pb2_grpc import (
        DiscrepancyServiceAsyncStub as PopulationDiscrepancyAsyncStub,
    )
    from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceAsyncStub

OPTIONS = (
    ("grpc.enable_http_proxy", 0),  # an emulator on this machine is reached directly, even where an office has a proxy
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),  # of itself gRPC waits up to two minutes for who was long away
)
AGENCIES = ("population", "justice", "tax", "exchange", "insurance", "control")


class Client:
    """A stub for every service of the contract, each on the channel of its agency."""

    def __init__(self, channels: Mapping[str, _Labelled]) -> None:
        stubs: Any = channels
        self.citizens: CitizenServiceAsyncStub = cast(Any, CitizenServiceStub(stubs["population"]))
        self.citizen_changes: CitizenChangeServiceAsyncStub = cast(Any, CitizenChangeServiceStub(stubs["population"]))
        self.population_accesses: PopulationAccessAsyncStub = cast(Any, PopulationAccessStub(stubs["population"]))
        self.population_discrepancies: PopulationDiscrepancyAsyncStub = cast(
            Any, PopulationDiscrepancyStub(stubs["population"])
        )
        self.civil_status: CivilStatusServiceAsyncStub = cast(Any, CivilStatusServiceStub(stubs["justice"]))
        self.registers: RegisterServiceAsyncStub = cast(Any, RegisterServiceStub(stubs["justice"]))
        self.taxpayers: TaxpayerServiceAsyncStub = cast(Any, TaxpayerServiceStub(stubs["tax"]))
        self.exchange: ExchangeServiceAsyncStub = cast(Any, ExchangeServiceStub(stubs["exchange"]))
        self.registry: RegistryServiceAsyncStub = cast(Any, RegistryServiceStub(stubs["insurance"]))
        self.cards: CardServiceAsyncStub = cast(Any, CardServiceStub(stubs["insurance"]))
        self.facilities: FacilityServiceAsyncStub = cast(Any, FacilityServiceStub(stubs["insurance"]))
        self.verification: VerificationServiceAsyncStub = cast(Any, VerificationServiceStub(stubs["insurance"]))
        self.reconciliation: ReconciliationServiceAsyncStub = cast(Any, ReconciliationServiceStub(stubs["insurance"]))
        self.submissions: SubmissionServiceAsyncStub = cast(Any, SubmissionServiceStub(stubs["insurance"]))
        self.treatments: TreatmentServiceAsyncStub = cast(Any, TreatmentServiceStub(stubs["insurance"]))
        self.papers: PaperServiceAsyncStub = cast(Any, PaperServiceStub(stubs["insurance"]))
        self.insurance_accesses: InsuranceAccessAsyncStub = cast(Any, InsuranceAccessStub(stubs["insurance"]))
        self.insurance_discrepancies: InsuranceDiscrepancyAsyncStub = cast(
            Any, InsuranceDiscrepancyStub(stubs["insurance"])
        )
        self.operations: Any = OperationsStub(stubs["insurance"])
        self.worlds: WorldServiceAsyncStub = cast(Any, WorldServiceStub(stubs["control"]))
        self.clock: ClockServiceAsyncStub = cast(Any, ClockServiceStub(stubs["control"]))
        self.cases: CaseServiceAsyncStub = cast(Any, CaseServiceStub(stubs["control"]))
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
    **addresses: str,
) -> AsyncGenerator[Client]:
    """Connect to the agencies at one address; where they are split, name each (`insurance="localhost:50054"`).

    `world`, `caller`, `purpose` and `legal_basis` travel with every call, as the metadata `lienthong-world` and so on.
    """
    unknown = set(addresses) - set(AGENCIES)
    if unknown:
        raise ValueError(f"there is no agency {', '.join(sorted(unknown))}; there are {', '.join(AGENCIES)}")
    metadata = {
        "lienthong-world": world,
        "lienthong-caller": caller,
        "lienthong-purpose": purpose,
        "lienthong-legal-basis": legal_basis,
    }
    async with AsyncExitStack() as stack:
        opened: dict[str, _Labelled] = {}
        for target in {address, *addresses.values()}:
            channel = await stack.enter_async_context(grpc.aio.insecure_channel(target, options=OPTIONS))
            opened[target] = _Labelled(channel, metadata)
        yield Client({agency: opened[addresses.get(agency, address)] for agency in AGENCIES})


class _Labelled:
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
