"""A commune's desk in a world of its own, and the dossiers that families bring to it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

import grpc
import pytest
import pytest_asyncio
from google.protobuf.duration_pb2 import Duration
from google.type.date_pb2 import Date
from tests.journeys.declarations import FIRST_YEAR, Dossier, changed, declared

from lienthong.client import Client
from lienthong.control.v1 import clock_service_pb2, world_pb2
from lienthong.control.v1.case_pb2 import CaseStep
from lienthong.control.v1.case_service_pb2 import GetCaseRequest
from lienthong.control.v1.world_service_pb2 import BuildWorldRequest, CreateWorldRequest, DeleteWorldRequest
from lienthong.insurance.v1.participant_pb2 import Household, Participant
from lienthong.insurance.v1.registry_service_pb2 import GetHouseholdRequest, GetParticipantRequest
from lienthong.justice.v1 import civil_status_service_pb2 as civil_status
from lienthong.justice.v1.birth_dossier_pb2 import BirthDossier
from lienthong.population.v1.citizen_pb2 import Citizen
from lienthong.population.v1.citizen_service_pb2 import GetCitizenRequest
from lienthong.type.v1.identity_pb2 import IdentityNumber
from lienthong_emulator.linked_procedure import example_dossiers, read_dossiers
from lienthong_emulator.setup import AGENCIES

if TYPE_CHECKING:
    from conftest import House, SplitHouse

Answer = TypeVar("Answer")
START = date(2022, 1, 5)
SECONDS_TO_END = 20.0
AS_TESTER = (("lienthong-caller", "testers/journeys"),)
"""A portal sees nothing of a person; who tests sees all."""


@dataclass(frozen=True)
class Commune:
    """A commune's desk in a world of its own, and what it may ask of every agency."""

    client: Client
    house: House
    world: str

    def request(self, dossier: Dossier, request_id: str = "") -> civil_status.FileBirthDossierRequest:
        read = read_dossiers(json.dumps(dossier))[0]
        assert read.request is not None, read.refusal
        read.request.request_id = request_id
        return read.request

    async def send(self, dossier: Dossier, request_id: str = "") -> BirthDossier:
        """File a dossier and go away."""
        return await self.client.civil_status.FileBirthDossier(self.request(dossier, request_id))

    async def file(self, dossier: Dossier) -> BirthDossier:
        """File a dossier and wait until it ends or comes back."""
        return await self.follow((await self.send(dossier)).name)

    async def follow(self, name: str) -> BirthDossier:
        """Wait until a dossier ends or comes back."""
        watch = self.client.civil_status.WatchBirthDossier
        frames = watch(civil_status.WatchBirthDossierRequest(name=name), timeout=SECONDS_TO_END)
        return [frame async for frame in frames][-1]

    async def look_at(self, name: str) -> BirthDossier:
        return await self.client.civil_status.GetBirthDossier(civil_status.GetBirthDossierRequest(name=name))

    async def send_supplement(self, returned: BirthDossier, dossier: Dossier, **given: str) -> BirthDossier:
        """Bring the whole declaration anew and go away."""
        declaration = self.request(dossier).declaration
        request = civil_status.SupplementBirthDossierRequest(name=returned.name, declaration=declaration, **given)
        return await self.client.civil_status.SupplementBirthDossier(request)

    async def supplement(self, returned: BirthDossier, dossier: Dossier, **given: str) -> BirthDossier:
        return await self.follow((await self.send_supplement(returned, dossier, **given)).name)

    async def withdraw(self, dossier: BirthDossier, **given: str) -> BirthDossier:
        request = civil_status.WithdrawBirthDossierRequest(name=dossier.name, **given)
        return await self.client.civil_status.WithdrawBirthDossier(request)

    async def dossiers(self, **query: Any) -> list[BirthDossier]:
        listed = await self.client.civil_status.ListBirthDossiers(civil_status.ListBirthDossiersRequest(**query))
        return list(listed.dossiers)

    async def citizen(self, number: str) -> Citizen:
        request = GetCitizenRequest(identity_number=IdentityNumber(value=number))
        return await self.client.citizens.GetCitizen(request, metadata=AS_TESTER)

    async def participant(self, number: str) -> Participant:
        request = GetParticipantRequest(identity_number=IdentityNumber(value=number))
        return await self.client.registry.GetParticipant(request, metadata=AS_TESTER)

    async def household(self, code: str) -> Household:
        return await self.client.registry.GetHousehold(GetHouseholdRequest(household_code=code), metadata=AS_TESTER)

    async def steps(self, case_id: str) -> list[CaseStep]:
        return list((await self.client.cases.GetCase(GetCaseRequest(case_id=case_id))).steps)

    async def advance(self, **time: int) -> list[str]:
        """Let days, hours, ... pass; tell the kinds of what came due, in order, but for the annexes of every month."""
        duration = Duration()
        duration.FromTimedelta(timedelta(**time))
        request = clock_service_pb2.AdvanceClockRequest(duration=duration)
        fired = (await self.client.clock.AdvanceClock(request)).fired
        return [timer.kind for timer in fired if timer.kind != "annexes-due"]

    async def settle(self) -> None:
        """Wait until no agency has anything under way."""
        assert await self.advance(seconds=0) == []

    async def asked_again(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer of a party that may have started a moment ago."""
        async with asyncio.timeout(SECONDS_TO_END):
            while True:
                try:
                    return await ask()
                except grpc.aio.AioRpcError as no:
                    if no.code() is not grpc.StatusCode.UNAVAILABLE:
                        raise
                await asyncio.sleep(0.1)

    async def until(self, look: Callable[[], Awaitable[Answer]], good: Callable[[Answer], bool]) -> Answer:
        """Look until what is found is good."""
        async with asyncio.timeout(SECONDS_TO_END):
            while not good(found := await look()):  # noqa: ASYNC110 - another process has no event to set
                await asyncio.sleep(0.02)
        return found


OpenCommune = Callable[..., AbstractAsyncContextManager[Commune]]


def commune_in(house: House, world: str) -> OpenCommune:
    """Opens the desk in a new world, which is gone when the block ends; its clock stands still on its first day."""

    @asynccontextmanager
    async def opening(start: date = START, name: str = world, **recipe: Any) -> AsyncGenerator[Commune]:
        built = world_pb2.Recipe(start_date=Date(year=start.year, month=start.month, day=start.day), **recipe)
        async with house.client(world=name, caller="portals/one-stop") as client:
            desk = Commune(client, house, name)
            await desk.asked_again(lambda: client.worlds.CreateWorld(CreateWorldRequest(world_id=name, recipe=built)))
            yield desk
            await desk.asked_again(desk.settle)
            await desk.asked_again(lambda: client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}")))

    return opening


@pytest.fixture
def world(request: pytest.FixtureRequest) -> str:
    """The name of the test as the name of a world, cut where it is long."""
    name = request.node.name
    mark = blake2b(name.encode(), digest_size=4).hexdigest()
    words = re.sub("[^a-z0-9]+", "-", name.removeprefix("test_").lower())
    return f"{words[:50].strip('-')}-{mark}"


@pytest.fixture
def open_commune(house: House, world: str) -> OpenCommune:
    return commune_in(house, world)


@pytest_asyncio.fixture(loop_scope="session")
async def fragile_commune(house_to_break: SplitHouse, world: str) -> AsyncGenerator[Commune]:
    """A commune's desk in that house, in a world that has all its files; what the test stopped is started again."""
    async with commune_in(house_to_break, world)() as desk:
        assert [_ async for _ in desk.client.worlds.BuildWorld(BuildWorldRequest(name=f"worlds/{world}"))] == []
        try:
            yield desk
        finally:
            await house_to_break.start(*(agency for agency in AGENCIES if agency not in house_to_break.processes))


@pytest_asyncio.fixture(loop_scope="session")
async def commune(open_commune: OpenCommune) -> AsyncGenerator[Commune]:
    """A commune's desk on Wednesday 2022-01-05 at nine."""
    async with open_commune() as desk:
        yield desk


@pytest.fixture(autouse=True)
def no_bug_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the agencies in this process log as an error is a bug."""
    yield
    bugs = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert bugs == []


Example = Born = Callable[..., Dossier]


@pytest.fixture
def example() -> Example:
    """The example dossiers by number from 0, with other values; `in_year` is the first of the world's."""

    def taken(number: int, in_year: int = FIRST_YEAR, **changes: Any) -> Dossier:
        return changed(json.loads(example_dossiers(in_year - 1))[number], changes)

    return taken


@pytest.fixture
def khoi(example: Example) -> Example:
    """Trần Minh Khôi, Lan's and Hùng's son, born in Hà Nội on 28/12/2021; the first example."""
    return partial(example, 0)


@pytest.fixture
def born() -> Born:
    """Makes the dossier of a child of people with stories: `born("Lý Văn Páo", "thi-xuan", "van-khoa")`.

    Who files is the first of them; where no parent is given, it is Sister An. `in_year` is the first of the world's.
    """
    return declared
