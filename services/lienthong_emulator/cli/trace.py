"""`trace`: what followed from one event, over all agencies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import console, print_json

if TYPE_CHECKING:
    from lienthong.control.v1.case_service_pb2 import Case


def trace(
    case: Annotated[str, typer.Argument(help="Id of a case, as `births file` prints it.")],
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Print a Mermaid sequence diagram.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Show what followed from one event, over all agencies."""
    show = _show_diagram if mermaid else _show_json if json else _show_timeline
    finish(lambda: run(_trace(case, show, target, world)), json=json)


async def _trace(case_id: str, show: Callable[[Case], None], target: str, world: str) -> Ending:
    from lienthong.control.v1.case_service_pb2 import GetCaseRequest

    async with client_of(parse_target(target), world) as client:
        case = await client.cases.GetCase(GetCaseRequest(case_id=case_id))
    show(case)
    return Ending.DONE


def _show_diagram(case: Case) -> None:
    from lienthong_emulator.cli.hops import hop_of
    from lienthong_emulator.runtime.sequence_diagram import sequence_diagram

    diagram = sequence_diagram(case.case_id, [hop_of(step) for step in case.steps])
    print(diagram, end="")


def _show_json(case: Case) -> None:
    from google.protobuf.json_format import MessageToDict

    print_json(MessageToDict(case, preserving_proto_field_name=True))


def _show_timeline(case: Case) -> None:
    from lienthong_emulator.cli.hops import hop_of
    from lienthong_emulator.cli.timeline import Timeline

    out = console()
    out.print(f"Case {case.case_id}")
    timeline = Timeline(out)
    for hop in map(hop_of, case.steps):
        timeline.show(hop)
