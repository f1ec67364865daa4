"""The command line."""

import gc
import os
import sys

from lienthong_emulator.cli.terminal import speak_utf8

QUICK = ("up", "serve")


def main() -> None:
    """Run what was typed; the process ends with the exit code of the command."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # what fails is told in a line of our own
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")  # its handlers kill a child that only forks to run a builder
    speak_utf8()
    if len(sys.argv) > 1 and sys.argv[1] in QUICK:
        _start_quickly(*sys.argv[1:])
    from lienthong_emulator.cli.app import app

    app(prog_name="lienthong")


def _start_quickly(command: str, *words: str) -> None:
    """Start agencies without Typer, whose import takes as long as half of all the rest; where it must help, return."""
    gc.disable()  # until all is imported: nothing of it is garbage
    from lienthong_emulator.cli.options import Play, Serve, as_typed

    options = as_typed(Play if command == "up" else Serve, words)
    if options is None:
        gc.enable()
        return
    from lienthong_emulator.cli.play import play

    play(options)
