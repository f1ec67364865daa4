"""`card`: the picture of a card."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lienthong_emulator.cli.common_options import USUAL_ADDRESS, JsonOption, TargetOption, WorldOption
from lienthong_emulator.cli.endings import Ending, Stopped, finish, run
from lienthong_emulator.cli.files import STANDARD, write_standard, write_whole
from lienthong_emulator.cli.target import client_of, parse_target
from lienthong_emulator.cli.terminal import print_json

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong.insurance.v1.card_service_pb2 import RenderCardResponse

FORMATS = {".svg": "PICTURE_FORMAT_SVG", ".png": "PICTURE_FORMAT_PNG"}
VALID = "valid"
NUMBER = re.compile("([A-Z]{2}[1-5][0-9]{2})?[0-9]{10}")
"""As the contract has it: without what only a card has, it is a social-insurance number."""


def card(
    number: Annotated[
        str, typer.Argument(help="Card number (15 characters) or social-insurance number (10 digits), old ones too.")
    ],
    out: Annotated[Path, typer.Option("--out", help="FILE.svg or FILE.png; - for SVG on standard output.")],
    json: JsonOption = False,
    target: TargetOption = USUAL_ADDRESS,
    world: WorldOption = "",
) -> None:
    """Draw a card, with the QR code that card readers decode."""
    finish(lambda: run(_card(number, out, json, target, world)), json=json)


async def _card(number: str, out: Path, json: bool, target: str, world: str) -> Ending:
    if json and out == STANDARD:
        raise Stopped(Ending.USAGE, "--out - and --json both want standard output")
    suffix = ".svg" if out == STANDARD else out.suffix.lower()
    if suffix not in FORMATS:
        raise Stopped(Ending.USAGE, f"--out must end in .svg or .png, or be -, not {out}")
    if not NUMBER.fullmatch(number):
        raise Stopped(
            Ending.USAGE,
            f"{number!r} is neither a card number, 15 characters such as DN4010115000017, nor a social-insurance "
            "number, 10 digits",
        )
    async with client_of(parse_target(target), world) as client:
        drawn = await drawn_card(client, number, suffix)
    if out == STANDARD:
        write_standard(drawn.picture)
    else:
        write_whole(out, drawn.picture)
        _tell(number, out, drawn, json)
    return Ending.DONE


async def drawn_card(client: Client, number: str, suffix: str) -> RenderCardResponse:
    """The picture of a card, in the format that a file name's suffix names."""
    from lienthong.insurance.v1.card_service_pb2 import PictureFormat, RenderCardRequest

    wanted = RenderCardRequest(card_number=number, format=PictureFormat.Value(FORMATS[suffix]))
    return await client.cards.RenderCard(wanted)


def _tell(number: str, out: Path, drawn: RenderCardResponse, json: bool) -> None:
    state = _state(drawn)
    if json:
        told = {"number": number, "file": str(out), "media_type": drawn.media_type, "qr_text": drawn.qr_text}
        print_json({**told, "state": state})
    else:
        print(f"{out}: card {number}" if state == VALID else f"{out}: card {number} ({state})")


def _state(drawn: RenderCardResponse) -> str:
    from lienthong.insurance.v1.card_pb2 import CardState

    return CardState.Name(drawn.state).removeprefix("CARD_STATE_").lower().replace("_", " ")
