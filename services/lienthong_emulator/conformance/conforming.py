"""A whole run: every case of the services that are meant, against one target."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lienthong_emulator.conformance.calling import open_lines
from lienthong_emulator.conformance.report import Report
from lienthong_emulator.conformance.running import Setting, run_cases
from lienthong_emulator.conformance.worlds import fresh_world, remove_made, year_of

if TYPE_CHECKING:
    from lienthong_emulator.conformance.calling import Lines
    from lienthong_emulator.conformance.cases import Case
    from lienthong_emulator.conformance.running import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run, and against whom. Where no `world` is named each service gets its own, if there are worlds."""

    addresses: Mapping[str, str]
    cases: Mapping[str, Sequence[Case]]
    world: str = ""
    reads_only: bool = False
    known: Mapping[str, str] = field(default_factory=dict[str, str])


async def conform(plan: Plan, tell: Callable[[Result], None] = lambda _: None) -> Report:
    """Run the plan, and tell of each case as it ends; raises `NotAnswering`."""
    results: dict[str, list[Result]] = {}
    async with open_lines(plan.addresses) as lines:
        for place, (service, cases) in enumerate(plan.cases.items()):
            results[service] = []
            async with _setting(plan, lines, place) as setting:
                async for result in run_cases(cases, setting):
                    tell(result)
                    results[service].append(result)
    return Report(", ".join(dict.fromkeys(plan.addresses.values())), results)


@asynccontextmanager
async def _setting(plan: Plan, lines: Lines, place: int) -> AsyncGenerator[Setting]:
    """To make a world is to write."""
    if plan.reads_only:
        yield await _within(plan, lines, plan.world)
    elif plan.world:
        yield await _within(plan, lines, plan.world)
        await remove_made(lines, plan.world)
    else:
        async with fresh_world(lines, place) as world:
            yield await _within(plan, lines, world)


async def _within(plan: Plan, lines: Lines, world: str) -> Setting:
    year = await year_of(lines, world)
    return Setting(lines=lines, world=world, year=year, reads_only=plan.reads_only, known=plan.known)
