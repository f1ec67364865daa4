"""Worlds and their recipes as they travel and as they are kept, and back."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from lienthong.control.v1 import fault_pb2, world_pb2
from lienthong_emulator.runtime.context import AGENCY_PREFIX
from lienthong_emulator.runtime.convert import clock_from_proto, clock_to_proto
from lienthong_emulator.runtime.kit import World, instant
from lienthong_emulator.runtime.recipe import DIFFERING, USUAL_START, Pace, Recipe, recipe_starting
from lienthong_emulator.runtime.refusals import Violation
from lienthong_emulator.runtime.validation import InvalidRequest
from lienthong_emulator.wire import date_to_proto, full_date

WORLDS = "worlds/"


def world_to_proto(world: World, wall: datetime) -> world_pb2.World:
    return world_pb2.World(
        name=WORLDS + world.name,
        recipe=recipe_to_proto(world.recipe),
        clock=clock_to_proto(world.clock, wall),
        agencies=sorted(AGENCY_PREFIX + agency for agency in world.prepared),
        imported=world.imported,
        forked_from=WORLDS + world.fork.source if world.fork else "",
        fork_time=instant(world.fork.moment) if world.fork else None,
    )


def world_from_proto(world: world_pb2.World) -> World:
    return World(
        name=world.name.removeprefix(WORLDS),
        recipe=recipe_from_proto(world.recipe),
        clock=clock_from_proto(world.clock),
        prepared=frozenset(agency.removeprefix(AGENCY_PREFIX) for agency in world.agencies),
    )


@lru_cache(maxsize=16)  # worlds that come and go are of few recipes, and one may be a megabyte long
def recipe_to_proto(recipe: Recipe) -> world_pb2.Recipe:
    """The message is everybody's: nobody may change it."""
    nation = recipe.nation
    return world_pb2.Recipe(
        seed=nation.seed,
        start_date=date_to_proto(recipe.start),
        people=nation.people,
        differing=nation.differing,
        realistic_numbers=nation.realistic_numbers,
        own_people=nation.own_people,
        pace=world_pb2.Pace.Value(f"PACE_{recipe.pace.name}"),
    )


def recipe_from_proto(recipe: world_pb2.Recipe) -> Recipe:
    """What is left out is as usual, and there are personas only; a seed of 0 counts as left out."""
    return recipe_in(recipe.SerializeToString())


@lru_cache(maxsize=16)
def recipe_in(data: bytes) -> Recipe:
    """The recipe in the bytes of its message."""
    recipe = world_pb2.Recipe.FromString(data)
    start = full_date(recipe.start_date) if recipe.HasField("start_date") else USUAL_START
    if start is None:
        violation = Violation("recipe.start_date", "is not a day of the calendar", "không phải là ngày có trong lịch")
        raise InvalidRequest([violation])
    _refuse_no_json(recipe.own_people)
    return recipe_starting(
        start,
        seed=recipe.seed or 1,
        people=recipe.people,
        differing=recipe.differing if recipe.HasField("differing") else DIFFERING,
        realistic_numbers=recipe.realistic_numbers,
        own_people=recipe.own_people,
        pace=Pace.REALISTIC if recipe.pace == world_pb2.PACE_REALISTIC else Pace.IMMEDIATE,
    )


def _refuse_no_json(text: str) -> None:
    try:
        json.loads(text or "[]")
    except (ValueError, RecursionError):
        violation = Violation("recipe.own_people", "is not JSON", "không phải là JSON")
        raise InvalidRequest([violation]) from None


def told_once(faults: Iterable[fault_pb2.Fault]) -> list[fault_pb2.Fault]:
    """Faults of several processes, by agency and number; one that stands in two is told by the one that meets it."""
    found: dict[str, fault_pb2.Fault] = {}
    for fault in faults:
        if fault.name not in found or fault.met > found[fault.name].met:
            found[fault.name] = fault
    return sorted(found.values(), key=_place)


def _place(fault: fault_pb2.Fault) -> tuple[str, int]:
    agency, _, number = fault.name.rpartition("-")
    return agency, int(number)
