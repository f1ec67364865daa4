"""From the exec of pytest to the first answered call of a test, with the plugin."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import Figure, Run
from tests.benchmarks.processes import ENVIRONMENT

ROUNDS = 5
GOAL = 1.5
"""Seconds."""
TEST = """
import time

from lienthong.insurance.v1.card_service_pb2 import GetCardRequest


def test_a_card_is_found(lienthong_world):
    number = lienthong_world.people.pensioner().card.card_number
    with lienthong_world.connect_blocking(caller="facilities/01019") as client:
        card = client.cards.GetCard(GetCardRequest(card_number=number))
    answered, cpu = time.monotonic(), time.process_time()
    assert card.card_number == number
    with open("answered", "w") as file:
        file.write(f"{answered} {cpu}")
"""
COMMAND = (sys.executable, "-m", "pytest", "-q", "-p", "lienthong_emulator.testing.plugin", "test_card.py")
ALONE = {**ENVIRONMENT, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Our plugin and no other: those that this house has for itself take longer to import than all that is measured."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Seconds from exec to the answer: on the wall, and of the process's CPU, which other load changes less."""

    wall: float
    cpu: float


async def pytest_start(run: Run) -> Figure:
    """A folder with one test, as a team has it; the first time ever the template of its world is built as well."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pytest.ini").write_text("[pytest]\n")
        (folder / "test_card.py").write_text(TEST)
        first = _answered(folder)
        run.tick()
        found = list[Answered]()
        for _ in range(ROUNDS):
            found.append(_answered(folder))
            run.tick()
    wall, cpu = (statistics.median(one) for one in ([each.wall for each in found], [each.cpu for each in found]))
    least = min(each.wall for each in found)
    note = f"{cpu:.2f} s of CPU, at least {least:.2f} s; the first time ever {first.wall:.2f} s, {first.cpu:.2f} of CPU"
    return Figure(wall, GOAL, wall / GOAL, "s", "<= 1", note)


def _answered(folder: Path) -> Answered:
    environment = {**ALONE, "LIENTHONG_DATA": str(folder / "data")}
    started = time.monotonic()  # one clock for all processes of a machine
    ended = subprocess.run(COMMAND, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"the test failed: {ended.stdout}{ended.stderr}")
    answered, cpu = map(float, (folder / "answered").read_text().split())
    return Answered(answered - started, cpu)
