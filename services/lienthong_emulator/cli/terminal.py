"""What a command prints on, and how."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


UNSEEN_WIDTH = 200
"""Columns where there is no terminal."""


def speak_utf8() -> None:
    """Print Vietnamese as it is, whatever the locale says; only half characters, which UTF-8 lacks, are replaced."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def console(*, stderr: bool = False, color: bool = True) -> Console:
    """A console without escape codes where nobody sees colours, or somebody said NO_COLOR."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    shows_color = color and stream.isatty() and not os.environ.get("NO_COLOR")
    return Console(
        stderr=stderr,
        width=None if stream.isatty() or "COLUMNS" in os.environ else UNSEEN_WIDTH,
        color_system="auto" if shows_color else None,
        force_terminal=shows_color,
        highlight=False,
        emoji=False,
        markup=False,
    )


def line_width() -> int:
    """Columns of a terminal; as many as are wanted where there is none, and nobody said COLUMNS."""
    seen = sys.stdout.isatty() or "COLUMNS" in os.environ
    return shutil.get_terminal_size().columns if seen else UNSEEN_WIDTH


def as_json(value: object) -> str:
    import json  # takes longer than the rest of this file

    return json.dumps(value, ensure_ascii=False)


def print_json(value: object, *, flush: bool = False) -> None:
    """One line, for programs."""
    print(as_json(value), flush=flush)


def note(line: str) -> None:
    """A line for people, beside the output."""
    print(f"lienthong: {line}", file=sys.stderr)
