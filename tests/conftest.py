"""Houses to test in: every agency in one process, or each in its own; and tables in both engines."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import grpc
import pytest
import pytest_asyncio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from tests.own_ports import own_addresses

from lienthong.client import Client, connect
from lienthong.control.v1.node_service_pb2 import GetNodeRequest, Node
from lienthong.control.v1.node_service_pb2_grpc import NodeServiceStub
from lienthong.refusals import Refused, refused
from lienthong_emulator.emulator import emulate
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.database import Database
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.load import build
from lienthong_emulator.runtime.postgres import PostgresDatabase
from lienthong_emulator.runtime.postgres_load import Site, build_schema
from lienthong_emulator.runtime.postgres_pool import Pool
from lienthong_emulator.runtime.postgres_schemas import OURS, remove_schema
from lienthong_emulator.runtime.recipe import Nation
from lienthong_emulator.runtime.sqlite import open_sqlite
from lienthong_emulator.runtime.templates import blueprint_of
from lienthong_emulator.setup import AGENCIES, Setup

pytest_plugins = ["tests.own_postgres"]
SECONDS_TO_START = 180.0
"""However busy the machine is. A process that has died is seen at once."""
SECONDS_TO_STOP = 10.0
# A channel that shares nothing: one that found nobody must not make the next one wait.
ALONE = (("grpc.use_local_subchannel_pool", 1),)
HEALTH_STUBS: Any = health_pb2_grpc  # the health package comes without types


@dataclass(kw_only=True)
class House:
    """Agencies that are up, by name the address of each; `http` is that of the HTTP doors, where they are played."""

    addresses: dict[str, str]
    http: str = ""

    def client(
        self, *, world: str = "", caller: str = "testers/tests", purpose: str = "", legal_basis: str = ""
    ) -> AbstractAsyncContextManager[Client]:
        """By default of somebody who may see everything: what others may not see has tests of its own."""
        named = self.addresses
        said = {"world": world, "caller": caller, "purpose": purpose, "legal_basis": legal_basis}
        return connect(named["control"], retry=False, **said, **named)

    async def process_of(self, agency: str) -> Node:
        """What the process behind an agency's address says of itself."""
        async with grpc.aio.insecure_channel(self.addresses[agency]) as channel:
            return await NodeServiceStub(channel).GetNode(GetNodeRequest())  # type: ignore[misc] # typed for sync


@dataclass(kw_only=True)
class SplitHouse(House):
    """One process of the operating system for each agency; each can be stopped.

    Each has a folder of its own, or keeps its worlds in the PostgreSQL database that `databases` names.
    """

    folder: Path
    databases: Mapping[str, str] = field(default_factory=dict[str, str])
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict[str, "subprocess.Popen[bytes]"])

    async def start(self, *agencies: str, **environment: str) -> None:
        """Start processes and wait until each says that it is serving."""
        for agency in agencies:
            self.processes[agency] = self._process(agency, environment)
        async with asyncio.timeout(SECONDS_TO_START):
            await asyncio.gather(*map(self._serving, agencies))

    def _process(self, agency: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        database = self.databases.get(agency)
        kept = ["--database", database] if database else ["--data", str(self.folder_of(agency))]
        options = ["--listen", self.addresses[agency], *kept, "--freeze"]
        for name, address in self.ways_from(agency).items():
            options += [] if name == agency else ["--peer", f"{name}={address}"]
        command = [sys.executable, "-m", "lienthong_emulator", "serve", agency, *options]
        with self.log_of(agency).open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **environment})

    def ways_from(self, agency: str) -> Mapping[str, str]:
        """Where an agency finds the others."""
        return self.addresses

    async def _serving(self, agency: str) -> None:
        while await self.health_of(agency) != "SERVING":
            assert self.processes[agency].poll() is None, self.log_of(agency).read_text("utf-8")
            await asyncio.sleep(0.02)

    async def health_of(self, agency: str) -> str:
        """What the health check says; SILENT where nobody answers."""
        async with grpc.aio.insecure_channel(self.addresses[agency], options=ALONE) as channel:
            check = HEALTH_STUBS.HealthStub(channel).Check
            try:
                answer = await check(health_pb2.HealthCheckRequest(), timeout=1)
            except grpc.aio.AioRpcError:
                return "SILENT"
        return health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)

    async def stop(self, *agencies: str) -> None:
        """End processes as an operator does."""
        for agency in agencies:
            self.processes[agency].terminate()
        assert [await self.end_of(agency) for agency in agencies] == [0] * len(agencies)

    async def cut_off(self, *agencies: str) -> None:
        """End processes as a power cut does."""
        for agency in agencies:
            self.processes[agency].kill()
            assert await self.end_of(agency) == -signal.SIGKILL

    async def end_of(self, agency: str) -> int:
        """Wait for the end of a process; return its code."""
        process = self.processes.pop(agency)
        return await asyncio.to_thread(process.wait, SECONDS_TO_STOP)

    def clear(self) -> None:
        """Leave no process behind."""
        for process in self.processes.values():
            process.kill()
            process.wait()

    def folder_of(self, agency: str) -> Path:
        return self.folder / agency

    def log_of(self, agency: str) -> Path:
        return self.folder / f"{agency}.log"

    def file_of(self, agency: str, world: str) -> Path:
        return Storage(folder=self.folder_of(agency)).file_of(agency, world)


@asynccontextmanager
async def split_house_in(
    folder: Path, databases: Mapping[str, str] = MappingProxyType({})
) -> AsyncGenerator[SplitHouse]:
    """A split house with every agency up. Its logs must tell of no bug."""
    house = SplitHouse(folder=folder, databases=databases, addresses=own_addresses(AGENCIES))
    try:
        await house.start(*AGENCIES)
        yield house
        await house.stop(*house.processes)
    finally:
        house.clear()
    for agency in AGENCIES:
        assert "this is a bug" not in house.log_of(agency).read_text("utf-8")


@pytest.fixture(scope="session", autouse=True)
def _templates_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction] # pytest uses it
    """What memory worlds leave for the next must not fill the developer's own folder."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LIENTHONG_DATA", str(tmp_path_factory.mktemp("kept")))
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def whole_house() -> AsyncGenerator[House]:
    """Every agency in this process, at one port."""
    async with emulate(Setup(http="127.0.0.1:0")) as emulator:
        yield House(addresses=dict(emulator.addresses), http=emulator.http or "")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def spare_house() -> AsyncGenerator[House]:
    """Another like it, for tests that drop worlds."""
    async with emulate(Setup(http="127.0.0.1:0")) as emulator:
        yield House(addresses=dict(emulator.addresses), http=emulator.http or "")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def split_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """Every agency in a process of its own."""
    async with split_house_in(tmp_path_factory.mktemp("split")) as house:
        pids = {agency: (await house.process_of(agency)).process_id for agency in AGENCIES}
        assert len({os.getpid(), *pids.values()}) == 1 + len(AGENCIES)
        yield house


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house_to_break(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[SplitHouse]:
    """Another, for tests that stop and kill its processes."""
    async with split_house_in(tmp_path_factory.mktemp("broken")) as house:
        yield house


@pytest.fixture(scope="module", params=["one process", "split"])
def house(request: pytest.FixtureRequest) -> House:
    """No journey may tell the two apart. Tests with it run in the session's loop, where the agencies play."""
    return request.getfixturevalue("split_house" if request.param == "split" else "whole_house")


Refusing = Callable[[Awaitable[object]], Awaitable[Refused]]


@pytest.fixture
def refusal() -> Refusing:
    """Gives the refusal that a call must end with."""

    async def refusal_of(call: Awaitable[object]) -> Refused:
        with pytest.raises(Refused) as no, refused():
            await call
        return no.value

    return refusal_of


OpenTables = Callable[[Agency], AbstractAsyncContextManager[Database]]


@pytest.fixture(params=["sqlite", "postgres"])
def open_tables(request: pytest.FixtureRequest, tmp_path: Path) -> OpenTables:
    """Opens an agency's tables, with the people that a world starts with."""

    def opening(agency: Agency) -> AbstractAsyncContextManager[Database]:
        if request.param == "sqlite":
            return _in_sqlite(agency, tmp_path)
        return _in_postgres(agency, request.getfixturevalue("postgres_url"))

    return opening


@asynccontextmanager
async def _in_sqlite(agency: Agency, folder: Path) -> AsyncGenerator[Database]:
    build(folder / "tables.sqlite3", blueprint_of(agency, Nation()), lambda _people: None)
    database = await open_sqlite(folder / "tables.sqlite3", synchronous="OFF")
    yield database
    await database.close()


@asynccontextmanager
async def _in_postgres(agency: Agency, url: str) -> AsyncGenerator[Database]:
    schema = f"test_{uuid.uuid4().hex}"
    site = Site(url=url, schema=schema, comment=f"{OURS}{schema}")
    build_schema(site, blueprint_of(agency, Nation()), lambda _people: None)
    writers, readers = Pool(url), Pool(url)
    try:
        yield PostgresDatabase(schema, writers, readers)
    finally:
        async with writers.connection("") as connection:
            await remove_schema(connection, schema)
        await writers.close()
        await readers.close()
