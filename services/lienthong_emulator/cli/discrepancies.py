"""`discrepancies`: differences between registers, at population or insurance."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, finish, run
from lienthong_emulator.cli.moments import moment_of
from lienthong_emulator.cli.target import CALLER, client_of, parse_target
from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong.discrepancy.v1.discrepancy_pb2 import Discrepancy
    from lienthong.discrepancy.v1.requests_pb2 import ListDiscrepanciesRequest

app = typer.Typer(
    help="Report, follow and end differences between registers.", no_args_is_help=True, rich_markup_mode=None
)


class Register(StrEnum):
    """Registers that keep discrepancies."""

    POPULATION = "population"
    INSURANCE = "insurance"


class State(StrEnum):
    """As typed; in capitals as in the contract."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    FORWARDED = "forwarded"
    CORRECTED = "corrected"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


Name = Annotated[str, typer.Argument(help="Name of the discrepancy, as `list` prints it.")]
AtOption = Annotated[Register, typer.Option("--at", help="The register that keeps it.")]
ByOption = Annotated[str, typer.Option("--by", help="Who does it, such as agencies/justice.")]
NoteOption = Annotated[str, typer.Option("--note", help="What to tell the others.")]
EtagOption = Annotated[str, typer.Option("--etag", help="As it was read; without it, whatever stands is acted on.")]

SHOWN_AT_ONCE: Final = 500


@app.command("list")
def list_discrepancies(
    at: AtOption,
    state: Annotated[State | None, typer.Option("--state", help="Only those in this state.")] = None,
    not_ended: Annotated[bool, typer.Option("--not-ended", help="Only those that have not ended.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that are overdue.")] = False,
    field: Annotated[str, typer.Option("--field", help="Only those about this field.")] = "",
    reporter: Annotated[str, typer.Option("--reporter", help="Only those that this party reported.")] = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """List discrepancies, the oldest first. --json prints a line for each."""
    wanted = {"open_only": not_ended, "overdue_only": overdue, "field": field, "reporter": reporter}
    finish(lambda: run(_list(at, {**wanted, "state": _code(state)}, json, target, world)), json=json)


@app.command()
def show(
    name: Name, at: AtOption, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = ""
) -> None:
    """Show a discrepancy."""
    _tell("GetDiscrepancy", at, {"name": name}, CALLER, json, target, world)


@app.command()
def report(
    number: Annotated[str, typer.Argument(help="Any number of the person.")],
    field: Annotated[str, typer.Argument(help="The field, such as full_name or health_insurance.initial_facility.")],
    at: AtOption,
    value: Annotated[str, typer.Option("--value", help="What the reporter holds.")] = "",
    by: ByOption = CALLER,
    note: NoteOption = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Report a difference to a register; the same difference again is the same discrepancy."""
    said = {"identity_number": {"value": number}, "field": field, "reported_value": value, "note": note}
    _tell("ReportDiscrepancy", at, said, by, json, target, world)


@app.command()
def acknowledge(
    name: Name,
    at: AtOption,
    by: ByOption = CALLER,
    note: NoteOption = "",
    etag: EtagOption = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Say that somebody looks at it."""
    _tell("AcknowledgeDiscrepancy", at, {"name": name, "note": note, "etag": etag}, by, json, target, world)


@app.command()
def forward(
    name: Name,
    source: Annotated[str, typer.Argument(help="A source of the field, such as agencies/justice.")],
    at: AtOption,
    by: ByOption = CALLER,
    note: NoteOption = "",
    etag: EtagOption = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Pass it on to a source of the field, which decides."""
    said = {"name": name, "source": source, "note": note, "etag": etag}
    _tell("ForwardDiscrepancy", at, said, by, json, target, world)


@app.command()
def resolve(
    name: Name,
    at: AtOption,
    by: Annotated[str, typer.Option("--by", help="A source of the field, such as agencies/justice.")],
    change_event: Annotated[
        str, typer.Option("--corrected-by", help="The change event that corrected it. Without it, it is upheld.")
    ] = "",
    note: NoteOption = "",
    etag: EtagOption = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """End it: a value was corrected, or the value held stands. Only a source of the field decides."""
    state = _code(State.CORRECTED if change_event else State.UPHELD)
    said = {"name": name, "state": state, "change_event": change_event, "note": note, "etag": etag}
    _tell("ResolveDiscrepancy", at, said, by, json, target, world)


@app.command()
def withdraw(
    name: Name,
    at: AtOption,
    by: ByOption = CALLER,
    note: NoteOption = "",
    etag: EtagOption = "",
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Take it back. Only the reporter can."""
    _tell("WithdrawDiscrepancy", at, {"name": name, "note": note, "etag": etag}, by, json, target, world)


def _code(state: State | None) -> str:
    return f"DISCREPANCY_STATE_{state.name if state else 'UNSPECIFIED'}"


def _tell(call: str, at: Register, said: dict[str, Any], by: str, json: bool, target: str, world: str) -> None:
    """Make a call that answers with the discrepancy, and show that."""
    finish(lambda: run(_ask(call, at, said, by, json, target, world)), json=json)


async def _ask(call: str, at: Register, said: dict[str, Any], by: str, json: bool, target: str, world: str) -> Ending:
    from google.protobuf.json_format import ParseDict

    from lienthong.discrepancy.v1 import requests_pb2
    from lienthong_emulator.cli.pages import page_of

    request = ParseDict(said, getattr(requests_pb2, f"{call}Request")())
    async with client_of(parse_target(target), world, by) as client:
        found = await getattr(_desk(client, at), call)(request)
    if json:
        print_json(_as_json(found))
    else:
        print("\n".join(page_of(found.name, found)))
    return Ending.DONE


async def _list(at: Register, wanted: dict[str, Any], json: bool, target: str, world: str) -> Ending:
    from google.protobuf.json_format import ParseDict

    from lienthong.discrepancy.v1.requests_pb2 import ListDiscrepanciesRequest

    request, count = ParseDict(wanted, ListDiscrepanciesRequest(page_size=SHOWN_AT_ONCE)), 0
    async with client_of(parse_target(target), world) as client:
        async for found in _pages(_desk(client, at), request):
            count += 1
            if json:
                print_json(_as_json(found))
            else:
                print(_line(found))
    if not json:
        note(f"{count:,} found")
    return Ending.DONE


async def _pages(desk: Any, request: ListDiscrepanciesRequest) -> AsyncGenerator[Discrepancy]:
    while True:
        page = await desk.ListDiscrepancies(request)
        for found in page.discrepancies:
            yield found
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def _desk(client: Client, at: Register) -> Any:
    return client.population_discrepancies if at is Register.POPULATION else client.insurance_discrepancies


def _line(found: Discrepancy) -> str:
    from lienthong.discrepancy.v1.discrepancy_pb2 import DiscrepancyState

    state = DiscrepancyState.Name(found.state).removeprefix("DISCREPANCY_STATE_").lower()
    columns = (
        found.name,
        f"{'overdue' if found.overdue else state:<12}",
        f"{found.identity_number.value:<15}",
        f"{found.field:<20}",
        f"due {moment_of(found.due_time):%Y-%m-%d %H:%M}",
        found.reporter,
    )
    return "  ".join(columns)


def _as_json(found: Discrepancy) -> Any:
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(found, preserving_proto_field_name=True)
