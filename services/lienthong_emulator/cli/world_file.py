"""A running world into a file, and back."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.control.v1.world_service_pb2 import ExportWorldRequest, ImportWorldHeader, ImportWorldRequest
from lienthong_emulator.cli.endings import Ending, Stopped
from lienthong_emulator.runtime.chunks import chunks_of, gathered

if TYPE_CHECKING:
    from lienthong import Client
    from lienthong.control.v1.world_pb2 import World


async def export_to(path: Path, name: str, client: Client) -> int:
    """Write a world's file, whole or not at all; its length in bytes. Ends the command where there is something."""
    answers = client.worlds.ExportWorld(ExportWorldRequest(name=f"worlds/{name}"))
    with _new(path) as aside:
        return await gathered((answer.chunk async for answer in answers), aside)


async def import_from(path: Path, name: str, rate: float | None, client: Client) -> World:
    """Make a world out of such a file."""
    _check_readable(path)
    return await client.worlds.ImportWorld(_parts(path, ImportWorldHeader(world_id=name, clock_rate=rate)))


@contextmanager
def _new(path: Path) -> Generator[Path]:
    """Where a file is written before it is there: beside it, so that nobody ever sees half of it."""
    if path.exists():
        raise Stopped(Ending.UNUSABLE_FILE, f"{path} is there already; nothing was written")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            aside = Path(folder) / path.name
            yield aside
            aside.replace(path)
    except OSError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot write {path}: {error.strerror}; nothing was written") from error


def _check_readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise Stopped(Ending.UNUSABLE_FILE, f"cannot read {path}: {error.strerror}") from error


async def _parts(path: Path, header: ImportWorldHeader) -> AsyncGenerator[ImportWorldRequest]:
    yield ImportWorldRequest(header=header)
    with path.open("rb") as file:
        async for chunk in chunks_of(file):
            yield ImportWorldRequest(chunk=chunk)
