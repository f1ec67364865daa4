"""What `births file` and `deaths file` share: their options, and the way from a document to outcomes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.files import read_at_most
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.cli.target import Target, client_of, parse_target
from lienthong_emulator.cli.terminal import note
from lienthong_emulator.runtime.recipe import Recipe, recipe_text

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong_emulator.cli.desks import Desk, Outcome
    from lienthong_emulator.linked_procedure import Form, ReadDossier

House = AbstractAsyncContextManager["Client"]

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


async def file_document(
    kind: type[Desk[Any, Any, Any]], path: Path, house: House, seconds: float | None, *, json: bool
) -> Ending:
    """File the dossiers of a document at a desk, and tell what came of each, in their order."""
    from lienthong_emulator.cli.filing import Filing, Patience
    from lienthong_emulator.cli.outcomes import Outcomes, progress

    outcomes = Outcomes(json=json)
    dossiers = _dossiers(kind.form, path)
    with progress(len(dossiers), json=json) as advance:

        def tell(outcome: Outcome[Any]) -> None:
            outcomes.tell(outcome)
            advance()

        async with house as client:
            patience = None if seconds is None else Patience(seconds)
            await Filing(kind(client), patience).file_all(dossiers, tell)
    return outcomes.ending()


def _dossiers(form: Form[Any], path: Path) -> list[ReadDossier[Any]]:
    """The dossiers of a document; one in which they cannot be told apart counts as one dossier that is refused."""
    from lienthong_emulator.linked_procedure import ReadDossier, read_form
    from lienthong_emulator.linked_procedure.document import LARGEST_DOCUMENT
    from lienthong_emulator.runtime.refusals import Refusal

    try:
        return read_form(form, read_at_most(path, LARGEST_DOCUMENT))
    except Refusal as refusal:
        return [ReadDossier(index=0, linked_dossier_id="", request=None, refusal=refusal)]


def house_of(new: NewWorld, target: str, world: str, *, json: bool) -> House:
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
