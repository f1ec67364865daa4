"""`--fresh`: start from nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.house import explained
from lienthong_emulator.emulator import address_of
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.load import APPLICATION_ID
from lienthong_emulator.setup import CONTROL

_MARK = APPLICATION_ID.to_bytes(4, "big")
_MARK_IN_HEADER = slice(68, 72)  # application_id: https://sqlite.org/fileformat.html, 1.3.18


def remove_worlds(folder: Path, agencies: Sequence[str]) -> None:
    """Remove what agencies keep in a folder: all, or nothing where a file is not ours or one of them is played."""
    kept = [path for agency in agencies for path in _kept(folder, agency)]
    for path in kept:
        _refuse_foreign(path)
    with ExitStack() as holds:
        for agency in agencies:
            _hold(holds, folder / f"{agency}.lock")
        for path in kept:
            for part in path.parent.glob(f"{path.name}*"):
                part.unlink()


async def remove_schemas(database: str, agencies: Sequence[str]) -> None:
    """Remove what agencies keep in a database, unless one of them is played."""
    with explained():
        address = address_of(database)
        from lienthong_emulator.runtime.postgres_schemas import remove_all

        await remove_all(address, agencies)


def _kept(folder: Path, agency: str) -> list[Path]:
    if agency == CONTROL:
        return list(folder.glob(f"{CONTROL}.sqlite3"))
    storage = Storage(folder=folder)
    worlds = [storage.file_of(agency, world) for world in storage.worlds_of(agency)]
    return [*worlds, *storage.templates.glob(f"{agency}-*.sqlite3")]


def _refuse_foreign(path: Path) -> None:
    with path.open("rb") as file:
        header = file.read(_MARK_IN_HEADER.stop)
    if header[_MARK_IN_HEADER] != _MARK:
        raise Stopped(Ending.UNUSABLE_FILE, f"{path} is not ours; move it away, nothing was removed")


def _hold(holds: ExitStack, lock: Path) -> None:
    """The hold that an emulator has on its part of a folder."""
    if not lock.exists():
        return
    hold = holds.enter_context(closing(sqlite3.connect(lock, timeout=0, isolation_level=None)))
    try:
        hold.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"the worlds of {lock.parent} are being played; end that first") from error
