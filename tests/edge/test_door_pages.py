"""What the pages of the doors tell to type is typed, first line to last, and what comes of it is compared."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.edge.told import DOCS, as_short_as, objects

from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest

if TYPE_CHECKING:
    from edge.conftest import Front

pytestmark = pytest.mark.asyncio(loop_scope="session")

ADDRESS, WORLD = "http://127.0.0.1:8080", "/worlds/my-test"
END = "# the command ends"
SECONDS_TO_END = 60


@pytest.mark.parametrize("page", ["gateway.md", "claims.md", "platform.md"])
async def test_what_a_page_tells_to_type_answers_as_it_says(whole_front: Front, page: str, tmp_path: Path) -> None:
    text = (DOCS / page).read_text("utf-8")
    told = re.findall(r"^```sh\n(.*?)^```\n\n```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(told) == len(re.findall("^```sh$", text, re.MULTILINE)) > 0
    world = f"page-{page.removesuffix('.md')}"
    script = f"\necho '{END}'\n".join(command for command, _ in told)
    assert ADDRESS in script

    async with whole_front.house.client() as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=world))
        done = await asyncio.to_thread(
            subprocess.run,
            ["sh", "-c", script.replace(WORLD, "").replace(ADDRESS, f"http://{whole_front.address}/worlds/{world}")],
            cwd=tmp_path,
            env=_at_home(whole_front, world),
            capture_output=True,
            text=True,
            timeout=SECONDS_TO_END,
        )
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))

    assert (done.returncode, done.stderr) == (0, "")
    for answer, (_, said) in zip(done.stdout.split(END), told, strict=True):
        [shown], [came] = objects(said), objects(answer)
        assert as_short_as(shown, came) == shown


def _at_home(front: Front, world: str) -> dict[str, str]:
    """Where `lienthong` is found, and where it finds the emulator: who reads the page has it at the usual address."""
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {
        **os.environ,
        "PATH": programs,
        "LIENTHONG_TARGET": front.house.addresses["control"],
        "LIENTHONG_WORLD": world,
    }
