"""`qr`: read what a scanner gave, draw the QR code of a citizen's card."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.files import STANDARD, write_standard, write_whole
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from lienthong_emulator.qr_codes import Reading

SUFFIXES = (".svg", ".png")
NUMBER = re.compile("[0-9]{12}|[0-9]{9}")
LONGEST_TEXT = 4_000
KINDS = {
    "CitizenCardPayload": "citizen's card",
    "HealthCardPayload": "health-insurance card",
    "ShortCardPayload": "health-insurance card, short form",
}

app = typer.Typer(help="Read and draw the QR codes of cards.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def parse(
    text: Annotated[str, typer.Argument(help="What the scanner typed, in quotes; - reads standard input.")],
    json: JsonOption = False,
) -> None:
    """Read the QR code of a health-insurance card or a citizen's card, also one that a keyboard mangled."""
    finish(lambda: _parse(sys.stdin.read(LONGEST_TEXT) if text == "-" else text, json), json=json)


@app.command()
def citizen(
    number: Annotated[str, typer.Argument(help="Personal number or CMND of the citizen, old ones too.")],
    out: Annotated[Path, typer.Option("--out", help="FILE.svg or FILE.png; - for the text on standard output.")],
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Draw the QR code of a citizen's card (CCCD)."""
    finish(lambda: run(_citizen(number, out, json, target, world)), json=json)


def _parse(text: str, json: bool) -> Ending:
    from lienthong_emulator.insurance.cards.errors import MalformedQr, QrNotRecognized
    from lienthong_emulator.qr_codes import MalformedPayload, NoKnownPayload, read

    try:
        reading = read(text)
    except NoKnownPayload as error:
        raise _refused(QrNotRecognized(field="text")) from error
    except MalformedPayload as error:
        raise _refused(MalformedQr(field="text", part=error.field)) from error
    told = _told(reading)
    if json:
        print_json(told)
    else:
        width = max(map(len, told))
        print("\n".join(f"{name.replace('_', ' '):{width}}  {_shown(value)}" for name, value in told.items()))
    return Ending.DONE


def _refused(no: Any) -> Stopped:
    return Stopped(Ending.REFUSED, f"{no.reason}: {no.message}", no)


def _told(reading: Reading) -> dict[str, object]:
    payload = reading.payload
    values = {field.name: _plain(getattr(payload, field.name)) for field in fields(payload)}
    return {"card": KINDS[type(payload).__name__], "mended": reading.mangled, **values}


def _plain(value: Any) -> object:
    """A value as JSON has it; of a partial date as much as is known."""
    from lienthong_emulator.matching import PartialDate
    from lienthong_emulator.qr_codes import Sex

    match value:
        case date():
            return value.isoformat()
        case PartialDate():
            return "-".join(f"{part:02}" for part in (value.year, value.month, value.day) if part)
        case Sex():
            return value.name.lower()
        case _:
            return value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)


async def _citizen(number: str, out: Path, json: bool, target: str, world: str) -> Ending:
    from lienthong.population.v1.citizen_service_pb2 import DrawCitizenCardQrRequest
    from lienthong.type.v1.identity_pb2 import IdentityNumber

    if out != STANDARD and out.suffix.lower() not in SUFFIXES:
        raise Stopped(Ending.USAGE, f"--out must end in .svg or .png, or be -, not {out}")
    if not NUMBER.fullmatch(number):
        raise Stopped(Ending.USAGE, f"{number!r} is neither a personal number, 12 digits, nor a CMND, 9 digits")
    async with client_of(parse_target(target), world) as client:
        asked = DrawCitizenCardQrRequest(identity_number=IdentityNumber(value=number))
        drawn = await client.citizens.DrawCitizenCardQr(asked)
    if out == STANDARD:
        write_standard(f"{drawn.qr_text}\n".encode())
        return Ending.DONE
    write_whole(out, drawn.svg if out.suffix.lower() == ".svg" else drawn.png)
    if json:
        print_json({"number": number, "file": str(out), "qr_text": drawn.qr_text})
    else:
        print(f"{out}: {drawn.qr_text}")
    return Ending.DONE
