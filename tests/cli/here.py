"""The command line in this process, where all that it needs is imported already."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from lienthong_emulator.cli.app import app


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


def lienthong(*words: str | Path, stdin: bytes = b"", **environment: str) -> Said:
    """Runs a command to its end."""
    result = CliRunner(env=environment).invoke(app, [*map(str, words)], input=stdin, catch_exceptions=False)
    return Said(result.exit_code, result.stdout, result.stderr)
