"""The demonstration: every hop as it happens, then the cards."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from google.protobuf.duration_pb2 import Duration
from rich.table import Table

from lienthong.control.v1.case_service_pb2 import GetCaseRequest, WatchCasesRequest
from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest
from lienthong.justice.v1.civil_status_service_pb2 import FileBirthDossierRequest
from lienthong_emulator.cli.birth_desk import BirthDesk
from lienthong_emulator.cli.card import FORMATS, drawn_card
from lienthong_emulator.cli.desks import Outcome
from lienthong_emulator.cli.endings import Ending
from lienthong_emulator.cli.files import write_whole
from lienthong_emulator.cli.filing import Filing, Patience
from lienthong_emulator.cli.hops import hop_of
from lienthong_emulator.cli.house import emulator_of
from lienthong_emulator.cli.target import Target, client_of
from lienthong_emulator.cli.terminal import print_json
from lienthong_emulator.cli.timeline import Timeline
from lienthong_emulator.linked_procedure import DossierResult, ReadDossier, example_dossiers, read_dossiers
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.sequence_diagram import Hop, sequence_diagram
from lienthong_emulator.setup import Setup

if TYPE_CHECKING:
    from rich.console import Console

    from lienthong import Client
    from lienthong.control.v1.case_pb2 import CaseStep

PATIENCE_SECONDS = 30.0
SECONDS_HELD = 0.3
Birth: TypeAlias = ReadDossier[FileBirthDossierRequest]
Card: TypeAlias = Outcome[DossierResult]


class Audience(Protocol):
    """Who the demonstration is for."""

    def welcome(self, dossiers: Sequence[Birth]) -> None: ...
    def next(self, dossier: Birth) -> None: ...
    def hop(self, hop: Hop) -> None: ...
    def end(self, outcomes: Sequence[Card], folder: Path) -> None: ...


class Programs:
    """Those who read JSON."""

    def welcome(self, dossiers: Sequence[Birth]) -> None: ...
    def next(self, dossier: Birth) -> None: ...
    def hop(self, hop: Hop) -> None: ...

    def end(self, outcomes: Sequence[Card], folder: Path) -> None:
        for outcome in outcomes:
            print_json(outcome.result.to_json())


class Visitors:
    """Those who sit at a terminal."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._timeline = Timeline(out)
        self._total = 0

    def welcome(self, dossiers: Sequence[Birth]) -> None:
        self._out.print("Births become cards: four agencies, in memory, talking gRPC. Invented people.", style="bold")
        self._total = len(dossiers)

    def next(self, dossier: Birth) -> None:
        assert dossier.request is not None
        name = dossier.request.declaration.child.full_name
        self._out.print(f"\n{dossier.index + 1} of {self._total}: {name}", style="bold")

    def hop(self, hop: Hop) -> None:
        self._timeline.show(hop)

    def end(self, outcomes: Sequence[Card], folder: Path) -> None:
        self._out.print()
        self._out.print(_cards(outcomes))
        self._out.print(f"Pictures and trace.mmd are in {folder}", soft_wrap=True)


async def exhibit(recipe: Recipe | None, folder: Path, audience: Audience) -> Ending:
    """File the example dossiers one after the other; leave the pictures and the diagram of the first in a folder."""
    dossiers = read_dossiers(example_dossiers((recipe or Recipe()).nation.year))
    audience.welcome(dossiers)
    async with emulator_of(Setup(recipe=recipe)) as emulator, client_of(Target(emulator.address), "") as client:
        async with _watching(client, audience) as seen:
            outcomes = [await _followed(client, dossier, audience, seen) for dossier in dossiers]
        for outcome in outcomes:
            await _draw(client, outcome, folder)
        await _diagram(client, outcomes[0], folder)
    audience.end(outcomes, folder)
    return Ending.DONE if all(outcome.result.card_number for outcome in outcomes) else Ending.REFUSED


class _Seen:
    """Steps on their way to the audience, in the order in which they were taken.

    We hear of a step when it is written down. Each is held for a moment: one that was taken before it may yet come.
    """

    def __init__(self, audience: Audience) -> None:
        self._audience = audience
        self._held: list[tuple[int, int, CaseStep]] = []
        self._places = count()
        self._heard_of: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    async def hear_of(self, step: CaseStep) -> None:
        taken = step.record_time.ToNanoseconds()
        heappush(self._held, (taken, next(self._places), step))
        asyncio.get_running_loop().call_later(SECONDS_HELD, self._show, taken)
        async with self._changed:
            self._heard_of[step.case_id] += 1
            self._changed.notify_all()

    async def reach(self, case_id: str, steps: int) -> None:
        """Show the rest once so many steps of a case are known: no other is under way."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._heard_of[case_id] >= steps)
        self._show()

    def _show(self, until: int | None = None) -> None:
        while self._held and (until is None or self._held[0][0] <= until):
            self._audience.hop(hop_of(heappop(self._held)[2]))


@asynccontextmanager
async def _watching(client: Client, audience: Audience) -> AsyncGenerator[_Seen]:
    """Show the steps while they are taken."""
    call = client.cases.WatchCases(WatchCasesRequest())
    answers = aiter(call)
    await anext(answers)  # the stream stands
    seen = _Seen(audience)

    async def show() -> None:
        async for answer in answers:
            await seen.hear_of(answer.step)

    task = asyncio.create_task(show())
    try:
        yield seen
    finally:
        task.cancel()
        call.cancel()


async def _followed(client: Client, dossier: Birth, audience: Audience, seen: _Seen) -> Card:
    """File a dossier and wait until the audience has seen all that followed."""
    audience.next(dossier)
    outcome = await Filing(BirthDesk(client), Patience(PATIENCE_SECONDS)).file(dossier)
    if outcome.result.case:
        await client.clock.AdvanceClock(AdvanceClockRequest(duration=Duration()))  # not at all: only settle
        await seen.reach(outcome.result.case, len(await _steps(client, outcome.result.case)))
    return outcome


async def _steps(client: Client, case_id: str) -> Sequence[CaseStep]:
    return (await client.cases.GetCase(GetCaseRequest(case_id=case_id))).steps


async def _draw(client: Client, outcome: Card, folder: Path) -> None:
    if number := outcome.result.card_number:
        for suffix in FORMATS:
            write_whole(folder / f"{number}{suffix}", (await drawn_card(client, number, suffix)).picture)


async def _diagram(client: Client, outcome: Card, folder: Path) -> None:
    case_id = outcome.result.case
    if case_id:
        steps = await _steps(client, case_id)
        write_whole(folder / "trace.mmd", sequence_diagram(case_id, [hop_of(step) for step in steps]).encode())


def _cards(outcomes: Sequence[Card]) -> Table:
    table = Table(title="Health-insurance cards", title_justify="left")
    for title in ("Card", "Name", "Valid from", "to", "Care at"):
        table.add_column(title, no_wrap=True, overflow="fold")
    for outcome in outcomes:
        card = outcome.result
        days = (str(card.valid_from or ""), str(card.valid_to or ""))
        table.add_row(card.card_number or card.state, outcome.person, *days, card.initial_facility or "")
    return table
