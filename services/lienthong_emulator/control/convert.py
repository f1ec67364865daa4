"""Worlds and their recipes as they travel, and back."""

from datetime import datetime

from lienthong.control.v1 import world_pb2
from lienthong_emulator.runtime.convert import clock_from_proto, clock_to_proto
from lienthong_emulator.runtime.kit import Recipe, World
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.wire import date_to_proto, full_date

WORLDS = "worlds/"


def world_to_proto(world: World, wall: datetime) -> world_pb2.World:
    return world_pb2.World(
        name=WORLDS + world.name, recipe=recipe_to_proto(world.recipe), clock=clock_to_proto(world.clock, wall)
    )


def world_from_proto(world: world_pb2.World) -> World:
    return World(
        name=world.name.removeprefix(WORLDS),
        recipe=recipe_from_proto(world.recipe),
        clock=clock_from_proto(world.clock),
    )


def recipe_to_proto(recipe: Recipe) -> world_pb2.Recipe:
    return world_pb2.Recipe(seed=recipe.seed, start_date=date_to_proto(recipe.start))


def recipe_from_proto(recipe: world_pb2.Recipe) -> Recipe:
    """What is left out is as in the world `default` of the house; a seed of 0 counts as left out."""
    usual = Recipe()
    start = full_date(recipe.start_date) if recipe.HasField("start_date") else usual.start
    if start is None:
        violation = Violation("recipe.start_date", "is not a day of the calendar", "không phải là ngày có trong lịch")
        raise InvalidRequest([violation])
    return Recipe(seed=recipe.seed or usual.seed, start=start)
