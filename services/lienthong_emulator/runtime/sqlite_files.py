"""A folder as a shelf: an SQLite file for each agency and world."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.files import Storage, check_file, digest_of, refuse_vanished
from lienthong_emulator.runtime.load import Tell, lay_out
from lienthong_emulator.runtime.sqlite import SqliteDatabase, open_sqlite
from lienthong_emulator.runtime.tasks import see_through
from lienthong_emulator.runtime.templates import Templates

if TYPE_CHECKING:
    from lienthong_emulator.runtime.agency import Agency
    from lienthong_emulator.runtime.kit import World


class SqliteFiles:
    """A `Shelf`. Worlds begin as copies of templates, which the folder keeps too."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._templates = Templates(storage.templates)
        self._templates.make_room()
        self._new: set[tuple[str, str]] = set()
        """Agencies and worlds whose file was made here and never opened: there is nothing to check."""

    async def worlds(self, agency: str) -> Sequence[str]:
        return self._storage.worlds_of(agency)

    async def provide(self, agency: Agency, world: World, tell: Tell) -> bool:
        path = self._storage.file_of(agency.name, world.name)
        if path.exists():
            return False
        if agency.name in world.prepared:
            refuse_vanished(path)
        await self._templates.copy(agency, world.recipe.nation, path, tell)
        self._new.add((agency.name, world.name))
        return True

    async def open(self, agency: Agency, world: World) -> SqliteDatabase:
        path = self._storage.file_of(agency.name, world.name)
        if not path.exists():
            refuse_vanished(path)
        if (agency.name, world.name) not in self._new:
            await asyncio.to_thread(check_file, path, digest_of(agency, world.recipe.nation))
        self._new.discard((agency.name, world.name))
        return await open_sqlite(path, synchronous=self._storage.synchronous)

    async def open_beside(self, name: str, tables: str, digest: str) -> SqliteDatabase:
        return await open_beside_worlds(self._storage, name, tables, digest)

    async def remove(self, agencies: Iterable[str], world: str) -> None:
        self._new -= {(agency, world) for agency in agencies}
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
