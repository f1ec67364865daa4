"""`world estimate`: what a world of so many people costs on this machine."""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from lienthong_emulator.cli.bars import bar
from lienthong_emulator.cli.common_options import JsonOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.terminal import print_json
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.recipe import MOST_PEOPLE, Nation
from lienthong_emulator.runtime.refusals import DatabaseUnavailable

SAMPLES = (20_000, 2_000)
"""Worlds that are built to measure; two, because much of a small one is the start of the processes. The large one comes
first: what only a first build waits for makes the line steeper then, and no million of people a matter of seconds."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of building a world that nobody has built before; `template` bytes stay for the next of its recipe."""

    people: int
    seconds: float
    world_bytes: int
    template_bytes: int

    def beyond(self, smaller: Cost, people: int) -> Cost:
        """The straight line through two costs, at so many people; never below the dearer of the two."""
        steps = (people - self.people) / (self.people - smaller.people)

        def at(mine: float, theirs: float) -> float:
            return max(mine, mine + steps * (mine - theirs))

        return Cost(
            people=people,
            seconds=round(at(self.seconds, smaller.seconds), 1),
            world_bytes=round(at(self.world_bytes, smaller.world_bytes)),
            template_bytes=round(at(self.template_bytes, smaller.template_bytes)),
        )


def estimate(
    people: Annotated[int, typer.Option("--people", min=1, max=MOST_PEOPLE, help="People of the world.")],
    json: JsonOption = False,
) -> None:
    """Tell the time and the disk that a world of so many people takes here.

    Builds small worlds in a temporary folder, all agencies at once as `world create` does, and draws a line through
    them.
    """
    finish(lambda: run(_estimate(people, json)), json=json)


async def _estimate(people: int, json: bool) -> Ending:
    sizes = [people] if people <= SAMPLES[0] else list(SAMPLES)
    try:
        with bar("Measuring", sum(sizes)) as tell:
            measured: list[Cost] = []
            for size in sizes:
                measured.append(await _measured(size))
                tell(sum(cost.people for cost in measured))
    except (OSError, DatabaseUnavailable) as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot measure in {tempfile.gettempdir()}: {error}") from error
    found = measured[0] if len(measured) == 1 else measured[0].beyond(measured[1], people)
    if json:
        print_json({**asdict(found), "cores": os.cpu_count(), "measured": [asdict(cost) for cost in measured]})
    else:
        _show(found, measured)
    return Ending.DONE


async def _measured(people: int) -> Cost:
    """Build a world of so many people, and throw it away."""
    from lienthong_emulator.roster import ROSTER
    from lienthong_emulator.runtime.templates import Templates

    nation = replace(Nation(), people=people)
    with tempfile.TemporaryDirectory(prefix="lienthong-") as folder:
        storage = Storage(folder=Path(folder))
        templates = Templates(storage.templates)
        begun = asyncio.get_running_loop().time()
        ended = await asyncio.gather(
            *(
                templates.copy(agency, nation, storage.file_of(agency.name, "measured"), lambda _people: None)
                for agency in ROSTER.values()
            ),
            return_exceptions=True,  # nobody writes any more when the folder is removed
        )
        for failure in filter(None, ended):
            raise failure
        return Cost(
            people=people,
            seconds=round(asyncio.get_running_loop().time() - begun, 2),
            world_bytes=_bytes_in(storage.world_folder("measured")),
            template_bytes=_bytes_in(storage.templates),
        )


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _show(found: Cost, measured: list[Cost]) -> None:
    disk = (found.world_bytes + found.template_bytes) / MEGABYTE
    print(f"A world of {found.people:,} people: about {_time(found.seconds)}, and {disk:,.0f} MB of disk")
    print(f"  {found.world_bytes / MEGABYTE:,.0f} MB for the world, and so much for each further one of its recipe")
    print(f"  {found.template_bytes / MEGABYTE:,.0f} MB for its template, once for each recipe")
    runs = " and ".join(f"{cost.people:,} people ({cost.seconds:.1f} s)" for cost in measured)
    print(f"Measured now, in {tempfile.gettempdir()} with {os.cpu_count()} cores: all agencies of {runs}.")
    if len(measured) > 1:
        print("The rest is a straight line through both. What else the machine does meanwhile bends it, up or down.")


def _time(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
