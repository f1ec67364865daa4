"""The program as it is started in production."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path

import httpx
from tests.patients import papers_of

from lienthong_emulator.testing import World

HOME = Path(__file__).parents[1]


async def test_the_program_asks_the_agencies_that_it_is_pointed_at(lienthong_world: World, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    where = ["--insurance", lienthong_world.address, "--world", lienthong_world.name, "--port", str(port)]
    command = [sys.executable, "-m", "hospital", *where, "--book", str(tmp_path / "book.sqlite3")]
    program = await asyncio.create_subprocess_exec(*command, cwd=HOME, stderr=asyncio.subprocess.DEVNULL)
    try:
        came = await _arrival(f"http://127.0.0.1:{port}", papers_of(lienthong_world.people.mother()))
    finally:
        program.terminate()
        await program.wait()

    assert (came["code"], came["admission"]) == ("000", "insured")


async def _arrival(address: str, papers: dict[str, str]) -> dict[str, str]:
    async with httpx.AsyncClient(base_url=address, transport=httpx.AsyncHTTPTransport(retries=8)) as client:
        return (await client.post("/arrivals", json=papers, timeout=30)).json()
