"""`world`: the tester's worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.clock import clock_line, clock_to_json
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lienthong.control.v1.world_pb2 import Recipe, World

app = typer.Typer(help="Create, list and delete worlds.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="Name of the world: small letters, digits and hyphens.")]


@app.command()
def create(
    name: Name,
    seed: Annotated[int, typer.Option("--seed", help="Seed of everything that is drawn or counted.")] = 1,
    date: Annotated[str, typer.Option("--date", help="Day on which it starts: YYYY-MM-DD, or today.")] = "2022-01-05",
    rate: Annotated[
        float, typer.Option("--rate", min=0, max=1e6, help="World seconds a second; 0 stands still.")
    ] = 0.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Create a world; where there is one from the same recipe, that is the one."""
    finish(lambda: run(_create(name, _recipe(seed, date), rate, json, target)))


@app.command("list")
def list_worlds(json: JsonOption = False, target: TargetOption = USUAL_ADDRESS) -> None:
    """List the worlds."""
    finish(lambda: run(_list(json, target)))


@app.command()
def delete(name: Name, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS) -> None:
    """Delete a world with everything in it."""
    finish(lambda: run(_delete(name, json, target)))


async def _create(name: str, recipe: Recipe, rate: float, json: bool, target: str) -> Ending:
    from lienthong.control.v1.world_service_pb2 import CreateWorldRequest

    async with client_of(parse_target(target), "") as client:
        world = await client.worlds.CreateWorld(CreateWorldRequest(world_id=name, recipe=recipe, clock_rate=rate))
    if json:
        print_json(_world_json(world))
    else:
        _show([world])
    return Ending.DONE


async def _list(json: bool, target: str) -> Ending:
    from lienthong.control.v1.world_service_pb2 import ListWorldsRequest

    async with client_of(parse_target(target), "") as client:
        worlds = (await client.worlds.ListWorlds(ListWorldsRequest())).worlds
    if json:
        print_json([_world_json(world) for world in worlds])
    else:
        _show(worlds)
    return Ending.DONE


async def _delete(name: str, json: bool, target: str) -> Ending:
    from lienthong.control.v1.world_service_pb2 import DeleteWorldRequest

    async with client_of(parse_target(target), "") as client:
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}"))
    if json:
        print_json({"deleted": name})
    else:
        print(f"World {name} is deleted.")
    return Ending.DONE


def _recipe(seed: int, day: str) -> Recipe:
    from lienthong.control.v1.world_pb2 import Recipe
    from lienthong_emulator.cli.recipes import new_recipe
    from lienthong_emulator.wire import date_to_proto

    recipe = new_recipe(seed, day)
    return Recipe(seed=recipe.seed, start_date=date_to_proto(recipe.start))


def _show(worlds: Iterable[World]) -> None:
    for world in worlds:
        print(f"{_short_name(world)}  {clock_line(world.clock)}  (seed {world.recipe.seed}, from {_start(world)})")


def _world_json(world: World) -> dict[str, object]:
    recipe = {"name": _short_name(world), "seed": world.recipe.seed, "start_date": _start(world)}
    return {**recipe, **clock_to_json(world.clock)}


def _short_name(world: World) -> str:
    return world.name.removeprefix("worlds/")


def _start(world: World) -> str:
    day = world.recipe.start_date
    return f"{day.year:04}-{day.month:02}-{day.day:02}"
