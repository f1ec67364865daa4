"""The page of the command line, from its own help."""

from collections.abc import Iterator
from typing import Any

from pages.markdown import GENERATED

HEAD = """# The command line

What `lienthong COMMAND --help` says, for every command.

"""
# Help as wide as this, whatever the terminal; and no variable of the reader's own may show in it.
ENVIRONMENT = {"COLUMNS": "80", "LIENTHONG_TARGET": None, "LIENTHONG_WORLD": None, "LIENTHONG_DATA": None}


def cli_page() -> str:
    from typer.main import get_command

    from lienthong_emulator.cli.app import app

    return GENERATED + HEAD + "\n".join(_section(words) for words in _commands(get_command(app)))


def _commands(command: Any, *words: str) -> Iterator[tuple[str, ...]]:
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, *words, name)


def _section(words: tuple[str, ...]) -> str:
    return f"## `{' '.join(('lienthong', *words))}`\n\n```text\n{_help(words)}\n```\n"


def _help(words: tuple[str, ...]) -> str:
    from typer.testing import CliRunner

    from lienthong_emulator.cli.app import app

    result = CliRunner(env=ENVIRONMENT).invoke(app, [*words, "--help"], prog_name="lienthong", color=False)
    if result.exit_code != 0:
        raise SystemExit(f"lienthong {' '.join(words)} --help failed: {result.output}")
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())
