"""`births`: file dossiers, and examples to file."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.asked_recipe import OfWorldOption, year_asked
from lienthong_emulator.cli.common_options import (
    USUAL_ADDRESS,
    JsonOption,
    TargetOption,
    WorldOption,
    with_new_world,
)
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.files import read_at_most, write_standard
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.cli.target import Target, client_of, parse_target
from lienthong_emulator.cli.terminal import note
from lienthong_emulator.runtime.recipe import Recipe, recipe_text

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong_emulator.linked_procedure import ReadDossier

House = AbstractAsyncContextManager["Client"]

app = typer.Typer(help="File, see and supplement birth dossiers.", no_args_is_help=True, rich_markup_mode=None)


Dossiers = Annotated[
    Path,
    typer.Argument(help="JSON of one dossier or a list of them, as of the linked procedure; - reads standard input."),
]
OwnTargetOption = Annotated[
    str,
    typer.Option(
        "--target",
        envvar="LIENTHONG_TARGET",
        metavar="HOST:PORT",
        help="A running emulator. Without it, every agency is played here, in memory, meanwhile.",
    ),
]
WaitOption = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the end of each dossier.")]
TimeoutOption = Annotated[
    float,
    typer.Option("--timeout", min=0, max=604_800, help="Stop waiting when no dossier has ended for so many seconds."),
]


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
        lambda: run(_file(dossier, _house(new, target, world, json=json), timeout if wait else None, json)), json=json
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
    from lienthong_emulator.cli.filing import Filing, Outcome, Patience
    from lienthong_emulator.cli.outcomes import Outcomes, progress

    outcomes = Outcomes(json=json)
    dossiers = _dossiers(path)
    with progress(len(dossiers), json=json) as advance:

        def tell(outcome: Outcome) -> None:
            outcomes.tell(outcome)
            advance()

        async with house as client:
            patience = None if seconds is None else Patience(seconds)
            await Filing(client, patience).file_all(dossiers, tell)
    return outcomes.ending()


def _dossiers(path: Path) -> list[ReadDossier]:
    """The dossiers of a document; one in which they cannot be told apart counts as one dossier that is refused."""
    from lienthong_emulator.linked_procedure import ReadDossier, read_dossiers
    from lienthong_emulator.linked_procedure.document import LARGEST_DOCUMENT
    from lienthong_emulator.runtime.refusals import Refusal

    try:
        return read_dossiers(read_at_most(path, LARGEST_DOCUMENT))
    except Refusal as refusal:
        return [ReadDossier(index=0, linked_dossier_id="", request=None, refusal=refusal)]


def _house(new: NewWorld, target: str, world: str, *, json: bool) -> House:
    """A client of the target; without one, of agencies that are played here meanwhile."""
    recipe = recipe_typed(new)
    if target and recipe:
        raise Stopped(Ending.USAGE, "--target has its worlds: what a new one is built from, 'world create' takes")
    if target:
        return client_of(parse_target(target), world)
    if not json:
        note(f"no --target: played here, in a world that ends with this command ({recipe_text(recipe or Recipe())})")
    return _played_here(recipe, world)


@asynccontextmanager
async def _played_here(recipe: Recipe | None, world: str) -> AsyncGenerator[Client]:
    from lienthong_emulator.cli.house import emulator_of
    from lienthong_emulator.setup import Setup

    async with emulator_of(Setup(recipe=recipe)) as emulator, client_of(Target(emulator.address), world) as client:
        yield client


def _example(year: int) -> Ending:
    from lienthong_emulator.linked_procedure import example_dossiers

    write_standard(example_dossiers(year))
    return Ending.DONE
