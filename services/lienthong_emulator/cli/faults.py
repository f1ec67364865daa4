"""`faults`: have something go wrong, and see whether it did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.planned_faults import Happens, Strikes, fault_of
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from lienthong.control.v1.fault_pb2 import Fault

app = typer.Typer(help="Have calls and messages of a world go wrong.", no_args_is_help=True, rich_markup_mode=None)


CallerOption = Annotated[str, typer.Option("--caller", help="Only by this caller; with --messages, from this agency.")]
WhereOption = Annotated[
    list[str] | None, typer.Option("--where", metavar="PATH=VALUE", help="Only with this field of the request.")
]
RetryAfterOption = Annotated[str, typer.Option("--retry-after", metavar="TIME", help="With --fail: when to ask again.")]
CutAfterOption = Annotated[
    int | None, typer.Option("--cut-after", min=0, metavar="N", help="A stream breaks off after N messages.")
]
LieOption = Annotated[str, typer.Option("--lie", help="A wrong answer: not-found, another-persons-name or mismatch.")]


@app.command()
def plan(
    agency: Annotated[str, typer.Argument(help="The agency that is called; with --messages, the one that receives.")],
    method: Annotated[str, typer.Option("--method", help="Only this method, or messages of this kind.")] = "",
    caller: CallerOption = "",
    case: Annotated[str, typer.Option("--case", help="Only of this case.")] = "",
    subject: Annotated[str, typer.Option("--subject", help="Only about this: a value of the request.")] = "",
    where: WhereOption = None,
    messages: Annotated[bool, typer.Option("--messages", help="Strike messages instead of calls.")] = False,
    times: Annotated[int, typer.Option("--times", min=0, help="So often. [1; --rate and --down: without end]")] = 0,
    fail: Annotated[str, typer.Option("--fail", metavar="CODE", help="Refused with a code such as UNAVAILABLE.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="With --fail: the reason.")] = "",
    retry_after: RetryAfterOption = "",
    latency: Annotated[str, typer.Option("--latency", metavar="TIME", help="Slower: 200ms, or 100ms..2s.")] = "",
    lose_reply: Annotated[bool, typer.Option("--lose-reply", help="The work is done, its answer lost.")] = False,
    cut_after: CutAfterOption = None,
    rate: Annotated[str, typer.Option("--rate", metavar="N/TIME", help="No more than N calls pass in a time.")] = "",
    lie: LieOption = "",
    down: Annotated[str, typer.Option("--down", metavar="TIME", help="Down, by the clock of the world.")] = "",
    twice: Annotated[bool, typer.Option("--twice", help="A message comes twice.")] = False,
    swap: Annotated[bool, typer.Option("--swap", help="A message comes after the one behind it.")] = False,
    late: Annotated[str, typer.Option("--late", metavar="TIME", help="A message is late, by the world's clock.")] = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Plan a fault: which calls or messages, what happens to them, how often."""
    which: dict[str, Any] = {"caller": caller, "case": case, "subject": subject, "where": where or []}
    refused: dict[str, Any] = {"fail": fail, "reason": reason, "retry_after": retry_after, "rate": rate, "down": down}
    answered: dict[str, Any] = {"latency": latency, "lose_reply": lose_reply, "cut_after": cut_after, "lie": lie}
    strikes = Strikes(agency=agency, method=method, messages=messages, **which)
    happens = Happens(twice=twice, swap=swap, late=late, **refused, **answered)
    finish(lambda: run(_plan(fault_of(strikes, happens, times), json, target, world)), json=json)


@app.command("list")
def list_faults(
    unmet: Annotated[bool, typer.Option("--unmet", help="Only those that nothing met as often as planned.")] = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List the faults: what was planned, and how often it was met."""
    finish(lambda: run(_list(unmet, json, target, world)), json=json)


@app.command()
def clear(
    name: Annotated[str, typer.Argument(help="A fault, as `list` tells it; all where left out.")] = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Clear a fault, or all of them."""
    finish(lambda: run(_clear(name, json, target, world)), json=json)


async def _plan(fault: Fault, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.fault_service_pb2 import PlanFaultRequest

    async with client_of(parse_target(target), world) as client:
        planned = await client.faults.PlanFault(PlanFaultRequest(fault=fault))
    return _show([planned], json)


async def _list(unmet: bool, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.fault_service_pb2 import ListFaultsRequest

    async with client_of(parse_target(target), world) as client:
        answer = await client.faults.ListFaults(ListFaultsRequest(unmet_only=unmet))
    return _show(answer.faults, json)


async def _clear(name: str, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.fault_service_pb2 import ClearFaultsRequest

    async with client_of(parse_target(target), world) as client:
        answer = await client.faults.ClearFaults(ClearFaultsRequest(name=name))
    return _show(answer.faults, json)


def _show(faults: Sequence[Fault], json: bool) -> Ending:
    from google.protobuf.json_format import MessageToDict

    for fault in faults:
        print_json(MessageToDict(fault, preserving_proto_field_name=True)) if json else print(fault_line(fault))
    return Ending.DONE


def fault_line(fault: Fault) -> str:
    effect = (fault.WhichOneof("effect") or "").replace("_", " ")
    often = f"met {fault.met} of {fault.times or 1}"
    if not fault.times and fault.WhichOneof("effect") in ("outage", "rate_limit"):
        often = f"met {fault.met}"
    return "  ".join(filter(None, [fault.name, effect, _aimed_at(fault), often, _state(fault)]))


def _state(fault: Fault) -> str:
    return "lost with its process" if fault.lost else "over" if fault.over else ""


def _aimed_at(fault: Fault) -> str:
    aim = fault.messages if fault.HasField("messages") else fault.calls
    texts = [value for field, value in aim.ListFields() if field.name != "values"]
    return " ".join([*texts, *(f"{value.path}={value.value}" for value in fault.calls.values)]) or "any message"
