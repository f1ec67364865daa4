"""`births`: file dossiers, and examples to file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lienthong_emulator.cli.asked_recipe import OfWorldOption, year_asked
from lienthong_emulator.cli.common_options import (
    USUAL_ADDRESS,
    JsonOption,
    TargetOption,
    WorldOption,
    with_new_world,
)
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.files import write_standard
from lienthong_emulator.cli.filing_command import (
    Dossiers,
    House,
    OwnTargetOption,
    TimeoutOption,
    WaitOption,
    file_document,
    house_of,
)
from lienthong_emulator.cli.options import NewWorld

app = typer.Typer(help="File, see and supplement birth dossiers.", no_args_is_help=True, rich_markup_mode=None)


@app.command(epilog="Exit code 1 when a dossier was refused or returned, 0 when each has its card or is in process.")
@with_new_world
def file(
    dossier: Dossiers,
    new: NewWorld,
    target: OwnTargetOption = "",
    world: WorldOption = "",
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
) -> None:
    """File birth dossiers, and tell what came of each, in their order."""
    finish(
        lambda: run(_file(dossier, house_of(new, target, world, json=json), timeout if wait else None, json)), json=json
    )


@app.command()
def example(
    date: Annotated[str, typer.Option("--date", help="Day on which the world starts. [2022-01-05]")] = "",
    world: OfWorldOption = "",
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Print the five example dossiers, with the numbers that their parents have in the world."""
    finish(lambda: _example(run(year_asked(date, world, target))))


async def _file(path: Path, house: House, seconds: float | None, json: bool) -> Ending:
    from lienthong_emulator.cli.birth_desk import BirthDesk

    return await file_document(BirthDesk, path, house, seconds, json=json)


def _example(year: int) -> Ending:
    from lienthong_emulator.linked_procedure import example_dossiers

    write_standard(example_dossiers(year))
    return Ending.DONE
