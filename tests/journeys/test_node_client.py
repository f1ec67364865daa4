"""A client that knows nothing but the contract, in another language, brings a birth to its card."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from google.type.date_pb2 import Date

from lienthong.control.v1.world_pb2 import Recipe
from lienthong.control.v1.world_service_pb2 import CreateWorldRequest, DeleteWorldRequest, ListWorldsRequest
from lienthong.insurance.v1.card_service_pb2 import GetCardRequest

if TYPE_CHECKING:
    from conftest import House

HOME = Path(__file__).parents[2]
EXAMPLE = HOME / "clients" / "examples" / "node"
NPM_CACHE = HOME / "build" / "npm"
SECONDS_TO_INSTALL = 120
SECONDS_TO_END = 30
SECONDS_OF_A_SUITE = 120
TESTS_OF_THE_SUITE = 28


@pytest.fixture(scope="session")
def node() -> str:
    """Node, with what the example's lock file pins installed beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node and npm are not installed here")
    if not _installed():
        done = subprocess.run(
            [npm, "ci", "--prefer-offline", "--cache", NPM_CACHE],
            cwd=EXAMPLE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS_TO_INSTALL,
        )
        assert done.returncode == 0, done.stdout
    return node


def _installed() -> bool:
    """npm notes in node_modules what it installed; a lock file that is newer asks for more."""
    note, lock = EXAMPLE / "node_modules" / ".package-lock.json", EXAMPLE / "package-lock.json"
    return note.exists() and note.stat().st_mtime >= lock.stat().st_mtime


@pytest.mark.asyncio(loop_scope="session")
async def test_a_client_in_node_brings_a_birth_to_its_card(node: str, whole_house: House) -> None:
    async with whole_house.client(world="node") as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="node"))
        said = await _run(node, whole_house.addresses["control"], "node")
        number, card = _word_after(said, "number"), _word_after(said, "card")
        held = await client.cards.GetCard(GetCardRequest(card_number=card))
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/node"))
    assert re.fullmatch(r"979222\d{6}", number)
    assert re.fullmatch(r"TE179\d{10}", card)
    assert held.card_number == card
    assert f"card       {card}, 2022-01-02 to 2028-09-30, CARD_STATE_VALID" in said
    assert "person     Đặng Gia Bảo, born 2022-01-02, household 7999000005" in said
    assert "refused    BIRTH_NOTICE_ALREADY_USED declaration.birth_notice.number: " in said
    assert "từ chối    Giấy chứng sinh GCS.79034.2022.000009 đã dùng" in said


@pytest.mark.asyncio(loop_scope="session")
async def test_a_second_run_shows_what_came_of_the_first(node: str, whole_house: House) -> None:
    async with whole_house.client(world="node-twice") as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id="node-twice"))
        first, second = [await _run(node, whole_house.addresses["control"], "node-twice") for _ in range(2)]
        await client.worlds.DeleteWorld(DeleteWorldRequest(name="worlds/node-twice"))

    dossier = re.search(r"birthDossiers/\w+", first)
    assert dossier is not None
    assert second.startswith(f"filed      before, in this world: {dossier[0]}\n")
    assert _word_after(second, "card") == _word_after(first, "card")


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        pytest.param(Date(year=2024, month=3, day=1), "The dossier came back, to be supplemented by 2024-", id="later"),
        pytest.param(Date(year=2020, month=3, day=2), "Refused with DATE_IN_FUTURE declaration.", id="earlier"),
    ],
)
async def test_a_world_of_another_year_is_told_in_a_sentence(
    node: str, whole_house: House, start: Date, sentence: str
) -> None:
    world = f"node-{start.year}"
    async with whole_house.client(world=world) as client:
        await client.worlds.CreateWorld(CreateWorldRequest(world_id=world, recipe=Recipe(start_date=start)))
        said = await _run(node, whole_house.addresses["control"], world, ends_with=1)
        await client.worlds.DeleteWorld(DeleteWorldRequest(name=f"worlds/{world}"))

    assert sentence in said
    assert said.splitlines()[-1].startswith("The dossier of this example fits worlds that begin on 2022-01-05")


@pytest.mark.asyncio(loop_scope="session")
async def test_nobody_at_the_target_is_told_in_a_sentence(node: str) -> None:
    said = await _run(node, "127.0.0.1:1", ends_with=1)

    assert said == "Nobody answers at 127.0.0.1:1: start the agencies with lienthong up\n"


@pytest.mark.asyncio(loop_scope="session")
async def test_a_suite_in_node_has_worlds_clock_faults_and_journal(node: str, whole_house: House) -> None:
    address = whole_house.addresses["control"]
    said = await _end_of([node, "--test", "--test-reporter=tap"], seconds=SECONDS_OF_A_SUITE, LIENTHONG_TARGET=address)

    told = dict(re.findall(r"^# (\w+) (\d+)$", said, re.MULTILINE))
    assert told["tests"] == told["pass"] == str(TESTS_OF_THE_SUITE), said
    async with whole_house.client() as client:
        left = (await client.worlds.ListWorlds(ListWorldsRequest())).worlds
    assert [world.name for world in left if world.name.startswith("worlds/node-")] == []


async def _run(*command: str, ends_with: int = 0) -> str:
    node, *arguments = command
    return await _end_of([node, "birth.js", *arguments], ends_with=ends_with)


async def _end_of(
    command: Sequence[str], *, ends_with: int = 0, seconds: float = SECONDS_TO_END, **environment: str
) -> str:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=EXAMPLE,
        env={**os.environ, **environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), seconds)
    finally:
        if process.returncode is None:
            process.kill()
    said = output.decode("utf-8")
    assert process.returncode == ends_with, said
    return said


def _word_after(said: str, label: str) -> str:
    found = re.search(rf"^{label} +([0-9A-Z]+)", said, re.MULTILINE)
    assert found is not None, said
    return found[1]
