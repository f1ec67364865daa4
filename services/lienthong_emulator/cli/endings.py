"""How a command ends: its exit code, and the line that says why."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from enum import IntEnum
from typing import Any, NoReturn, TypeVar

from lienthong_emulator.cli.terminal import note

Result = TypeVar("Result")


class Ending(IntEnum):
    """Exit codes."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    UNAVAILABLE = 3
    UNUSABLE_FILE = 4
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class Stopped(Exception):
    """A command cannot go on; its text is for people."""

    def __init__(self, ending: Ending, text: str) -> None:
        super().__init__(text)
        self.ending = ending


def finish(command: Callable[[], Ending]) -> NoReturn:
    """Run a command and end the process as it says."""
    try:
        ending = command()
        sys.stdout.flush()
    except Stopped as stopped:
        note(str(stopped))
        ending = stopped.ending
    except UnicodeEncodeError as error:  # bytes on the command line that are no text
        note(f"{error.object!r} is not text")
        ending = Ending.USAGE
    except KeyboardInterrupt:
        ending = Ending.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to flush goes nowhere
        ending = Ending.PIPE_CLOSED
    raise SystemExit(ending)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run async work on the quickest loop there is."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(work)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
