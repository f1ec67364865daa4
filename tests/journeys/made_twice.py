"""The stage on which a call is made: a world in which all is prepared, and what the call leaves there."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, closing, suppress
from copy import deepcopy
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.journeys import repeating, repeating_messages, repeating_offices
from tests.journeys.conftest import commune_in
from tests.journeys.declarations import FIRST_YEAR
from tests.journeys.repeatable import Case, changing_calls, put

from lienthong.control.v1.world_service_pb2 import BuildWorldRequest
from lienthong_emulator.linked_procedure import example_dossiers
from lienthong_emulator.roster import ROSTER

if TYPE_CHECKING:
    from conftest import House, SplitHouse
    from journeys.conftest import Commune, Dossier

REQUEST_ID = "6f1c1ed2-5b1d-4a57-9d0e-0a35f1f7c0aa"
TRACE = "00-6f1c1ed25b1d4a579d0e0a35f1f7c0aa-00f067aa0ba902b7-01"
IDS = changing_calls()
CASES: Mapping[str, Case] = {**repeating.CASES, **repeating_offices.CASES, **repeating_messages.CASES}
SECONDS_TO_COME = 30.0
NOT_COMPARED = {"asking", "access", "access_of_many", "counter"}
"""Every question stands in the record of who asked, one that is asked again too. Which counters were begun tells of the
way: of a death, insurance hears from two sides, and either may come first."""

KHOI: Dossier = json.loads(example_dossiers(FIRST_YEAR - 1))[0]

TOLD_BY_THE_WALL = {"case_step"}
"""Their rows are counted alone: they have the wall's time."""

Mark = tuple[int, str]
FileOf = Callable[[str, str], Path]


@dataclass(frozen=True)
class Outcome:
    """What the caller was answered, and what every table of every register holds after that."""

    answer: Any
    rows: Mapping[str, Mark]

    def counted(self) -> Outcome:
        """With the number of rows alone: who was dead meanwhile may hear of the same in another order."""
        return Outcome(self.answer, {name: (count, "") for name, (count, _) in self.rows.items()})


@dataclass(frozen=True)
class Stage:
    """A call about to be made."""

    commune: Commune
    case: Case
    request: Any
    file_of: FileOf

    def other_request(self) -> Any:
        """Another one under the same id."""
        assert self.case.other is not None
        other = deepcopy(self.request)
        put(other, *self.case.other)
        return other

    async def make(self, request: Any = None) -> tuple[Any, bool]:
        """Make the call, or another; the answer, and whether it was given before."""
        request = request or self.request
        async with self.commune.house.client(world=self.commune.world, caller=self.case.caller) as client:
            ask = getattr(getattr(client, self.case.stub), self.case.method)
            call = ask(iter(request) if isinstance(request, list) else request, metadata=(("traceparent", TRACE),))
            answer = await call
            return _the_same(answer), "lienthong-replayed" in dict(await call.trailing_metadata())

    async def outcome(self, answer: Any) -> Outcome:
        """What stands when everything that follows has come to rest."""
        await self.commune.asked_again(self.commune.settle)
        rows = {name: count for agency in ROSTER for name, count in self._rows(agency)}
        return Outcome(answer, rows)

    async def comes_to(self, answer: Any, expected: Outcome) -> Outcome:
        """What stands, counted, when it is as expected, or in the end: who lost the exchange hears nothing at once."""

        async def counted() -> Outcome:
            return (await self.outcome(answer)).counted()

        with suppress(TimeoutError):
            return await self.commune.until(counted, lambda found: found == expected)
        return await counted()

    def _rows(self, agency: str) -> list[tuple[str, Mark]]:
        """Read past the agency."""
        file = self.file_of(agency, self.commune.world).as_uri()
        with closing(sqlite3.connect(f"{file}?mode=ro", uri=True)) as raw:
            names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            tables = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in names}
        return [
            (f"{agency}.{name}", _mark_of(name, rows))
            for name, rows in tables.items()
            if rows and name not in NOT_COMPARED
        ]


def _mark_of(table: str, rows: list[tuple[Any, ...]]) -> Mark:
    """How many rows, and what stands in them: an effect that is made twice may change a row and add none."""
    content = "" if table in TOLD_BY_THE_WALL else "\n".join(sorted(map(repr, rows)))
    return len(rows), blake2b(content.encode(), digest_size=8).hexdigest()


def _the_same(answer: Any) -> Any:
    """An answer without the word that it was given before, which those of some calls carry themselves."""
    answer = deepcopy(answer)
    for told in (answer, *getattr(answer, "receipts", ())):
        if "replayed" in told.DESCRIPTOR.fields_by_name:
            told.ClearField("replayed")
    return answer


class Theatre:
    """A house with its files, in which calls are made; `file_of` says where an agency keeps a world."""

    def __init__(self, house: House, file_of: FileOf) -> None:
        self._house = house
        self._file_of = file_of
        self._made_once: dict[str, Outcome] = {}

    @asynccontextmanager
    async def stage(self, call: str, world: str) -> AsyncGenerator[Stage]:
        """A world that is new and has all its files, in which everything is ready for the call."""
        mark = blake2b(call.encode(), digest_size=6).hexdigest()
        async with commune_in(self._house, f"{world}-{mark}")() as commune:
            yield await self._prepared(commune, call)

    async def _prepared(self, commune: Commune, call: str) -> Stage:
        build = BuildWorldRequest(name=f"worlds/{commune.world}")
        assert [_ async for _ in commune.client.worlds.BuildWorld(build)] == []
        request = deepcopy(await CASES[call].prepare(commune, deepcopy(KHOI)))
        if IDS[call]:
            put(request, IDS[call], REQUEST_ID)
        await commune.asked_again(commune.settle)
        return Stage(commune, CASES[call], request, self._file_of)

    async def made_once(self, call: str) -> Outcome:
        """What becomes of the call where nothing goes wrong."""
        if call not in self._made_once:
            async with self.stage(call, "once") as stage:
                self._made_once[call] = await stage.outcome((await stage.make())[0])
        return self._made_once[call]


async def hold_calls(house: SplitHouse, agency: str, point: str) -> Path:
    """Have the agency's process hold what is made on a stage at a point; return the file in which it tells who came."""
    mark = house.folder / f"{agency}.{point}.held"
    mark.write_text("")
    await house.cut_off(agency)
    held = {"LIENTHONG_HOLD_AT": point, "LIENTHONG_HOLD_TRACE": TRACE, "LIENTHONG_HOLD_MARK": str(mark)}
    await house.start(agency, **held)
    return mark


async def come_to(mark: Path, worlds: set[str]) -> None:
    """Wait until the calls of all these worlds have come to the point."""
    async with asyncio.timeout(SECONDS_TO_COME):
        while _words_in(mark) != worlds:  # noqa: ASYNC110 - another process has no event to set
            await asyncio.sleep(0.02)


def _words_in(mark: Path) -> set[str]:
    return {*mark.read_text().split()}
