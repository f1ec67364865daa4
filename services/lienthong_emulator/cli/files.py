"""Files that commands read and write."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from lienthong_emulator.cli.endings import Ending, Stopped

STANDARD = Path("-")
"""Stands for standard input and output."""


def read_at_most(path: Path, limit: int) -> bytes:
    """The file, or standard input for `-`; of one that is longer, one byte more than the limit."""
    with _named(path, "cannot read"):
        if path == STANDARD:
            return sys.stdin.buffer.read(limit + 1)
        with path.open("rb") as file:
            return file.read(limit + 1)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file, then rename: nobody ever sees half of it."""
    with _named(path, "cannot write"):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(aside).chmod(0o666 & ~_umask())
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise


def write_standard(content: bytes) -> None:
    sys.stdout.buffer.write(content)


@contextmanager
def _named(path: Path, trouble: str) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"{trouble} {path}: {error.strerror}") from error


def _umask() -> int:
    """There is no way to ask for it but to set it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask
