"""One process with an agency that waits for another, and a control that tells it of worlds."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from lienthong_emulator.runtime.agency import Agency, Staff, Work, keys_in
from lienthong_emulator.runtime.clock import clock_starting, wall_clock
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import Kit, World
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Nation, Recipe
from lienthong_emulator.runtime.refusals import AgencyUnavailable
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.runtime.worlds import Describe, WorldNotFound


class Control:
    """Knows the worlds that a test names, or is silent."""

    def __init__(self, *names: str) -> None:
        self.names = {"default", *names}
        self.silent_for = 0
        self.takes_no_notes = False
        self.nation = Nation()
        self.prepared: set[tuple[str, str]] = set()

    async def describe(self, name: str) -> World:
        if self.silent_for:
            self.silent_for -= 1
            raise AgencyUnavailable(agency="control")
        if name not in self.names:
            raise WorldNotFound(world=name)
        prepared = frozenset(agency for world, agency in self.prepared if world == name)
        clock = clock_starting(Recipe().start, wall_clock(), 0)
        return World(name=name, recipe=Recipe(nation=self.nation), clock=clock, prepared=prepared)

    async def note(self, world: str, agencies: Collection[str]) -> None:
        if self.takes_no_notes:
            raise AgencyUnavailable(agency="control")
        if world not in self.names:
            raise WorldNotFound(world=world)
        self.prepared |= {(world, agency) for agency in agencies}


class WaitingForPopulation:
    def __init__(self, _peers: Peers) -> None: ...

    async def advance(self, _kit: Kit, _key: str) -> bool:
        raise AgencyUnavailable(agency="population")


JUSTICE = Agency(
    name="justice",
    schema="CREATE TABLE note (position INTEGER PRIMARY KEY, text TEXT NOT NULL);",
    services=[],
    staff=lambda: Staff(work={"dossier": Work(pending=keys_in("SELECT text FROM note"), desk=WaitingForPopulation)}),
)


def node_in(folder: Path, control: Control, describe: Describe | None = None, synchronous: str = "OFF") -> Node:
    shelf = SqliteFiles(Storage(folder=folder, synchronous=synchronous))
    asking = describe or control.describe
    return Node({"justice": JUSTICE}, shelf=shelf, describe=asking, note=control.note, peers=Peers({}))


async def note(kit: Kit, text: str) -> None:
    async with kit.write(Context()) as tx:
        tx.db.execute("INSERT INTO note (text) VALUES (:text)", text=text)
        tx.wake("dossier", text)


async def notes(kit: Kit) -> list[str]:
    return [row["text"] for row in await kit.lookups.fetch_all("SELECT text FROM note")]


async def prepared(node: Node, world: str) -> None:
    async for _ in node.prepare(world):
        pass


async def prepared_on_loan(node: Node, world: str) -> None:
    async for _ in node.prepare(world, own=False):
        pass
