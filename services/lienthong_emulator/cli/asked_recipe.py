"""The recipe that a command is about: typed, or that of a world somewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.options import NewWorld, Play
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import note
from lienthong_emulator.runtime.recipe import Recipe, recipe_starting, recipe_text

OfWorldOption = Annotated[
    str, typer.Option("--world", metavar="NAME", help="Take the recipe of this world at --target, and type none.")
]


async def recipe_asked(new: NewWorld, world: str, target: str, *, json: bool) -> Recipe:
    """What is typed, or what a world was built from; where nothing is said, that of the world `up` begins with.

    People are told which, where they did not type it.
    """
    typed = recipe_typed(new, Play.usual_people)
    if not world:
        return typed or _usual(json=json)
    if typed:
        raise Stopped(Ending.USAGE, "--world has a recipe of its own: leave it out, or what else tells of a new world")
    return await _recipe_of(world, target, json=json)


async def year_asked(date: str, world: str, target: str) -> int:
    """The year that people's numbers follow: of a world that starts on a date, or of one that stands."""
    typed = recipe_typed(NewWorld(date=date))
    if typed and world:
        raise Stopped(Ending.USAGE, "--world has a date of its own: leave it out, or --date")
    recipe = await _recipe_of(world, target, json=True) if world else typed or Recipe()
    return recipe.nation.year


def _usual(*, json: bool) -> Recipe:
    recipe = recipe_starting(people=Play.usual_people)
    if not json:
        note(f"of the recipe that 'up' begins with: {recipe_text(recipe)}; --people, --world and so on say another")
    return recipe


async def _recipe_of(world: str, target: str, *, json: bool) -> Recipe:
    from lienthong.control.v1.world_service_pb2 import GetWorldRequest
    from lienthong_emulator.control.convert import recipe_from_proto

    async with client_of(parse_target(target), world) as client:
        found = await client.worlds.GetWorld(GetWorldRequest(name=f"worlds/{world}"))
    recipe = recipe_from_proto(found.recipe)
    if not json:
        but = "; it was imported, and what was edited in its files is not in that" if found.imported else ""
        note(f"of the recipe of the world '{world}': {recipe_text(recipe)}{but}")
    return recipe
