"""A folder as a shelf: an SQLite file for each agency and world."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.files import Storage, check_file, copy_live, copy_whole, digest_of, refuse_vanished
from lienthong_emulator.runtime.load import Tell, lay_out
from lienthong_emulator.runtime.shelf import Part
from lienthong_emulator.runtime.sqlite import Loan, SqliteDatabase, open_sqlite
from lienthong_emulator.runtime.tasks import see_through
from lienthong_emulator.runtime.templates import Templates, troubles_of_the_disk

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import World


class SqliteFiles:
    """A `Shelf`. Worlds begin as copies of templates, which the folder keeps too; small ones are lent until then."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._templates = Templates(storage.templates)
        self._templates.make_room()
        self._new: set[tuple[str, str]] = set()
        """Agencies and worlds whose file was made here and never opened: there is nothing to check."""

    async def worlds(self, agency: str) -> Sequence[str]:
        return self._storage.worlds_of(agency)

    def borrow(self, agency: Agency, world: World, note: Callable[[], Awaitable[None]]) -> SqliteDatabase | None:
        lent = self._templates.lent(agency, world.recipe.nation)
        if lent is None or agency.name in world.prepared or self._storage.has_file(agency.name, world.name):
            return None
        path = self._storage.file_of(agency.name, world.name)
        loan = Loan(*lent, repay=lambda: self._repay(path, agency, world, note))
        return SqliteDatabase(path, self._storage.synchronous, loan)

    async def provide(self, agency: Agency, world: World, tell: Tell, *, own: bool = True) -> Part:
        path = self._storage.file_of(agency.name, world.name)
        if path.exists():
            return Part.THERE
        if agency.name in world.prepared:
            refuse_vanished(path)
        if not own and await self._templates.lend(agency, world.recipe.nation, tell):
            return Part.LENT
        await self._templates.copy(agency, world.recipe.nation, path, tell)
        self._new.add((agency.name, world.name))
        return Part.MADE

    async def open(self, agency: Agency, world: World, note: Callable[[], Awaitable[None]]) -> SqliteDatabase:
        path, nation = self._storage.file_of(agency.name, world.name), world.recipe.nation
        if not self._storage.has_file(agency.name, world.name):
            refuse_vanished(path)
        if (agency.name, world.name) not in self._new:
            await asyncio.to_thread(check_file, path, digest_of(agency, nation))
        self._new.discard((agency.name, world.name))
        await note()
        return await open_sqlite(path, synchronous=self._storage.synchronous)

    async def _repay(self, path: Path, agency: Agency, world: World, note: Callable[[], Awaitable[None]]) -> None:
        """Give a world a file of its own, and then have that noted: a file that nobody heard of is no loss."""
        if not self._storage.has_file(agency.name, world.name):
            await self._templates.copy(agency, world.recipe.nation, path, lambda _people: None)
        await note()

    async def copy(self, agency: Agency, world: World, other: str) -> bool:
        path = self._storage.file_of(agency.name, world.name)
        if not path.exists() and agency.name not in world.prepared:
            return False
        with troubles_of_the_disk():
            await see_through(asyncio.to_thread(copy_live, path, self._storage.file_of(agency.name, other)))
        self._new.add((agency.name, other))
        return True

    async def write_down(self, agency: Agency, world: World, path: Path) -> None:
        held = self._storage.file_of(agency.name, world.name)
        if not held.exists():
            refuse_vanished(held)
        await see_through(asyncio.to_thread(copy_live, held, path))

    async def take_in(self, agency: Agency, world: str, path: Path) -> None:
        await see_through(asyncio.to_thread(copy_whole, path, self._storage.file_of(agency.name, world)))

    async def open_beside(self, name: str, tables: str, digest: str) -> SqliteDatabase:
        return await open_beside_worlds(self._storage, name, tables, digest)

    async def remove(self, agencies: Iterable[str], world: str) -> None:
        self._new -= {(agency, world) for agency in agencies}
        if not self._storage.has_files(world):
            return
        if self._storage.is_small(world):
            self._storage.remove(world, agencies)
        else:
            await see_through(asyncio.to_thread(self._storage.remove, world, agencies))

    async def close(self) -> None:
        await self._templates.close()


async def open_beside_worlds(storage: Storage, name: str, tables: str, digest: str) -> SqliteDatabase:
    """A folder's one database of a name; made where there is none. Refused with `UnusableDatabaseFile`."""
    path = storage.folder / f"{name}.sqlite3"
    if path.exists():
        check_file(path, digest)
    else:
        _make(path, tables, digest)
    return await open_sqlite(path, synchronous=storage.synchronous)


def _make(path: Path, tables: str, digest: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as aside:
        made = Path(aside) / path.name
        lay_out(made, tables, digest)
        made.replace(path)
