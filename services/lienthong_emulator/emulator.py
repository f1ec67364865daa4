"""Plays agencies in this process: all of them, or a few that call out to others."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lienthong_emulator.control.agency import control_agency
from lienthong_emulator.control.remote import describe_from
from lienthong_emulator.control.worlds.registry import registry_in
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.files import Storage, UnusableDatabaseFile
from lienthong_emulator.runtime.kit import Recipe
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.node_service import node_service_of
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.worlds import Describe
from lienthong_emulator.setup import CONTROL, Setup


class FolderInUse(Exception):
    """Another process keeps the same agency's worlds in this folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """Agencies that are up: `addresses` gives host:port by agency, `address` that of the first."""

    addresses: Mapping[str, str]
    node: Node

    @property
    def address(self) -> str:
        return next(iter(self.addresses.values()))


@asynccontextmanager
async def emulate(setup: Setup = Setup()) -> AsyncGenerator[Emulator]:  # noqa: B008 - a frozen value
    """Play agencies until the block ends; every health check says SERVING when it begins.

    An agency reaches another at the address in `peers`, or in this very process: the same stubs and wire either way.
    """
    setup.check()
    async with AsyncExitStack() as stack:
        storage = stack.enter_context(_storage(setup))
        for agency in setup.agencies:
            stack.enter_context(_kept_by_us(storage.folder, agency))
        peers = Peers(setup.peers)
        agencies, describe = await _agencies(stack, setup, storage, peers)
        node = Node(agencies, storage=storage, describe=describe, peers=peers)
        stack.push_async_callback(node.close)
        addresses = await stack.enter_async_context(serving(node, setup.servers(), [node_service_of(node)]))
        yield Emulator(addresses=addresses, node=node)


async def _agencies(
    stack: AsyncExitStack, setup: Setup, storage: Storage, peers: Peers
) -> tuple[dict[str, Agency], Describe]:
    """The agencies to play, and how they learn of worlds: from the registry here, or from control elsewhere."""
    if CONTROL not in setup.agencies:
        describe = describe_from(peers, recipe=setup.recipe or Recipe(), rate=setup.clock_rate)
        return {name: ROSTER[name] for name in setup.agencies}, describe
    registry = await stack.enter_async_context(registry_in(storage, recipe=setup.recipe, rate=setup.clock_rate))
    played = {CONTROL: control_agency(registry), **ROSTER}
    return {name: played[name] for name in setup.agencies}, registry.describe


@contextmanager
def _storage(setup: Setup) -> Generator[Storage]:
    """The folder that was named, else a temporary one, which promises nothing against a power cut."""
    if setup.folder is not None:
        yield Storage(folder=setup.folder, synchronous="FULL" if setup.durable else "NORMAL")
        return
    with tempfile.TemporaryDirectory(prefix="lienthong-", ignore_cleanup_errors=True) as folder:
        yield Storage(folder=Path(folder), synchronous="OFF")


@contextmanager
def _kept_by_us(folder: Path, agency: str) -> Generator[None]:
    """Hold an agency's part of a folder; the hold ends with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    hold = sqlite3.connect(folder / f"{agency}.lock", timeout=0, isolation_level=None)
    try:
        try:
            hold.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise FolderInUse(f"another process plays {agency} from {folder}") from error
        except sqlite3.DatabaseError as error:
            raise UnusableDatabaseFile(file=str(folder / f"{agency}.lock"), problem=str(error)) from error
        yield
    finally:
        hold.close()
