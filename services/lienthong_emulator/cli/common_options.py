"""Options that commands share."""

from typing import Annotated

import typer

from lienthong_emulator.cli.target import USUAL_ADDRESS

TargetOption = Annotated[
    str,
    typer.Option(
        "--target",
        envvar="LIENTHONG_TARGET",
        help="HOST:PORT of a running emulator; where the agencies are split, justice=HOST:PORT,control=HOST:PORT.",
    ),
]
WorldOption = Annotated[str, typer.Option("--world", envvar="LIENTHONG_WORLD", help="The world to speak about.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

__all__ = ["USUAL_ADDRESS", "JsonOption", "TargetOption", "WorldOption"]
