"""Named places where a test may let the process die, as a power cut would.

`LIENTHONG_KILL_AT=justice.register.committed` arms one. `LIENTHONG_KILL_MARK` names a file that is written at the
moment of death, so that a test can tell a point that was hit from one that was never reached. The process dies at most
once: an existing mark disarms it.

One death may also be that of many calls: `LIENTHONG_HOLD_AT=before-commit` (or `committed`) has every call that travels
under the trace `LIENTHONG_HOLD_TRACE` wait there in its first transaction, until who waits with it kills the process.
`LIENTHONG_HOLD_MARK` names a file to which each that came there adds the name of its world.
"""

import asyncio
import os
import signal
from pathlib import Path

_ARMED = os.environ.get("LIENTHONG_KILL_AT", "")
_MARK = Path(os.environ.get("LIENTHONG_KILL_MARK", os.devnull))
_HELD_AT = os.environ.get("LIENTHONG_HOLD_AT", "")
_HELD_TRACE = os.environ.get("LIENTHONG_HOLD_TRACE", "")
_HELD_MARK = Path(os.environ.get("LIENTHONG_HOLD_MARK", os.devnull))


def reach(point: str) -> None:
    """Die here if the point is armed."""
    if point == _ARMED and not _MARK.exists():
        _MARK.write_text(point)
        os.kill(os.getpid(), signal.SIGKILL)


async def stay_if_held(point: str, trace: str, world: str) -> None:
    """Where calls of this trace are held at the point, say that one came, and wait for the death of the process."""
    if point == _HELD_AT and trace == _HELD_TRACE:
        _say_that_it_came(world)
        await asyncio.Event().wait()


def _say_that_it_came(world: str) -> None:
    with _HELD_MARK.open("a", encoding="utf-8") as mark:
        mark.write(f"{world}\n")
