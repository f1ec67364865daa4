"""Control beside two small agencies, in one process at one port or two, and in two processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from tests.runtime.village import TABLES

from lienthong.client import Client, connect
from lienthong.insurance.v1 import card_check_pb2, card_pb2, card_service_pb2
from lienthong_emulator.control.agency import control_agency
from lienthong_emulator.control.remote import describe_from, noting_at
from lienthong_emulator.control.worlds.registry import Registry, registry_in
from lienthong_emulator.runtime.agency import Agency, Staff, Work, keys_in
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import Kit, Tx
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.node_service import node_service_of
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.refusals import Kind, Refusal
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.sqlite_files import SqliteFiles

if TYPE_CHECKING:
    from lienthong_emulator.runtime.calls import Call
    from lienthong_emulator.runtime.worlds import Describe, Note


class CardNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CARD_NOT_FOUND"
    english = "There is no card {number}."
    vietnamese = "Không có thẻ {number}."


class CardServicer:
    """Knows Lan's card and no other, and takes its time with a check."""

    async def GetCard(  # noqa: N802 - the contract names it
        self, request: card_service_pb2.GetCardRequest, _call: Call
    ) -> card_pb2.Card:
        if request.card_number != "0100000001":
            raise CardNotFound(number=request.card_number)
        return card_pb2.Card(card_number="TE1010100000001")

    async def CheckCard(  # noqa: N802 - the contract names it
        self, _request: card_service_pb2.CheckCardRequest, call: Call
    ) -> card_check_pb2.CheckCardResponse:
        await asyncio.sleep(0.2)
        await call.kit.lookups.fetch_one("SELECT name FROM villager")
        return card_check_pb2.CheckCardResponse()

    async def RenderCard(  # noqa: N802 - the contract names it
        self, _request: card_service_pb2.RenderCardRequest, _call: Call
    ) -> card_service_pb2.RenderCardResponse:
        return card_service_pb2.RenderCardResponse(picture=bytes(1 << 20))


async def _remind(tx: Tx, subject: str) -> None:
    tx.context = tx.context.within(subject)
    tx.step("reminded", "A reminder went out.")


async def _close(tx: Tx, subject: str) -> None:
    """Closing takes a while: a worker does it."""
    tx.db.execute("INSERT INTO closing (case_id) VALUES (:subject)", subject=subject)
    tx.wake("closing", subject)


class ClosingDesk:
    def __init__(self, _peers: Peers) -> None: ...

    async def advance(self, kit: Kit, case_id: str) -> bool:
        async with kit.write(Context(world=kit.world.name, case_id=case_id)) as tx:
            found = await tx.db.fetch_one("DELETE FROM closing WHERE case_id = :id RETURNING case_id", id=case_id)
            if found:  # else it is closed already
                tx.step("closed", "The dossier was closed.")
                tx.set_timer("reminder-due", case_id, kit.now() + timedelta(days=1))
        return False


JUSTICE = Agency(
    name="justice",
    schema="CREATE TABLE closing (case_id TEXT PRIMARY KEY);",
    services=[],
    staff=lambda: Staff(
        timers={"reminder-due": _remind, "closing-due": _close},
        work={"closing": Work(pending=keys_in("SELECT case_id FROM closing"), desk=ClosingDesk)},
    ),
)
INSURANCE = Agency(
    name="insurance",
    schema=TABLES,
    rows="tests.runtime.village:rows",
    services=[card_service_pb2.DESCRIPTOR.services_by_name["CardService"]],
    staff=lambda: Staff(
        servicers={"CardService": lambda _node: CardServicer()},
        timers={"reminder-due": _remind},
    ),
)


@dataclass
class House:
    """Everything that plays."""

    folder: Path
    split: str
    registry: Registry
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    addresses: dict[str, str] = field(default_factory=dict[str, str])
    stops: dict[str, AsyncExitStack] = field(default_factory=dict[str, AsyncExitStack])

    async def play(self, *agencies: Agency) -> None:
        """Start a process that plays these agencies; each gets a port where ports are split."""
        names = [agency.name for agency in agencies]
        peers = Peers(self.addresses)
        shelf = SqliteFiles(Storage(folder=self.folder / "-".join(names), synchronous="OFF"))
        describe, note = self._ways_to_control(names, peers)
        of_name = {agency.name: agency for agency in agencies}
        node = Node(of_name, shelf=shelf, describe=describe, note=note, peers=peers)
        stack = AsyncExitStack()
        stack.push_async_callback(node.close)
        addresses = await stack.enter_async_context(serving(node, self._servers(names), [node_service_of(node)]))
        for name in names:
            self.nodes[name] = node
            self.stops[name] = stack
        self._tell(addresses)

    def _ways_to_control(self, names: Sequence[str], peers: Peers) -> tuple[Describe, Note]:
        if "control" in names:
            return self.registry.describe, self.registry.note_prepared
        return describe_from(peers, recipe=Recipe(), rate=0), noting_at(peers)

    def _servers(self, names: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        parts = [names[:1], names[1:]] if self.split == "two ports" else [names]
        return [("127.0.0.1:0", part) for part in parts]

    def _tell(self, addresses: dict[str, str]) -> None:
        self.addresses.update(addresses)
        for node in self.nodes.values():
            node.peers.addresses.update(self.addresses)

    async def stop(self, agency: str) -> None:
        """End the process that plays an agency."""
        await self.stops[agency].aclose()

    async def start_again(self, agency: str) -> None:
        """Play in a new process what was stopped, with the same files."""
        await self.play(*self.nodes[agency].agencies.values())

    def client(self, world: str = "default", caller: str = "") -> AbstractAsyncContextManager[Client]:
        return connect(self.addresses["control"], world=world, caller=caller, insurance=self.addresses["insurance"])

    async def kit(self, agency: str, world: str = "default") -> Kit:
        return await self.nodes[agency].worlds.kit(agency, world)

    async def set_timer(self, agency: str, kind: str, subject: str, due: datetime, world: str = "default") -> None:
        async with (await self.kit(agency, world)).write(Context(world=world)) as tx:
            tx.set_timer(kind, subject, due)

    async def take_step(self, agency: str, case_id: str, kind: str, world: str = "default") -> None:
        async with (await self.kit(agency, world)).write(Context(world=world, case_id=case_id)) as tx:
            tx.step(kind, "A step was taken.")


@pytest.fixture(autouse=True)
def _children_find_the_village(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


Open = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Opens a house of a split, with its files in the test's folder, or in one of a name there."""

    @asynccontextmanager
    async def opening(split: str, name: str = "") -> AsyncGenerator[House]:
        folder = tmp_path / name
        shelf = SqliteFiles(Storage(folder=folder, synchronous="OFF"))
        async with registry_in(shelf, recipe=Recipe(), rate=0) as registry:
            house = House(folder, split, registry)
            parts = [[JUSTICE], [INSURANCE]] if split == "two processes" else [[JUSTICE, INSURANCE]]
            try:
                await house.play(control_agency(registry), *parts[0])
                for part in parts[1:]:
                    await house.play(*part)
                yield house
            finally:
                for stop in house.stops.values():
                    await stop.aclose()

    return opening


@pytest_asyncio.fixture(params=["one port", "two ports", "two processes"])
async def house(request: pytest.FixtureRequest, opened: Open) -> AsyncGenerator[House]:
    """No test may tell the splits apart."""
    async with opened(request.param) as playing:
        yield playing


@pytest_asyncio.fixture
async def client(house: House) -> AsyncGenerator[Client]:
    """A tester in the world `default`."""
    async with house.client() as connected:
        yield connected


@pytest_asyncio.fixture
async def split_house(opened: Open) -> AsyncGenerator[House]:
    """Control and justice in one process, insurance in another."""
    async with opened("two processes") as playing:
        yield playing
