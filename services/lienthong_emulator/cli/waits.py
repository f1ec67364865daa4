"""`waits`: what waits in a world, by when it should wait no more, and what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.moments import for_people, moment_of
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from lienthong.control.v1.wait_pb2 import Wait


def waits(
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List what waits at every agency, with its due time: dossiers, messages, discrepancies, claims, ...

    An agency that does not answer is named. With --json a line for each.
    """
    finish(lambda: run(_waits(overdue, json, target, world)), json=json)


async def _waits(overdue: bool, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.case_service_pb2 import StreamWaitsRequest

    found = 0
    async with client_of(parse_target(target), world) as client:
        async for part in client.cases.StreamWaits(StreamWaitsRequest(overdue_only=overdue)):
            for agency in part.silent_agencies:
                print_json({"silent": agency}) if json else print(f"{agency} does not answer")
            for wait in part.waits:
                found += 1
                print_json(_as_json(wait)) if json else print(_line(wait))
    if not (found or json):
        print("Nothing is overdue" if overdue else "Nothing waits")
    return Ending.DONE


def _line(wait: Wait) -> str:
    late = "OVERDUE" if wait.overdue else "due"
    said = f"{late:<8}{for_people(moment_of(wait.due_time))}  {wait.agency}  {wait.kind}  {wait.name}"
    return f"{said}  (waits for {wait.awaits})" if wait.awaits else said


def _as_json(wait: Wait) -> Any:
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(wait, preserving_proto_field_name=True)
