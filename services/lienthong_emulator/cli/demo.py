"""`demo`: five births become cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lienthong_emulator.cli.common_options import JsonOption, with_new_world
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.runtime.recipe import Recipe


@with_new_world
def demo(
    new: NewWorld,
    out: Annotated[Path, typer.Option("--out", help="Folder for the pictures and the diagram.")],
    color: Annotated[bool, typer.Option("--color/--no-color", help="Colours, where somebody sees them.")] = True,
    json: JsonOption = False,
) -> None:
    """Play every agency in memory, file the example dossiers and draw the cards."""
    finish(lambda: run(_demo(recipe_typed(new), out, color, json)), json=json)


async def _demo(recipe: Recipe | None, folder: Path, color: bool, json: bool) -> Ending:
    from lienthong_emulator.cli.exhibition import Programs, Visitors, exhibit
    from lienthong_emulator.cli.terminal import console

    return await exhibit(recipe, folder, Programs() if json else Visitors(console(color=color)))
