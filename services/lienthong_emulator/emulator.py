"""Plays agencies in this process: all of them, or a few that call out to others."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lienthong_emulator.control.agency import control_agency
from lienthong_emulator.control.clock.journey import tell_clocks
from lienthong_emulator.control.nodes import Nodes
from lienthong_emulator.control.remote import describe_from, noting_at
from lienthong_emulator.control.worlds.registry import Registry, registry_in
from lienthong_emulator.edge.port import doors_open
from lienthong_emulator.roster import ROSTER
from lienthong_emulator.runtime.agency import Agency
from lienthong_emulator.runtime.files import Storage, UnusableDatabaseFile
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.node_service import node_service_of
from lienthong_emulator.runtime.open_files import raise_limit
from lienthong_emulator.runtime.open_world import Progress
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.shelf import Shelf, ShelfInUse, UnusableShelf
from lienthong_emulator.runtime.sqlite_files import SqliteFiles
from lienthong_emulator.runtime.tasks import shared_task
from lienthong_emulator.runtime.worlds import Describe, Note
from lienthong_emulator.setup import CONTROL, Setup, UnknownDatabase, default_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """Agencies that are up: `addresses` gives host:port by agency, `address` that of the first.

    `http` is the address of the HTTP doors, where they are played.
    """

    addresses: Mapping[str, str]
    node: Node
    http: str | None = None

    @property
    def address(self) -> str:
        return next(iter(self.addresses.values()))


@asynccontextmanager
async def emulate(
    setup: Setup = Setup(),  # noqa: B008 - a frozen value
    tell: Callable[[Progress], None] = lambda _progress: None,
) -> AsyncGenerator[Emulator]:
    """Play agencies until the block ends; every health check says SERVING when it begins.

    An agency reaches another at the address in `peers`, or in this very process: the same stubs and wire either way.
    `tell` hears how far the world `default` has come, where it is built before that.
    """
    setup.check()
    raise_limit()
    async with AsyncExitStack() as stack:
        shelf = await stack.enter_async_context(_shelf(setup))
        peers = Peers(setup.peers)
        registry = await _registry(stack, setup, shelf)
        agencies, describe, note = _agencies(registry, setup, peers)
        node = Node(agencies, shelf=shelf, describe=describe, note=note, peers=peers, tell=tell)
        stack.push_async_callback(node.close)
        played = serving(node, setup.servers(), [node_service_of(node)])
        addresses = await stack.enter_async_context(played) if setup.agencies else {}
        if registry is not None and setup.peers:
            await stack.enter_async_context(_telling_clocks(registry, peers))
        http = await stack.enter_async_context(doors_open(setup.http, peers)) if setup.http else None
        yield Emulator(addresses=addresses, node=node, http=http)


async def _registry(stack: AsyncExitStack, setup: Setup, shelf: Shelf) -> Registry | None:
    """The worlds, where control is played here."""
    if CONTROL not in setup.agencies:
        return None
    worlds = registry_in(shelf, recipe=setup.recipe, usual=setup.usual, rate=setup.clock_rate)
    return await stack.enter_async_context(worlds)


def _agencies(registry: Registry | None, setup: Setup, peers: Peers) -> tuple[dict[str, Agency], Describe, Note]:
    """The agencies to play, and how they learn and tell of worlds: at the registry here, or at control elsewhere."""
    if registry is None:
        describe = describe_from(peers, recipe=setup.recipe or setup.usual, rate=setup.clock_rate)
        return {name: ROSTER[name] for name in setup.agencies}, describe, noting_at(peers)
    played = {CONTROL: control_agency(registry), **ROSTER}
    return {name: played[name] for name in setup.agencies}, registry.describe, registry.note_prepared


@asynccontextmanager
async def _telling_clocks(registry: Registry, peers: Peers) -> AsyncGenerator[None]:
    """Tell the other processes what the clocks show, while the agencies serve already."""
    telling = shared_task(tell_clocks(registry, Nodes(peers)))
    try:
        yield
    finally:
        telling.cancel()


@asynccontextmanager
async def _shelf(setup: Setup) -> AsyncGenerator[Shelf]:
    """Where the worlds stand, held against other processes that play the same agencies."""
    if setup.database is not None:
        async with _schemas_in(setup.database, setup.agencies) as schemas:
            yield schemas
        return
    with ExitStack() as stack:
        storage = stack.enter_context(_storage(setup))
        for agency in setup.agencies:
            stack.enter_context(_kept_by_us(storage.folder, agency))
        yield SqliteFiles(storage)


@asynccontextmanager
async def _schemas_in(database: str, agencies: Sequence[str]) -> AsyncGenerator[Shelf]:
    with driver_loaded():
        from lienthong_emulator.runtime.postgres_schemas import postgres_schemas
    async with postgres_schemas(address_of(database), agencies) as schemas:
        yield schemas


@contextmanager
def driver_loaded() -> Generator[None]:
    """For imports of what needs PostgreSQL's driver, which most have no use for and may not have."""
    try:
        yield
    except ImportError as error:
        if "psycopg" not in (error.name or str(error)):
            raise
        raise UnusableShelf("PostgreSQL needs its driver: pip install 'lienthong-emulator[postgres]'") from error


def address_of(database: str) -> str:
    """A database's address as its driver takes it. Raises `UnknownDatabase` and `UnusableShelf`."""
    with driver_loaded():
        from lienthong_emulator.runtime.postgres_pool import with_usual
    try:
        return with_usual(database)
    except ValueError as error:
        raise UnknownDatabase(f"no address of a database: {error}") from error


@contextmanager
def _storage(setup: Setup) -> Generator[Storage]:
    """The folder that was named, else a temporary one, which promises nothing against a power cut.

    Templates of a temporary folder outlive it, where a user may keep anything: the next one starts at once.
    """
    if setup.folder is not None:
        yield Storage(folder=setup.folder, synchronous="FULL" if setup.durable else "NORMAL")
        return
    with tempfile.TemporaryDirectory(prefix="lienthong-", ignore_cleanup_errors=True) as folder:
        yield Storage(folder=Path(folder), synchronous="OFF", shared_templates=_shared_templates())


def _shared_templates() -> Path | None:
    try:
        folder = default_folder() / "templates"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # a user without a home, or who may not write there
        return None
    return folder if os.access(folder, os.W_OK) else None


@contextmanager
def _kept_by_us(folder: Path, agency: str) -> Generator[None]:
    """Hold an agency's part of a folder; the hold ends with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{agency}.lock"
    with ExitStack() as stack:
        try:
            hold = stack.enter_context(closing(sqlite3.connect(file, timeout=0, isolation_level=None)))
            hold.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise ShelfInUse(f"another process plays {agency} from {folder}") from error
            raise UnusableShelf(f"nothing can be kept in {folder}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise UnusableDatabaseFile(file=str(file), problem=str(error)) from error
        yield
