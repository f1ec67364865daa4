"""Whatever waits has a due time and is listed: looked at while processes die, past the agencies and through them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import grpc
from google.protobuf.duration_pb2 import Duration
from tests.torture.desk import WORLD

from lienthong.control.v1.case_service_pb2 import StreamWaitsRequest
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.control.v1.wait_pb2 import Wait
from lienthong.control.v1.world_service_pb2 import ForkWorldRequest

if TYPE_CHECKING:
    from tests.torture.desk import Desk

    from lienthong.client import Client

SECONDS_BETWEEN_LISTS = 2.0
SECONDS_FOR_A_LIST = 10.0
LATE = "late"
DAYS_UNTIL_ALL_IS_DUE = 40
SECONDS_TO_BE_LATE = 300.0

DISCREPANCIES = "SELECT discrepancy_id AS name FROM discrepancy WHERE state IN ('OPEN', 'ACKNOWLEDGED', 'FORWARDED')"
ANNEXES = "SELECT annex_id AS name FROM annex WHERE state IN ('UNDER_WAY', 'SENT')"
WAITING = {
    ("justice", "birthDossiers/"): "SELECT dossier_id AS name FROM birth_dossier WHERE state = 'IN_PROCESS'",
    ("justice", "deathDossiers/"): "SELECT dossier_id AS name FROM death_dossier WHERE step <> ''",
    ("justice", "birthAmendments/"): "SELECT amendment_id AS name FROM birth_amendment WHERE state = 'IN_PROCESS'",
    ("population", "discrepancies/"): DISCREPANCIES,
    ("insurance", "discrepancies/"): DISCREPANCIES,
    ("insurance", "benefitClaims/"): "SELECT claim_id AS name FROM benefit_claim WHERE state = 'OPEN'",
    ("insurance", "annexes/"): ANNEXES,
    ("tax", "annexes/"): ANNEXES,
    ("exchange", ""): """
        SELECT e.message_id AS name FROM log_entry e JOIN log_head h ON h.receiver = e.receiver
        WHERE e.sequence > h.acknowledged
    """,
}
"""What waits, as the files have it: by agency, and what its name begins with."""

Row = tuple[str, str]
"""An agency, and the name of what waits there."""


@dataclass(slots=True)
class Waits:
    """What lists told of what waits."""

    told: int = 0
    lists: int = 0
    without_due_time: set[Row] = field(default_factory=set[Row])
    unlisted: set[Row] = field(default_factory=set[Row])
    misjudged: set[Row] = field(default_factory=set[Row])
    """Said to be overdue and not, or the other way round."""
    overdue: int = 0
    """Listed in a copy of the world when it was late."""

    @property
    def broken(self) -> set[Row]:
        return self.without_due_time | self.unlisted | self.misjudged

    def compare(self, waiting: Iterable[Row], listed: Iterable[Wait], now: datetime) -> None:
        """Note what of a list is wrong, where these rows waited all the while it was made."""
        names = {_row_of(wait): wait for wait in listed}
        self.lists += 1
        self.told += len(names)
        self.unlisted |= {row for row in waiting if row not in names}
        for row, wait in names.items():
            if not wait.HasField("due_time"):
                self.without_due_time.add(row)
            elif wait.overdue != (wait.due_time.ToDatetime(now.tzinfo) <= now):
                self.misjudged.add(row)


async def list_again_and_again(desk: Desk, waits: Waits, now: datetime) -> None:
    """List what waits until cancelled; the world's clock stands at `now`."""
    while True:
        before = waiting_at(desk)
        try:
            listed, silent = await _listed(desk.client)
        except grpc.aio.AioRpcError:  # a link failed, or a process died meanwhile
            continue
        finally:
            await asyncio.sleep(SECONDS_BETWEEN_LISTS)
        after = waiting_at(desk)
        waits.compare({row for row in before & after if row[0] not in silent}, listed, now)


async def list_when_late(desk: Desk, client: Client, waits: Waits) -> None:
    """List what is overdue in a copy of the world, long after all that waits there was due."""
    world = f"worlds/{WORLD}"
    await desk.ask(desk.client.worlds.ForkWorld, ForkWorldRequest(name=world, world_id=LATE))
    waiting = waiting_at(desk, LATE)
    advanced = await client.clock.AdvanceClock(
        AdvanceClockRequest(duration=Duration(seconds=DAYS_UNTIL_ALL_IS_DUE * 86_400)), timeout=SECONDS_TO_BE_LATE
    )
    listed, _ = await _listed(client, overdue_only=True)
    waits.overdue = len(listed)
    waits.compare(waiting & waiting_at(desk, LATE), listed, advanced.clock.now.ToDatetime(UTC))


def waiting_at(desk: Desk, world: str = WORLD) -> set[Row]:
    """What waits by the files."""
    return {
        (agency, f"{prefix}{row['name']}")
        for (agency, prefix), query in WAITING.items()
        for row in desk.rows(agency, query, world)
    }


async def _listed(client: Client, *, overdue_only: bool = False) -> tuple[list[Wait], set[str]]:
    request = StreamWaitsRequest(overdue_only=overdue_only)
    parts = [part async for part in client.cases.StreamWaits(request, timeout=SECONDS_FOR_A_LIST)]
    silent = {name.removeprefix("agencies/") for part in parts for name in part.silent_agencies}
    return [wait for part in parts for wait in part.waits], silent


def _row_of(wait: Wait) -> Row:
    return wait.agency.removeprefix("agencies/"), wait.name
