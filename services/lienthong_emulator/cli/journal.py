"""`journal`: which calls and messages agencies of a world answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.moments import for_people, moment_of
from lienthong_emulator.cli.planned_faults import agency_name, field_values
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from google.rpc.status_pb2 import Status

    from lienthong.control.v1.journal_service_pb2 import Call, CallFilter

app = typer.Typer(help="See which calls the agencies of a world answered.", no_args_is_help=True, rich_markup_mode=None)

MethodOption = Annotated[str, typer.Option("--method", help="Only of this method, or messages of this kind.")]
CallerOption = Annotated[str, typer.Option("--caller", help="Only by this caller.")]
CaseOption = Annotated[str, typer.Option("--case", help="Only of this case.")]
AgencyOption = Annotated[str, typer.Option("--agency", help="Only those that this agency answered.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Only those that were refused for this reason.")]
SubjectOption = Annotated[str, typer.Option("--subject", help="Only about this: a value of the request.")]
WhereOption = Annotated[
    list[str] | None, typer.Option("--where", metavar="PATH=VALUE", help="Only with this field of the request.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which calls, as they were typed."""

    method: str
    caller: str
    case: str
    agency: str
    reason: str
    subject: str
    where: list[str] | None

    def filter(self) -> CallFilter:
        from lienthong.control.v1.journal_service_pb2 import CallFilter

        return CallFilter(
            method=self.method,
            caller=self.caller,
            case_id=self.case,
            agency=agency_name(self.agency),
            reason=self.reason,
            subject=self.subject,
            values=field_values(self.where or []),
        )


@app.command("list")
def list_calls(
    method: MethodOption = "",
    caller: CallerOption = "",
    case: CaseOption = "",
    agency: AgencyOption = "",
    reason: ReasonOption = "",
    subject: SubjectOption = "",
    where: WhereOption = None,
    last: Annotated[int, typer.Option("--last", min=1, max=1_000, help="So many, the latest.")] = 100,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List calls, the oldest first."""
    asked = Asked(method=method, caller=caller, case=case, agency=agency, reason=reason, subject=subject, where=where)
    finish(lambda: run(_list(asked, last, json, target, world)), json=json)


@app.command()
def count(
    method: MethodOption = "",
    caller: CallerOption = "",
    case: CaseOption = "",
    agency: AgencyOption = "",
    reason: ReasonOption = "",
    subject: SubjectOption = "",
    where: WhereOption = None,
    expect: Annotated[
        int | None, typer.Option("--expect", min=0, help="End with code 1 where it is another number, and say why.")
    ] = None,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Count calls; with --expect, check the number."""
    asked = Asked(method=method, caller=caller, case=case, agency=agency, reason=reason, subject=subject, where=where)
    finish(lambda: run(_count(asked, expect, json, target, world)), json=json)


@app.command()
def watch(
    method: MethodOption = "",
    caller: CallerOption = "",
    case: CaseOption = "",
    agency: AgencyOption = "",
    reason: ReasonOption = "",
    subject: SubjectOption = "",
    where: WhereOption = None,
    first: Annotated[int, typer.Option("--first", min=0, help="End after so many. [until Ctrl-C]")] = 0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Show calls as they end."""
    asked = Asked(method=method, caller=caller, case=case, agency=agency, reason=reason, subject=subject, where=where)
    finish(lambda: run(_watch(asked, first, json, target, world)), json=json)


@app.command()
def draw(
    case: Annotated[str, typer.Argument(help="Id of a case.")],
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Print the calls and messages of a case as a Mermaid sequence diagram."""
    finish(lambda: run(_draw(case, target, world)))


async def _list(asked: Asked, last: int, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.journal_service_pb2 import ListCallsRequest

    async with client_of(parse_target(target), world) as client:
        answer = await client.journal.ListCalls(ListCallsRequest(filter=asked.filter(), page_size=last))
    for call in answer.calls:
        _show(call, json)
    _say_what_was_dropped(answer.evicted)
    return Ending.DONE


async def _count(asked: Asked, expect: int | None, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.journal_service_pb2 import ExpectCallsRequest

    request = ExpectCallsRequest(filter=asked.filter(), least=expect or 0, most=expect)
    async with client_of(parse_target(target), world) as client:
        answer = await client.journal.ExpectCalls(request)
    if json:
        print_json({"count": answer.count, "evicted": answer.evicted, "met": answer.met})
    else:
        print(answer.count)
        _say_what_was_dropped(answer.evicted)
    if not answer.met:
        note(answer.report)
    return Ending.DONE if answer.met else Ending.REFUSED


async def _watch(asked: Asked, first: int, json: bool, target: str, world: str) -> Ending:
    from lienthong.control.v1.journal_service_pb2 import WatchCallsRequest

    seen = 0
    async with client_of(parse_target(target), world) as client:
        async for answer in client.journal.WatchCalls(WatchCallsRequest(filter=asked.filter())):
            if not answer.HasField("call"):
                note("watching")
                continue
            _show(answer.call, json)
            seen += 1
            if seen == first:
                break
    return Ending.DONE


async def _draw(case: str, target: str, world: str) -> Ending:
    from lienthong.control.v1.journal_service_pb2 import DrawSequenceRequest

    async with client_of(parse_target(target), world) as client:
        answer = await client.journal.DrawSequence(DrawSequenceRequest(case_id=case))
    print(answer.diagram, end="")
    _say_what_was_dropped(answer.evicted)
    return Ending.DONE


def _say_what_was_dropped(evicted: int) -> None:
    if evicted:
        note(f"the journal has dropped {evicted} calls of this world, which may have been among them")


def _show(call: Call, json: bool) -> None:
    if json:
        print_json(_as_json(call), flush=True)
    else:
        print(_line(call), flush=True)


def _as_json(call: Call) -> dict[str, object]:
    """With what was asked and answered, whatever messages those are."""
    from google.protobuf.json_format import MessageToDict

    from lienthong.contract import import_messages

    import_messages()
    return MessageToDict(call, preserving_proto_field_name=True)


def _line(call: Call) -> str:
    route = f"{call.caller.removeprefix('agencies/')} → {call.agency.removeprefix('agencies/')}"
    took = f"{call.duration.ToMilliseconds()} ms"
    parts = [for_people(moment_of(call.time)), route, call.method.rpartition("/")[2], _ended(call.status)]
    return "  ".join([*parts, took, *call.faults])


def _ended(status: Status) -> str:
    from google.rpc.code_pb2 import Code

    return f"{Code.Name(status.code)}: {status.message}" if status.code else "OK"
