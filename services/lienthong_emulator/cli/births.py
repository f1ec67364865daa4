"""`births`: file dossiers, see and supplement them, and examples to file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli import dossiers
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
    OwnTargetOption,
    TimeoutOption,
    WaitOption,
    file_document,
    house_of,
)
from lienthong_emulator.cli.options import NewWorld

if TYPE_CHECKING:
    from lienthong_emulator.cli.birth_desk import BirthDesk

app = typer.Typer(help="File, see and supplement birth dossiers.", no_args_is_help=True, rich_markup_mode=None)

DossierArgument = Annotated[
    str, typer.Argument(help="Its maHoSoLT, of several the latest dossier; else birthDossiers/ID, as the others print.")
]
Supplement = Annotated[
    Path, typer.Argument(help="JSON of the whole dossier anew, as `births file` takes it; - reads standard input.")
]


class Stand(StrEnum):
    """States of the contract, as they are typed."""

    IN_PROCESS = "in-process"
    RETURNED = "returned"
    REFUSED = "refused"
    CARD_ISSUED = "card-issued"
    WITHDRAWN = "withdrawn"
    NUMBER_OBSTACLE = "number-obstacle"


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
    seconds = timeout if wait else None
    finish(
        lambda: run(file_document(_desk(), dossier, house_of(new, target, world, json=json), seconds, json=json)),
        json=json,
    )


@app.command()
def example(
    date: Annotated[str, typer.Option("--date", help="Day on which the world starts. [2022-01-05]")] = "",
    world: OfWorldOption = "",
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Print the five example dossiers, with the numbers that their parents have in the world."""
    finish(lambda: _example(run(year_asked(date, world, target))))


@app.command()
def show(
    dossier: DossierArgument, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = ""
) -> None:
    """Show where a birth dossier stands, why, and by when it must go on."""
    finish(lambda: run(dossiers.show(_desk(), dossier, dossiers.house_at(target, world), json=json)), json=json)


@app.command("list")
def list_dossiers(
    state: Annotated[Stand | None, typer.Option("--state", help="Only those in this state.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that should have ended by now.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List birth dossiers, the oldest first. --json prints a line for each."""
    wanted = state.name if state else ""
    finish(
        lambda: run(dossiers.list_all(_desk(), wanted, dossiers.house_at(target, world), overdue=overdue, json=json)),
        json=json,
    )


@app.command()
def supplement(
    dossier: DossierArgument,
    file: Supplement,
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Supplement a birth dossier that was returned, and tell what came of it as `births file` does."""
    seconds = timeout if wait else None
    finish(
        lambda: run(dossiers.supplement(_desk(), dossier, file, dossiers.house_at(target, world), seconds, json=json)),
        json=json,
    )


def _desk() -> type[BirthDesk]:
    from lienthong_emulator.cli.birth_desk import BirthDesk

    return BirthDesk


def _example(year: int) -> Ending:
    from lienthong_emulator.linked_procedure import example_dossiers

    write_standard(example_dossiers(year))
    return Ending.DONE
