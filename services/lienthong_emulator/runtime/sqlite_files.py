"""A folder as a shelf: an SQLite file for each agency and world."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong_emulator.runtime.files import Storage, check_file, digest_of, refuse_vanished
from lienthong_emulator.runtime.load import Tell, lay_out
from lienthong_emulator.runtime.sqlite import SqliteDatabase, open_sqlite
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

    async def worlds(self, agency: str) -> Sequence[str]:
        return self._storage.worlds_of(agency)

    async def open(self, agency: Agency, world: World, tell: Tell) -> SqliteDatabase:
        path = self._storage.file_of(agency.name, world.name)
        if path.exists():
            await asyncio.to_thread(check_file, path, digest_of(agency, world.recipe.nation))
        elif agency.name in world.prepared:
            refuse_vanished(path)
        else:
            await self._templates.copy(agency, world.recipe.nation, path, tell)
        return await open_sqlite(path, synchronous=self._storage.synchronous)

    async def open_beside(self, name: str, tables: str, digest: str) -> SqliteDatabase:
        return await open_beside_worlds(self._storage, name, tables, digest)

    async def remove(self, agency: str, world: str) -> None:
        self._storage.remove_world(world, agency)

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
