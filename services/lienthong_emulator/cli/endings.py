"""How a command ends: its exit code, and the line that says why."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from lienthong_emulator.cli.terminal import note, print_json

if TYPE_CHECKING:
    from lienthong import Refused
    from lienthong_emulator.linked_procedure import ResultRefusal
    from lienthong_emulator.runtime.refusals import Refusal

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
    """A command cannot go on; its text is for people. Of a refusal of the contract, programs are given its parts."""

    def __init__(self, ending: Ending, text: str, no: Refused | Refusal | ResultRefusal | None = None) -> None:
        super().__init__(text)
        self.ending = ending
        self._no = no

    def to_json(self) -> dict[str, dict[str, str | None]]:
        """As `births file` tells of a dossier; where the contract has no reason, the kind of ending stands for one."""
        if self._no is None:
            return {"refusal": {"reason": self.ending.name, "field": None, "message": str(self)}}
        no = self._no
        return {"refusal": {"reason": no.reason, "field": no.field or None, "message": no.message}}


def finish(command: Callable[[], Ending], *, json: bool = False) -> NoReturn:
    """Run a command and end the process as it says."""
    try:
        ending = command()
        sys.stdout.flush()
    except Stopped as stopped:
        ending = _told(stopped, json=json)
    except UnicodeEncodeError as error:  # bytes on the command line that are no text
        ending = _told(Stopped(Ending.USAGE, f"{error.object!r} is not text"), json=json)
    except KeyboardInterrupt:
        ending = Ending.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to flush goes nowhere
        ending = Ending.PIPE_CLOSED
    raise SystemExit(ending)


def _told(stopped: Stopped, *, json: bool) -> Ending:
    """Say why: to people on standard error, to programs where the answer would have been."""
    if json:
        print_json(stopped.to_json(), flush=True)
    else:
        note(str(stopped))
    return stopped.ending


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run async work on the quickest loop there is."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(work)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
