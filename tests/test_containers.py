"""What the files for containers say holds where no engine runs; where one does, `tests/in_containers.py` starts them.

What an image copies is there, and the commands of compose are run as processes, at addresses of this machine.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.house import HOME
from tests.own_ports import own_addresses

from lienthong_emulator.cli.target import parse_address
from lienthong_emulator.setup import AGENCIES, EDGE

DOCKERFILE = (HOME / "deploy" / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((HOME / "deploy" / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
COMMANDS = {name: shlex.split(service["command"]) for name, service in SERVICES.items()}
PROGRAMS = Path(sys.executable).parent
SECONDS_TO_START = 60.0
SECONDS_TO_END = 60.0


def _instructions(name: str) -> list[str]:
    lines = DOCKERFILE.replace("\\\n", " ").splitlines()
    return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]


def _copied() -> list[str]:
    words = [line.split() for line in _instructions("COPY") if not line.startswith("--from")]
    return [source for line in words for source in line[:-1]]


def test_what_the_image_copies_is_there_and_is_not_ignored() -> None:
    let_in = re.findall("^!(.*)$", (HOME / ".dockerignore").read_text("utf-8"), re.MULTILINE)

    assert [source for source in _copied() if not (HOME / source).exists()] == []
    assert sorted(let_in) == sorted(_copied())


def test_the_image_runs_as_nobody_special_and_knows_how_it_is() -> None:
    assert _instructions("USER") == ["10001"]
    assert _instructions("STOPSIGNAL") == ["SIGINT"]
    [health] = _instructions("HEALTHCHECK")
    assert json.loads(health.partition(" CMD ")[2]) == ["lienthong", "check"]


def test_the_image_starts_with_a_command_that_there_is(tmp_path: Path) -> None:
    [entry], [command] = _instructions("ENTRYPOINT"), _instructions("CMD")
    words = [re.sub(r"^0\.0\.0\.0:\d+$", "127.0.0.1:0", word) for word in json.loads(command)]
    ports = tmp_path / "ports.json"
    process = _start([*json.loads(entry), *words, "--people", "0", "--ports-file", str(ports)], tmp_path)
    try:
        _wait_for(lambda: ports.exists(), process)
        assert _ends_well("check", "--target", json.loads(ports.read_text("utf-8"))["control"])
    finally:
        _end(process)


def test_compose_has_every_agency_and_the_doors_each_with_all_its_peers() -> None:
    assert SERVICES.keys() == {*AGENCIES, EDGE}
    for name, words in COMMANDS.items():
        peers = [word for before, word in pairwise(words) if before == "--peer"]
        assert words[:2] == ["serve", name]
        assert peers == [f"{agency}={agency}:50051" for agency in AGENCIES if agency != name]


def test_compose_builds_one_image_for_all() -> None:
    assert {service["image"] for service in SERVICES.values()} == {"lienthong"}
    assert [name for name, service in SERVICES.items() if "build" in service] == [EDGE]


def test_compose_publishes_on_this_machine_alone_each_at_a_port_of_its_own() -> None:
    published = [port.rsplit(":", 1)[0] for service in SERVICES.values() for port in service["ports"]]

    assert all(address.startswith("127.0.0.1:") for address in published)
    assert len({parse_address(address, "ports") for address in published}) == len(SERVICES)


def test_compose_keeps_each_agencys_worlds_apart() -> None:
    kept = {volume for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert kept == {f"{agency}:/data" for agency in AGENCIES}
    assert COMPOSE["volumes"].keys() == set(AGENCIES)


@pytest.fixture
def composed(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """The commands of compose as processes; by service the address of each."""
    addresses = own_addresses(SERVICES)
    with ExitStack() as running:
        processes = [_start(["lienthong", *_here(name, addresses)], tmp_path / name) for name in SERVICES]
        for process in processes:
            running.callback(_end, process)
        for name in AGENCIES:
            _wait_for(lambda name=name: _ends_well("check", "--target", addresses[name]), *processes)
        _wait_for(lambda: _door_answers(addresses[EDGE]), *processes)
        yield addresses


def test_what_compose_starts_is_a_house(composed: Mapping[str, str], tmp_path: Path) -> None:
    target = ",".join(f"{name}={composed[name]}" for name in AGENCIES)
    example = subprocess.run([PROGRAMS / "lienthong", "births", "example"], capture_output=True, check=True).stdout
    (tmp_path / "dossiers.json").write_bytes(example)

    assert _ends_well("births", "file", str(tmp_path / "dossiers.json"), "--target", target)


def _door_answers(address: str) -> bool:
    """As compose asks for the health of the doors."""
    kind, _, *words = SERVICES[EDGE]["healthcheck"]["test"]
    assert kind == "CMD"
    here = [word.replace("127.0.0.1:8080", address) for word in words]
    return subprocess.run([sys.executable, *here], capture_output=True).returncode == 0


def _here(name: str, addresses: Mapping[str, str]) -> list[str]:
    """The command of a service with addresses of this machine in place of those among containers."""
    words = [re.sub("=([a-z]+):50051$", lambda found: f"={addresses[found[1]]}", word) for word in COMMANDS[name]]
    return [addresses[name] if word.startswith("0.0.0.0:") else word for word in words]


def _start(command: list[str], data: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "LIENTHONG_DATA": str(data)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.Signals[_instructions("STOPSIGNAL")[0]])
    try:
        assert process.wait(SECONDS_TO_END) == 0
    finally:
        process.kill()


def _wait_for(done: Callable[[], bool], *processes: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while not done():
        assert all(process.poll() is None for process in processes)
        assert time.monotonic() < end
        time.sleep(0.1)


def _ends_well(*words: str) -> bool:
    return subprocess.run([PROGRAMS / "lienthong", *words], capture_output=True, timeout=SECONDS_TO_END).returncode == 0
