"""`world`: the tester's worlds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.clock import clock_line, clock_to_json
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, with_new_world
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.faults import fault_line
from lienthong_emulator.cli.moments import for_people, moment_of
from lienthong_emulator.cli.options import NewWorld
from lienthong_emulator.cli.recipes import recipe_typed
from lienthong_emulator.cli.target import WORLD_NAME, client_of, parse_target
from lienthong_emulator.cli.terminal import note, print_json
from lienthong_emulator.runtime.recipe import Recipe, recipe_text, recipe_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lienthong import Client
    from lienthong.control.v1.world_pb2 import World

app = typer.Typer(help="Make, list and delete worlds; what is in them.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="Name of the world: small letters, digits and hyphens.")]


@app.command()
@with_new_world
def create(
    name: Name,
    new: NewWorld,
    rate: Annotated[
        float | None,
        typer.Option("--rate", min=0, max=1e6, help="World seconds a second; else 0, standing still, or as in --from."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Make it out of what `world export NAME` wrote.")
    ] = None,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Create a world; where there is one from the same recipe, that is the one."""
    finish(lambda: run(_create_from(name, file, new, rate, json, target)), json=json)


@app.command("list")
def list_worlds(json: JsonOption = False, target: TargetOption = USUAL_ADDRESS) -> None:
    """List the worlds."""
    finish(lambda: run(_list(json, target)), json=json)


@app.command()
def fork(
    name: Name,
    new: Annotated[str, typer.Argument(help="Name of the new world.")],
    rate: Annotated[
        float | None, typer.Option("--rate", min=0, max=1e6, help="World seconds a second; else as in the other.")
    ] = None,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
) -> None:
    """Make a world that is another one at this moment; from then on each goes its own way."""
    finish(lambda: run(_fork(name, new, rate, json, target)), json=json)


@app.command()
def reset(name: Name, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS) -> None:
    """Put a world back to what its recipe gives, with its clock at the start."""
    finish(lambda: run(_reset(name, json, target)), json=json)


@app.command()
def delete(name: Name, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS) -> None:
    """Delete a world with everything in it."""
    finish(lambda: run(_delete(name, json, target)), json=json)


async def _create_from(
    name: str, file: Path | None, new: NewWorld, rate: float | None, json: bool, target: str
) -> Ending:
    _check_name(name)
    recipe = recipe_typed(new)
    if file is None:
        return await _create(name, recipe or Recipe(), rate or 0.0, json, target)
    if recipe:
        raise Stopped(Ending.USAGE, "--from has a recipe of its own: leave it out, or what else tells of a new world")
    from lienthong_emulator.cli.world_file import import_from

    async with client_of(parse_target(target), "") as client:
        _tell(await import_from(file, name, rate, client), json)
    return Ending.DONE


async def _create(name: str, recipe: Recipe, rate: float, json: bool, target: str) -> Ending:
    from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, GetWorldRequest
    from lienthong_emulator.control.convert import recipe_to_proto

    request = CreateWorldRequest(world_id=name, recipe=recipe_to_proto(recipe), clock_rate=rate, build_later=True)
    async with client_of(parse_target(target), "") as client:
        made = await client.worlds.CreateWorld(request)
        await _build(client, made.name, json)
        _tell(await client.worlds.GetWorld(GetWorldRequest(name=made.name)), json)
    return Ending.DONE


async def _build(client: Client, name: str, json: bool) -> None:
    """Wait until every agency has its part, and show people how far they are."""
    from lienthong.control.v1.world_service_pb2 import BuildWorldRequest
    from lienthong_emulator.cli.building import Building

    with Building() as building:
        async for answer in client.worlds.BuildWorld(BuildWorldRequest(name=name)):
            news = answer.preparation
            if not json:
                building.tell(news.agency.removeprefix("agencies/"), news.people, news.total_people)


async def _list(json: bool, target: str) -> Ending:
    from lienthong.control.v1.world_service_pb2 import ListWorldsRequest

    async with client_of(parse_target(target), "") as client:
        worlds = (await client.worlds.ListWorlds(ListWorldsRequest())).worlds
    if json:
        print_json([_world_json(world) for world in worlds])
    else:
        _show(worlds)
    return Ending.DONE


async def _fork(name: str, new: str, rate: float | None, json: bool, target: str) -> Ending:
    _check_name(name)
    _check_name(new)
    from lienthong.control.v1.world_service_pb2 import ForkWorldRequest

    async with client_of(parse_target(target), "") as client:
        request = ForkWorldRequest(name=f"worlds/{name}", world_id=new, clock_rate=rate)
        _tell(await client.worlds.ForkWorld(request), json)
    return Ending.DONE


async def _reset(name: str, json: bool, target: str) -> Ending:
    _check_name(name)
    from lienthong.control.v1.world_service_pb2 import ResetWorldRequest

    async with client_of(parse_target(target), "") as client:
        _tell(await client.worlds.ResetWorld(ResetWorldRequest(name=f"worlds/{name}")), json)
    return Ending.DONE


async def _delete(name: str, json: bool, target: str) -> Ending:
    _check_name(name)
    from lienthong.control.v1.world_service_pb2 import DeleteWorldRequest

    async with client_of(parse_target(target), "") as client:
        unmet = (await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{name}"))).unmet_faults
    if json:
        print_json({"deleted": name, "unmet_faults": [fault.name for fault in unmet]})
        return Ending.DONE
    print(f"World {name} is deleted.")
    for fault in unmet:
        note(f"planned there, and not met as planned: {fault_line(fault)}")
    return Ending.DONE


def _check_name(name: str) -> None:
    if not WORLD_NAME.fullmatch(name) or name != name.strip("-"):
        raise Stopped(
            Ending.USAGE,
            f"{name!r} cannot name a world: a name is of small letters, digits and hyphens, at most 63, and neither "
            "begins nor ends with a hyphen",
        )


def _tell(world: World, json: bool) -> None:
    if json:
        print_json(_world_json(world))
    else:
        _show([world])


def _show(worlds: Iterable[World]) -> None:
    from lienthong_emulator.control.convert import recipe_from_proto

    for world in worlds:
        recipe = recipe_text(recipe_from_proto(world.recipe))
        print(f"{_short_name(world)}  {clock_line(world.clock)}  ({_made_how(world)}{recipe})")


def _made_how(world: World) -> str:
    forked = f"forked from {_short(world.forked_from)} at {for_people(moment_of(world.fork_time))}, "
    return f"{'imported, ' if world.imported else ''}{forked if world.forked_from else ''}"


def _world_json(world: World) -> dict[str, object]:
    from lienthong_emulator.control.convert import recipe_from_proto

    recipe = recipe_to_json(recipe_from_proto(world.recipe))
    made = {"imported": world.imported, "forked_from": _short(world.forked_from)}
    return {"name": _short_name(world), **recipe, **made, **clock_to_json(world.clock)}


def _short_name(world: World) -> str:
    return _short(world.name)


def _short(name: str) -> str:
    return name.removeprefix("worlds/")
