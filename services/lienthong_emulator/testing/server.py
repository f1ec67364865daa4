"""The agencies that tests talk to: played in a thread of this process, or running elsewhere."""

from __future__ import annotations

import asyncio
import os
import threading
import warnings
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lienthong import BlockingClient, Refused, connect_blocking, refused
from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest
from lienthong_emulator.testing.faults import told
from lienthong_emulator.testing.world import World

if TYPE_CHECKING:
    from lienthong.control.v1.fault_pb2 import Fault
    from lienthong_emulator.emulator import Emulator

TARGET = "LIENTHONG_TARGET"
"""The environment variable that names agencies which run already: `HOST:PORT`, or `NAME=HOST:PORT` of each."""
SECONDS_TO_START = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """Agencies at one address, or each at its own in `named`; `http` is where the HTTP doors stand, if anywhere."""

    address: str
    named: Mapping[str, str] = field(default_factory=dict[str, str])
    http: str = ""

    @contextmanager
    def world(self, name: str, recipe: Recipe | None = None) -> Generator[World]:
        """A world of this name (small letters, digits, hyphens), whose clock stands still, until the block ends."""
        with connect_blocking(self.address, retry=True, **self.named) as client:
            made = client.worlds.CreateWorld(CreateWorldRequest(world_id=name, recipe=recipe or Recipe()))
            try:
                with connect_blocking(
                    self.address, world=name, caller="testers/pytest", retry=True, **self.named
                ) as tester:
                    yield World(made, self, tester)
            finally:
                _tell_unmet(_delete(client, made.name))


class UnmetFaults(UserWarning):
    """A test ended, and something that it planned to go wrong did not."""


def _delete(client: BlockingClient, name: str) -> Sequence[Fault]:
    """What was planned in the world and not met; nothing where the test deleted it by itself."""
    try:
        with refused():
            return client.worlds.DeleteWorld(DeleteWorldRequest(name=name)).unmet_faults
    except Refused as no:
        if no.reason != "WORLD_NOT_FOUND":
            raise
        return ()


def _tell_unmet(unmet: Sequence[Fault]) -> None:
    if unmet:
        warnings.warn(f"planned and not met: {'; '.join(map(told, unmet))}", UnmetFaults, stacklevel=4)


@contextmanager
def playing() -> Generator[Server]:
    """The agencies that `LIENTHONG_TARGET` names, else all of them, in memory, in a thread of this process."""
    if target := os.environ.get(TARGET):
        yield server_at(target)
        return
    played = _Played()
    thread = threading.Thread(target=played.run, name="lienthong", daemon=True)
    thread.start()
    try:
        yield played.server()
    finally:
        played.stop()
        thread.join()


def server_at(text: str) -> Server:
    """Raises `ValueError` where an address is none."""
    from lienthong_emulator.cli.endings import Stopped
    from lienthong_emulator.cli.target import parse_target

    try:
        target = parse_target(text, TARGET)
    except Stopped as no:
        raise ValueError(str(no)) from no
    return Server(target.address, target.named)


class _Played:
    """The emulator in a thread with an event loop of its own: tests may block, or have any loop they like."""

    def __init__(self) -> None:
        self._is_up = threading.Event()
        self._emulator: Emulator | None = None
        self._error: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None

    def run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(self._play())
        except BaseException as error:
            self._error = error
            self._is_up.set()

    async def _play(self) -> None:
        # Imported here: whoever only talks to a server elsewhere need not load one.
        from lienthong_emulator.emulator import emulate
        from lienthong_emulator.setup import Setup

        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        async with emulate(Setup(http="127.0.0.1:0")) as self._emulator:
            self._is_up.set()
            await self._end.wait()

    def server(self) -> Server:
        if not self._is_up.wait(SECONDS_TO_START):
            raise TimeoutError(f"the agencies were not up after {SECONDS_TO_START:.0f} seconds")
        if self._emulator is None:
            raise RuntimeError("the agencies could not be played") from self._error
        return Server(self._emulator.address, http=self._emulator.http or "")

    def stop(self) -> None:
        if self._loop is not None and self._end is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end.set)


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # Windows
        return None
    return uvloop.Loop
