"""`claim sample`: a file that a facility may send, about a persona or anybody on record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.asked_recipe import year_asked
from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.files import STANDARD, write_standard, write_whole
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json
from lienthong_emulator.runtime.context import DEFAULT_WORLD

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong.insurance.v1.participant_pb2 import Participant
    from lienthong_emulator.cli.sample_files import Sampled

USUAL_FACILITY = "01999"
FACILITY = re.compile("[0-9]{5}")
NUMBER = re.compile("[0-9]{9,12}|[A-Z]{2}[0-9]{13}")
PERSONAL_NUMBERS = "IDENTITY_NUMBER_TYPE_PERSONAL_NUMBER"

app = typer.Typer(help="Files of health facilities.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def claims() -> None:
    """Files of health facilities."""


@app.command()
def sample(
    who: Annotated[str, typer.Argument(help="A persona's key, such as van-loc, or any number of somebody on record.")],
    out: Annotated[Path, typer.Option("--out", help="The file; - for standard output.")] = STANDARD,
    kind: Annotated[
        str,
        typer.Option("--kind", help="claim, claim-4210, check-in, sick-leave, birth-notice or death-notice."),
    ] = "claim",
    facility: Annotated[str, typer.Option("--facility", help="Code of the facility that sends it.")] = USUAL_FACILITY,
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Make a valid file of a facility about somebody, as of the world's today: a stay that ended yesterday, say."""
    finish(lambda: run(_sample(who, out, kind, facility, json, target, world)), json=json)


async def _sample(who: str, out: Path, kind: str, facility: str, json: bool, target: str, world: str) -> Ending:
    from lienthong_emulator.cli.sample_files import NEEDS_CARD, SAMPLES

    if kind not in SAMPLES:
        raise Stopped(Ending.USAGE, f"--kind must be one of {', '.join(SAMPLES)}, not {kind!r}")
    if not FACILITY.fullmatch(facility):
        raise Stopped(Ending.USAGE, f"--facility must be 5 digits, not {facility!r}")
    number = await _number_of(who, target, world)
    async with client_of(parse_target(target), world) as client:
        sampled = await _sampled(client, number, facility)
    if kind in NEEDS_CARD and not sampled.card:
        raise Stopped(Ending.REFUSED, f"{sampled.full_name} has no card, and a file of {kind} names one")
    _write(out, SAMPLES[kind](sampled), kind, json=json)
    return Ending.DONE


async def _number_of(who: str, target: str, world: str) -> str:
    """A number as it was typed, or the one by which insurance knows a persona of that world's year."""
    from lienthong_emulator.people.by_hand.personas import personas

    if NUMBER.fullmatch(who.upper()):
        return who.upper()
    person = personas(await year_asked("", world or DEFAULT_WORLD, target)).get(who)
    if person is None:
        raise Stopped(Ending.USAGE, f"{who!r} is neither a number nor a persona; 'lienthong personas' lists them")
    if not person.social_insurance_number:
        raise Stopped(Ending.REFUSED, f"insurance does not know {person.full_name}")
    return person.social_insurance_number


async def _sampled(client: Client, number: str, facility: str) -> Sampled:
    from lienthong.control.v1.clock_service_pb2 import GetClockRequest
    from lienthong.insurance.v1.registry_service_pb2 import GetParticipantRequest
    from lienthong.type.v1.identity_pb2 import IdentityNumber
    from lienthong_emulator.cli.sample_files import Sampled
    from lienthong_emulator.runtime.clock import HANOI, opening_of

    asked = GetParticipantRequest(identity_number=IdentityNumber(value=number))
    person = await client.registry.GetParticipant(asked)
    born, now = person.basic.birth_date, (await client.clock.GetClock(GetClockRequest())).now
    return Sampled(
        full_name=person.basic.full_name,
        birth=f"{born.year:04}{born.month:02}{born.day:02}",
        sex=person.basic.sex,
        personal_number=_current(person, PERSONAL_NUMBERS),
        si_number=_current(person, "IDENTITY_NUMBER_TYPE_SOCIAL_INSURANCE"),
        card=person.health_insurance.card.card_number,
        facility=facility,
        now=opening_of(now.ToDatetime(HANOI).date()),  # a ticking clock must not make another file of it
    )


def _current(person: Participant, kind: str) -> str:
    """The first of its kind is the one that counts."""
    from lienthong.type.v1.identity_pb2 import IdentityNumberType

    wanted = IdentityNumberType.Value(kind)
    return next((number.value for number in person.basic.identity_numbers if number.type == wanted), "")


def _write(out: Path, content: bytes, kind: str, *, json: bool) -> None:
    if out == STANDARD:
        write_standard(content)
        return
    write_whole(out, content)
    if json:
        print_json({"file": str(out), "kind": kind, "bytes": len(content)})
    else:
        print(f"{out}: {kind}, {len(content)} bytes")
