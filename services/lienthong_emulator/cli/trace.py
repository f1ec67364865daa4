"""`trace`: what followed from one event, over all agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import console, print_json

if TYPE_CHECKING:
    from lienthong.control.v1.case_pb2 import CaseStep
    from lienthong.control.v1.case_service_pb2 import Case


def trace(
    case: Annotated[str, typer.Argument(help="Id of a case, as `births file` prints it.")],
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Print a Mermaid sequence diagram.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Show what followed from one event, over all agencies."""
    finish(lambda: run(_trace(case, _FORMS[mermaid, json], target, world)))
