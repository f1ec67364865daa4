"""One connection, one attribute per service."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import grpc

from lienthong.control.v1.case_service_pb2_grpc import CaseServiceStub
from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceStub
from lienthong.control.v1.journal_service_pb2_grpc import JournalServiceStub
from lienthong.control.v1.world_service_pb2_grpc import WorldServiceStub
from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceStub
from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceStub
from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceStub
from lienthong.justice.v1.civil_status_service_pb2_grpc import CivilStatusServiceStub
from lienthong.justice.v1.register_service_pb2_grpc import RegisterServiceStub
from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceStub
from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceStub

if TYPE_CHECKING:  # these live in the type hints only
    from lienthong.control.v1.case_service_pb2_grpc import CaseServiceAsyncStub
    from lienthong.control.v1.clock_service_pb2_grpc import ClockServiceAsyncStub
    from lienthong.control.v1.journal_service_pb2_grpc import JournalServiceAsyncStub
    from lienthong.control.v1.world_service_pb2_grpc import WorldServiceAsyncStub
    from lienthong.exchange.v1.exchange_service_pb2_grpc import ExchangeServiceAsyncStub
    from lienthong.insurance.v1.card_service_pb2_grpc import CardServiceAsyncStub
    from lienthong.insurance.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub
    from lienthong.justice.v1.civil_status_service_pb2_grpc import CivilStatusServiceAsyncStub
    from lienthong.justice.v1.register_service_pb2_grpc import RegisterServiceAsyncStub
    from lienthong.population.v1.citizen_service_pb2_grpc import CitizenServiceAsyncStub
    from lienthong.tax.v1.taxpayer_service_pb2_grpc import TaxpayerServiceAsyncStub

OPTIONS = (("grpc.enable_http_proxy", 0),)
"""Agencies are reached directly, as an emulator on this machine must be where an office has a proxy."""
AGENCIES = ("population", "justice", "tax", "exchange", "insurance", "control")


class Client:
    """A stub for every service of the contract, each on the channel of its agency."""

    def __init__(self, channels: Mapping[str, grpc.aio.Channel]) -> None:
        stubs: Any = channels
        self.citizens: CitizenServiceAsyncStub = cast(Any, CitizenServiceStub(stubs["population"]))
        self.civil_status: CivilStatusServiceAsyncStub = cast(Any, CivilStatusServiceStub(stubs["justice"]))
        self.registers: RegisterServiceAsyncStub = cast(Any, RegisterServiceStub(stubs["justice"]))
        self.taxpayers: TaxpayerServiceAsyncStub = cast(Any, TaxpayerServiceStub(stubs["tax"]))
        self.exchange: ExchangeServiceAsyncStub = cast(Any, ExchangeServiceStub(stubs["exchange"]))
        self.registry: RegistryServiceAsyncStub = cast(Any, RegistryServiceStub(stubs["insurance"]))
        self.cards: CardServiceAsyncStub = cast(Any, CardServiceStub(stubs["insurance"]))
        self.worlds: WorldServiceAsyncStub = cast(Any, WorldServiceStub(stubs["control"]))
        self.clock: ClockServiceAsyncStub = cast(Any, ClockServiceStub(stubs["control"]))
        self.cases: CaseServiceAsyncStub = cast(Any, CaseServiceStub(stubs["control"]))
        self.journal: JournalServiceAsyncStub = cast(Any, JournalServiceStub(stubs["control"]))


@asynccontextmanager
async def connect(
    address: str = "localhost:50051", /, *, world: str = "", caller: str = "", **addresses: str
) -> AsyncGenerator[Client]:
    """Connect to the agencies at one address; where they are split, name each (`insurance="localhost:50054"`).

    `world` and `caller` travel with every call, as the metadata `lienthong-world` and `lienthong-caller`.
    """
    unknown = set(addresses) - set(AGENCIES)
    if unknown:
        raise ValueError(f"there is no agency {', '.join(sorted(unknown))}; there are {', '.join(AGENCIES)}")
    metadata = _Metadata({"lienthong-world": world, "lienthong-caller": caller})
    async with AsyncExitStack() as stack:
        opened: dict[str, grpc.aio.Channel] = {}
        for target in {address, *addresses.values()}:
            channel = grpc.aio.insecure_channel(target, options=OPTIONS, interceptors=metadata.interceptors())
            opened[target] = await stack.enter_async_context(channel)
        yield Client({agency: opened[addresses.get(agency, address)] for agency in AGENCIES})


class _Metadata:
    """Adds the same metadata to every call, beneath what the call itself gives."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {key: value for key, value in values.items() if value}

    def interceptors(self) -> list[Any]:
        return [_Unary(self), _Streaming(self)] if self._values else []

    def added_to(self, details: Any) -> Any:
        given: list[tuple[str, Any]] = list(details.metadata or ())  # a key may come twice
        said = {key for key, _ in given}
        ours = [(key, value) for key, value in self._values.items() if key not in said]
        return details._replace(metadata=grpc.aio.Metadata(*ours, *given))


class _Unary(grpc.aio.UnaryUnaryClientInterceptor):
    def __init__(self, metadata: _Metadata) -> None:
        self._metadata = metadata

    async def intercept_unary_unary(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        return await continuation(self._metadata.added_to(client_call_details), request)


class _Streaming(grpc.aio.UnaryStreamClientInterceptor):
    def __init__(self, metadata: _Metadata) -> None:
        self._metadata = metadata

    async def intercept_unary_stream(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        return await continuation(self._metadata.added_to(client_call_details), request)
