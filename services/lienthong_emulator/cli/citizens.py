"""`citizens`: change what population holds of a person, as the office that may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.moments import moment_of
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json
from lienthong_emulator.cli.typed_values import date_typed, sex_typed

if TYPE_CHECKING:
    from google.type.date_pb2 import Date

    from lienthong import Client
    from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds, CitizenChange
    from lienthong.type.v1.identity_pb2 import IdentityNumber

JUSTICE, POPULATION = "agencies/justice", "agencies/population"

app = typer.Typer(
    help="Change what population holds of a person; the other registers hear of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Number = Annotated[str, typer.Argument(help="Personal number or CMND of the citizen, old ones too.")]
AsOption = Annotated[str, typer.Option("--as", metavar="CALLER", help="Who asks; it must be a source of the field.")]
BasisOption = Annotated[str, typer.Option("--basis", help="Decision, entry or other paper on which it rests.")]
DiscrepancyOption = Annotated[
    str, typer.Option("--discrepancy", metavar="NAME", help="discrepancies/ID of population that ends with it.")
]
CheckOption = Annotated[bool, typer.Option("--check", help="Say what would happen, and change nothing.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every change is asked with."""

    number: str
    caller: str
    basis: str
    discrepancy: str
    check: bool
    json: bool
    target: str
    world: str

    def identity(self) -> IdentityNumber:
        from lienthong.type.v1.identity_pb2 import IdentityNumber

        return IdentityNumber(value=self.number.replace(" ", ""))

    def grounds(self) -> ChangeGrounds:
        from lienthong.population.v1.citizen_change_service_pb2 import ChangeGrounds

        return ChangeGrounds(basis=self.basis, discrepancy=self.discrepancy, validate_only=self.check)


@app.command()
def correct(
    number: Number,
    name: Annotated[str, typer.Option("--name", help="The right name.")] = "",
    born: Annotated[str, typer.Option("--born", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD.")] = "",
    sex: Annotated[str, typer.Option("--sex", help="male, female or undetermined.")] = "",
    ethnic_group: Annotated[str, typer.Option("--ethnic-group", help="2 digits.")] = "",
    nationality: Annotated[str, typer.Option("--nationality", help="2 letters.")] = "",
    registered: Annotated[str, typer.Option("--registered", help="Commune of birth registration, 5 digits.")] = "",
    replace_number: Annotated[
        bool, typer.Option("--replace-number", help="Also give a new number where the one held contradicts the rest.")
    ] = False,
    caller: AsOption = JUSTICE,
    basis: BasisOption = "",
    discrepancy: DiscrepancyOption = "",
    check: CheckOption = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Correct what was recorded wrongly."""
    asked = _asked(number, caller, basis, discrepancy, check, json, target, world)
    values = {"full_name": name, "ethnic_group": ethnic_group, "nationality": nationality}
    values["birth_registration_commune"] = registered
    finish(lambda: run(_correct(asked, values, born, sex, replace_number)), json=json)


@app.command()
def move(
    number: Number,
    commune: Annotated[str, typer.Argument(help="Where the citizen lives now: 5 digits.")],
    detail: Annotated[str, typer.Option("--detail", help="House and street.")] = "",
    caller: AsOption = POPULATION,
    basis: BasisOption = "",
    discrepancy: DiscrepancyOption = "",
    check: CheckOption = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Record that a citizen moved."""
    asked = _asked(number, caller, basis, discrepancy, check, json, target, world)
    finish(lambda: run(_move(asked, commune, detail)), json=json)


@app.command("replace-number")
def replace_number(
    number: Number,
    caller: AsOption = POPULATION,
    basis: BasisOption = "",
    discrepancy: DiscrepancyOption = "",
    check: CheckOption = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Give a personal number to who has only a CMND, or one that contradicts sex or year of birth."""
    asked = _asked(number, caller, basis, discrepancy, check, json, target, world)
    finish(lambda: run(_ask(asked, "ReplacePersonalNumber", "ReplacePersonalNumberRequest")), json=json)


@app.command()
def die(
    number: Number,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of death. Else the world's today.")] = "",
    caller: AsOption = JUSTICE,
    basis: BasisOption = "",
    discrepancy: DiscrepancyOption = "",
    check: CheckOption = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Record a death; insurance locks the card."""
    asked = _asked(number, caller, basis, discrepancy, check, json, target, world)
    finish(lambda: run(_die(asked, on)), json=json)


@app.command()
def revive(
    number: Number,
    caller: AsOption = JUSTICE,
    basis: BasisOption = "",
    discrepancy: DiscrepancyOption = "",
    check: CheckOption = False,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Take back a death that was recorded by mistake; insurance unlocks the card."""
    asked = _asked(number, caller, basis, discrepancy, check, json, target, world)
    finish(lambda: run(_ask(asked, "RevokeDeath", "RevokeDeathRequest")), json=json)


def _asked(
    number: str, caller: str, basis: str, discrepancy: str, check: bool, json: bool, target: str, world: str
) -> Asked:
    return Asked(
        number=number,
        caller=caller,
        basis=basis,
        discrepancy=discrepancy,
        check=check,
        json=json,
        target=target,
        world=world,
    )


async def _correct(asked: Asked, texts: dict[str, str], born: str, sex: str, replace_number: bool) -> Ending:
    from lienthong.population.v1.citizen_change_service_pb2 import CitizenFields

    given = {name: text for name, text in texts.items() if text}
    values = CitizenFields(**given, sex=sex_typed(sex), birth_date=date_typed(born, "--born") if born else None)  # type: ignore[arg-type] # codes of the register are the contract's
    return await _ask(asked, "CorrectCitizen", "CorrectCitizenRequest", values=values, replace_number=replace_number)


async def _move(asked: Asked, commune: str, detail: str) -> Ending:
    from lienthong.type.v1.address_pb2 import Address
    from lienthong_emulator.reference.administrative_units import find_commune

    found = find_commune(commune)
    if found is None:
        raise Stopped(Ending.USAGE, f"there is no commune {commune!r}; a code has 5 digits, such as 00166")
    residence = Address(
        province_code=found.province_code, district_code=found.district_code, commune_code=found.code, detail=detail
    )
    return await _ask(asked, "MoveResidence", "MoveResidenceRequest", residence=residence)


async def _die(asked: Asked, on: str) -> Ending:
    day = date_typed(on, "--on") if on else await _today(asked)
    return await _ask(asked, "RecordDeath", "RecordDeathRequest", death_date=day)


async def _today(asked: Asked) -> Date:
    from google.type.date_pb2 import Date

    from lienthong.control.v1.clock_service_pb2 import GetClockRequest

    async with client_of(parse_target(asked.target), asked.world) as client:
        now = moment_of((await client.clock.GetClock(GetClockRequest())).now)
    return Date(year=now.year, month=now.month, day=now.day)


async def _ask(asked: Asked, method: str, request: str, **values: Any) -> Ending:
    from lienthong.population.v1 import citizen_change_service_pb2 as contract

    wanted = getattr(contract, request)(identity_number=asked.identity(), grounds=asked.grounds(), **values)
    async with client_of(parse_target(asked.target), asked.world, asked.caller) as client:
        change, case_id = await _changed(client, method, wanted)
    _tell(asked, change, case_id)
    return Ending.DONE


async def _changed(client: Client, method: str, request: Any) -> tuple[CitizenChange, str]:
    call = getattr(client.citizen_changes, method)(request)
    change = await call
    trailers: dict[str, Any] = dict(await call.trailing_metadata() or ())
    return change, trailers.get("lienthong-case", "")


def _tell(asked: Asked, change: CitizenChange, case_id: str) -> None:
    from google.protobuf.json_format import MessageToDict

    from lienthong_emulator.cli.pages import page_of

    if asked.json:
        told = MessageToDict(change, preserving_proto_field_name=True)
        print_json({**told, "case": case_id, "checked_only": asked.check})
        return
    print("\n".join(page_of("Would change" if asked.check else "Changed", change.event)))
    if case_id:
        print(f"lienthong trace {case_id} shows what follows.")
