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
    out: Annotated[Path, typer.Option("--out", help="Folder to make; there must be nothing in it.")],
    written_as: Annotated[Format, typer.Option("--format", help="A CSV for each table, or a file for each agency.")] = (
        Format.CSV
    ),
    json: JsonOption = False,
    world: OfWorldOption = "",
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Write down what a recipe gives to every agency; `world import` reads the CSVs again, edited or not.

    Worked out from the recipe alone, that of the world `up` begins with unless another is said: what has happened in a
    world since is not in it.
    """
    finish(lambda: _export(run(recipe_asked(new, world, target, json=json)), out, written_as, json), json=json)


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
