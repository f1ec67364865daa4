"""Named places where a test may let the process die, as a power cut would.

`LIENTHONG_KILL_AT=justice.register.committed` arms one. `LIENTHONG_KILL_MARK` names a file that is written at the
moment of death, so that a test can tell a point that was hit from one that was never reached. The process dies at most
once: an existing mark disarms it.
"""

import os
import signal
from pathlib import Path

_ARMED = os.environ.get("LIENTHONG_KILL_AT", "")
_MARK = Path(os.environ.get("LIENTHONG_KILL_MARK", os.devnull))


def reach(point: str) -> None:
    """Die here if the point is armed."""
    if point == _ARMED and not _MARK.exists():
        _MARK.write_text(point)
        os.kill(os.getpid(), signal.SIGKILL)
