"""The commands of pages that show no answers are typed as a reader would type them, each block from first line to last.

Pages that show answers are typed where those are compared: `EXECUTED_BY` says where.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.house import HOME

from lienthong_emulator.linked_procedure import example_dossiers

if TYPE_CHECKING:
    from tests.cli.conftest import StartUp, Up

EXECUTED_BY: Mapping[str, str] = {
    "docs/jobs/*.md": "tests/test_job_pages.py",
    "docs/json.md": "tests/edge/test_json_page.py",
    "docs/gateway.md": "tests/edge/test_door_pages.py",
    "docs/claims.md": "tests/edge/test_door_pages.py",
    "docs/platform.md": "tests/edge/test_door_pages.py",
    "docs/containers.md": "tests/in_containers.py",  # where an engine runs: make containers
    "docs/cli.md": "tests/test_docs.py",  # usage lines, no commands
    "clients/examples/hospital/README.md": "tests/clients/test_hospital.py",
    "clients/examples/node/README.md": "tests/journeys/test_node_client.py",
}
TYPED_HERE = ("README.md", "README.vi.md", "CONTRIBUTING.md", "docs/conformance.md", "docs/differences.md")
BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STAYS_UP = re.compile(r"^lienthong (?:up|serve)\b.*$", re.MULTILINE)
SECONDS_TO_END = 600


def blocks_of(page: str) -> list[str]:
    return BLOCK.findall((HOME / page).read_text("utf-8"))


BLOCKS = [
    pytest.param(page, block, id=f"{page}: {block.splitlines()[0][:50].strip()}")
    for page in TYPED_HERE
    for block in blocks_of(page)
]


def test_the_commands_of_every_page_are_executed_by_some_test() -> None:
    pages = [
        str(page.relative_to(HOME))
        for pattern in ("*.md", "docs/**/*.md", "clients/python/*.md", "clients/examples/*/*.md")
        for page in HOME.glob(pattern)
    ]
    elsewhere = {page for page in pages for pattern in EXECUTED_BY if Path(page).match(pattern)}
    assert {page for page in pages if blocks_of(page)} - elsewhere == set(TYPED_HERE)
    assert all((HOME / test).exists() for test in EXECUTED_BY.values())


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readers")


@pytest.fixture
def folder(desks: Path, page: str) -> Path:
    """Where a reader works through a page: what one block writes is there for the next."""
    desk = desks / page.replace("/", "-")
    desk.mkdir(exist_ok=True)
    return desk


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_what_a_page_tells_to_type_goes_well(
    page: str, block: str, start_up: StartUp, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(HOME / "services" / "lienthong_emulator" / "conformance", folder / CONFORMANCE, dirs_exist_ok=True)
    typed = _typed(block)
    house = start_up("--memory")
    for prepare in (prepare for first, prepare in PREPARED.items() if first in typed):
        prepare(house, folder)
    for command in STAYS_UP.findall(typed):
        start_up(*_words(command, house)[1:], command=_words(command, house)[0])
    script = STAYS_UP.sub("", typed)

    done = _run(_here(script, house), folder, house)

    assert done.returncode == (1 if "--known-failing" in block else 0), done.stdout + done.stderr


CONFORMANCE = Path("services/lienthong_emulator/conformance")


def _typed(block: str) -> str:
    """What is typed of a block; of a target of make, what it would do is asked for: a test runs in one of them."""
    lines = re.sub(r"\s+#.*$", "", block, flags=re.MULTILINE)
    return re.sub(r"^make\b", f"make -C {HOME} --dry-run", lines, flags=re.MULTILINE)


def _words(command: str, house: Up) -> list[str]:
    return [*_here(command, house).split()[1:], "--memory"]


def _here(script: str, house: Up) -> str:
    """Addresses and folders of this machine in place of those that a page shows."""
    for shown, ours in {
        ". .venv/bin/activate": ":",
        "--junit": "--service control.ClockService --junit",  # tests/conformance runs all services
        "localhost:50051": house.address,
        "localhost:50060": house.addresses["population"],
        "localhost:8080": house.addresses["edge"],
        "127.0.0.1:8080": house.addresses["edge"],
        "trace CASE": 'trace "$(lienthong births list --json | sed -n \'s/.*"case": *"\\([^"]*\\).*/\\1/p;q\')"',
    }.items():
        script = script.replace(shown, ours)
    return script


def _run(script: str, folder: Path, house: Up) -> subprocess.CompletedProcess[str]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("PYTEST_", "LIENTHONG_", "MAKE"))}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-ec", script],
        cwd=folder,
        env={**ours, "PATH": path, "LIENTHONG_TARGET": house.address},
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
    )


def _filed(house: Up, folder: Path, *words: str, **changes: str) -> None:
    """File the first example, with something else in it than it should have."""
    dossier = json.loads(example_dossiers())[0]
    (folder / "dossier.json").write_text(json.dumps(dossier), "utf-8")
    dossier["hoTich"] |= changes
    script = f"lienthong births file - --json <<'END'\n{json.dumps(dossier)}\nEND\n"
    _run(script, folder, house)


def _a_dossier_came_back(house: Up, folder: Path) -> None:
    _filed(house, folder, nksGioiTinh="3")


PREPARED: Mapping[str, Callable[[Up, Path], None]] = {"births list --state returned": _a_dossier_came_back}
"""What must have happened before a block can be typed."""
