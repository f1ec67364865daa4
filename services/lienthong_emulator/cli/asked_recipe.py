"""The recipe that a command is about: typed, or that of a world somewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.options import NewWorld, Play
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.runtime.recipe import Recipe, recipe_starting

OfWorldOption = Annotated[
    str, typer.Option("--world", metavar="NAME", help="Take the recipe of this world at --target, and type none.")
]


async def recipe_asked(new: NewWorld, world: str, target: str) -> Recipe:
    """What is typed, or what a world was built from; where nothing is said, that of the world `up` begins with."""
    typed = recipe_typed(new, Play.usual_people)
    if not world:
        return typed or recipe_starting(people=Play.usual_people)
    if typed:
        raise Stopped(Ending.USAGE, "--world has a recipe of its own: leave it out, or what else tells of a new world")
    return await _recipe_of(world, target)


async def _recipe_of(world: str, target: str) -> Recipe:
    from lienthong.control.v1.world_service_pb2 import GetWorldRequest
    from lienthong_emulator.control.convert import recipe_from_proto

    async with client_of(parse_target(target), world) as client:
        return recipe_from_proto((await client.worlds.GetWorld(GetWorldRequest(name=f"worlds/{world}"))).recipe)
