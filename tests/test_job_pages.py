"""The pages of jobs: their programs pass, their commands answer as they say, and both languages show the same."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.house import HOME

from lienthong_emulator.testing import World

if TYPE_CHECKING:
    from conftest import House

DOCS = HOME / "docs"
JOBS = sorted(page for page in (DOCS / "jobs").glob("*.md") if not page.name.endswith(".vi.md"))
TYPED = [page for page in JOBS if "```sh" in page.read_text("utf-8")]
PROGRAMS = [*JOBS, DOCS / "testing.md"]
HTTP_ADDRESS = "localhost:8080"
PROGRAM = re.compile(r"^```python\n# (test_\w+\.py)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END = "# the command ends"
SECONDS_TO_END = 300  # a dozen programs start one after the other

each_job = pytest.mark.parametrize("page", JOBS, ids=lambda page: page.stem)


def _blocks(text: str) -> list[str]:
    return re.findall(r"^```\w+\n.*?^```$", text, re.MULTILINE | re.DOTALL)


@each_job
def test_both_languages_show_the_same_code(page: Path) -> None:
    assert _blocks(page.with_suffix(".vi.md").read_text("utf-8")) == _blocks(page.read_text("utf-8"))


def test_what_the_first_page_shows_in_vietnamese_stands_in_english() -> None:
    shown = "\n".join(_blocks((HOME / "README.vi.md").read_text("utf-8")))
    commands = re.findall(r"^(?:make|lienthong) [^#\n]*", shown, re.MULTILINE)

    english = (HOME / "README.md").read_text("utf-8")
    assert [command for command in commands if command.strip() not in english] == []


@pytest.mark.parametrize("page", PROGRAMS, ids=lambda page: page.stem)
def test_the_program_of_a_page_passes(page: Path, tmp_path: Path) -> None:
    [(name, program)] = PROGRAM.findall(page.read_text("utf-8"))
    (tmp_path / name).write_text(program, "utf-8")

    done = _run([sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", name], tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(re.findall('^(?:async )?def test_', program, re.MULTILINE))} passed" in done.stdout.splitlines()[-1]


def test_every_sentence_about_a_world_stands_on_the_page_of_the_plugin() -> None:
    page = (DOCS / "testing.md").read_text("utf-8")
    properties = {name for name in vars(World) if not name.startswith("_")}
    given = {"address", "name", "people"}

    assert {name for name in properties | given if f"`{name}" not in page} == set()


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.stem)
@pytest.mark.asyncio(loop_scope="session")
async def test_what_a_page_tells_to_type_answers_as_it_says(page: Path, whole_house: House, tmp_path: Path) -> None:
    told = _told(page)
    script = f"\necho '{END}'\n".join(command for command, _ in told).replace(HTTP_ADDRESS, whole_house.http)

    target = whole_house.addresses["control"]
    done = await asyncio.to_thread(_run, ["sh", "-c", f"exec 2>&1\n{script}"], tmp_path, LIENTHONG_TARGET=target)

    assert done.returncode == 0, done.stdout
    for answer, (_, said) in zip(done.stdout.split(f"{END}\n"), told, strict=True):
        assert re.fullmatch(re.escape(said.strip()).replace("…", ".*"), answer.strip()), answer


def _told(page: Path) -> list[tuple[str, str]]:
    """What is typed, and what is said to come of it; `…` stands for the rest of a line."""
    text = page.read_text("utf-8")
    found = re.findall(r"^```sh\n(.*?)^```\n\n```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(found) == len(re.findall("^```sh$", text, re.MULTILINE)) > 0
    return found


def _run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """As somebody who has `lienthong` on the path, and set nothing else."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "LIENTHONG_TARGET"))}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**ours, "PATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
    )
