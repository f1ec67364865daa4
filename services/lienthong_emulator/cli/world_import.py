"""`world import`: the CSVs of an export become a world of a data folder."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.common_options import JsonOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.target import WORLD_NAME
from lienthong_emulator.cli.terminal import note, print_json
from lienthong_emulator.runtime.files import Storage, UnusableDatabaseFile
from lienthong_emulator.runtime.load import is_trouble_of_the_disk
from lienthong_emulator.setup import AGENCIES

if TYPE_CHECKING:
    from lienthong_emulator.cli.import_manifest import Manifest
    from lienthong_emulator.runtime.recipe import Recipe


def import_world(
    folder: Annotated[Path, typer.Argument(help="Folder that `world export` wrote, as csv; edited or not.")],
    data: Annotated[Path, typer.Option("--data", help="Folder that keeps the worlds, as of `up`; nobody may play it.")],
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="Name of the new world.")],
    json: JsonOption = False,
) -> None:
    """Make a world out of an export: `up --data` plays it.

    All of it, or nothing: a value that cannot be is refused with its file, line and column. The world keeps the recipe
    of the export: `world stats` and `world key` tell of that, and not of what was edited.
    """
    finish(lambda: _import(folder, data, name, json), json=json)


def _import(folder: Path, data: Path, name: str, json: bool) -> Ending:
    from lienthong_emulator.cli.import_manifest import read_manifest
    from lienthong_emulator.people.transfer.tables_in import BadTable

    if not WORLD_NAME.fullmatch(name):
        raise Stopped(Ending.USAGE, f"--as must be of small letters, digits and hyphens, not {name!r}")
    manifest = read_manifest(folder)
    try:
        with ExitStack() as stack:
            _hold(stack, data)
            edited, rows = _imported(manifest, folder, Storage(folder=data), name)
    except (BadTable, UnusableDatabaseFile) as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"{error}; nothing was imported") from error
    except (OSError, sqlite3.Error) as error:
        if not is_trouble_of_the_disk(error):
            raise
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot write to {data}: {error}; nothing was imported") from error
    if json:
        print_json({"world": name, "folder": str(data), "rows": rows, "edited": edited})
    else:
        note(f"{rows:,} rows; edited since the export: {', '.join(edited) or 'nothing'}")
        print(f"World {name} is in {data}: lienthong up --data {data}")
    return Ending.DONE


def _hold(stack: ExitStack, data: Path) -> None:
    """Hold the folder as an emulator that plays every agency does."""
    data.mkdir(parents=True, exist_ok=True)
    for agency in AGENCIES:
        hold = stack.enter_context(closing(sqlite3.connect(data / f"{agency}.lock", timeout=0, isolation_level=None)))
        try:
            hold.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Stopped(Ending.UNUSABLE_FILE, f"the worlds of {data} are being played; end that first") from error


def _imported(manifest: Manifest, folder: Path, storage: Storage, name: str) -> tuple[list[str], int]:
    """Build aside, then move in place as the world is registered; which files were edited, and how many rows came."""
    home = storage.world_folder(name)
    if home.exists():
        raise Stopped(Ending.REFUSED, f"there is a world {name} in {storage.folder} already, or what is left of one")
    with tempfile.TemporaryDirectory(prefix="importing-", dir=storage.folder) as aside:
        built = Path(aside) / name
        built.mkdir()
        rows = _build_all(built, manifest, _files(folder, manifest))
        try:
            run(_register(storage, name, manifest.recipe, built))
        except BaseException:
            if not built.exists():  # it has moved in, and nobody knows of it
                shutil.rmtree(home, ignore_errors=True)
            raise
    return _edited(folder, manifest), rows


def _files(folder: Path, manifest: Manifest) -> Mapping[str, Mapping[str, Path]]:
    """A CSV for every table that was exported, by agency; a file beside them would be overlooked, so there is none."""
    from lienthong_emulator.cli.imported_files import tables_that_begin
    from lienthong_emulator.people.transfer.tables_in import BadTable
    from lienthong_emulator.roster import ROSTER

    files: dict[str, dict[str, Path]] = {agency: {} for agency in ROSTER}
    for agency, table in manifest.digests:
        path = folder / agency / f"{table}.csv"
        if agency not in ROSTER or table not in tables_that_begin(ROSTER[agency]):
            raise BadTable(path, "this version has no such table")
        if not path.is_file():
            raise BadTable(path, "the file is missing")
        files[agency][table] = path
    known = {path for tables in files.values() for path in tables.values()}
    for path in sorted(set(folder.glob("*/*.csv")) - known):
        raise BadTable(path, "the manifest does not tell of it")
    return files


def _build_all(built: Path, manifest: Manifest, files: Mapping[str, Mapping[str, Path]]) -> int:
    from lienthong_emulator.cli.imported_files import build_imported
    from lienthong_emulator.roster import ROSTER

    rows = 0
    with bar("Agencies", len(files)) as tell:
        for place, (agency, tables) in enumerate(files.items(), 1):
            path = built / f"{agency}.sqlite3"
            rows += sum(build_imported(path, ROSTER[agency], manifest.recipe.nation, tables).values())
            tell(place)
    return rows


async def _register(storage: Storage, name: str, recipe: Recipe, built: Path) -> None:
    from lienthong_emulator.control.worlds.registry import registry_kept_in
    from lienthong_emulator.roster import ROSTER
    from lienthong_emulator.runtime.refusals import Refusal

    home = storage.world_folder(name)

    def move_in() -> None:
        home.parent.mkdir(parents=True, exist_ok=True)
        built.replace(home)

    try:
        async with registry_kept_in(storage) as registry:
            await registry.adopt(name, recipe, ROSTER, move_in)
    except UnusableDatabaseFile:
        raise
    except Refusal as error:
        raise Stopped(Ending.REFUSED, f"{error.reason}: {error}", error) from error


def _edited(folder: Path, manifest: Manifest) -> list[str]:
    from lienthong_emulator.people.transfer.tables_out import digest_of_file

    files = {f"{agency}/{table}.csv": digest for (agency, table), digest in manifest.digests.items()}
    return [name for name, digest in files.items() if digest_of_file(folder / name) != digest]
