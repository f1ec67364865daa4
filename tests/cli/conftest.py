"""The program as people run it: as a process of its own, or in this one against an emulator that is up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.here import Said
from tests.cli.here import lienthong as lienthong_here

from lienthong_emulator.linked_procedure import example_dossiers

PROGRAM = Path(sys.executable).with_name("lienthong")
SECONDS_TO_START = 120.0
SECONDS_TO_END = 60.0
Dossier = dict[str, Any]


Lienthong = Callable[..., Said]
Ask = Callable[..., Said]


def environment_in(folder: Path, **given: str) -> dict[str, str]:
    """The environment of a user who has set nothing and kept nothing."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("LIENTHONG_", "COLUMNS"))}
    return {**ours, "XDG_DATA_HOME": str(folder), **given}


@pytest.fixture
def lienthong(tmp_path: Path) -> Lienthong:
    """Runs the program to its end."""

    def run(*words: str | Path, stdin: bytes = b"", **environment: str) -> Said:
        done = subprocess.run(
            [PROGRAM, *words],
            input=stdin,
            capture_output=True,
            timeout=SECONDS_TO_END,
            env=environment_in(tmp_path / "kept", **environment),
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@dataclass(kw_only=True)
class Up:
    """A program that plays agencies until it is told to end."""

    process: subprocess.Popen[bytes]
    ports: Path

    @property
    def address(self) -> str:
        return self.addresses["control"]

    @property
    def addresses(self) -> dict[str, str]:
        return json.loads(self.ports.read_text("utf-8"))

    def stands(self) -> None:
        """Wait until all serve."""
        for _ in range(int(SECONDS_TO_START / 0.02)):
            if self.ports.exists():
                return
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.02)
        raise AssertionError("the agencies do not come up")

    def end(self, by: signal.Signals = signal.SIGINT) -> Said:
        self.process.send_signal(by)
        out, err = self.process.communicate(timeout=SECONDS_TO_END)
        return Said(self.process.returncode, out.decode(), err.decode())


StartUp = Callable[..., Up]


@pytest.fixture
def start_up(tmp_path: Path) -> Iterator[StartUp]:
    """Starts `up` at any free port and, unless told otherwise, waits until it serves."""
    started: list[Up] = []

    def start(*words: str | Path, command: str = "up", stands: bool = True, **environment: str) -> Up:
        up = _started(tmp_path, [command, *map(str, words)], len(started), environment)
        started.append(up)
        if stands:
            up.stands()
        return up

    yield start
    for up in started:
        up.process.kill()
        up.process.communicate()


def _started(folder: Path, words: list[str], place: int, environment: dict[str, str]) -> Up:
    ports = folder / f"ports-{place}.json"
    command = [PROGRAM, *words, "--ports-file", str(ports)]
    if "--listen" not in words:
        command += ["--listen", "127.0.0.1:0"]
    if "--people" not in words:
        command += ["--people", "0"]  # a nation takes a while, and few tests want one
    given = environment_in(folder / "kept", **environment)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=given)
    return Up(process=process, ports=ports)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Every agency, in memory, in another process; its clock stands still."""
    up = _started(tmp_path_factory.mktemp("up"), ["up", "--memory", "--freeze"], 0, {})
    up.stands()
    yield up
    up.process.kill()
    up.process.communicate()


@pytest.fixture
def ask(house: Up, request: pytest.FixtureRequest) -> Ask:
    """Runs a command in this process against the house, in a world of the test's own."""
    world = request.node.name.split("[")[0].replace("_", "-")[:63].strip("-").lower()
    target = {"LIENTHONG_TARGET": house.address}

    def run(*words: str | Path, stdin: bytes = b"", **environment: str) -> Said:
        return lienthong_here(*words, stdin=stdin, **{**target, "LIENTHONG_WORLD": world, **environment})

    assert run("world", "create", world).code == 0
    return run


@pytest.fixture
def examples() -> list[Dossier]:
    """The five example dossiers, to be changed."""
    return json.loads(example_dossiers())
