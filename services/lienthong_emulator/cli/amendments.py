"""`amendments`: correct entries of the birth register, enter parents, and see what came of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.filing_command import TimeoutOption, WaitOption
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import note, print_json
from lienthong_emulator.cli.typed_values import date_typed, sex_typed

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong.justice.v1.birth_amendment_service_pb2 import BirthAmendment, ListBirthAmendmentsRequest
    from lienthong.justice.v1.birth_declaration_pb2 import Parent
    from lienthong.type.v1.identity_pb2 import IdentityNumber

JUSTICE, NOBODY = "agencies/justice", "none"

app = typer.Typer(
    help="Correct births in the register and enter parents; population and insurance follow.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Number = Annotated[str, typer.Argument(help="Personal number or CMND of whom the birth is, old ones too.")]
NameArgument = Annotated[str, typer.Argument(metavar="AMENDMENT", help="birthAmendments/ID, as the others print.")]
NewNameOption = Annotated[str, typer.Option("--name", help="The right name; of an adopted child, the new one.")]
BasisOption = Annotated[str, typer.Option("--basis", help="Decision or other paper on which it rests.")]
AsOption = Annotated[
    str, typer.Option("--as", metavar="CALLER", help="Who asks: justice, a commune (communes/CODE) or a portal.")
]
ParentOption = Annotated[
    str, typer.Option(metavar="NAME,BORN,NUMBER", help="BORN is YYYY[-MM[-DD]]; a court may say: none.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What every change is asked with. `seconds` is None where nobody waits."""

    number: str
    basis: str
    caller: str
    seconds: float | None
    json: bool
    target: str
    world: str


@app.command(epilog="Exit code 1 when it was refused, 0 when it is entered or still in process.")
def correct(
    number: Number,
    name: NewNameOption = "",
    born: Annotated[str, typer.Option("--born", metavar="DATE", help="The right birth date, YYYY-MM-DD.")] = "",
    sex: Annotated[str, typer.Option("--sex", help="male or female.")] = "",
    basis: BasisOption = "",
    caller: AsOption = JUSTICE,
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Correct a name, a birth date or a sex, and tell what came of it."""
    asked = Asked(number, basis, caller, timeout if wait else None, json, target, world)
    finish(lambda: run(_correct(asked, name, born, sex)), json=json)


@app.command(epilog="Exit code 1 when it was refused, 0 when it is entered or still in process.")
def recognise(
    number: Number,
    mother: ParentOption = "",
    father: ParentOption = "",
    name: NewNameOption = "",
    basis: BasisOption = "",
    caller: AsOption = JUSTICE,
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Enter a parent who recognised the child, where none is recorded."""
    asked = Asked(number, basis, caller, timeout if wait else None, json, target, world)
    finish(lambda: run(_change_parents(asked, "RECOGNITION", mother, father, name)), json=json)


@app.command(epilog="Exit code 1 when it was refused, 0 when it is entered or still in process.")
def adopt(
    number: Number,
    mother: ParentOption = "",
    father: ParentOption = "",
    name: NewNameOption = "",
    basis: BasisOption = "",
    caller: AsOption = JUSTICE,
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Enter adoptive parents in the place of both who are recorded."""
    asked = Asked(number, basis, caller, timeout if wait else None, json, target, world)
    finish(lambda: run(_change_parents(asked, "ADOPTION", mother, father, name)), json=json)


@app.command(epilog="Exit code 1 when it was refused, 0 when it is entered or still in process.")
def determine(
    number: Number,
    basis: Annotated[str, typer.Option("--basis", help="The court's decision.")],
    mother: ParentOption = "",
    father: ParentOption = "",
    name: NewNameOption = "",
    caller: AsOption = JUSTICE,
    wait: WaitOption = True,
    timeout: TimeoutOption = 30.0,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Enter who is a parent by the decision of a court, or none, in the place of who is recorded."""
    asked = Asked(number, basis, caller, timeout if wait else None, json, target, world)
    finish(lambda: run(_change_parents(asked, "DETERMINATION", mother, father, name)), json=json)


@app.command()
def show(
    amendment: NameArgument, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = ""
) -> None:
    """Show where an amendment stands, and why."""
    finish(lambda: run(_show(amendment, json, target, world)), json=json)


@app.command("list")
def list_amendments(
    number: Number, json: JsonOption = False, target: TargetOption = USUAL_ADDRESS, world: WorldOption = ""
) -> None:
    """List the amendments of somebody's birth, the oldest first. --json prints a line for each."""
    finish(lambda: run(_list(number, json, target, world)), json=json)


@app.command()
def withdraw(
    amendment: NameArgument,
    caller: AsOption = JUSTICE,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Withdraw an amendment of which population has not been told yet."""
    finish(lambda: run(_withdraw(amendment, caller, json, target, world)), json=json)


async def _correct(asked: Asked, name: str, born: str, sex: str) -> Ending:
    from lienthong.justice.v1.birth_amendment_service_pb2 import BirthFields, CorrectBirthRequest

    right = BirthFields(
        full_name=name,
        birth_date=date_typed(born, "--born") if born else None,
        sex=sex_typed(sex),  # type: ignore[arg-type] # codes of the register are the contract's
    )
    request = CorrectBirthRequest(identity_number=_identity(asked.number), values=right, basis=asked.basis)
    return await _filed(asked, "CorrectBirth", request)


async def _change_parents(asked: Asked, kind: str, mother: str, father: str, name: str) -> Ending:
    from lienthong.justice.v1.birth_amendment_service_pb2 import AmendmentKind, ChangeParentsRequest

    request = ChangeParentsRequest(
        identity_number=_identity(asked.number),
        kind=AmendmentKind.Value(f"AMENDMENT_KIND_{kind}"),
        mother=_parent(mother, "--mother"),
        father=_parent(father, "--father"),
        no_mother=mother == NOBODY,
        no_father=father == NOBODY,
        full_name=name,
        basis=asked.basis,
    )
    return await _filed(asked, "ChangeParents", request)


def _identity(number: str) -> IdentityNumber:
    from lienthong.type.v1.identity_pb2 import IdentityNumber

    return IdentityNumber(value=number.replace(" ", ""))


def _parent(text: str, option: str) -> Parent | None:
    from lienthong.justice.v1.birth_declaration_pb2 import Parent

    if text in ("", NOBODY):
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3 or not all(parts):
        raise Stopped(Ending.USAGE, f"{option} must be NAME,BORN,NUMBER, not {text!r}")
    name, born, number = parts
    return Parent(full_name=name, birth_date=date_typed(born, option), personal_number=number, nationality="VN")


async def _filed(asked: Asked, method: str, request: Any) -> Ending:
    from lienthong.justice.v1.birth_amendment_service_pb2 import AMENDMENT_STATE_REFUSED

    async with client_of(parse_target(asked.target), asked.world, asked.caller) as client:
        amendment = await getattr(client.birth_amendments, method)(request)
        if asked.seconds is not None:
            amendment = await _followed(client, amendment, asked.seconds)
    _tell(amendment, json=asked.json)
    return Ending.REFUSED if amendment.state == AMENDMENT_STATE_REFUSED else Ending.DONE


async def _followed(client: Client, amendment: BirthAmendment, seconds: float) -> BirthAmendment:
    """As last seen when it ended, or the time was over."""
    import grpc

    from lienthong.justice.v1.birth_amendment_service_pb2 import WatchBirthAmendmentRequest

    seen, request = amendment, WatchBirthAmendmentRequest(name=amendment.name)
    try:
        async for frame in client.birth_amendments.WatchBirthAmendment(request, timeout=seconds):
            seen = frame
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED:
            raise
    return seen


async def _show(name: str, json: bool, target: str, world: str) -> Ending:
    from lienthong.justice.v1.birth_amendment_service_pb2 import GetBirthAmendmentRequest

    async with client_of(parse_target(target), world) as client:
        _tell(await client.birth_amendments.GetBirthAmendment(GetBirthAmendmentRequest(name=name)), json=json)
    return Ending.DONE


async def _list(number: str, json: bool, target: str, world: str) -> Ending:
    from lienthong.justice.v1.birth_amendment_service_pb2 import ListBirthAmendmentsRequest

    request, count = ListBirthAmendmentsRequest(identity_number=_identity(number)), 0
    async with client_of(parse_target(target), world) as client:
        async for amendment in _listed(client, request):
            count += 1
            if json:
                _tell(amendment, json=True)
            else:
                print(_line(amendment))
    if not json:
        note(f"{count:,} amendments")
    return Ending.DONE


async def _listed(client: Client, request: ListBirthAmendmentsRequest) -> AsyncGenerator[BirthAmendment]:
    """Page after page."""
    while True:
        page = await client.birth_amendments.ListBirthAmendments(request)
        for amendment in page.amendments:
            yield amendment
        request.page_token = page.next_page_token
        if not request.page_token:
            return


async def _withdraw(name: str, caller: str, json: bool, target: str, world: str) -> Ending:
    from lienthong.justice.v1.birth_amendment_service_pb2 import WithdrawBirthAmendmentRequest

    async with client_of(parse_target(target), world, caller) as client:
        request = WithdrawBirthAmendmentRequest(name=name)
        _tell(await client.birth_amendments.WithdrawBirthAmendment(request), json=json)
    return Ending.DONE


def _tell(amendment: BirthAmendment, *, json: bool) -> None:
    from google.protobuf.json_format import MessageToDict

    from lienthong_emulator.cli.pages import page_of

    if json:
        print_json(MessageToDict(amendment, preserving_proto_field_name=True))
        return
    print("\n".join(page_of(f"{_state(amendment)} {amendment.name}", amendment)))
    print(f"lienthong trace {amendment.case_id} shows what follows.")


def _line(amendment: BirthAmendment) -> str:
    from lienthong.justice.v1.birth_amendment_service_pb2 import AmendmentKind

    kind = AmendmentKind.Name(amendment.kind).removeprefix("AMENDMENT_KIND_")
    return f"{amendment.name}  {_state(amendment):<10}  {kind:<11}  {amendment.refusal.reason}".rstrip()


def _state(amendment: BirthAmendment) -> str:
    from lienthong.justice.v1.birth_amendment_service_pb2 import AmendmentState

    return AmendmentState.Name(amendment.state).removeprefix("AMENDMENT_STATE_")
