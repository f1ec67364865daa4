"""A batch is in the log or it is not, whenever the process dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import grpc
import pytest

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong_emulator.exchange.agency import AGENCY
from lienthong_emulator.runtime.peers import Peers

if TYPE_CHECKING:
    from pathlib import Path

    from exchange.conftest import Play
    from exchange.relay.conftest import Line

SOON = 10.0
EXCHANGE_ALONE = """
import asyncio, sys
from datetime import UTC, date, datetime
from pathlib import Path
from lienthong_emulator.exchange.agency import AGENCY
from lienthong_emulator.runtime.clock import clock_starting
from lienthong_emulator.runtime.files import Storage
from lienthong_emulator.runtime.kit import World
from lienthong_emulator.runtime.recipe import Recipe
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.server import serving
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.sqlite_files import SqliteFiles

async def describe(name):
    return World(name=name, recipe=Recipe(), clock=clock_starting(date(2022, 1, 5), datetime.now(UTC), rate=0))

async def play():
    shelf = SqliteFiles(Storage(folder=Path(sys.argv[1])))
    node = Node({"exchange": AGENCY}, shelf=shelf, describe=describe, peers=Peers({}))
    async with serving(node, [("127.0.0.1:0", ["exchange"])], ()) as addresses:
        print(addresses["exchange"], flush=True)
        await asyncio.Event().wait()

asyncio.run(play())
"""


@asynccontextmanager
async def dying_at(point: str, folder: Path, mark: Path) -> AsyncGenerator[str]:
    """An exchange in a process of its own that dies at a point; yields its address."""
    armed = {"LIENTHONG_KILL_AT": point, "LIENTHONG_KILL_MARK": str(mark)}
    process = await create_subprocess_exec(
        sys.executable, "-c", EXCHANGE_ALONE, str(folder), stdout=PIPE, env=os.environ | armed
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
        assert await asyncio.wait_for(process.wait(), SOON) == -signal.SIGKILL
        assert mark.read_text() == point  # noqa: ASYNC240 - a few bytes of a test
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize(
    ("point", "held"),
    [
        pytest.param("exchange.relay.before-commit", False, id="before the commit"),
        pytest.param("exchange.relay.committed", True, id="after the commit"),
    ],
)
async def test_a_batch_that_was_cut_off_is_sent_again_and_stands_once(
    tmp_path: Path, play: Play, connect: Callable[[Peers], Line], point: str, held: bool
) -> None:
    async with dying_at(point, tmp_path, tmp_path / "mark") as address:
        peers = Peers({"exchange": address})
        with pytest.raises(grpc.aio.AioRpcError):
            await connect(peers).tell("birth", "household")
        await peers.close()

    async with play(AGENCY) as node:
        line = connect(node.peers)
        receipts = await line.tell("birth", "household")

        assert [(receipt.sequence, receipt.replayed) for receipt in receipts] == [(1, held), (2, held)]
        answer = await line.ask("VerifyLog", contract.VerifyLogRequest(receiver="agencies/insurance"))
        assert answer == contract.VerifyLogResponse(intact=True, entries=2)
