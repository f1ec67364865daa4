"""`clock`: what time it is in a world, and how to move on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.moments import for_people, for_programs, moment_of, parse_moment
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest, AdvanceClockResponse
    from lienthong.control.v1.world_pb2 import Clock, FiredTimer

MOMENT = "a moment in Hà Nội: YYYY-MM-DD or YYYY-MM-DDTHH:MM"

app = typer.Typer(help="See, advance, stop and run the clock of a world.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def show(json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = "") -> None:
    """Show what the clock of a world shows."""
    finish(lambda: run(_show(json, target, world)), json=json)


@app.command()
def advance(
    days: Annotated[int, typer.Option("--days", min=0, max=36_525, help="By so many days.")] = 0,
    hours: Annotated[int, typer.Option("--hours", min=0, max=876_600, help="By so many hours.")] = 0,
    to: Annotated[str, typer.Option("--to", help=f"To {MOMENT}.")] = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Move the clock of a world forward; what comes due on the way happens."""
    finish(lambda: run(_advance(_request(timedelta(days=days, hours=hours), to), json, target, world)), json=json)


@app.command("set")
def set_to(
    moment: Annotated[str, typer.Argument(help=f"{MOMENT[0].upper()}{MOMENT[1:]}.")],
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Set the clock of a world to a later moment; what comes due on the way happens."""
    finish(lambda: run(_advance(_until(moment, "MOMENT"), json, target, world)), json=json)


@app.command("next")
def next_due(json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = "") -> None:
    """Move the clock of a world to the next moment at which anything is due."""
    finish(lambda: run(_next(json, target, world)), json=json)


@app.command()
def freeze(json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = "") -> None:
    """Stop the clock of a world; what is due already happens first."""
    finish(lambda: run(_freeze(json, target, world)), json=json)


@app.command("run")
def let_run(
    rate: Annotated[float, typer.Option("--rate", min=1e-6, max=1e6, help="World seconds a second.")] = 1.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Let the clock of a world run, or change its pace."""
    finish(lambda: run(_run(rate, json, target, world)), json=json)


def clock_line(clock: Clock) -> str:
    seconds = "1 world second" if clock.rate == 1 else f"{clock.rate:g} world seconds"
    pace = f"{seconds} a second" if clock.rate else "standing still"
    return f"{for_people(moment_of(clock.now))} in Hà Nội, {pace}"


def clock_to_json(clock: Clock) -> dict[str, object]:
    return {"now": for_programs(moment_of(clock.now)), "rate": clock.rate, "revision": clock.revision}


async def _show(json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.clock_service_pb2 import GetClockRequest

    async with client_of(parse_target(target), world) as client:
        return _tell(await client.clock.GetClock(GetClockRequest()), json)


async def _advance(request: AdvanceClockRequest, json: bool, target: str, world: str) -> Ending:
    async with client_of(parse_target(target), world) as client:
        return _tell_fired(await client.clock.AdvanceClock(request), json)


async def _next(json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest, NextDue

    return await _advance(AdvanceClockRequest(next_due=NextDue()), json, target, world)


async def _freeze(json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.clock_service_pb2 import FreezeClockRequest

    async with client_of(parse_target(target), world) as client:
        return _tell_fired(await client.clock.FreezeClock(FreezeClockRequest()), json)


async def _run(rate: float, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.clock_service_pb2 import RunClockRequest

    async with client_of(parse_target(target), world) as client:
        return _tell(await client.clock.RunClock(RunClockRequest(rate=rate)), json)


def _tell(clock: Clock, json: bool) -> Ending:
    if json:
        print_json(clock_to_json(clock))
    else:
        print(clock_line(clock))
    return Ending.DONE


def _tell_fired(answer: AdvanceClockResponse, json: bool) -> Ending:
    if json:
        fired = [_fired_json(timer) for timer in answer.fired]
        silent = list(answer.silent_receivers)
        print_json({**clock_to_json(answer.clock), "fired": fired, "silent_receivers": silent})
        return Ending.DONE
    for timer in answer.fired:
        print(f"{for_people(moment_of(timer.due_time))}  {timer.agency}  {timer.kind}  {timer.subject}")
        for step in timer.steps:
            print(f"    {step.agency}  {step.kind}  {step.case_id}  {step.title}")
    for receiver in answer.silent_receivers:
        print(f"{receiver} acknowledges nothing: see what waits for it with `lienthong waits`")
    return _tell(answer.clock, json)


def _request(by: timedelta, to: str) -> AdvanceClockRequest:
    from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest

    if bool(by) == bool(to):
        raise Stopped(Ending.USAGE, "say how far: either --days and --hours, or --to")
    if to:
        return _until(to, "--to")
    request = AdvanceClockRequest()
    request.duration.FromTimedelta(by)
    return request


def _until(moment: str, option: str) -> AdvanceClockRequest:
    from lienthong.control.v1.clock_service_pb2 import AdvanceClockRequest

    request = AdvanceClockRequest()
    request.time.FromDatetime(parse_moment(moment, option))
    return request


def _fired_json(timer: FiredTimer) -> dict[str, object]:
    due = for_programs(moment_of(timer.due_time))
    steps = [
        {"agency": step.agency, "kind": step.kind, "case": step.case_id, "party": step.party, "title": step.title}
        for step in timer.steps
    ]
    return {"agency": timer.agency, "kind": timer.kind, "subject": timer.subject, "due": due, "steps": steps}
