"""`world export`: what a recipe gives to every agency, as files."""

from __future__ import annotations

import json as jsons
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lienthong_emulator.cli.asked_recipe import OfWorldOption, recipe_asked
from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, with_new_world
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json
from lienthong_emulator.runtime.load import build, is_trouble_of_the_disk, rows_for
from lienthong_emulator.runtime.recipe import Nation, Recipe, recipe_to_json

if TYPE_CHECKING:
    from lienthong_emulator.people.transfer.tables_out import WrittenTable
    from lienthong_emulator.runtime.agency import Agency

    Write = Callable[[Path, Agency, Nation, Callable[[int], None]], Sequence[WrittenTable]]

MANIFEST = "manifest.json"


class Format(StrEnum):
    """How tables are written: a CSV for each, or an SQLite file for each agency."""

    CSV = "csv"
    SQLITE = "sqlite"


@with_new_world
def export(
    new: NewWorld,
    out: Annotated[Path, typer.Option("--out", help="Folder to make, or with NAME the file; it must be new.")],
    name: Annotated[str, typer.Argument(help="A world at --target, as it is now; else what a recipe gives.")] = "",
    written_as: Annotated[
        Format | None, typer.Option("--format", help="Of a recipe: a CSV for each table, or a file for each agency.")
    ] = None,
    json: JsonOption = False,
    world: OfWorldOption = "",
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Write down a world with all that has happened in it, or what a recipe gives to every agency.

    With NAME one file is written that `world create --from` goes on with, here or elsewhere. Without, tables are worked
    out from the recipe alone, that of the world `up` begins with unless another is said; `world import` reads the CSVs
    again, edited or not.
    """
    if name:
        finish(lambda: run(_export_running(name, new, world, out, written_as, json, target)), json=json)
    finish(
        lambda: _export(run(recipe_asked(new, world, target, json=json)), out, written_as or Format.CSV, json),
        json=json,
    )


async def _export_running(
    name: str, new: NewWorld, world: str, out: Path, written_as: Format | None, json: bool, target: str
) -> Ending:
    if world or written_as or recipe_typed(new):
        raise Stopped(Ending.USAGE, f"{name} is written down as it is: leave out what tells of a recipe, and --format")
    from lienthong_emulator.cli.world_file import export_to

    async with client_of(parse_target(target), "") as client:
        size = await export_to(out, name, client)
    if json:
        print_json({"world": name, "file": str(out), "bytes": size})
    else:
        print(f"World {name} is in {out}: lienthong world create NAME --from {out}")
    return Ending.DONE


def _export(recipe: Recipe, out: Path, written_as: Format, json: bool) -> Ending:
    try:
        if out.exists() and any(out.iterdir()):
            raise Stopped(Ending.UNUSABLE_FILE, f"{out} is not empty; nothing was written")
        tables = _written(recipe, out, written_as)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and not is_trouble_of_the_disk(error):
            raise
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot write {out}: {error}; nothing was written") from error
    if json:
        print_json({"folder": str(out), "tables": [asdict(table) for table in tables]})
    else:
        _show(tables, out)
    return Ending.DONE


def _written(recipe: Recipe, out: Path, written_as: Format) -> Sequence[WrittenTable]:
    """Aside first: a folder that is there is whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
        aside = Path(folder) / out.name
        aside.mkdir()
        tables = _tables(recipe.nation, aside, _WRITING[written_as])
        manifest = {
            "made_by": _made_by(),
            "format": written_as.value,
            "recipe": recipe_to_json(recipe),
            "tables": [asdict(table) for table in tables],
        }
        (aside / MANIFEST).write_text(jsons.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
        aside.replace(out)
    return tables


def _made_by() -> str:
    from importlib.metadata import version

    return f"lienthong {version('lienthong-emulator')}"


def _tables(nation: Nation, folder: Path, write: Write) -> Sequence[WrittenTable]:
    from lienthong_emulator.roster import ROSTER

    tables: list[WrittenTable] = []
    for agency in ROSTER.values():
        if agency.rows:  # the others begin empty
            with bar(agency.name, nation.people) as tell:
                tables.extend(write(folder, agency, nation, tell))
    return tables


def _write_csv(folder: Path, agency: Agency, nation: Nation, tell: Callable[[int], None]) -> Sequence[WrittenTable]:
    from lienthong_emulator.people.transfer.tables_out import write_tables

    return write_tables(folder, agency.name, rows_for(agency.rows, nation), tell)


def _write_sqlite(folder: Path, agency: Agency, nation: Nation, tell: Callable[[int], None]) -> Sequence[WrittenTable]:
    from lienthong_emulator.people.transfer.tables_out import WrittenTable, digest_of_file
    from lienthong_emulator.runtime.templates import blueprint_of

    path = folder / f"{agency.name}.sqlite3"
    build(path, blueprint_of(agency, nation), tell)
    digest = digest_of_file(path)
    return [
        WrittenTable(agency=agency.name, table=table, file=path.name, rows=rows, digest=digest)
        for table, rows in _counts(path).items()
    ]


def _counts(path: Path) -> dict[str, int]:
    """Rows of every table that has any, but `about`."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as raw:
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name <> 'about'"
        tables = [name for (name,) in raw.execute(names)]
        counts = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    return {name: count for name, count in counts.items() if count}


def _show(tables: Sequence[WrittenTable], out: Path) -> None:
    for table in tables:
        print(f"{table.file:<40} {table.table:<24} {table.rows:>12,} rows")
    print(f"{out}: {sum(table.rows for table in tables):,} rows, and {MANIFEST}")


_WRITING: Final[dict[Format, Write]] = {Format.CSV: _write_csv, Format.SQLITE: _write_sqlite}
