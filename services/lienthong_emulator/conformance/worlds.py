"""A world for a run: one of its own where the target keeps worlds, so that nothing that was there is touched."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from lienthong_emulator.conformance.calling import parsed
from lienthong_emulator.conformance.places import place_of, value_at
from lienthong_emulator.conformance.services import service_named
from lienthong_emulator.people.by_hand.personas import WRITTEN_FOR

if TYPE_CHECKING:
    from lienthong_emulator.conformance.calling import Lines, Reply


@asynccontextmanager
async def fresh_world(lines: Lines, place: int) -> AsyncGenerator[str]:
    """The id of a new world until the block ends; empty where the target keeps none."""
    taken = await _asked(lines, "ListWorlds", {})
    if taken.code != "OK":
        yield ""
        return
    world = _free({one["name"] for one in taken.answers[0]["worlds"]}, f"conform-{os.getpid()}-{place}")
    made = await _asked(lines, "CreateWorld", {"world_id": world})
    try:
        yield world if made.code == "OK" else ""
    finally:
        await remove_made(lines, world)
        await _asked(lines, "DeleteWorld", {"name": f"worlds/{world}"})


async def remove_made(lines: Lines, world: str) -> None:
    """Delete what cases about worlds made beside one."""
    told = await _asked(lines, "ListWorlds", {})
    for name in [one["name"] for answer in told.answers for one in answer["worlds"]]:
        if name.startswith(f"worlds/{world or 'default'}-conform-"):
            await _asked(lines, "DeleteWorld", {"name": name})


async def year_of(lines: Lines, world: str) -> int:
    """The year at whose end the people of a world are as described, as far as the target can say."""
    told = await _asked(lines, "GetWorld", {"name": f"worlds/{world or 'default'}"})
    year = value_at(told.answer, place_of("recipe.start_date.year"))
    return year - 1 if year else WRITTEN_FOR


def _free(taken: set[str], wanted: str) -> str:
    while f"worlds/{wanted}" in taken:
        wanted += "x"
    return wanted


async def _asked(lines: Lines, call: str, content: Any) -> Reply:
    service = service_named("control.WorldService")
    request = parsed(content, service.descriptor.methods_by_name[call].input_type)
    return await lines.call(service, call, [request.SerializeToString()], {})
