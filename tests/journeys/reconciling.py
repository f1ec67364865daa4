"""Insurance's office that holds its register against that of population, and those who decide what it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.longrunning import operations_pb2
from google.protobuf.duration_pb2 import Duration

from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong.discrepancy.v1.discrepancy_pb2 import Discrepancy
from lienthong.discrepancy.v1.requests_pb2 import ListDiscrepanciesRequest
from lienthong.insurance.v1 import reconciliation_service_pb2 as pb
from lienthong.type.v1.field_match_pb2 import MatchOutcome, SubjectOutcome
from lienthong_emulator.justice.rows import FIRST_YEAR
from lienthong_emulator.people.mistakes.planted import everything_planted
from lienthong_emulator.reference.identity_numbers import parse_personal_number
from lienthong_emulator.runtime.recipe import Nation

if TYPE_CHECKING:
    from conftest import House
    from lienthong.client import Client
    from lienthong_emulator.people.mistakes.difference import Difference

INSURANCE, POPULATION, JUSTICE = "agencies/insurance", "agencies/population", "agencies/justice"
SECONDS = 120
Told = tuple[str, str, str]
"""A number, a field, and what the comparison came to."""


@dataclass(frozen=True)
class Office:
    """Insurance itself, in one world."""

    client: Client
    house: House
    world: str

    async def begin(self, **said: Any) -> operations_pb2.Operation:
        wanted: dict[str, Any] = {"agency": POPULATION, **said}
        return await self.client.reconciliation.ReconcileRegister(pb.ReconcileRegisterRequest(**wanted))

    async def wait_for(self, name: str, seconds: float = SECONDS) -> operations_pb2.Operation:
        timeout = Duration()
        timeout.FromMilliseconds(int(seconds * 1_000))
        return await self.client.operations.WaitOperation(
            operations_pb2.WaitOperationRequest(name=name, timeout=timeout)
        )

    async def look_at(self, name: str) -> operations_pb2.Operation:
        return await self.client.operations.GetOperation(operations_pb2.GetOperationRequest(name=name))

    async def reconcile(self, **said: Any) -> tuple[str, pb.Reconciliation]:
        """To its end; its name, and what it came to."""
        ended = await self.wait_for((await self.begin(**said)).name)
        assert ended.done
        assert not ended.HasField("error")
        assert ended.response == ended.metadata
        return ended.name, progress_of(ended)

    async def results(self, operation: str, **wanted: Any) -> list[pb.ReconciliationResult]:
        wanted = {"page_size": 5_000, **wanted}
        request, found = (
            pb.ListReconciliationResultsRequest(operation=operation, **wanted),
            list[pb.ReconciliationResult](),
        )
        while True:
            page = await self.client.reconciliation.ListReconciliationResults(request)
            found += page.results
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    async def discrepancies(self, at: str = INSURANCE) -> list[Discrepancy]:
        desk: Any = self.client.insurance_discrepancies
        if at == POPULATION:
            desk = self.client.population_discrepancies
        request, found = ListDiscrepanciesRequest(page_size=500), list[Discrepancy]()
        while True:
            page = await desk.ListDiscrepancies(request)
            found += page.discrepancies
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    async def adopt(self, discrepancy: str, **said: Any) -> Discrepancy:
        request = pb.AdoptSourceValueRequest(discrepancy=discrepancy, **said)
        return await self.client.reconciliation.AdoptSourceValue(request)

    async def settle(self) -> None:
        await self.client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))

    @asynccontextmanager
    async def as_(self, caller: str) -> AsyncGenerator[Client]:
        async with self.house.client(world=self.world, caller=caller) as client:
            yield client


@asynccontextmanager
async def office_in(house: House, world: str, **recipe: Any) -> AsyncGenerator[Office]:
    """In a new world, which is gone when the block ends."""
    async with house.client(world=world, caller=INSURANCE) as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=world, recipe=Recipe(**recipe)))
        yield Office(client, house, world)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))


def progress_of(operation: operations_pb2.Operation) -> pb.Reconciliation:
    found = pb.Reconciliation()
    assert operation.metadata.Unpack(found)
    return found


def told(discrepancies: Iterable[Discrepancy]) -> Counter[Told]:
    return Counter((one.identity_number.value, one.field, came_to(one)) for one in discrepancies)


def came_to(one: Discrepancy) -> str:
    if one.subject:
        return SubjectOutcome.Name(one.subject).removeprefix("SUBJECT_OUTCOME_")
    return MatchOutcome.Name(one.outcome).removeprefix("MATCH_OUTCOME_")


FIELDS: Mapping[str, str] = {
    "card_number": "health_insurance.card",
    "social_insurance_number": "social_insurance.social_insurance_number",
}
"""Fields of the answer key as discrepancies call them, where they are no part of a claim about a person."""


UNSEEN = {"BIRTH_DEFAULTED", "CMND_OF_ANOTHER"}
"""Population's, of which reconciling can know nothing: where 1 January stands for a year, insurance has the day from
population and is as uncertain; and of who has a 12-digit number, insurance never asks by the old one."""


SEEN_BY_POPULATION_ALONE = {"residence"}
"""Justice does not keep it."""


def key_of(nation: Nation, agency: str = "population") -> Mapping[Told, Difference]:
    """What the answer key has of differences between an agency and insurance, as a discrepancy tells it."""
    rows = [row for row in everything_planted(nation) if _is_discrepancy(row, agency)]
    hidden = {(row.subject, row.field) for row in _held_alike(rows)}
    return {_told(row): row for row in rows if (row.subject, row.field) not in hidden}


def _is_discrepancy(row: Difference, agency: str) -> bool:
    compared = row.agency in ("insurance", agency) and row.kind not in UNSEEN
    seen = agency == "population" or _is_seen_by_justice(row)
    return compared and seen and row.outcome != "MATCH_NORMALIZED"


def _is_seen_by_justice(row: Difference) -> bool:
    """Of who was born before the first year that is still on record, no book tells the parents."""
    parts = parse_personal_number(row.subject)
    has_no_book = parts is not None and parts.year < FIRST_YEAR
    return row.field not in SEEN_BY_POPULATION_ALONE and not (has_no_book and row.field in ("mother", "father"))


def _held_alike(rows: Sequence[Difference]) -> list[Difference]:
    """Where both hold the same wrong value, neither can tell."""
    times = Counter((row.subject, row.field, row.held) for row in rows)
    return [row for row in rows if times[row.subject, row.field, row.held] > 1]


def _told(row: Difference) -> Told:
    """By the number that insurance holds."""
    number = row.held if row.field == "identity_number" else row.subject
    return number, FIELDS.get(row.field, row.field), row.outcome
