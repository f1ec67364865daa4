"""What docs/json.md tells to type is typed, and what it says comes of it is compared."""

from __future__ import annotations

import asyncio
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.edge.told import DOCS, as_short_as, objects

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = (DOCS / "json.md").read_text("utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```\n\n```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ADDRESS = "localhost:8080"
SECONDS_TO_END = 30


@pytest.mark.parametrize(("command", "told"), COMMANDS, ids=range(len(COMMANDS)))
async def test_what_the_page_tells_to_type_answers_as_it_says(whole_front: Front, command: str, told: str) -> None:
    assert ADDRESS in command
    done = await asyncio.to_thread(
        subprocess.run,
        ["sh", "-c", command.replace(ADDRESS, whole_front.address)],
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_END,
    )

    assert (done.returncode, done.stderr) == (0, "")
    for answer, said in zip(objects(done.stdout), objects(told), strict=True):
        assert as_short_as(said, answer) == said


async def test_every_command_of_the_page_has_its_answer() -> None:
    assert len(COMMANDS) == len(re.findall("^```sh$", PAGE, re.MULTILINE))
