"""Options that commands share."""

from typing import Annotated

import typer

from lienthong_emulator.cli.target import USUAL_ADDRESS

TargetOption = Annotated[
    str,
    typer.Option(
        "--target",
        envvar="LIENTHONG_TARGET",
        metavar="HOST:PORT",
        help="A running emulator; where it is split, justice=HOST:PORT,control=HOST:PORT and so on.",
    ),
]
WorldOption = Annotated[
    str, typer.Option("--world", envvar="LIENTHONG_WORLD", metavar="NAME", help="The world. Else `default`.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

__all__ = ["USUAL_ADDRESS", "JsonOption", "TargetOption", "WorldOption"]
