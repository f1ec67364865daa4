"""The commands as a whole: wrong usage is told to programs as every other refusal is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from typer._click.exceptions import ClickException
from typer.core import TyperGroup

from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.cli.terminal import print_json

JSON = "--json"


class Commands(TyperGroup):
    """Typer's own, but where --json is typed its complaints are JSON too."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        words = sys.argv[1:] if args is None else list(args)
        if JSON not in words:
            return super().main(words, *rest, **options)
        try:
            code = super().main(words, *rest, **{**options, "standalone_mode": False})
        except ClickException as error:
            print_json(Stopped(Ending.USAGE, error.format_message()).to_json(), flush=True)
            code = error.exit_code
        raise SystemExit(code)
